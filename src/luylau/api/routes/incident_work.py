"""The work on incidents: who has it, snoozing, merging, links, tasks, exports."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from luylau.api.acting import ByDep, IncidentActDep, check_worker, detail, file_of, record_export, report_of
from luylau.api.asking import cursor_of, number_of
from luylau.api.models.incident_work import (
    IncidentAssignment,
    IncidentMerge,
    IncidentSnooze,
    IncidentSplit,
    IncidentTask,
    NewIncidentLink,
    NewNote,
    NewTask,
    TaskChange,
    TaskPage,
    TaskState,
)
from luylau.api.models.incidents import IncidentDetail
from luylau.api.operations import media, operation
from luylau.api.params import Cursor, Limit, Many, RecordId
from luylau.api.people import names_of_users
from luylau.api.permissions import CallerDep
from luylau.api.services import Services, ServicesDep
from luylau.api.workshow import shown_task
from luylau.incidents import NewTask as TaskToAdd
from luylau.incidents import Task, incident_csv, incident_pdf, open_work
from luylau.security import SignedIn

router = APIRouter(tags=["incidents"])

_csv = operation("incident.read", "getIncidentCsv", 404)
_csv["responses"][200] = media({"text/csv": ""}, "The time line as a table")
_pdf = operation("incident.read", "getIncidentPdf", 404)
_pdf["responses"][200] = media({"application/pdf": "binary"}, "The incident to print")


@router.post(
    "/incidents/{incident}/assign", **operation("incident.assign", "assignIncident", 404, 409, body=True)
)
def assign_incident(act: IncidentActDep, body: IncidentAssignment) -> IncidentDetail:
    """Give an incident to a user, an organisation or both."""
    check_worker(act.services, body.owner, body.agency)
    act.services.desk.assign(act.incident, owner=body.owner, agency=body.agency, **act.by)
    return act.detail()


@router.post("/incidents/{incident}/take", **operation("incident.assign", "takeIncident", 404, 409))
def take_incident(act: IncidentActDep) -> IncidentDetail:
    """Take an incident oneself."""
    act.services.desk.take(act.incident, **act.by)
    return act.detail()


@router.post("/incidents/{incident}/release", **operation("incident.assign", "releaseIncident", 404, 409))
def release_incident(act: IncidentActDep) -> IncidentDetail:
    """Hand an incident back: nobody has it."""
    act.services.desk.release(act.incident, **act.by)
    return act.detail()


@router.post("/incidents/{incident}/start", **operation("incident.work", "startIncident", 404, 409))
def start_incident(act: IncidentActDep) -> IncidentDetail:
    """Begin the work on an incident."""
    act.services.desk.start(act.incident, **act.by)
    return act.detail()


@router.post("/incidents/{incident}/stop", **operation("incident.work", "stopIncident", 404, 409))
def stop_incident(act: IncidentActDep) -> IncidentDetail:
    """Take the beginning of the work back."""
    act.services.desk.stop(act.incident, **act.by)
    return act.detail()


@router.post(
    "/incidents/{incident}/snooze", **operation("incident.work", "snoozeIncident", 404, 409, body=True)
)
def snooze_incident(act: IncidentActDep, body: IncidentSnooze) -> IncidentDetail:
    """Let an incident leave the queue until a time, or until it gets worse."""
    act.services.desk.snooze(act.incident, until_us=body.until, **act.by)
    return act.detail()


@router.post("/incidents/{incident}/wake", **operation("incident.work", "wakeIncident", 404, 409))
def wake_incident(act: IncidentActDep) -> IncidentDetail:
    """Bring a snoozed incident back into the queue."""
    act.services.desk.wake(act.incident, **act.by)
    return act.detail()


@router.post(
    "/incidents/{incident}/merge", **operation("incident.merge", "mergeIncident", 404, 409, body=True)
)
def merge_incident(act: IncidentActDep, body: IncidentMerge) -> IncidentDetail:
    """Move all of an incident into another; return that one."""
    into = act.services.desk.merging.merge(act.incident, body.into, **act.by)
    return act.detail(into)


@router.post("/incidents/{incident}/unmerge", **operation("incident.merge", "unmergeIncident", 404, 409))
def unmerge_incident(act: IncidentActDep) -> IncidentDetail:
    """Take a merge back; return the incident that is apart again."""
    act.services.desk.merging.unmerge(act.incident, **act.by)
    return act.detail()


@router.post(
    "/incidents/{incident}/split", **operation("incident.merge", "splitIncident", 404, 409, body=True)
)
def split_incident(act: IncidentActDep, body: IncidentSplit) -> IncidentDetail:
    """Give some findings an incident of their own; return the new one."""
    new = act.services.desk.merging.split(act.incident, body.findings, **act.by)
    return act.detail(new)


@router.post(
    "/incidents/{incident}/links", **operation("incident.merge", "linkIncident", 404, 409, body=True)
)
def link_incident(act: IncidentActDep, body: NewIncidentLink) -> IncidentDetail:
    """Link an incident to another."""
    act.services.desk.links.link(act.incident, body.to, body.kind, **act.by)
    return act.detail()


@router.delete(
    "/incidents/{incident}/links/{other}", **operation("incident.merge", "unlinkIncident", 404, 409)
)
def unlink_incident(
    services: ServicesDep,
    caller: CallerDep,
    response: Response,
    incident: RecordId,
    other: RecordId,
    by: ByDep,
) -> IncidentDetail:
    """Take the link between two incidents away."""
    services.desk.links.unlink(incident, other, **by)
    return detail(services, caller, response, incident)


@router.get("/tasks", **operation("incident.read", "listTasks"))
def list_tasks(
    services: ServicesDep,
    caller: CallerDep,
    agency: Many = (),
    assignee: Many = (),
    state: Annotated[tuple[TaskState, ...], Query(max_length=4)] = (),
    cursor: Cursor = None,
    limit: Limit = 100,
) -> TaskPage:
    """List the tasks of incidents that are not over, those due first at the top."""
    offset = number_of(cursor) or 0
    found = open_work(
        services.engine, agencies=agency, assignees=assignee, states=state, offset=offset, limit=limit + 1
    )
    people, now_us = names_of_users(services), services.clock.now_us()
    view, language = services.city.view, caller.user.language
    return TaskPage(
        items=[shown_task(view, task, language, people, now_us) for task in found[:limit]],
        next_cursor=cursor_of(offset + limit) if len(found) > limit else None,
    )


@router.post("/incidents/{incident}/tasks", **operation("incident.work", "addTask", 404, 409, body=True))
def add_task(services: ServicesDep, caller: CallerDep, incident: RecordId, body: NewTask) -> IncidentTask:
    """Add a task to an incident."""
    check_worker(services, body.assignee, body.agency)
    task = TaskToAdd(
        incident=incident, title=body.title, agency=body.agency, assignee=body.assignee, due_us=body.due
    )
    return _shown(services, caller, services.desk.tasks.add(task, actor=caller.user.id))


@router.patch(
    "/incidents/{incident}/tasks/{task}",
    **operation("incident.work", "changeTask", 404, 409, body=True),
)
def change_task(
    services: ServicesDep,
    caller: CallerDep,
    incident: RecordId,
    task: RecordId,
    by: ByDep,
    body: TaskChange,
) -> IncidentTask:
    """Change a task, or say what became of it; ``If-Match`` is the task's own version."""
    check_worker(services, body.assignee or "", body.agency or "")
    changes: dict[str, Any] = body.model_dump(exclude_unset=True)
    changes = {name: value for name, value in changes.items() if value is not None or name == "due"}
    if "due" in changes:
        changes["due_us"] = body.due
        del changes["due"]
    changed = services.desk.tasks.change(incident, task, changes, **by)
    return _shown(services, caller, changed)


@router.post(
    "/incidents/{incident}/tasks/{task}/notes", **operation("incident.work", "noteTask", 404, body=True)
)
def note_task(
    services: ServicesDep, caller: CallerDep, incident: RecordId, task: RecordId, body: NewNote
) -> IncidentTask:
    """Write a note on a task."""
    noted = services.desk.tasks.note(incident, task, actor=caller.user.id, text=body.text)
    return _shown(services, caller, noted)


@router.get("/incidents/{incident}/export/csv", response_class=Response, **_csv)
def get_incident_csv(services: ServicesDep, caller: CallerDep, incident: RecordId) -> Response:
    """Return an incident's time line as a table, in the caller's language."""
    # With the mark by which spreadsheets tell UTF-8.
    made = incident_csv(report_of(services, caller, incident)).encode("utf-8-sig")
    record_export(services, caller, incident, "csv")
    return file_of(made, "text/csv; charset=utf-8", f"{incident}.csv")


@router.get("/incidents/{incident}/export/pdf", response_class=Response, **_pdf)
def get_incident_pdf(services: ServicesDep, caller: CallerDep, incident: RecordId) -> Response:
    """Return an incident to print, in the caller's language."""
    made = incident_pdf(report_of(services, caller, incident))
    record_export(services, caller, incident, "pdf")
    return file_of(made, "application/pdf", f"{incident}.pdf")


def _shown(services: Services, caller: SignedIn, task: Task) -> IncidentTask:
    people, now_us = names_of_users(services), services.clock.now_us()
    return shown_task(services.city.view, task, caller.user.language, people, now_us)
