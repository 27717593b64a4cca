from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from luylau.incidents import RuleDesk, load_rules, save_rules
from luylau.incidents.rule_file import FILE
from luylau.kernel.clock import ManualClock
from luylau.kernel.errors import BadFile, Conflict, NotFound, Unavailable
from luylau.kernel.events import SqlEventLog, events
from tests.unit.incidents.helpers import (
    T0,
    ListAuditor,
    event_kinds,
    make_city,
    make_engine,
    rule_set,
    threshold,
)

A, B = threshold("a"), threshold("b", value=6.0)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = make_engine(tmp_path)
    yield made
    made.dispose()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    pack = tmp_path / "city"
    pack.mkdir()
    save_rules(pack, rule_set(A), expected_version=0)
    return pack


@pytest.fixture
def auditor() -> ListAuditor:
    return ListAuditor()


@pytest.fixture
def desk(folder: Path, engine: Engine, auditor: ListAuditor) -> RuleDesk:
    return RuleDesk(folder, engine, SqlEventLog(), ManualClock(T0), auditor, make_city)


def ids(folder: Path) -> list[str]:
    return [rule.id for rule in load_rules(folder).rules]


def test_add_change_remove(desk: RuleDesk, folder: Path, engine: Engine, auditor: ListAuditor) -> None:
    assert desk.add(B, actor="u", version=1).version == 2
    assert desk.put(threshold("a", value=7.0), actor="u", version=2).rules == (threshold("a", value=7.0), B)
    assert desk.put(threshold("c"), actor="u").version == 4
    assert desk.remove("a", actor="u", version=4) == load_rules(folder) == desk.current()
    assert ids(folder) == ["b", "c"]
    assert event_kinds(engine) == ["rule.changed"] * 4
    assert auditor.rows[1] == ("u", "rule.edit", "a", "done")
    with engine.connect() as connection:
        data = [row.data for row in connection.execute(sa.select(events).order_by(events.c.seq))]
    assert [one["changed"] for one in data] == [["b"], ["a"], ["c"], ["a"]]


def test_a_change_can_be_undone(desk: RuleDesk, folder: Path) -> None:
    desk.put(threshold("a", value=7.0), actor="u")
    desk.remove("a", actor="u")
    restored = desk.restore_rules(2, actor="u", version=3)
    assert (restored.version, restored.rules) == (4, (threshold("a", value=7.0),))
    assert desk.restore_rules(1, actor="u").rules == (A,)
    with pytest.raises(NotFound, match="rules-version-unknown"):
        desk.restore_rules(99, actor="u")
    assert load_rules(folder).version == 5


def test_a_stale_version_changes_nothing(desk: RuleDesk, folder: Path, engine: Engine) -> None:
    desk.add(B, actor="first", version=1)
    acts: list[Callable[[], object]] = [
        lambda: desk.remove("a", actor="second", version=1),
        lambda: desk.put(A, actor="second", version=1),
        lambda: desk.restore_rules(1, actor="second", version=1),
    ]
    for act in acts:
        with pytest.raises(Conflict, match="rules-changed"):
            act()
    assert ids(folder) == ["a", "b"]
    assert len(event_kinds(engine)) == 1


def test_what_cannot_be_is_refused(desk: RuleDesk, folder: Path, engine: Engine) -> None:
    with pytest.raises(Conflict, match="rule-exists"):
        desk.add(A, actor="u")
    with pytest.raises(NotFound, match="rule-unknown"):
        desk.remove("z", actor="u")
    with pytest.raises(BadFile) as caught:
        desk.add(threshold("c", level="alarm-9"), actor="u")
    assert [fault.key for fault in caught.value.faults] == ["rule-level-unknown"]
    assert load_rules(folder).version == 1
    assert event_kinds(engine) == []


def test_without_its_audit_row_nothing_is_changed(folder: Path, engine: Engine) -> None:
    desk = RuleDesk(folder, engine, SqlEventLog(), ManualClock(T0), ListAuditor(broken=True), make_city)
    with pytest.raises(OSError, match="disk full"):
        desk.add(B, actor="u")
    assert ids(folder) == ["a"]
    assert event_kinds(engine) == []


def test_a_change_cut_short_by_a_crash_is_completed(
    desk: RuleDesk, folder: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("luylau.incidents.rule_desk.put_rules", crash)
        with pytest.raises(KeyboardInterrupt):
            desk.add(B, actor="u")
    assert ids(folder) == ["a"]
    assert [rule.id for rule in desk.current().rules] == ["a", "b"]
    assert load_rules(folder).version == 2
    assert desk.restore_rules(1, actor="u").rules == (A,)
    assert event_kinds(engine) == ["rule.changed"] * 2


def test_a_file_changed_by_hand_since_counts(desk: RuleDesk, folder: Path) -> None:
    desk.add(B, actor="u")
    save_rules(folder, rule_set(threshold("mine")), expected_version=2)
    assert [rule.id for rule in desk.current().rules] == ["mine"]
    (folder / FILE).write_text("version = 4\nrule = 3")
    with pytest.raises(BadFile):
        desk.current()


@pytest.mark.parametrize("written", [f".{FILE}.new", f".{FILE}.lock"])
def test_a_disk_that_refuses_changes_nothing_and_hides_nothing(
    desk: RuleDesk, folder: Path, engine: Engine, auditor: ListAuditor, written: str
) -> None:
    (folder / written).unlink(missing_ok=True)
    # A folder in its place refuses to be written to, for root too.
    (folder / written).mkdir()
    with pytest.raises(Unavailable) as caught:
        desk.add(B, actor="u", version=1)
    assert caught.value.key == "city-not-written"
    assert (event_kinds(engine), auditor.rows) == ([], [])
    assert desk.current() == load_rules(folder)
    assert ids(folder) == ["a"]
