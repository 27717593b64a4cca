"""Drills: playbooks run on incidents that only serve the exercise."""

from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Query, Response

from luylau.api.acting import ByDep, check_worker, file_of, record_export
from luylau.api.asking import cursor_of, known_asset, position_of
from luylau.api.drillpdf import drill_pdf
from luylau.api.models.playbooks import Drill as ShownDrill
from luylau.api.models.playbooks import DrillNote, DrillPage, DrillReport, NewDrill
from luylau.api.operations import media, operation
from luylau.api.params import Cursor, Limit, RecordId
from luylau.api.permissions import CallerDep
from luylau.api.playbookshow import shown_drill, shown_drill_summary, shown_report
from luylau.api.routes.playbooks import city_language, showing_to
from luylau.api.services import Services, ServicesDep
from luylau.city import Asset, Place
from luylau.incidents.playbooks import Drill, Scene
from luylau.kernel.errors import BadInput, NotFound
from luylau.security import SignedIn

router = APIRouter(tags=["drills"])

_pdf = operation("playbook.read", "getDrillReportPdf", 404)
_pdf["responses"][200] = media({"application/pdf": "binary"}, "The report to print")


@router.get("/drills", **operation("playbook.read", "listDrills"))
def list_drills(
    services: ServicesDep,
    caller: CallerDep,
    running: Annotated[bool | None, Query(description="Only those that run, or only those ended.")] = None,
    cursor: Cursor = None,
    limit: Limit = 20,
) -> DrillPage:
    """List drills, newest first."""
    found = services.playbooks.drills.page(running=running, before=position_of(cursor), limit=limit + 1)
    showing = showing_to(services, caller)
    return DrillPage(
        items=[shown_drill_summary(showing, drill) for drill in found[:limit]],
        next_cursor=cursor_of(found[limit - 1].id) if len(found) > limit else None,
    )


@router.post("/drills", **operation("playbook.run", "beginDrill", 404, 409, body=True))
def begin_drill(services: ServicesDep, caller: CallerDep, body: NewDrill) -> ShownDrill:
    """Begin a drill, which the caller leads: an incident that only serves it, and the playbook on it."""
    found = services.playbooks.shelf.current()
    playbook, language = found.get(body.playbook), city_language(services)
    asset, place = _where(services, body)
    for user in body.participants:
        check_worker(services, user, "")
    scene = Scene(
        name=body.name.strip() or playbook.name(language),
        scenario=body.scenario.strip(),
        severity=body.severity,
        asset=asset,
        place=place,
        participants=[user for user in dict.fromkeys(body.participants) if user != caller.user.id],
    )
    made = services.playbooks.drill_desk.begin(
        playbook, scene, playbooks_version=found.version, language=language, actor=caller.user.id
    )
    return _shown(services, caller, made)


@router.get("/drills/{drill}", **operation("playbook.read", "getDrill", 404))
def get_drill(services: ServicesDep, caller: CallerDep, drill: RecordId) -> ShownDrill:
    """Return a drill; injects before their time only to its leader."""
    return _shown(services, caller, services.playbooks.drills.get(drill))


@router.post("/drills/{drill}/notes", **operation("playbook.run", "noteDrill", 404, body=True))
def note_drill(services: ServicesDep, caller: CallerDep, drill: RecordId, body: DrillNote) -> ShownDrill:
    """Write down what was observed, during a drill or after it."""
    made = services.playbooks.drill_desk.note(drill, actor=caller.user.id, text=body.text)
    return _shown(services, caller, made)


@router.post("/drills/{drill}/end", **operation("playbook.run", "endDrill", 404, 409))
def end_drill(services: ServicesDep, caller: CallerDep, drill: RecordId, by: ByDep) -> ShownDrill:
    """End a drill that one leads: its report is fixed, its run ended, its incident resolved."""
    made = services.playbooks.drill_desk.end(drill, leads=_is_admin(caller), **by)
    return _shown(services, caller, made)


@router.post("/drills/{drill}/resume", **operation("playbook.run", "resumeDrill", 404, 409))
def resume_drill(services: ServicesDep, caller: CallerDep, drill: RecordId, by: ByDep) -> ShownDrill:
    """Take the end of a drill back."""
    made = services.playbooks.drill_desk.resume(drill, leads=_is_admin(caller), **by)
    return _shown(services, caller, made)


@router.get("/drills/{drill}/report", **operation("playbook.read", "getDrillReport", 404))
def get_drill_report(services: ServicesDep, caller: CallerDep, drill: RecordId) -> DrillReport:
    """Return what a drill showed; of now while it runs."""
    return shown_report(showing_to(services, caller), services.playbooks.drills.get(drill))


@router.get("/drills/{drill}/report/pdf", response_class=Response, **_pdf)
def get_drill_report_pdf(services: ServicesDep, caller: CallerDep, drill: RecordId) -> Response:
    """Return what a drill showed as a PDF to print, in the caller's language."""
    found = services.playbooks.drills.get(drill)
    report = shown_report(showing_to(services, caller), found)
    zone = ZoneInfo(services.city.view.city.time_zone)
    content = drill_pdf(report, caller.user.language, zone, services.clock.now_us())
    record_export(services, caller, found.id, "pdf", action="playbook.read")
    return file_of(content, "application/pdf", f"{found.id}.pdf")


def _where(services: Services, body: NewDrill) -> tuple[Asset | None, Place | None]:
    """Return where a drill happens: an asset or a place.

    Raises:
        NotFound: the pack has none of that id (``asset-unknown``, ``drill-place-unknown``).
        BadInput: not exactly one of the two is named (``drill-where``).
    """
    view = services.city.view
    if bool(body.asset) == bool(body.place):
        raise BadInput("drill-where")
    if body.asset:
        return known_asset(view, body.asset), None
    place = view.city.places.get(body.place)
    if place is None:
        raise NotFound("drill-place-unknown", place=body.place)
    return None, place


def _is_admin(caller: SignedIn) -> bool:
    return caller.user.role == "admin"


def _shown(services: Services, caller: SignedIn, drill: Drill) -> ShownDrill:
    may_lead = _is_admin(caller) or drill.leader == caller.user.id
    return shown_drill(showing_to(services, caller), drill, may_lead=may_lead)
