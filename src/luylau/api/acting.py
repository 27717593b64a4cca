"""What the routes of incidents share: who acts and the answer, whom work may be given to, exports."""

from typing import Annotated, TypedDict
from zoneinfo import ZoneInfo

from fastapi import Depends, Response

from luylau.api.asking import version_of
from luylau.api.models.incidents import IncidentDetail
from luylau.api.params import RecordId, Version
from luylau.api.people import names_of_users
from luylau.api.permissions import CallerDep
from luylau.api.services import Services, ServicesDep
from luylau.api.showing import shown_detail
from luylau.incidents import IncidentReport
from luylau.incidents.causes import cause_of_incident
from luylau.kernel.errors import BadInput, NotFound
from luylau.kernel.sql import reader
from luylau.security import SignedIn


class By(TypedDict):
    """The arguments of every act on something that has versions: whose it is, and what they saw."""

    actor: str
    version: int


def acting(caller: CallerDep, if_match: Version) -> By:
    """Return who acts, on which version."""
    return By(actor=caller.user.id, version=version_of(if_match))


ByDep = Annotated[By, Depends(acting)]


class IncidentAct:
    """An act of the caller on the incident that the path names."""

    def __init__(
        self, services: ServicesDep, caller: CallerDep, response: Response, incident: RecordId, by: ByDep
    ) -> None:
        self.services = services
        self.incident = incident
        self.by = by
        self._caller = caller
        self._response = response

    def detail(self, incident: str = "") -> IncidentDetail:
        """Return the answer: the incident as it is now, or another one that came of the act."""
        return detail(self.services, self._caller, self._response, incident or self.incident)


IncidentActDep = Annotated[IncidentAct, Depends()]


def detail(services: Services, caller: SignedIn, response: Response, incident: str) -> IncidentDetail:
    """Return an incident as it is now; ``ETag`` becomes its version.

    Raises:
        NotFound: there is no such incident (``incident-unknown``).
    """
    found = services.incidents.get(incident)
    response.headers["ETag"] = f'"{found.incident.version}"'
    people = names_of_users(services)
    cause = cause_of_incident(services.engine, incident)
    now_us = services.clock.now_us()
    return shown_detail(services.city.view, found, cause, caller.user.language, people, now_us)


def check_worker(services: Services, user: str, agency: str) -> None:
    """Check that work can be given to a user and an organisation; empty names none.

    Raises:
        NotFound: there is no such user (``user-missing``) or organisation (``incident-agency-unknown``).
        BadInput: the user is disabled (``incident-owner-disabled``).
    """
    if agency and agency not in services.city.view.city.organisations:
        raise NotFound("incident-agency-unknown", agency=agency)
    if user:
        with reader(services.engine) as connection:
            if services.security.users.get(connection, user).disabled:
                raise BadInput("incident-owner-disabled")


def report_of(services: Services, caller: SignedIn, incident: str) -> IncidentReport:
    """Return all that an export of an incident says, in the caller's language.

    Raises:
        NotFound: there is no such incident (``incident-unknown``).
    """
    found = services.incidents.get(incident)
    view, language = services.city.view, caller.user.language
    return IncidentReport(
        detail=found,
        events=services.incidents.history(incident),
        language=language,
        asset_name=view.asset_name(found.incident.asset, language, found.incident.asset_name),
        place_name=view.place_name(found.incident.place, language),
        people=names_of_users(services),
        agencies={one: view.owner_name(one, language) for one in view.city.organisations},
        zone=ZoneInfo(view.city.time_zone),
        now_us=services.clock.now_us(),
    )


def record_export(
    services: Services, caller: SignedIn, resource: str, form: str, *, action: str = "incident.read"
) -> None:
    """Note in the audit log that an incident, or what ``action`` reads, leaves the platform."""
    with services.engine.begin() as connection:
        services.security.audit.append(
            connection,
            actor=caller.user.id,
            action=action,
            resource=resource,
            outcome="done",
            detail={"format": form},
            time_us=services.clock.now_us(),
        )


def file_of(content: bytes, kind: str, name: str) -> Response:
    """Return a file to be saved under a name."""
    return Response(
        content, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
