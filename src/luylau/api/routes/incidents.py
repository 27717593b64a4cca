"""Findings and incidents."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from luylau.api.asking import version_of
from luylau.api.models.incidents import (
    FindingPage,
    IncidentClosing,
    IncidentComment,
    IncidentDetail,
    IncidentPage,
    IncidentState,
    Severity,
)
from luylau.api.operations import operation
from luylau.api.params import Cursor, Limit, Many, RecordId, Search, Version
from luylau.api.people import names_of_users
from luylau.api.permissions import CallerDep
from luylau.api.services import Services, ServicesDep
from luylau.api.showing import shown_detail, shown_finding, shown_incident
from luylau.security import SignedIn

router = APIRouter(tags=["incidents"])


@router.get("/findings", **operation("finding.read", "listFindings"))
def list_findings(
    services: ServicesDep,
    caller: CallerDep,
    asset: Many = (),
    rule: Many = (),
    is_open: Annotated[
        bool | None, Query(description="Only those that last, or only those that do not.")
    ] = None,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> FindingPage:
    """List findings, newest first."""
    view = services.city.view
    found = services.incidents.findings(
        assets=asset, rules=rule, is_open=is_open, cursor=cursor or "", limit=limit
    )
    return FindingPage(
        items=[shown_finding(view, finding, caller.user.language) for finding in found.findings],
        next_cursor=found.cursor or None,
    )


@router.get("/incidents", **operation("incident.read", "listIncidents"))
def list_incidents(
    services: ServicesDep,
    caller: CallerDep,
    state: Annotated[tuple[IncidentState, ...], Query(max_length=3)] = (),
    severity: Annotated[tuple[Severity, ...], Query(max_length=4)] = (),
    kind: Many = (),
    asset: Many = (),
    place: Annotated[tuple[str, ...], Query(max_length=100, description="Places inside count too.")] = (),
    q: Search = "",
    cursor: Cursor = None,
    limit: Limit = 100,
) -> IncidentPage:
    """List incidents, newest first."""
    view = services.city.view
    found = services.incidents.page(
        states=state,
        severities=severity,
        kinds=kind,
        # A place that the pack does not know matches none, instead of lifting the filter.
        places=[part for name in place for part in view.within.get(name, frozenset([name]))],
        assets=asset,
        text=q,
        called=view.called,
        cursor=cursor or "",
        limit=limit,
    )
    counts = services.incidents.counts()
    return IncidentPage(
        items=[shown_incident(view, incident, caller.user.language) for incident in found.incidents],
        next_cursor=found.cursor or None,
        by_state=dict(counts.by_state),
        by_severity=dict(counts.by_severity),
    )


@router.get("/incidents/{incident}", **operation("incident.read", "getIncident", 404))
def get_incident(
    services: ServicesDep, caller: CallerDep, response: Response, incident: RecordId
) -> IncidentDetail:
    """Return one incident with its findings and its timeline; ``ETag`` is its version."""
    return _detail(services, caller, response, incident)


@router.post(
    "/incidents/{incident}/acknowledge",
    **operation("incident.acknowledge", "acknowledgeIncident", 404, 409),
)
def acknowledge_incident(
    services: ServicesDep, caller: CallerDep, response: Response, incident: RecordId, if_match: Version
) -> IncidentDetail:
    """Say that someone has seen an incident and cares for it."""
    services.desk.acknowledge(incident, actor=caller.user.id, version=version_of(if_match))
    return _detail(services, caller, response, incident)


@router.post(
    "/incidents/{incident}/unacknowledge",
    **operation("incident.acknowledge", "unacknowledgeIncident", 404, 409),
)
def unacknowledge_incident(
    services: ServicesDep, caller: CallerDep, response: Response, incident: RecordId, if_match: Version
) -> IncidentDetail:
    """Take an acknowledgement back: the incident is open again."""
    services.desk.unacknowledge(incident, actor=caller.user.id, version=version_of(if_match))
    return _detail(services, caller, response, incident)


@router.post(
    "/incidents/{incident}/close", **operation("incident.close", "closeIncident", 404, 409, body=True)
)
def close_incident(
    services: ServicesDep,
    caller: CallerDep,
    response: Response,
    incident: RecordId,
    if_match: Version,
    body: IncidentClosing,
) -> IncidentDetail:
    """Close an incident."""
    services.desk.close(incident, actor=caller.user.id, version=version_of(if_match), reason=body.reason)
    return _detail(services, caller, response, incident)


@router.post("/incidents/{incident}/reopen", **operation("incident.close", "reopenIncident", 404, 409))
def reopen_incident(
    services: ServicesDep, caller: CallerDep, response: Response, incident: RecordId, if_match: Version
) -> IncidentDetail:
    """Take a closing back while what was wrong still is."""
    services.desk.reopen(incident, actor=caller.user.id, version=version_of(if_match))
    return _detail(services, caller, response, incident)


@router.post(
    "/incidents/{incident}/comments", **operation("incident.comment", "commentIncident", 404, 409, body=True)
)
def comment_incident(
    services: ServicesDep,
    caller: CallerDep,
    response: Response,
    incident: RecordId,
    if_match: Version,
    body: IncidentComment,
) -> IncidentDetail:
    """Write a comment on an incident."""
    services.desk.comment(incident, actor=caller.user.id, version=version_of(if_match), text=body.text)
    return _detail(services, caller, response, incident)


def _detail(services: Services, caller: SignedIn, response: Response, incident: str) -> IncidentDetail:
    found = services.incidents.get(incident)
    response.headers["ETag"] = f'"{found.incident.version}"'
    return shown_detail(services.city.view, found, caller.user.language, names_of_users(services))
