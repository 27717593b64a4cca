"""Models of citizen reports as operators see them."""

from typing import Literal

from pydantic import Field

from luylau.api.models.common import Instant, Language, Model, Names, Number, Page

ReportStatus = Literal["received", "known", "worked_on", "solved"]


class ReportService(Model):
    """One kind of thing that citizens may report."""

    code: str
    group: str
    name: str = Field(description="In the caller's language.")
    names: Names = Field(description="Names by language.")
    evidence: str = Field(description="Which kind of evidence a report is; empty for none.")
    call_first: str = Field(
        description="A telephone number to call before anything is written; empty for none."
    )


class ReportServiceList(Model):
    """All services of the pack, in its order."""

    items: list[ReportService]


class Report(Model):
    """A citizen's report, without what is personal."""

    id: str
    code: str = Field(description="What the citizen finds it by.")
    service: str
    service_name: str = Field(description="In the caller's language.")
    evidence: str
    text: str = Field(description="What the citizen wrote.")
    language: Language = Field(description="The citizen's language; write the answer in it.")
    address: str = Field(description="What the citizen wrote of where it is.")
    place: str
    place_name: str = Field(description="In the caller's language, else the city's own.")
    lat: Number
    lon: Number
    accuracy_m: Number = Field(description="How far the position may be off, as the browser or the map said.")
    origin: str = Field(description='"page", "kiosk", or "open311:" and the system\'s name.')
    held: bool = Field(description="Whether it waits for an operator, for too many came from one address.")
    status: ReportStatus = Field(description="What the citizen sees.")
    incident: str = Field(description="Id of the incident that it belongs to; empty for none.")
    incident_title: str = Field(description="In the caller's language; empty for none.")
    answer: str = Field(description="The public answer; empty for none.")
    answered: Instant | None
    answered_by: str
    answered_by_name: str
    received: Instant
    updated: Instant
    closed: Instant | None
    closed_by: str = Field(description='A user, or "system:web" where its incident ended.')
    closed_by_name: str
    has_photo: bool
    photo_faces: int = Field(description="How many places of the photo were painted over as faces.")
    photo_refused: str = Field(
        description="Message key of why a photo was not kept; empty where none was refused."
    )
    photo_refused_text: str = Field(description="The same in the caller's language.")
    has_contact: bool
    contact_deleted: Instant | None = Field(description="When phone, e-mail and photo were deleted.")
    version: int = Field(
        description="Hand it back with a change (If-Match); a stale one is refused with 409."
    )


class ReportPage(Page[Report]):
    """A page of reports, newest first."""

    held: int = Field(description="How many wait for an operator, whatever the filter.")
    open: int = Field(description="How many are neither held nor closed, whatever the filter.")


class ReportContact(Model):
    """How to reach who reported. Confidential: each look at it is audited."""

    phone: str
    email: str


class ReportAttachment(Model):
    """Which incident a report belongs to."""

    incident: str = Field(min_length=1, max_length=128)


class ReportAnswer(Model):
    """What the citizen reads; empty takes an answer back."""

    text: str = Field(max_length=2_000)
