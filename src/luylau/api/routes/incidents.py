"""Findings and incidents."""

from typing import Annotated, Final

from fastapi import APIRouter, Query, Response

from luylau.api.acting import IncidentActDep, detail, file_of, record_export
from luylau.api.models.incident_work import IncidentReview
from luylau.api.models.incidents import (
    FindingPage,
    IncidentComment,
    IncidentDetail,
    IncidentOrder,
    IncidentPage,
    IncidentResolution,
    IncidentState,
    Resolution,
    Severity,
)
from luylau.api.operations import media, operation
from luylau.api.params import Cursor, End, Limit, Many, RecordId, Search, Start, Text
from luylau.api.people import names_of_users
from luylau.api.permissions import CallerDep
from luylau.api.services import ServicesDep
from luylau.api.showing import shown_finding, shown_incident
from luylau.incidents import points_csv
from luylau.kernel.clock import MICROS
from luylau.kernel.errors import BadInput

router = APIRouter(tags=["incidents"])

LONGEST_POINTS_DAYS: Final = 5 * 366
_points = operation("incident.read", "getIncidentPoints")
_points["responses"][200] = media({"text/csv": ""}, "Where the incidents were")


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


@router.get("/incident-points", response_class=Response, **_points)
def get_incident_points(services: ServicesDep, caller: CallerDep, start: Start, end: End) -> Response:
    """Return where incidents were that were opened in a span of five years at most, as a table of points that
    a study can name; without false alarms, drills, those merged into others, and those of no known place."""
    if not 0 < end - start <= LONGEST_POINTS_DAYS * 86_400 * MICROS:
        raise BadInput("incident-points-span", days=LONGEST_POINTS_DAYS)
    assets = services.city.view.city.assets

    def place_of(asset: str) -> tuple[float, float] | None:
        known = assets.get(asset)
        return None if known is None else (known.lat, known.lon)

    made = points_csv(services.incidents.located(start, end, place_of)).encode()
    record_export(services, caller, "incidents", "csv")
    return file_of(made, "text/csv; charset=utf-8", "incidents.csv")


@router.get("/incidents", **operation("incident.read", "listIncidents"))
def list_incidents(
    services: ServicesDep,
    caller: CallerDep,
    state: Annotated[tuple[IncidentState, ...], Query(max_length=6)] = (),
    severity: Annotated[tuple[Severity, ...], Query(max_length=4)] = (),
    kind: Many = (),
    asset: Many = (),
    place: Annotated[tuple[Text, ...], Query(max_length=100, description="Places inside count too.")] = (),
    owner: Many = (),
    agency: Many = (),
    resolution: Annotated[
        tuple[Resolution, ...],
        Query(max_length=5, description='Without "merged", incidents merged into others are left out.'),
    ] = (),
    snoozed: Annotated[bool | None, Query(description="Only the snoozed ones, or only the others.")] = None,
    drill: Annotated[bool | None, Query(description="Only exercises, or only what is none.")] = None,
    q: Search = "",
    order: Annotated[IncidentOrder, Query(description="What comes first.")] = "newest",
    cursor: Cursor = None,
    limit: Limit = 100,
) -> IncidentPage:
    """List incidents, newest or most urgent first."""
    view = services.city.view
    found = services.incidents.page(
        states=state,
        severities=severity,
        kinds=kind,
        places=view.inside(place),
        assets=asset,
        owners=owner,
        agencies=agency,
        resolutions=resolution,
        snoozed=snoozed,
        drill=drill,
        text=q,
        called=view.called,
        order=order,
        cursor=cursor or "",
        limit=limit,
    )
    counts = services.incidents.counts()
    people = names_of_users(services)
    return IncidentPage(
        items=[shown_incident(view, incident, caller.user.language, people) for incident in found.incidents],
        next_cursor=found.cursor or None,
        by_state=dict(counts.by_state),
        by_severity=dict(counts.by_severity),
        snoozed=counts.snoozed,
        overdue=counts.overdue,
    )


@router.get("/incidents/{incident}", **operation("incident.read", "getIncident", 404))
def get_incident(
    services: ServicesDep, caller: CallerDep, response: Response, incident: RecordId
) -> IncidentDetail:
    """Return one incident with all that belongs to it; ``ETag`` is its version."""
    return detail(services, caller, response, incident)


@router.post("/incidents/{incident}/confirm", **operation("incident.confirm", "confirmIncident", 404, 409))
def confirm_incident(act: IncidentActDep) -> IncidentDetail:
    """Say that a suspected incident is one."""
    act.services.desk.confirm(act.incident, **act.by)
    return act.detail()


@router.post(
    "/incidents/{incident}/unconfirm", **operation("incident.confirm", "unconfirmIncident", 404, 409)
)
def unconfirm_incident(act: IncidentActDep) -> IncidentDetail:
    """Take a confirmation back: the incident is suspected again."""
    act.services.desk.unconfirm(act.incident, **act.by)
    return act.detail()


@router.post(
    "/incidents/{incident}/resolve",
    **operation("incident.resolve", "resolveIncident", 404, 409, body=True),
)
def resolve_incident(act: IncidentActDep, body: IncidentResolution) -> IncidentDetail:
    """Say that an incident is over: fixed, or a false alarm and why."""
    act.services.desk.resolve(act.incident, resolution=body.resolution, reason=body.reason, **act.by)
    return act.detail()


@router.post("/incidents/{incident}/reopen", **operation("incident.resolve", "reopenIncident", 404, 409))
def reopen_incident(act: IncidentActDep) -> IncidentDetail:
    """Take a resolution back while what was wrong still is."""
    act.services.desk.reopen(act.incident, **act.by)
    return act.detail()


@router.post(
    "/incidents/{incident}/review", **operation("incident.review", "reviewIncident", 404, 409, body=True)
)
def review_incident(act: IncidentActDep, body: IncidentReview) -> IncidentDetail:
    """Say that a resolved incident has been looked back on, and what was learned."""
    act.services.desk.review(act.incident, learned=body.learned, **act.by)
    return act.detail()


@router.post("/incidents/{incident}/unreview", **operation("incident.review", "unreviewIncident", 404, 409))
def unreview_incident(act: IncidentActDep) -> IncidentDetail:
    """Take a review back."""
    act.services.desk.unreview(act.incident, **act.by)
    return act.detail()


@router.post(
    "/incidents/{incident}/comments", **operation("incident.comment", "commentIncident", 404, 409, body=True)
)
def comment_incident(act: IncidentActDep, body: IncidentComment) -> IncidentDetail:
    """Write a comment on an incident."""
    act.services.desk.comment(act.incident, text=body.text, **act.by)
    return act.detail()
