"""The outage log: beginning, ending in steps, importing all or nothing, what contradicts itself."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.engine import Engine

from luylau.kernel.clock import parse_iso
from luylau.kernel.errors import BadFile, BadInput, Conflict, LuylauError, NotFound
from luylau.kernel.messages import LANGUAGES, error_text, fault_text
from luylau.kernel.sql import metadata, open_engine, sqlite_url
from luylau.power.outage_file import export_outages, read_outages
from luylau.power.outages import Cause, Interruption, Origin, OutageLog, clashes
from luylau.power.tables import power_interruptions
from luylau.processes.database import prepare_database

MINUTE = 60_000_000
T0 = parse_iso("2026-09-07T14:00:00+07:00")
NOW = T0 + 100 * MINUTE
HEADER = "id,begun,ended,feeder,place,root,cause,customers,source,simulated"


def row(
    id_: str = "o1", begun_us: int = T0, ended_us: int | None = None, customers: int = 100
) -> Interruption:
    return Interruption(
        id=id_, begun_us=begun_us, ended_us=ended_us, feeder="f1", place="tu-son", root="line-3",
        cause=Cause.STORM, customers=customers,
    )  # fmt: skip


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = open_engine(sqlite_url(tmp_path / "test.db"))
    metadata.create_all(made)
    yield made
    made.dispose()


@pytest.fixture
def log(engine: Engine) -> OutageLog:
    return OutageLog(engine)


def everything(log: OutageLog) -> tuple[Interruption, ...]:
    return log.begun_between(0, 2**62)


def test_an_empty_log_is_empty(log: OutageLog) -> None:
    assert everything(log) == log.still_out() == ()
    assert log.first_us() is None
    assert log.add([]).new == 0


def test_customers_come_back_step_by_step(log: OutageLog) -> None:
    """1,500 go out; 800 are back after 40 minutes, 500 after 75, the rest stay out."""
    log.begin(row(customers=1_500))
    first = log.end("o1", T0 + 40 * MINUTE, 800)
    second = log.end("o1", T0 + 75 * MINUTE, 500)
    assert len({first, second, "o1"}) == 3
    found = {one.id: (one.customers, one.ended_us) for one in everything(log)}
    assert found == {
        first: (800, T0 + 40 * MINUTE),
        second: (500, T0 + 75 * MINUTE),
        "o1": (200, None),
    }
    assert {one.begun_us for one in everything(log)} == {T0}
    assert [one.id for one in log.still_out()] == ["o1"]
    assert log.end("o1", T0 + 90 * MINUTE) == "o1"
    assert log.still_out() == ()


def test_the_period_s_end_is_left_out(log: OutageLog) -> None:
    log.add([row("a", T0, T0 + 1), row("b", T0 + 2, T0 + 3)])
    assert [one.id for one in log.begun_between(T0, T0 + 2)] == ["a"]
    assert [one.id for one in log.begun_between(T0 + 1, T0 + 3)] == ["b"]
    assert log.first_us() == T0


@pytest.mark.parametrize(
    ("wrong", "kind", "key"),
    [
        (lambda log: log.begin(row("o2", customers=-1)), BadInput, "outage-customers-negative"),
        (lambda log: log.begin(row("o2", T0 + 9, T0 + 8)), BadInput, "outage-ends-before-begin"),
        (lambda log: log.begin(row()), Conflict, "outage-id-taken"),
        (lambda log: log.begin(row("o2", T0 + 5)), Conflict, "outage-overlaps"),
        (lambda log: log.begin(row("o2", T0 - 5)), Conflict, "outage-overlaps"),
        (lambda log: log.begin(row("o2")), Conflict, "outage-twice"),
        (lambda log: log.end("none", T0), NotFound, "outage-unknown"),
        (lambda log: log.end("o1", T0 - 1), BadInput, "outage-ends-before-begin"),
        (lambda log: log.end("o1", T0 + 1, 101), BadInput, "outage-more-back-than-out"),
        (lambda log: log.end("o1", T0 + 1, -1), BadInput, "outage-more-back-than-out"),
        (lambda log: log.add([row("n1", T0 - 9, T0 - 8), row(customers=7)]), Conflict, "outage-id-taken"),
        (lambda log: log.add([row("n1", T0 - 9, T0 - 8), row("n2", T0 + 5)]), Conflict, "outage-overlaps"),
        (
            lambda log: log.add([row("n1", T0 - 9, T0 - 5), row("n2", T0 - 7, T0 - 6)]),
            Conflict,
            "outage-overlaps",
        ),
        (lambda log: log.add([row("n1", T0 - 9, T0 - 10)]), BadInput, "outage-ends-before-begin"),
    ],
)
def test_what_contradicts_the_log_changes_nothing(
    log: OutageLog, wrong: object, kind: type[LuylauError], key: str
) -> None:
    log.begin(row())
    assert callable(wrong)
    with pytest.raises(kind) as error:
        wrong(log)
    assert error.value.key == key
    assert everything(log) == (row(),)
    for language in LANGUAGES:
        assert key not in error_text(language, error.value)


def test_what_has_ended_ends_no_second_time(log: OutageLog) -> None:
    log.begin(row(ended_us=T0 + 5))
    with pytest.raises(Conflict) as error:
        log.end("o1", T0 + 9)
    assert error.value.key == "outage-ended"
    assert everything(log)[0].ended_us == T0 + 5


def test_an_import_is_dry_or_whole_and_may_come_again(log: OutageLog) -> None:
    rows = [row("a", T0, T0 + MINUTE), row("b", T0, T0 + 2 * MINUTE), row("c", T0 + 5 * MINUTE)]
    dry = log.add(rows, dry_run=True)
    assert (dry.new, dry.known) == (3, 0)
    assert everything(log) == ()
    assert log.add(rows[:2]).new == 2
    again = log.add(rows)
    assert (again.new, again.known) == (1, 2)
    assert everything(log) == tuple(rows)


def test_another_element_of_the_feeder_may_fail_meanwhile(log: OutageLog) -> None:
    log.begin(row())
    log.begin(replace(row("o2", T0 + 5), root="line-4"))
    assert len(log.still_out()) == 2


def brute_force(rows: list[Interruption]) -> bool:
    """Whether any two rows contradict each other, by looking at all pairs."""
    for place, one in enumerate(rows):
        for other in rows[place + 1 :]:
            ends = [2**62 if each.ended_us is None else each.ended_us for each in (one, other)]
            if one.begun_us == other.begun_us:
                if ends[0] == ends[1]:
                    return True
            elif max(one.begun_us, other.begun_us) < (ends[0] if one.begun_us < other.begun_us else ends[1]):
                return True
    return False


@given(st.lists(st.tuples(st.integers(0, 12), st.none() | st.integers(0, 5)), max_size=6))
def test_contradictions_are_found_as_by_looking_at_all_pairs(times: list[tuple[int, int | None]]) -> None:
    rows = [
        row(f"o{number}", begun, None if lasting is None else begun + lasting)
        for number, (begun, lasting) in enumerate(times)
    ]
    assert bool(list(clashes(rows))) == brute_force(rows)


def test_the_migrations_make_the_table_that_the_code_declares(tmp_path: Path) -> None:
    engine = prepare_database(sqlite_url(tmp_path / "new.db"))
    with engine.connect() as connection:
        differing = [
            change
            for change in compare_metadata(MigrationContext.configure(connection), metadata)
            if power_interruptions.name in str(change)
        ]
        assert "ended_us IS NULL" in str(
            connection.execute(
                sa.text("SELECT sql FROM sqlite_master WHERE name = 'ix_power_interruptions_open'")
            ).scalar()
        )
    engine.dispose()
    assert differing == []


def write(folder: Path, *lines: str, header: str = HEADER) -> Path:
    file = folder / "outages.csv"
    file.write_text("\n".join((header, *lines)) + "\n", encoding="utf-8")
    return file


def faults(file: Path) -> set[tuple[int, str, str]]:
    with pytest.raises(BadFile) as error:
        read_outages(file, now_us=NOW, feeders={"f1": 1_500, "f2": 900}, places={"tu-son"})
    for language in LANGUAGES:
        for one in error.value.faults:
            assert one.key not in fault_text(language, one)
    return {(one.row, one.column, one.key) for one in error.value.faults}


def test_a_good_file_is_read(tmp_path: Path) -> None:
    file = write(
        tmp_path,
        "o1,2026-09-07T14:00:00+07:00,2026-09-07T14:40:00+07:00,f1,tu-son,line-3,storm,800,,",
        "o2,2026-09-07T07:00:00Z,,f1,tu-son,line-3,,200,live,true",
    )
    first, second = read_outages(file, now_us=NOW, feeders={"f1": 1_500}, places={"tu-son"})
    assert first == replace(row(ended_us=T0 + 40 * MINUTE, customers=800), source=Origin.IMPORTED)
    assert (second.begun_us, second.ended_us, second.cause) == (T0, None, Cause.UNKNOWN)
    assert (second.source, second.simulated) == (Origin.LIVE, True)


def test_a_file_of_a_header_alone_is_an_empty_log(tmp_path: Path) -> None:
    assert read_outages(write(tmp_path), now_us=NOW) == ()


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("o1,2026-09-07T14:00:00,,f1,tu-son,x,storm,5,,", ("begun", "outage-time-form")),
        ("o1,yesterday,,f1,tu-son,x,storm,5,,", ("begun", "outage-time-form")),
        ("o1,,,f1,tu-son,x,storm,5,,", ("begun", "city-required")),
        (
            "o1,2026-09-07T14:00:00+07:00,2026-09-07T13:59:59+07:00,f1,tu-son,x,storm,5,,",
            ("ended", "outage-ends-before-begin"),
        ),
        ("o1,2030-09-07T14:00:00+07:00,,f1,tu-son,x,storm,5,,", ("begun", "outage-in-the-future")),
        (
            "o1,2026-09-07T14:00:00+07:00,2030-01-01T00:00:00Z,f1,tu-son,x,storm,5,,",
            ("ended", "outage-in-the-future"),
        ),
        ("o1,2026-09-07T14:00:00+07:00,,f9,tu-son,x,storm,5,,", ("feeder", "outage-feeder-unknown")),
        ("o1,2026-09-07T14:00:00+07:00,,f1,hue,x,storm,5,,", ("place", "outage-place-unknown")),
        ("o1,2026-09-07T14:00:00+07:00,,f1,tu-son,x,storm,-5,,", ("customers", "city-number-range")),
        ("o1,2026-09-07T14:00:00+07:00,,f1,tu-son,x,storm,nan,,", ("customers", "city-number-form")),
        ("o1,2026-09-07T14:00:00+07:00,,f1,tu-son,x,storm,,,", ("customers", "city-required")),
        (
            "o1,2026-09-07T14:00:00+07:00,,f1,tu-son,x,storm,5.5,,",
            ("customers", "outage-customers-not-whole"),
        ),
        (
            "o1,2026-09-07T14:00:00+07:00,,f2,tu-son,x,storm,901,,",
            ("customers", "outage-customers-too-many"),
        ),
        ("o1,2026-09-07T14:00:00+07:00,,f1,tu-son,x,dragon,5,,", ("cause", "city-choice")),
        ("o1,2026-09-07T14:00:00+07:00,,f1,tu-son,x,storm,5,rumour,", ("source", "city-choice")),
        ("Ô 1,2026-09-07T14:00:00+07:00,,f1,tu-son,x,storm,5,,", ("id", "city-id-form")),
    ],
)
def test_each_fault_is_named_by_row_and_column(tmp_path: Path, line: str, expected: tuple[str, str]) -> None:
    assert faults(write(tmp_path, line)) == {(2, *expected)}


def test_all_faults_are_named_at_once(tmp_path: Path) -> None:
    file = write(
        tmp_path,
        "o1,2026-09-07T14:00:00+07:00,,f1,tu-son,x,storm,5,,",
        "o1,2026-09-07T14:10:00+07:00,,f2,tu-son,x,storm,5,,",
        "o3,2026-09-07T14:20:00+07:00,,f1,tu-son,x,storm,5,,",
        "o4,2026-09-07T14:20:00+07:00,,f1,tu-son,y,storm,5,,",
        "o5,2026-09-07T14:20:00+07:00,,f1,tu-son,y,storm,9,,",
        "o6,never,2026-09-07T14:20:00,f1,tu-son,y,storm,9,,",
    )
    assert faults(file) == {
        (3, "id", "city-id-twice"),
        (4, "begun", "outage-overlaps"),
        (6, "begun", "outage-twice"),
        (7, "begun", "outage-time-form"),
        (7, "ended", "outage-time-form"),
    }


def test_files_that_are_no_log(tmp_path: Path) -> None:
    assert faults(tmp_path / "none.csv") == {(0, "", "city-file-missing")}
    found = faults(write(tmp_path, "o1,2026-09-07T14:00:00Z,5", header="id,begun,persons"))
    assert (1, "customers", "city-column-missing") in found
    assert (1, "persons", "city-column-unknown") in found


def test_what_is_exported_is_read_again(tmp_path: Path) -> None:
    rows = (
        row(ended_us=T0 + 5),
        replace(row("o2", T0 + 9), place="", source=Origin.IMPORTED, simulated=True),
    )
    file = tmp_path / "outages.csv"
    file.write_text(export_outages(rows), encoding="utf-8", newline="")
    assert read_outages(file, now_us=NOW) == rows
