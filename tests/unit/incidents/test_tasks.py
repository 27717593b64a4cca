from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine

from luylau.incidents import IncidentBook, IncidentDesk, IncidentReader, NewTask, add_task, open_work
from luylau.kernel.clock import ManualClock
from luylau.kernel.errors import BadInput, Conflict, NotFound
from luylau.kernel.events import SqlEventLog
from tests.unit.incidents.helpers import (
    SECOND,
    T0,
    ListAuditor,
    event_kinds,
    make_engine,
    make_finding,
    opened,
)

INCIDENT = "incident-1"


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = make_engine(tmp_path)
    book = IncidentBook(made, SqlEventLog(), ManualClock(T0))
    book.record([opened(make_finding()), opened(make_finding("finding-2", asset="gauge-b"))])
    yield made
    made.dispose()


@pytest.fixture
def auditor() -> ListAuditor:
    return ListAuditor()


@pytest.fixture
def desk(engine: Engine, auditor: ListAuditor) -> IncidentDesk:
    return IncidentDesk(engine, SqlEventLog(), ManualClock(T0 + SECOND), auditor)


def test_a_task_is_added_changed_noted_done_and_opened_again(
    desk: IncidentDesk, engine: Engine, auditor: ListAuditor
) -> None:
    before = IncidentReader(engine).get(INCIDENT).incident.version
    made = desk.tasks.add(
        NewTask(incident=INCIDENT, title="  Gọi EVN ", agency="evn", due_us=T0 + 60 * SECOND), actor="a"
    )
    assert (made.title, made.agency, made.state, made.version) == ("Gọi EVN", "evn", "open", 1)
    assert not made.is_overdue(T0)
    assert made.is_overdue(T0 + 61 * SECOND)
    changed = desk.tasks.change(INCIDENT, made.id, {"assignee": "b", "due_us": None}, actor="a", version=1)
    assert (changed.assignee, changed.due_us, changed.agency, changed.version) == ("b", None, "evn", 2)
    noted = desk.tasks.note(INCIDENT, made.id, actor="b", text="Không ai nhấc máy")
    assert [(note.author, note.text) for note in noted.notes] == [("b", "Không ai nhấc máy")]
    done = desk.tasks.change(INCIDENT, made.id, {"state": "done"}, actor="b", version=2)
    assert (done.state, done.ended_by, done.ended_us) == ("done", "b", T0 + SECOND)
    again = desk.tasks.change(INCIDENT, made.id, {"state": "open"}, actor="b")
    assert (again.state, again.ended_by, again.ended_us) == ("open", "", None)
    assert event_kinds(engine)[4:] == [
        f"incident.task_{kind}" for kind in ("added", "changed", "noted", "done", "reopened")
    ]
    assert {row[1] for row in auditor.rows} == {"incident.work"}
    detail = IncidentReader(engine).get(INCIDENT)
    assert detail.incident.version == before, "nobody else's work on the incident is refused for it"
    assert [task.id for task in detail.tasks] == [made.id]


def test_two_who_change_one_task_at_once(desk: IncidentDesk, engine: Engine) -> None:
    task = desk.tasks.add(NewTask(incident=INCIDENT, title="t"), actor="a")
    desk.tasks.change(INCIDENT, task.id, {"state": "done"}, actor="a", version=1)
    with pytest.raises(Conflict) as caught:
        desk.tasks.change(INCIDENT, task.id, {"state": "cancelled"}, actor="b", version=1)
    assert (caught.value.key, caught.value.fields) == (
        "task-changed", {"task": "t", "expected": 1, "found": 2},
    )  # fmt: skip
    assert IncidentReader(engine).get(INCIDENT).tasks[0].state == "done"


def test_a_change_that_changes_nothing_is_none(desk: IncidentDesk, engine: Engine) -> None:
    task = desk.tasks.add(NewTask(incident=INCIDENT, title="t"), actor="a")
    before = event_kinds(engine)
    assert desk.tasks.change(INCIDENT, task.id, {"title": "t"}, actor="a").version == 1
    assert event_kinds(engine) == before


def test_what_is_refused(desk: IncidentDesk) -> None:
    task = desk.tasks.add(NewTask(incident=INCIDENT, title="t"), actor="a")
    with pytest.raises(BadInput, match="incident-text-missing"):
        desk.tasks.add(NewTask(incident=INCIDENT, title=" "), actor="a")
    with pytest.raises(BadInput, match="incident-text-too-long"):
        desk.tasks.change(INCIDENT, task.id, {"title": "x" * 301}, actor="a")
    with pytest.raises(NotFound, match="incident-unknown"):
        desk.tasks.add(NewTask(incident="incident-x", title="t"), actor="a")
    with pytest.raises(NotFound, match="task-unknown"):
        desk.tasks.note("incident-2", task.id, actor="a", text="of another incident")
    desk.resolve(INCIDENT, actor="a", resolution="fixed")
    with pytest.raises(Conflict, match="incident-not-open"):
        desk.tasks.add(NewTask(incident=INCIDENT, title="t"), actor="a")
    assert desk.tasks.change(INCIDENT, task.id, {"state": "done"}, actor="a").state == "done"


def test_work_that_is_open_the_first_due_at_the_top(desk: IncidentDesk, engine: Engine) -> None:
    for title, due_us in (("none", None), ("late", T0 + 9), ("soon", T0 + 1)):
        desk.tasks.add(NewTask(incident=INCIDENT, title=title, agency="evn", due_us=due_us), actor="a")
    desk.tasks.add(NewTask(incident="incident-2", title="other", assignee="b"), actor="a")
    titles = [task.title for task in open_work(engine, agencies=["evn"])]
    assert titles == ["soon", "late", "none"]
    assert [task.title for task in open_work(engine, assignees=["b"])] == ["other"]
    assert [task.title for task in open_work(engine, states=["done"])] == []
    assert [task.title for task in open_work(engine, offset=1, limit=1)] == ["late"]
    desk.resolve(INCIDENT, actor="a", resolution="fixed")
    assert [task.title for task in open_work(engine)] == ["other"]


def test_others_add_tasks_in_their_own_transaction(engine: Engine) -> None:
    with engine.begin() as connection:
        task = NewTask(incident=INCIDENT, title="Từ kịch bản", origin="playbook:storm:1")
        add_task(connection, SqlEventLog(), task, actor="system:playbooks", now_us=T0)
    assert IncidentReader(engine).get(INCIDENT).tasks[0].origin == "playbook:storm:1"
