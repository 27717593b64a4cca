"""Models of playbooks, of their runs on incidents, and of drills."""

from typing import Literal

from pydantic import Field

from luylau.api.models.common import Instant, Language, Model, Names, Page
from luylau.api.models.incident_work import TaskNote
from luylau.api.models.incidents import IncidentState, Severity

DraftKind = Literal["public_notice", "message"]
StepState = Literal["open", "done", "skipped"]
RunState = Literal["running", "ended"]
Responsible = Literal["viewer", "operator", "admin", ""]
Verdict = Literal["in_time", "late", "missed", "skipped", "no_deadline", "open"]

_ID = Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_.:-]+$")


class PlaybookStep(Model):
    """A step as the pack has it."""

    id: str
    text: str = Field(description="What is to be done, in the caller's language.")
    names: Names = Field(description="The same in all languages.")
    role: Responsible = Field(description="Who is responsible; empty where an organisation is.")
    agency: str = Field(description="Id of the organisation that is responsible; empty for none.")
    agency_name: str
    deadline_min: float | None = Field(description="Minutes, from the start or from the end of `after`.")
    after: str = Field(description="Id of the step that the deadline runs from; empty for the start.")
    condition: str = Field(description="When the step is needed, in the caller's language; empty for always.")
    draft: str = Field(description="Id of the draft that belongs to it; empty for none.")


class PlaybookDraftTemplate(Model):
    """A draft as the pack has it."""

    id: str
    kind: DraftKind
    agency: str = Field(description="Id of the organisation that a message goes to; empty for a notice.")
    agency_name: str
    languages: list[Language]


class PlaybookSummary(Model):
    """A playbook in a list."""

    id: str
    name: str = Field(description="In the caller's language.")
    names: Names
    steps: int = Field(description="How many steps it has.")
    injects: int = Field(description="How many timed messages a drill with it has.")
    assumed: bool = Field(description="Whether its figures are assumed, not agreed with who must act.")


class Playbook(PlaybookSummary):
    """A playbook of the pack."""

    note: str = Field(description="Where its figures come from.")
    expected_h: float | None = Field(description="How many hours such an incident usually lasts.")
    step_list: list[PlaybookStep]
    drafts: list[PlaybookDraftTemplate]


class PlaybookList(Model):
    """All playbooks of the pack, in its order."""

    version: int = Field(description="Version of the pack's playbooks; 0 where it has none.")
    items: list[PlaybookSummary]


class RunStep(PlaybookStep):
    """A step of a run. Its task on the incident has the same state."""

    state: StepState
    due: Instant | None = Field(description="Null for none, or while `after` is not over.")
    overdue: bool = Field(description="Open past its time.")
    ended: Instant | None
    ended_by: str
    ended_by_name: str
    reason: str = Field(description="Why it was skipped.")
    task: str = Field(description="Id of its task on the incident.")
    version: int = Field(description="Hand it back with a change of the step (If-Match).")


class DraftText(Model):
    """A draft in one language."""

    language: Language
    title: str
    text: str
    edited: bool = Field(description="Whether a person wrote it; else it is filled in from the incident now.")


class RunDraft(Model):
    """A draft of a run. The platform itself sends nothing."""

    id: str
    kind: DraftKind
    step: str = Field(description="Id of the step that it belongs to; empty for none.")
    agency: str
    agency_name: str
    texts: list[DraftText] = Field(description="Once sent, what was sent.")
    edited: Instant | None
    edited_by: str
    edited_by_name: str
    sent: Instant | None = Field(description="When a person said that it was sent; null for not yet.")
    sent_by: str
    sent_by_name: str
    sent_to: str = Field(description="Where it was sent, in words.")
    version: int = Field(description="Hand it back with a change of the draft (If-Match); 0 at first.")


class PlaybookRun(Model):
    """A playbook at work on an incident, as the pack had it when it was started."""

    id: str
    incident: str
    playbook: str
    name: str = Field(description="In the caller's language.")
    names: Names
    playbooks_version: int = Field(description="Version of the pack's playbooks then.")
    assumed: bool
    note: str
    drill: str = Field(description="Id of the drill that it serves; empty for none.")
    state: RunState
    started: Instant
    started_by: str
    started_by_name: str
    ended: Instant | None
    ended_by: str
    ended_by_name: str
    steps: list[RunStep]
    drafts: list[RunDraft]
    done: int = Field(description="How many steps are done or skipped.")
    overdue: int = Field(description="How many steps are overdue.")
    version: int = Field(description="Hand it back when you end or resume it (If-Match).")


class IncidentPlaybooks(Model):
    """What playbooks there are for an incident."""

    offered: list[PlaybookSummary] = Field(description="Those that apply to it and do not run on it.")
    others: list[PlaybookSummary] = Field(description="The pack's other ones that do not run on it.")
    runs: list[PlaybookRun] = Field(description="Oldest first, those that have ended among them.")


class PlaybookStart(Model):
    """Which playbook is to be started."""

    playbook: str = _ID


class StepSkip(Model):
    """Why a step is skipped."""

    reason: str = Field(min_length=1, max_length=2_000)


class DraftEdit(Model):
    """A draft in a person's words."""

    language: Language
    title: str = Field(max_length=300)
    text: str = Field(min_length=1, max_length=8_000)


class DraftReset(Model):
    """In which language a person's words are dropped; the draft is filled in from the incident again."""

    language: Language


class DraftSent(Model):
    """Where a draft was sent."""

    to: str = Field(min_length=1, max_length=300, description="In words: the ward's loudspeakers, say.")


class NewDrill(Model):
    """A drill to begin: a playbook on an incident that only serves the exercise."""

    playbook: str = _ID
    name: str = Field("", max_length=200, description="What happens; empty takes the playbook's name.")
    scenario: str = Field("", max_length=4_000, description="What those who take part are told at first.")
    severity: Severity = "major"
    asset: str = Field("", max_length=64, description="The asset where it happens; or")
    place: str = Field("", max_length=64, description="the place; one of the two is needed.")
    participants: list[str] = Field(
        default=[], max_length=100, description="Ids of the users who take part, the leader aside."
    )


class DrillInject(Model):
    """A timed message of a drill."""

    id: str
    time: Instant = Field(description="When it is shown.")
    after_min: float = Field(description="Minutes from the beginning.")
    text: str = Field(description="In the caller's language.")
    shown: bool = Field(description="Whether its time has come.")


class Participant(Model):
    """Somebody who takes part in a drill."""

    user: str
    name: str


class DrillSummary(Model):
    """A drill in a list."""

    id: str
    incident: str = Field(description="Id of the incident that only serves the exercise.")
    run: str
    playbook: str
    name: str
    playbook_name: str = Field(description="In the caller's language.")
    state: RunState
    leader: str
    leader_name: str
    begun: Instant
    ended: Instant | None
    done: int = Field(description="How many steps are done or skipped.")
    steps: int
    late: int = Field(description="How many steps were done late, are overdue, or were missed.")
    version: int = Field(description="Hand it back when you end or resume it (If-Match).")


class Drill(DrillSummary):
    """A drill: a playbook run on a simulated incident."""

    scenario: str
    participants: list[Participant]
    injects: list[DrillInject] = Field(
        description="Those whose time has come; to the leader, and once it has ended, all."
    )
    next_inject: Instant | None = Field(description="When the next one comes; null for none.")
    notes: list[TaskNote] = Field(description="Oldest first.")
    may_lead: bool = Field(description="Whether the caller may end or resume it.")


class DrillPage(Page[DrillSummary]):
    """A page of drills, newest first."""


class DrillNote(Model):
    """Something that was observed during or after a drill."""

    text: str = Field(min_length=1, max_length=2_000)


class ReportStep(Model):
    """How a step went."""

    step: str
    text: str = Field(description="In the caller's language.")
    responsible: str = Field(description="A role, or an organisation's name, in the caller's language.")
    verdict: Verdict = Field(
        description='"missed": due and not done; "no_deadline": done without one; "open": not done, not due.'
    )
    is_done: bool
    due: Instant | None
    ended: Instant | None
    ended_by: str
    ended_by_name: str
    deadline_min: float | None
    took_min: float | None = Field(description="From where its deadline runs to its end.")
    late_min: float | None = Field(description="By how much its deadline was missed; null where it was not.")
    reason: str


class ReportDraft(Model):
    """Whether a draft was sent in the drill."""

    draft: str
    kind: DraftKind
    agency_name: str
    sent: Instant | None
    sent_to: str
    after_min: float | None = Field(description="Minutes from the beginning.")


class ReportTotals(Model):
    """The drill in figures."""

    steps: int
    in_time: int
    late: int
    missed: int
    skipped: int
    no_deadline: int
    open: int


class DrillReport(Model):
    """What a drill showed. While the drill runs it is of now; at its end it is fixed."""

    drill: str
    incident: str
    name: str
    playbook: str
    playbook_name: str
    playbooks_version: int
    assumed: bool = Field(description="Whether the deadlines are assumed.")
    scenario: str
    state: RunState
    leader: str
    leader_name: str
    participants: list[Participant]
    begun: Instant
    ended: Instant | None
    duration_min: float
    incident_state: IncidentState
    confirmed_min: float | None = Field(description="Minutes from the beginning until it was confirmed.")
    assigned_min: float | None
    started_min: float | None
    resolved_min: float | None
    totals: ReportTotals
    steps: list[ReportStep]
    drafts: list[ReportDraft]
    injects: list[DrillInject]
    notes: list[TaskNote]
