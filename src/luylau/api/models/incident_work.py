"""Models of the work on incidents: assignment, snoozing, merging, links, tasks."""

from typing import Literal

from pydantic import Field

from luylau.api.models.common import GivenInstant, Instant, Model, Page

TaskState = Literal["open", "done", "not_done", "cancelled"]
LinkKind = Literal["related", "caused_by"]

_ID = Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_.:-]+$")


class IncidentAssignment(Model):
    """Who handles an incident from now on: a user, an organisation, or both."""

    owner: str = Field("", max_length=64, description="Id of a user.")
    agency: str = Field("", max_length=64, description="Id of an organisation of the city.")


class IncidentReview(Model):
    """What comes of looking back."""

    learned: str = Field("", max_length=4_000, description="What was learned; may be empty.")


class IncidentSnooze(Model):
    """For how long an incident leaves the queue."""

    until: GivenInstant


class IncidentMerge(Model):
    """Which incident takes this one in."""

    into: str = _ID


class IncidentSplit(Model):
    """Which findings get an incident of their own."""

    findings: list[str] = Field(min_length=1, max_length=500)


class NewIncidentLink(Model):
    """A link from this incident to another."""

    to: str = _ID
    kind: LinkKind = Field(description='"caused_by": this one comes from the other.')


class IncidentLink(Model):
    """A link as one incident sees it."""

    incident: str = Field(description="Id of the other incident.")
    title: str = Field(description="Its title in the caller's language.")
    kind: Literal["related", "caused_by", "causes"]
    state: str
    severity: str
    created: Instant
    created_by: str


class TaskNote(Model):
    """A note on a task."""

    time: Instant
    author: str
    author_name: str
    text: str


class IncidentTask(Model):
    """Something to be done for an incident."""

    id: str
    incident: str
    title: str
    agency: str = Field(description="Id of the organisation that does it; empty for none.")
    agency_name: str
    assignee: str = Field(description="Id of the user who does it; empty for none.")
    assignee_name: str
    due: Instant | None
    overdue: bool = Field(description="Open past its time.")
    state: TaskState
    created: Instant
    created_by: str
    ended: Instant | None = Field(description="When it was done, given up or cancelled.")
    ended_by: str
    origin: str = Field(description='Where it comes from, "playbook:..." say; empty where a person wrote it.')
    notes: list[TaskNote]
    version: int = Field(description="Hand it back with a change of the task (If-Match).")


class TaskPage(Page[IncidentTask]):
    """A page of tasks of incidents that are not over, those due first at the top."""


class NewTask(Model):
    """A task to be added."""

    title: str = Field(min_length=1, max_length=300)
    agency: str = Field("", max_length=64)
    assignee: str = Field("", max_length=64)
    due: GivenInstant | None = None


class TaskChange(Model):
    """What of a task is changed; what is left out stays."""

    title: str | None = Field(None, min_length=1, max_length=300)
    agency: str | None = Field(None, max_length=64)
    assignee: str | None = Field(None, max_length=64)
    due: GivenInstant | None = Field(None, description="null takes the time away.")
    state: TaskState | None = None


class NewNote(Model):
    """A note on a task or a shift."""

    text: str = Field(min_length=1, max_length=2_000)
