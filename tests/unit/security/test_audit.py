"""The audit log: appended with the change, proven, checked, exported."""

import hashlib
import json
import multiprocessing
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from luylau.kernel.errors import NotFound
from luylau.kernel.sql import open_engine, reader, sqlite_url
from luylau.security import AuditLog, TreeHead, verify_consistency, verify_inclusion, verify_log
from luylau.security.merkle import EMPTY_ROOT, leaf_hash
from luylau.security.tables import audit_log, audit_nodes, audit_size


def fill(engine: Engine, count: int, start: int = 0) -> None:
    log = AuditLog()
    with engine.begin() as connection:
        for number in range(start, start + count):
            log.append(
                connection,
                actor="user-1",
                action="incident.resolve",
                resource=f"incident-{number}",
                outcome="done",
                time_us=number,
                detail={"note": f"đóng {number}", "number": number},
            )


def head_of(engine: Engine, size: int | None = None) -> TreeHead:
    with reader(engine) as connection:
        return AuditLog().head(connection, size)


def trouble_of(engine: Engine, kept: TreeHead | None = None) -> str:
    with reader(engine) as connection:
        return verify_log(connection, kept).trouble


def test_an_empty_log_has_the_empty_root_and_is_sound(engine: Engine) -> None:
    assert head_of(engine) == TreeHead(size=0, root=EMPTY_ROOT)
    assert trouble_of(engine) == ""


def test_an_entry_goes_when_its_transaction_does(engine: Engine) -> None:
    fill(engine, 3)
    with engine.connect() as connection:
        AuditLog().append(connection, actor="a", action="b", resource="c", outcome="done", time_us=1)
        connection.rollback()
    fill(engine, 2, start=3)
    assert head_of(engine).size == 5
    assert trouble_of(engine) == ""


def test_a_stranger_reckons_the_root_from_the_export_with_sha_256_alone(engine: Engine) -> None:
    fill(engine, 21)
    with reader(engine) as connection:
        lines = list(AuditLog().lines(connection))
    assert json.loads(lines[7]) == {
        "index": 7,
        "time_us": 7,
        "actor": "user-1",
        "action": "incident.resolve",
        "resource": "incident-7",
        "outcome": "done",
        "detail": {"note": "đóng 7", "number": 7},
    }
    level = [hashlib.sha256(b"\x00" + line.encode()).digest() for line in lines]
    while len(level) > 1:
        pairs = [
            hashlib.sha256(b"\x01" + left + right).digest()
            for left, right in zip(level[::2], level[1::2], strict=False)
        ]
        level = pairs + level[len(pairs) * 2 :]
    assert head_of(engine).root == level[0]


def test_the_export_begins_where_asked_and_has_all_of_a_long_log(engine: Engine) -> None:
    fill(engine, 1_005)
    with reader(engine) as connection:
        lines = list(AuditLog().lines(connection, 2))
    assert [json.loads(line)["index"] for line in lines] == list(range(2, 1_005))


def test_proofs_from_the_database_verify(engine: Engine) -> None:
    fill(engine, 13)
    log = AuditLog()
    now = head_of(engine)
    with reader(engine) as connection:
        for entry in log.read(connection):
            proof = log.inclusion(connection, entry.index, 13)
            assert verify_inclusion(leaf_hash(entry.line().encode()), entry.index, now, proof)
        for old in range(1, 14):
            proof = log.consistency(connection, old, 13)
            assert verify_consistency(log.head(connection, old), now, proof)


def test_what_the_log_never_had_is_not_found(engine: Engine) -> None:
    fill(engine, 2)
    log = AuditLog()
    with reader(engine) as connection:
        with pytest.raises(NotFound):
            log.head(connection, 3)
        with pytest.raises(NotFound):
            log.inclusion(connection, 2, 2)
        with pytest.raises(NotFound):
            log.consistency(connection, 0, 2)


def test_reading_is_newest_first_in_pages_and_by_actor_and_resource(engine: Engine) -> None:
    fill(engine, 5)
    log = AuditLog()
    with engine.begin() as connection:
        log.append(connection, actor="cli:root", action="x", resource="y", outcome="failed", time_us=9)
    with reader(engine) as connection:
        assert [entry.index for entry in log.read(connection, limit=2)] == [5, 4]
        assert [entry.index for entry in log.read(connection, before=4, limit=2)] == [3, 2]
        assert [entry.index for entry in log.read(connection, actor="cli:root")] == [5]
        assert [entry.index for entry in log.read(connection, resource="incident-1")] == [1]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("actor", "user-2"),
        ("action", "incident.read"),
        ("resource", "incident-99"),
        ("outcome", "failed"),
        ("time_us", 77),
        ("detail", '{"note":"khác","number":3}'),
        ("detail", "no json"),
        ("leaf_hash", bytes(32)),
    ],
)
def test_a_changed_entry_is_found(engine: Engine, column: str, value: object) -> None:
    fill(engine, 10)
    with engine.begin() as connection:
        connection.execute(audit_log.update().where(audit_log.c.position == 3).values({column: value}))
    with reader(engine) as connection:
        found = verify_log(connection)
    assert (found.trouble, found.index) == ("audit-entry-changed", 3)


def test_a_missing_entry_is_found(engine: Engine) -> None:
    fill(engine, 10)
    with engine.begin() as connection:
        connection.execute(audit_log.delete().where(audit_log.c.position == 4))
    assert trouble_of(engine) == "audit-entry-gone"


def test_a_missing_tail_is_found(engine: Engine) -> None:
    fill(engine, 10)
    with engine.begin() as connection:
        connection.execute(audit_log.delete().where(audit_log.c.position >= 8))
    assert trouble_of(engine) == "audit-tail-missing"


def test_a_changed_or_added_node_is_found(engine: Engine) -> None:
    fill(engine, 10)
    with engine.begin() as connection:
        connection.execute(audit_nodes.insert().values(level=3, position=7, hash=bytes(32)))
    assert trouble_of(engine) == "audit-node-differs"
    with engine.begin() as connection:
        connection.execute(audit_nodes.delete().where(audit_nodes.c.position == 7))
        connection.execute(audit_nodes.update().where(audit_nodes.c.level == 2).values(hash=bytes(32)))
    assert trouble_of(engine) == "audit-node-differs"


def test_a_proof_over_a_missing_node_says_so(engine: Engine) -> None:
    fill(engine, 8)
    with engine.begin() as connection:
        connection.execute(audit_nodes.delete())
        with pytest.raises(NotFound, match="audit-entry-missing"):
            AuditLog().inclusion(connection, 7, 8)


def rewrite(engine: Engine, keep: int) -> None:
    """Do what a clever intruder would: drop the end and write another one, hashes and all."""
    with engine.begin() as connection:
        for table in (audit_log, audit_nodes, audit_size):
            connection.execute(table.delete())
    fill(engine, keep)


def test_only_a_kept_head_shows_that_the_whole_log_was_written_anew(engine: Engine) -> None:
    fill(engine, 10)
    kept = head_of(engine)
    assert trouble_of(engine, kept) == ""
    fill(engine, 4, start=10)
    assert trouble_of(engine, kept) == ""
    rewrite(engine, 8)
    assert trouble_of(engine) == ""
    assert trouble_of(engine, kept) == "audit-tail-missing"
    fill(engine, 10, start=100)
    assert trouble_of(engine) == ""
    assert trouble_of(engine, kept) == "audit-head-differs"
    assert trouble_of(engine, TreeHead(size=0, root=bytes(32))) == "audit-head-differs"


def _append_many(path: str, who: int) -> None:
    engine = open_engine(sqlite_url(Path(path)))
    for number in range(20):
        with engine.begin() as connection:
            AuditLog().append(
                connection, actor=f"p{who}", action="x", resource="y", outcome="done", time_us=number
            )
    engine.dispose()


def test_processes_that_append_at_once_make_one_sound_log(engine: Engine, tmp_path: Path) -> None:
    spawn = multiprocessing.get_context("spawn")
    processes = [
        spawn.Process(target=_append_many, args=(str(tmp_path / "luylau.db"), who)) for who in range(3)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
        assert process.exitcode == 0
    assert head_of(engine).size == 60
    assert trouble_of(engine) == ""
    with reader(engine) as connection:
        each = connection.execute(
            sa.select(audit_log.c.actor, sa.func.count()).group_by(audit_log.c.actor)
        ).all()
    assert sorted(tuple(row) for row in each) == [("p0", 20), ("p1", 20), ("p2", 20)]


def test_texts_that_no_database_holds_are_made_sound_first(engine: Engine) -> None:
    with engine.begin() as connection:
        entry = AuditLog().append(
            connection,
            actor="\ud800" + "x" * 200,
            action="a\x00b",
            resource="r" * 300,
            outcome="refused",
            time_us=1,
            detail={"agent": "\udcff\x00", "nan": float("nan"), "huge": 10**40},
        )
    assert len(entry.actor) == 100
    assert len(entry.resource) == 200
    with reader(engine) as connection:
        assert AuditLog().read(connection) == [entry]
    assert trouble_of(engine) == ""
