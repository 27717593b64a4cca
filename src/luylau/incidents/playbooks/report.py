"""What a drill showed: each step against its deadline, and how soon the incident was dealt with."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal, get_args

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from luylau.incidents.incident import State
from luylau.incidents.playbooks.runs import Run, RunStep
from luylau.incidents.tables import incidents
from luylau.kernel.events import events

Verdict = Literal["in_time", "late", "missed", "skipped", "no_deadline", "open"]
"""Of a step: done in time, done late, not done though due, left out with a reason, done without a deadline,
or not done and not yet due."""
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportStep:
    """How a step went. Times are microseconds UTC, ``took_us`` and ``late_us`` microseconds.

    ``took_us`` counts from where the deadline runs; ``late_us`` is by how much it was missed, up to the
    report's end for one that is not done.
    """

    step: str
    verdict: Verdict
    is_done: bool
    due_us: int | None
    ended_us: int | None
    ended_by: str
    took_us: int | None
    late_us: int | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportDraft:
    """Whether a draft was sent, and where."""

    draft: str
    sent_us: int | None
    sent_to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A drill up to ``until_us``. Times are microseconds UTC, None for what has not happened."""

    until_us: int
    incident_state: State
    confirmed_us: int | None
    assigned_us: int | None
    started_us: int | None
    resolved_us: int | None
    steps: tuple[ReportStep, ...]
    drafts: tuple[ReportDraft, ...]

    @property
    def totals(self) -> Mapping[Verdict, int]:
        """How many steps went how."""
        counted = Counter(step.verdict for step in self.steps)
        return {verdict: counted[verdict] for verdict in VERDICTS}

    @property
    def late(self) -> int:
        """How many steps were done late or missed."""
        return self.totals["late"] + self.totals["missed"]

    def data(self) -> dict[str, Any]:
        """Return it as JSON can carry it."""
        return asdict(self)


def report_from(data: Mapping[str, Any]) -> Report:
    """Return the report that ``Report.data`` made."""
    parts = {
        "steps": tuple(ReportStep(**step) for step in data["steps"]),
        "drafts": tuple(ReportDraft(**draft) for draft in data["drafts"]),
    }
    return Report(**{**data, **parts})


def report_on(connection: Connection, run: Run, until_us: int) -> Report:
    """Return what the drill of a run has shown up to now, ``until_us``."""
    row = connection.execute(sa.select(incidents).where(incidents.c.id == run.incident)).one()
    assigned = sa.select(sa.func.min(events.c.time_us)).where(
        (events.c.subject == run.incident)
        & (events.c.kind == "incident.assigned")
        & (events.c.time_us >= run.started_us)
    )
    return Report(
        until_us=until_us,
        incident_state=row.state,
        confirmed_us=row.confirmed_us,
        assigned_us=connection.execute(assigned).scalar_one_or_none(),
        started_us=row.started_us,
        resolved_us=row.resolved_us,
        steps=tuple(_step(run, one, until_us) for one in run.steps),
        drafts=tuple(
            ReportDraft(draft=one.draft.id, sent_us=one.sent_us, sent_to=one.sent_to) for one in run.drafts
        ),
    )


def _step(run: Run, one: RunStep, until_us: int) -> ReportStep:
    due_us = run.planned_due_us(one.step)
    ended_us = None if one.dropped else one.ended_us
    is_done = one.state == "done"
    verdict: Verdict
    if one.state == "skipped" and not one.dropped:
        verdict = "skipped"
    elif is_done and due_us is None:
        verdict = "no_deadline"
    elif due_us is None or (not is_done and until_us <= due_us):
        verdict = "open"
    elif is_done:
        verdict = "in_time" if ended_us is not None and ended_us <= due_us else "late"
    else:
        verdict = "missed"
    late = verdict in ("late", "missed") and due_us is not None
    from_us = run.step(one.step.after).ended_us if one.step.after else run.started_us
    return ReportStep(
        step=one.step.id,
        verdict=verdict,
        is_done=is_done,
        due_us=due_us,
        ended_us=ended_us,
        ended_by=one.ended_by if ended_us is not None else "",
        took_us=ended_us - from_us if ended_us is not None and from_us is not None else None,
        late_us=(until_us if ended_us is None else ended_us) - due_us
        if late and due_us is not None
        else None,
        reason=one.reason,
    )
