"""Models of siting studies and their runs."""

from typing import Annotated, Literal

from pydantic import Field

from luylau.api.models.common import Instant, Json, Model, Names, Page, ProblemFault
from luylau.api.models.system import Trouble

RunState = Literal["queued", "running", "done", "failed", "cancelled"]
StudyData = Annotated[
    Json, Field(description="A study as docs/guide/siting.md describes it: the fields of its TOML file.")
]


class StudyRun(Model):
    """A run of a study, and how far it is."""

    id: str
    study: str
    version: int = Field(description="Which version of the study was asked.")
    state: RunState
    cancelling: bool = Field(description="It was cancelled and ends within about a second.")
    share: float = Field(ge=0, le=1, description="Share of it that is done.")
    step: str = Field(description="What is being done: a message key; empty while nothing is.")
    step_text: str = Field(description="What is being done, in the caller's language.")
    asked: Instant
    asked_by: str = Field(description="Id of who asked.")
    asked_by_name: str
    started: Instant | None
    ended: Instant | None
    tries: int = Field(description="How often it was begun; more than once where a worker died.")
    trouble: Trouble | None = Field(description="Why it failed; null where it did not.")
    faults: list[ProblemFault] = Field(description="Faults of files, where these made it fail.")
    pack: str = Field(description="Version of the pack that was asked; empty until it is done.")
    sha256: str = Field(description="Digest of the answer's file; empty until it is done.")
    size: int = Field(description="Bytes of the answer.")


class StudyRunDetail(StudyRun):
    """A run with the study as it was asked."""

    data: StudyData


class StudyRunPage(Page[StudyRun]):
    """Some runs, newest first."""


class StudySummary(Model):
    """A study of the pack; one whose file has faults shows these and nothing else of itself."""

    id: str
    version: int = Field(description="0 where the file cannot be read.")
    names: Names
    question: Names
    method: str
    currency: str
    faults: list[ProblemFault]
    newest_run: StudyRun | None


class StudyList(Model):
    """All studies of the pack, by id."""

    items: list[StudySummary]


class StudyDetail(Model):
    """A study of the pack."""

    id: str
    version: int
    data: StudyData


class StudyChange(Model):
    """A change of a study, with what it was before and after; null where there was none."""

    change: int
    time: Instant
    by: str = Field(description="Id of who made it.")
    by_name: str
    before: StudyData | None
    after: StudyData | None


class StudyChangeList(Model):
    """The newest changes of a study, newest first. ``version`` is the study's now, 0 where it is gone."""

    version: int
    items: list[StudyChange]


class SitesToPlan(Model):
    """Which sites of an answer to take into the pack, and as what."""

    kind: str = Field(min_length=1, max_length=64, description="A kind of assets of the pack.")
    sites: list[Annotated[str, Field(max_length=500)]] = Field(
        default=[], max_length=10_000, description="Ids of chosen sites; empty: all of them."
    )


class PlannedAssets(Model):
    """What was taken into the pack, in the plan's order."""

    assets: list[str] = Field(description="Ids of the new assets.")
    version: str = Field(description="The pack's version now.")
