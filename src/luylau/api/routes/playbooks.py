"""Playbooks and their runs on incidents."""

from fastapi import APIRouter

from luylau.api.acting import ByDep
from luylau.api.models.playbooks import (
    DraftEdit,
    DraftReset,
    DraftSent,
    IncidentPlaybooks,
    PlaybookList,
    PlaybookRun,
    PlaybookStart,
    StepSkip,
)
from luylau.api.models.playbooks import Playbook as ShownPlaybook
from luylau.api.operations import operation
from luylau.api.params import AssetId, RecordId
from luylau.api.people import names_of_users
from luylau.api.permissions import CallerDep
from luylau.api.playbookshow import Showing, shown_playbook, shown_run, shown_summary, situation_of
from luylau.api.services import Services, ServicesDep
from luylau.incidents.causes import cause_of_incident
from luylau.incidents.playbooks import PlaybookSet, Run, Situation, Words
from luylau.kernel.errors import BadFile
from luylau.kernel.messages import Language, as_language
from luylau.security import SignedIn

router = APIRouter(tags=["playbooks"])

_RUN = "/playbook-runs/{run}"
_STEP = _RUN + "/steps/{step}"
_DRAFT = _RUN + "/drafts/{draft}"


@router.get("/playbooks", **operation("playbook.read", "listPlaybooks"))
def list_playbooks(services: ServicesDep, caller: CallerDep) -> PlaybookList:
    """List the pack's playbooks."""
    found, showing = services.playbooks.shelf.current(), showing_to(services, caller)
    return PlaybookList(version=found.version, items=[shown_summary(showing, one) for one in found.playbooks])


@router.get("/playbooks/{playbook}", **operation("playbook.read", "getPlaybook", 404))
def get_playbook(services: ServicesDep, caller: CallerDep, playbook: AssetId) -> ShownPlaybook:
    """Return one playbook of the pack."""
    found = services.playbooks.shelf.current().get(playbook)
    return shown_playbook(showing_to(services, caller), found)


@router.get("/incidents/{incident}/playbooks", **operation("playbook.read", "listIncidentPlaybooks", 404))
def list_incident_playbooks(
    services: ServicesDep, caller: CallerDep, incident: RecordId
) -> IncidentPlaybooks:
    """Return the playbooks that apply to an incident, the others, and the runs on it."""
    this = services.incidents.get(incident).incident
    runs = services.playbooks.runs.on(incident)
    running = {run.playbook.id for run in runs if run.running}
    showing = showing_to(services, caller)
    try:
        found = services.playbooks.shelf.current()
    except BadFile:
        # What runs is in the database, and goes on whatever has become of the file.
        found = PlaybookSet(version=0, playbooks=())
    offered = found.offered(
        rule=this.rule, group=this.group, asset_kind=this.asset_kind, severity=this.severity
    )
    free = [one for one in found.playbooks if one.id not in running]
    return IncidentPlaybooks(
        offered=[shown_summary(showing, one) for one in free if one in offered],
        others=[shown_summary(showing, one) for one in free if one not in offered],
        runs=[shown_run(showing, run, _situation(services, showing, run)) for run in runs],
    )


@router.post(
    "/incidents/{incident}/playbooks", **operation("playbook.run", "startPlaybook", 404, 409, body=True)
)
def start_playbook(
    services: ServicesDep, caller: CallerDep, incident: RecordId, body: PlaybookStart
) -> PlaybookRun:
    """Start a playbook on an incident: each of its steps becomes a task."""
    found = services.playbooks.shelf.current()
    run = services.playbooks.desk.start(
        incident,
        found.get(body.playbook),
        playbooks_version=found.version,
        language=city_language(services),
        actor=caller.user.id,
    )
    return _shown(services, caller, run)


@router.get(_RUN, **operation("playbook.read", "getPlaybookRun", 404))
def get_playbook_run(services: ServicesDep, caller: CallerDep, run: RecordId) -> PlaybookRun:
    """Return a run with its steps and drafts."""
    return _shown(services, caller, services.playbooks.runs.get(run))


@router.post(_STEP + "/done", **operation("playbook.run", "finishStep", 404, 409))
def finish_step(
    services: ServicesDep, caller: CallerDep, run: RecordId, step: RecordId, by: ByDep
) -> PlaybookRun:
    """Say that a step is done; ``If-Match`` is the step's version."""
    return _shown(services, caller, services.playbooks.desk.finish(run, step, **by))


@router.post(_STEP + "/skip", **operation("playbook.run", "skipStep", 404, 409, body=True))
def skip_step(
    services: ServicesDep,
    caller: CallerDep,
    run: RecordId,
    step: RecordId,
    by: ByDep,
    body: StepSkip,
) -> PlaybookRun:
    """Say that a step is left out, and why; ``If-Match`` is the step's version."""
    made = services.playbooks.desk.skip(run, step, reason=body.reason, **by)
    return _shown(services, caller, made)


@router.post(_STEP + "/undo", **operation("playbook.run", "undoStep", 404, 409))
def undo_step(
    services: ServicesDep, caller: CallerDep, run: RecordId, step: RecordId, by: ByDep
) -> PlaybookRun:
    """Take back that a step is done or skipped; ``If-Match`` is the step's version."""
    return _shown(services, caller, services.playbooks.desk.undo(run, step, **by))


@router.put(_DRAFT, **operation("playbook.run", "editDraft", 404, 409, body=True))
def edit_draft(
    services: ServicesDep,
    caller: CallerDep,
    run: RecordId,
    draft: RecordId,
    by: ByDep,
    body: DraftEdit,
) -> PlaybookRun:
    """Put a draft into one's own words in a language; ``If-Match`` is the draft's version, 0 at first."""
    made = services.playbooks.drafts.edit(
        run,
        draft,
        body.language,
        Words(title=body.title, text=body.text),
        **by,
    )
    return _shown(services, caller, made)


@router.post(_DRAFT + "/reset", **operation("playbook.run", "resetDraft", 404, 409, body=True))
def reset_draft(
    services: ServicesDep,
    caller: CallerDep,
    run: RecordId,
    draft: RecordId,
    by: ByDep,
    body: DraftReset,
) -> PlaybookRun:
    """Drop one's own words in a language: the draft is filled in from the incident again."""
    made = services.playbooks.drafts.reset(run, draft, body.language, **by)
    return _shown(services, caller, made)


@router.post(_DRAFT + "/sent", **operation("playbook.run", "markDraftSent", 404, 409, body=True))
def mark_draft_sent(
    services: ServicesDep,
    caller: CallerDep,
    run: RecordId,
    draft: RecordId,
    by: ByDep,
    body: DraftSent,
) -> PlaybookRun:
    """Say that a draft was sent, and where; the platform itself sends nothing."""
    showing = showing_to(services, caller)
    situation = _situation(services, showing, services.playbooks.runs.get(run))
    made = services.playbooks.drafts.mark_sent(run, draft, situation, to=body.to, **by)
    return _shown(services, caller, made)


@router.post(_DRAFT + "/unsent", **operation("playbook.run", "markDraftUnsent", 404, 409))
def mark_draft_unsent(
    services: ServicesDep, caller: CallerDep, run: RecordId, draft: RecordId, by: ByDep
) -> PlaybookRun:
    """Take back that a draft was sent."""
    made = services.playbooks.drafts.mark_unsent(run, draft, **by)
    return _shown(services, caller, made)


@router.post(_RUN + "/end", **operation("playbook.run", "endPlaybookRun", 404, 409))
def end_playbook_run(services: ServicesDep, caller: CallerDep, run: RecordId, by: ByDep) -> PlaybookRun:
    """End a run: the tasks of its open steps are cancelled."""
    return _shown(services, caller, services.playbooks.desk.end(run, **by))


@router.post(_RUN + "/resume", **operation("playbook.run", "resumePlaybookRun", 404, 409))
def resume_playbook_run(services: ServicesDep, caller: CallerDep, run: RecordId, by: ByDep) -> PlaybookRun:
    """Take the end of a run back."""
    return _shown(services, caller, services.playbooks.desk.resume(run, **by))


def showing_to(services: Services, caller: SignedIn) -> Showing:
    """Return for whom playbooks are shown."""
    return Showing(
        view=services.city.view,
        language=caller.user.language,
        people=names_of_users(services),
        now_us=services.clock.now_us(),
    )


def city_language(services: Services) -> Language:
    """Return the city's own language, in which tasks are written for everybody."""
    return as_language(services.city.view.city.languages[0])


def _situation(services: Services, showing: Showing, run: Run) -> Situation:
    incident = services.incidents.get(run.incident).incident
    return situation_of(showing, run, incident, cause_of_incident(services.engine, run.incident))


def _shown(services: Services, caller: SignedIn, run: Run) -> PlaybookRun:
    showing = showing_to(services, caller)
    return shown_run(showing, run, _situation(services, showing, run))
