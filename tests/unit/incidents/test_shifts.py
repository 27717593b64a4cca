from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from luylau.incidents import IncidentBook, IncidentDesk, ShiftDesk, ShiftReader
from luylau.incidents.tables import shifts
from luylau.kernel.clock import ManualClock
from luylau.kernel.errors import BadInput, Conflict, NotFound
from luylau.kernel.events import SqlEventLog
from luylau.kernel.sql import reader
from tests.unit.incidents.helpers import (
    T0,
    ListAuditor,
    cleared,
    event_kinds,
    make_engine,
    make_finding,
    opened,
)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = make_engine(tmp_path)
    yield made
    made.dispose()


@pytest.fixture
def auditor() -> ListAuditor:
    return ListAuditor()


@pytest.fixture
def desk(engine: Engine, auditor: ListAuditor) -> ShiftDesk:
    return ShiftDesk(engine, SqlEventLog(), ManualClock(T0), auditor)


def test_from_one_shift_to_the_next(desk: ShiftDesk, engine: Engine, auditor: ListAuditor) -> None:
    book = IncidentBook(engine, SqlEventLog(), ManualClock(T0))
    book.record(
        [opened(make_finding()), opened(make_finding("finding-2", asset="gauge-b", severity="critical"))]
    )
    book.open_drill(name="d", severity="critical", actor="u")
    first = desk.begin(actor="an")
    assert [one.id for one in first.incidents] == ["incident-2", "incident-1"], "the most urgent first"
    desk.note(first.id, actor="an", text="Trạm 471 báo cháy giả")
    handed = desk.hand_over(first.id, actor="an", text="Theo dõi Đáp Cầu", version=1)
    assert (handed.state, handed.text, handed.version) == ("handed_over", "Theo dõi Đáp Cầu", 2)
    IncidentDesk(engine, SqlEventLog(), ManualClock(T0), auditor).resolve(
        "incident-1", actor="u", resolution="fixed"
    )
    second = desk.accept(first.id, actor="binh", version=2)
    assert (second.state, second.holder) == ("running", "binh")
    assert [one.id for one in second.incidents] == ["incident-2"]
    old = ShiftReader(engine).get(first.id)
    assert (old.state, old.ended_us, old.accepted_by) == ("ended", T0, "binh")
    assert [(one.id, one.state) for one in old.incidents] == [
        ("incident-2", "suspected"), ("incident-1", "suspected"),
    ], "as it was at the hand-over"  # fmt: skip
    assert [note.text for note in old.notes] == ["Trạm 471 báo cháy giả"]
    assert [kind for kind in event_kinds(engine) if kind.startswith("shift.")] == [
        "shift.begun", "shift.noted", "shift.handed_over", "shift.accepted",
    ]  # fmt: skip
    assert [row[1] for row in auditor.rows].count("shift.write") == 4
    assert [shift.id for shift in ShiftReader(engine).page()] == [second.id, first.id]
    assert [shift.id for shift in ShiftReader(engine).page(before=second.id, limit=1)] == [first.id]


def test_a_hand_over_is_taken_back(desk: ShiftDesk) -> None:
    shift = desk.begin(actor="an")
    with pytest.raises(Conflict, match="shift-not-handed-over"):
        desk.resume(shift.id, actor="an")
    desk.hand_over(shift.id, actor="an", text="x")
    with pytest.raises(Conflict, match="shift-not-running"):
        desk.hand_over(shift.id, actor="an", text="y")
    again = desk.resume(shift.id, actor="an")
    assert (again.state, again.text, again.handed_over_us) == ("running", "", None)
    with pytest.raises(Conflict, match="shift-not-handed-over"):
        desk.accept(shift.id, actor="binh")


def test_one_shift_runs_at_a_time(desk: ShiftDesk, engine: Engine) -> None:
    shift = desk.begin(actor="an")
    with pytest.raises(Conflict, match="shift-running"):
        desk.begin(actor="binh")
    with engine.connect() as connection:
        row = dict(connection.execute(sa.select(shifts)).one()._mapping)
    another = shifts.insert().values({**row, "id": 7})
    with pytest.raises(sa.exc.IntegrityError), engine.begin() as connection:
        connection.execute(another)
    desk.hand_over(shift.id, actor="an", text="x")
    with pytest.raises(Conflict, match="shift-running"):
        desk.begin(actor="binh")


def test_what_is_refused(desk: ShiftDesk, engine: Engine) -> None:
    shift = desk.begin(actor="an")
    before = event_kinds(engine)
    with pytest.raises(NotFound, match="shift-unknown"):
        desk.note(99, actor="an", text="x")
    with pytest.raises(NotFound, match="shift-unknown"):
        ShiftReader(engine).get(99)
    with pytest.raises(BadInput, match="incident-text-missing"):
        desk.hand_over(shift.id, actor="an", text=" ")
    with pytest.raises(Conflict, match="shift-changed"):
        desk.hand_over(shift.id, actor="an", text="x", version=3)
    assert event_kinds(engine) == before
    desk.hand_over(shift.id, actor="an", text="x")
    with pytest.raises(Conflict, match="shift-own"):
        desk.accept(shift.id, actor="an")
    desk.accept(shift.id, actor="binh")
    with pytest.raises(Conflict, match="shift-over"):
        desk.note(shift.id, actor="an", text="too late")


def test_a_second_beginning_that_was_not_seen_is_refused(
    desk: ShiftDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where several write at once."""
    desk.begin(actor="an")
    monkeypatch.setattr("luylau.incidents.shifts._running", lambda _: None)
    with pytest.raises(Conflict, match="shift-running"):
        desk.begin(actor="binh")


def test_a_hand_over_tells_how_many_are_open_beyond_those_it_lists(
    desk: ShiftDesk, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("luylau.incidents.shifts.MOST_LISTED", 2)
    clock = ManualClock(T0)
    book = IncidentBook(engine, SqlEventLog(), clock)
    book.record([opened(make_finding(f"finding-{n}", asset=f"gauge-{n}")) for n in range(3)])
    book.open_drill(name="d", severity="critical", actor="u")
    shift = desk.begin(actor="an")
    assert (shift.open_incidents, len(shift.incidents)) == (3, 2)
    desk.hand_over(shift.id, actor="an", text="x")
    again = desk.resume(shift.id, actor="an")
    assert (again.open_incidents, len(again.incidents)) == (3, 2)
    handed = desk.hand_over(shift.id, actor="an", text="x")
    assert (handed.open_incidents, len(handed.incidents)) == (3, 2)
    with reader(engine) as connection:
        told = [one for one in SqlEventLog().read(connection, after=0) if one.kind == "shift.handed_over"]
    assert [one.data["incidents"] for one in told] == [3, 3]
    book.record([cleared(make_finding("finding-0", asset="gauge-0"))])
    assert ShiftReader(engine).get(shift.id).open_incidents == 3, "as it was at the hand-over"
    desk.accept(shift.id, actor="binh")
    assert [one.open_incidents for one in ShiftReader(engine).page()] == [2, 3]
