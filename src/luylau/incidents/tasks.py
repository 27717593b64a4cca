"""Tasks of an incident: who does what until when, each with its own notes.

A task has a version of its own, so that several agencies work on theirs at once and still nobody overwrites
another's change.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Literal, get_args

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from luylau.incidents.acts import Acts, Auditor, check_not_over, checked, locked
from luylau.incidents.tables import incident_task_notes, incident_tasks, incidents, is_over
from luylau.kernel.clock import Clock
from luylau.kernel.errors import Conflict, NotFound
from luylau.kernel.events import Event, EventLog
from luylau.kernel.ids import new_id
from luylau.kernel.sql import reader

TaskState = Literal["open", "done", "not_done", "cancelled"]
TASK_STATES: tuple[TaskState, ...] = get_args(TaskState)
TITLE_MAX = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What somebody wrote down, and when."""

    time_us: int
    author: str
    text: str


def note_of(row: sa.Row[Any]) -> Note:
    """Return the note of a row of any table of notes."""
    return Note(time_us=row.time_us, author=row.author, text=row.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Something to be done for an incident. Times are microseconds UTC."""

    id: str
    incident: str
    title: str
    agency: str
    """Id of the organisation that does it; empty for none."""
    assignee: str
    """Id of the user who does it; empty for none."""
    due_us: int | None
    state: TaskState
    created_us: int
    created_by: str
    ended_us: int | None
    """When it was done, given up or cancelled."""
    ended_by: str
    origin: str
    """Where it comes from, "playbook:..." say; empty where a person wrote it."""
    version: int
    notes: tuple[Note, ...] = ()

    def is_overdue(self, now_us: int) -> bool:
        """Say whether it is open past its time."""
        return self.state == "open" and self.due_us is not None and self.due_us < now_us


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTask:
    """A task to be added to an incident."""

    incident: str
    title: str
    agency: str = ""
    assignee: str = ""
    due_us: int | None = None
    origin: str = ""


def add_task(connection: Connection, log: EventLog, task: NewTask, *, actor: str, now_us: int) -> str:
    """Add a task inside the caller's transaction, tell it on the time line, and return its id."""
    task_id = new_id("task")
    connection.execute(
        incident_tasks.insert().values(
            id=task_id,
            incident=task.incident,
            title=task.title,
            agency=task.agency,
            assignee=task.assignee,
            due_us=task.due_us,
            state="open",
            created_us=now_us,
            created_by=actor,
            ended_us=None,
            ended_by="",
            origin=task.origin,
            version=1,
        )
    )
    data = {"task": task_id, "title": task.title, "agency": task.agency, "assignee": task.assignee}
    log.append(
        connection,
        Event(kind="incident.task_added", subject=task.incident, actor=actor, time_us=now_us, data=data),
    )
    return task_id


def change_task(
    connection: Connection,
    log: EventLog,
    before: Task,
    changes: Mapping[str, Any],
    *,
    actor: str,
    now_us: int,
    told: str = "",
    said: Mapping[str, Any] | None = None,
) -> Task:
    """Change columns of a task inside the caller's transaction; return it as it is then.

    The time line gets an event of the kind ``told``, else one that fits, which tells what is ``said``
    besides; nothing where nothing changes.
    """
    values = {name: new for name, new in changes.items() if getattr(before, name) != new}
    if not values:
        return before
    kind = "incident.task_changed"
    if "state" in values:
        state = values["state"]
        kind = "incident.task_reopened" if state == "open" else f"incident.task_{state}"
        ended = (None, "") if state == "open" else (now_us, actor)
        values |= dict(zip(("ended_us", "ended_by"), ended, strict=True))
    values["version"] = before.version + 1
    connection.execute(incident_tasks.update().where(incident_tasks.c.id == before.id).values(values))
    data = {"task": before.id, "title": values.get("title", before.title), "changed": sorted(values)}
    if "assignee" in values:
        data["assignee"] = values["assignee"]
    data |= said or {}
    log.append(
        connection,
        Event(kind=told or kind, subject=before.incident, actor=actor, time_us=now_us, data=data),
    )
    return replace(before, **values)


def set_due(connection: Connection, task: str, due_us: int | None) -> None:
    """Let a task's time follow from something else; its version stays, so that nobody's work is refused."""
    connection.execute(incident_tasks.update().where(incident_tasks.c.id == task).values(due_us=due_us))


Follower = Callable[[Connection, Task], None]
"""Told of a task as it is after a person changed it, inside the same transaction."""


class TaskDesk(Acts):
    """What people do with tasks. Change, event and audit row are one transaction."""

    def __init__(self, engine: Engine, event_log: EventLog, clock: Clock, auditor: Auditor) -> None:
        super().__init__(engine, event_log, clock, auditor)
        self._followers: list[Follower] = []

    def follow(self, follower: Follower) -> None:
        """Have ``follower`` told of every change."""
        self._followers.append(follower)

    def add(self, task: NewTask, *, actor: str) -> Task:
        """Add a task to an incident that is not over; return it.

        Raises:
            NotFound: there is no such incident (``incident-unknown``).
            Conflict: the incident is over (``incident-not-open``).
            BadInput: the title is empty (``incident-text-missing``) or too long.
        """
        title = checked(task.title, TITLE_MAX)
        with self._engine.begin() as connection:
            check_not_over(locked(connection, task.incident))
            made = replace(task, title=title)
            task_id = add_task(connection, self._log, made, actor=actor, now_us=self._clock.now_us())
            detail = {"task": task_id, "title": title, "agency": task.agency, "assignee": task.assignee}
            self._audit(connection, "incident.work", task.incident, actor, detail)
            return _task(connection, task.incident, task_id)

    def change(
        self,
        incident: str,
        task_id: str,
        changes: Mapping[str, Any],
        *,
        actor: str,
        version: int | None = None,
    ) -> Task:
        """Change columns of a task (title, agency, assignee, due_us, state); return it as it is then.

        A state may be set and taken back at any time: work goes on after an incident is resolved.

        Raises:
            NotFound: the incident has no such task (``task-unknown``).
            Conflict: the task changed since (``task-changed``).
            BadInput: the title is empty (``incident-text-missing``) or too long.
        """
        values = dict(changes)
        if "title" in values:
            values["title"] = checked(values["title"], TITLE_MAX)
        now_us = self._clock.now_us()
        with self._engine.begin() as connection:
            before = _task(connection, incident, task_id)
            if version is not None and before.version != version:
                raise Conflict("task-changed", task=before.title, expected=version, found=before.version)
            after = change_task(connection, self._log, before, values, actor=actor, now_us=now_us)
            if after is before:
                return before
            changed = {name: new for name, new in values.items() if getattr(before, name) != new}
            detail = {"task": task_id, **changed, "version": after.version}
            self._audit(connection, "incident.work", incident, actor, detail)
            for follower in self._followers:
                follower(connection, after)
            return _task(connection, incident, task_id)

    def note(self, incident: str, task_id: str, *, actor: str, text: str) -> Task:
        """Write a note on a task; return it as it is then.

        Raises:
            NotFound: the incident has no such task (``task-unknown``).
            BadInput: the text is empty (``incident-text-missing``) or too long.
        """
        said = checked(text)
        now_us = self._clock.now_us()
        with self._engine.begin() as connection:
            task = _task(connection, incident, task_id)
            connection.execute(
                incident_task_notes.insert().values(task=task_id, time_us=now_us, author=actor, text=said)
            )
            data = {"task": task_id, "title": task.title, "text": said}
            self._tell(connection, "incident.task_noted", incident, actor, data)
            self._audit(connection, "incident.work", incident, actor, {"task": task_id, "text": said})
            return _task(connection, incident, task_id)


def tasks_of(connection: Connection, incident: str) -> tuple[Task, ...]:
    """Return the tasks of an incident with their notes, oldest first."""
    query = sa.select(incident_tasks).where(incident_tasks.c.incident == incident)
    return _with_notes(connection, query.order_by(incident_tasks.c.created_us, incident_tasks.c.id))


def open_work(
    engine: Engine,
    *,
    agencies: Collection[str] = (),
    assignees: Collection[str] = (),
    states: Collection[TaskState] = (),
    offset: int = 0,
    limit: int = 100,
) -> tuple[Task, ...]:
    """Return tasks of incidents that are not over, those due first at the top, those without a time last."""
    query = sa.select(incident_tasks).join(incidents, incidents.c.id == incident_tasks.c.incident)
    query = query.where(~is_over)
    for column, wanted in (
        (incident_tasks.c.agency, agencies),
        (incident_tasks.c.assignee, assignees),
        (incident_tasks.c.state, states),
    ):
        if wanted:
            query = query.where(column.in_(list(wanted)))
    order = (
        incident_tasks.c.due_us.is_(None), incident_tasks.c.due_us, incident_tasks.c.created_us,
        incident_tasks.c.id,
    )  # fmt: skip
    with reader(engine) as connection:
        return _with_notes(connection, query.order_by(*order).offset(offset).limit(limit))


def task_by_id(connection: Connection, task_id: str) -> Task:
    """Return a task, wherever merging has put it, kept from others until the transaction ends.

    Raises:
        NotFound: there is no such task (``task-unknown``).
    """
    found = _with_notes(
        connection, sa.select(incident_tasks).where(incident_tasks.c.id == task_id).with_for_update()
    )
    if not found:
        raise NotFound("task-unknown", task=task_id)
    return found[0]


def _task(connection: Connection, incident: str, task_id: str) -> Task:
    this = (incident_tasks.c.id == task_id) & (incident_tasks.c.incident == incident)
    found = _with_notes(connection, sa.select(incident_tasks).where(this).with_for_update())
    if not found:
        raise NotFound("task-unknown", task=task_id)
    return found[0]


def _with_notes(connection: Connection, query: sa.Select[Any]) -> tuple[Task, ...]:
    rows = connection.execute(query).all()
    notes: dict[str, list[Note]] = {row.id: [] for row in rows}
    of_them = sa.select(incident_task_notes).where(incident_task_notes.c.task.in_(list(notes)))
    for note in connection.execute(of_them.order_by(incident_task_notes.c.id)):
        notes[note.task].append(note_of(note))
    names = [part.name for part in fields(Task) if part.name != "notes"]
    return tuple(
        Task(**{name: getattr(row, name) for name in names}, notes=tuple(notes[row.id])) for row in rows
    )
