"""Runs of playbooks as they are read: steps with the state of their tasks, drafts with what was written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from luylau.incidents.gathering import final_incident
from luylau.incidents.incident import with_merged
from luylau.incidents.playbooks.check import playbook_from_data
from luylau.incidents.playbooks.drafts import Words
from luylau.incidents.playbooks.model import Draft, Playbook, Step
from luylau.incidents.playbooks.tables import drills, playbook_drafts, playbook_runs, playbook_steps
from luylau.incidents.tables import incident_tasks
from luylau.kernel.clock import MICROS
from luylau.kernel.errors import NotFound
from luylau.kernel.messages import Language
from luylau.kernel.sql import reader

StepState = Literal["open", "done", "skipped"]
_STATES: Mapping[str, StepState] = {
    "open": "open", "done": "done", "not_done": "skipped", "cancelled": "skipped",
}  # fmt: skip
"""What a task's state means for its step."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunStep:
    """A step of a run, with the state and the times of its task (microseconds UTC)."""

    step: Step
    state: StepState
    due_us: int | None
    """None for none, or while the step that it waits for is open."""
    ended_us: int | None
    ended_by: str
    reason: str
    """Why it was skipped."""
    dropped: bool
    """Whether it was still open when the run was ended."""
    task: str
    version: int

    def is_overdue(self, now_us: int) -> bool:
        """Say whether it is open past its time."""
        return self.state == "open" and self.due_us is not None and self.due_us < now_us


@dataclass(frozen=True, slots=True, kw_only=True)
class RunDraft:
    """A draft of a run. Times are microseconds UTC.

    ``edited`` are a person's words by language, ``sent`` what was sent; ``version`` is 0 while nobody has
    touched it.
    """

    draft: Draft
    edited: Mapping[Language, Words] = field(default_factory=dict)
    edited_us: int | None = None
    edited_by: str = ""
    sent: Mapping[Language, Words] = field(default_factory=dict)
    sent_us: int | None = None
    sent_by: str = ""
    sent_to: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A playbook at work on an incident. Times are microseconds UTC.

    ``incident`` is the one that its tasks are in now; ``playbook`` is as it was when the run was started.
    """

    id: str
    incident: str
    playbook: Playbook
    playbooks_version: int
    drill: str
    running: bool
    started_us: int
    started_by: str
    ended_us: int | None
    ended_by: str
    steps: tuple[RunStep, ...]
    drafts: tuple[RunDraft, ...]
    version: int

    def step(self, step: str) -> RunStep:
        """Return a step by its id.

        Raises:
            NotFound: there is none (``playbook-step-unknown``).
        """
        self.playbook.step(step)
        return next(one for one in self.steps if one.step.id == step)

    def draft(self, draft: str) -> RunDraft:
        """Return a draft by its id.

        Raises:
            NotFound: there is none (``playbook-draft-unknown``).
        """
        self.playbook.draft(draft)
        return next(one for one in self.drafts if one.draft.id == draft)

    def planned_due_us(self, step: Step) -> int | None:
        """Return when a step is due by the playbook; None for never, or while it waits for another."""
        if step.deadline_min is None:
            return None
        from_us = self.step(step.after).ended_us if step.after else self.started_us
        return None if from_us is None else from_us + minutes_us(step.deadline_min)


def minutes_us(minutes: float) -> int:
    """Return minutes as microseconds."""
    return round(minutes * 60 * MICROS)


def run_of(connection: Connection, run: str, *, lock: bool = False) -> Run:
    """Return a run; with ``lock`` it is kept from others until the transaction ends.

    Raises:
        NotFound: there is no such run (``playbook-run-unknown``).
    """
    query = sa.select(playbook_runs).where(playbook_runs.c.id == run)
    row = connection.execute(query.with_for_update() if lock else query).one_or_none()
    if row is None:
        raise NotFound("playbook-run-unknown", run=run)
    return _run(connection, row)


def runs_on(connection: Connection, incident: str) -> tuple[Run, ...]:
    """Return the runs of an incident and of those merged into it, however deep, oldest first."""
    query = sa.select(playbook_runs).where(playbook_runs.c.incident.in_(with_merged(incident)))
    rows = connection.execute(query.order_by(playbook_runs.c.started_us, playbook_runs.c.id)).all()
    return tuple(_run(connection, row) for row in rows)


class RunReader:
    """Reads runs; takes no lock."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def get(self, run: str) -> Run:
        """Return a run.

        Raises:
            NotFound: there is no such run (``playbook-run-unknown``).
        """
        with reader(self._engine) as connection:
            return run_of(connection, run)

    def on(self, incident: str) -> tuple[Run, ...]:
        """Return the runs of an incident and of those merged into it, oldest first."""
        with reader(self._engine) as connection:
            return runs_on(connection, incident)


def _run(connection: Connection, row: sa.Row[Any]) -> Run:
    playbook, faults = playbook_from_data(row.definition)
    if playbook is None:
        # It was checked before it was kept; only another program's hand can have spoiled it.
        raise ValueError(f"the playbook of run {row.id} cannot be read: {faults}")
    drill = connection.execute(sa.select(drills.c.id).where(drills.c.run == row.id)).scalar_one_or_none()
    return Run(
        id=row.id,
        incident=final_incident(connection, row.incident).id,
        playbook=playbook,
        playbooks_version=row.playbooks_version,
        drill=drill or "",
        running=row.running,
        started_us=row.started_us,
        started_by=row.started_by,
        ended_us=row.ended_us,
        ended_by=row.ended_by,
        steps=_steps(connection, row.id, playbook),
        drafts=_drafts(connection, row.id, playbook),
        version=row.version,
    )


def _steps(connection: Connection, run: str, playbook: Playbook) -> tuple[RunStep, ...]:
    query = sa.select(
        playbook_steps,
        incident_tasks.c.state,
        incident_tasks.c.due_us,
        incident_tasks.c.ended_us,
        incident_tasks.c.ended_by,
        incident_tasks.c.version,
    ).join(incident_tasks, incident_tasks.c.id == playbook_steps.c.task)
    rows = {row.step: row for row in connection.execute(query.where(playbook_steps.c.run == run))}
    return tuple(_step(step, rows[step.id]) for step in playbook.steps)


def _step(step: Step, row: sa.Row[Any]) -> RunStep:
    state = _STATES[row.state]
    return RunStep(
        step=step,
        state=state,
        due_us=row.due_us,
        ended_us=row.ended_us,
        ended_by=row.ended_by,
        # It may have been taken up again by its task alone.
        reason=row.reason if state == "skipped" else "",
        dropped=row.dropped,
        task=row.task,
        version=row.version,
    )


def _drafts(connection: Connection, run: str, playbook: Playbook) -> tuple[RunDraft, ...]:
    query = sa.select(playbook_drafts).where(playbook_drafts.c.run == run)
    rows = {row.draft: row for row in connection.execute(query)}
    return tuple(_draft(draft, rows.get(draft.id)) for draft in playbook.drafts)


def _draft(draft: Draft, row: sa.Row[Any] | None) -> RunDraft:
    if row is None:
        return RunDraft(draft=draft)
    return RunDraft(
        draft=draft,
        edited=_words(row.edited),
        edited_us=row.edited_us,
        edited_by=row.edited_by,
        sent=_words(row.sent),
        sent_us=row.sent_us,
        sent_by=row.sent_by,
        sent_to=row.sent_to,
        version=row.version,
    )


def _words(kept: Mapping[Language, Mapping[str, str]]) -> dict[Language, Words]:
    return {language: Words(title=one["title"], text=one["text"]) for language, one in kept.items()}
