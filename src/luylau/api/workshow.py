"""Tasks, links and shifts as response models, in the reader's language."""

from collections.abc import Iterable, Mapping

from luylau.api.cityview import CityView
from luylau.api.models.incident_work import IncidentLink, IncidentTask, TaskNote
from luylau.api.models.shifts import Shift as ShownShift
from luylau.api.models.shifts import ShiftIncident
from luylau.incidents import Link, ListedIncident, Note, Shift, Task, title_of
from luylau.kernel.messages import Language


def shown_task(
    view: CityView, task: Task, language: Language, people: Mapping[str, str], now_us: int
) -> IncidentTask:
    """Return a task with its notes; ``people`` holds users' names by id."""
    return IncidentTask(
        id=task.id,
        incident=task.incident,
        title=task.title,
        agency=task.agency,
        agency_name=view.owner_name(task.agency, language) or task.agency,
        assignee=task.assignee,
        assignee_name=people.get(task.assignee, task.assignee),
        due=task.due_us,
        overdue=task.is_overdue(now_us),
        state=task.state,
        created=task.created_us,
        created_by=task.created_by,
        ended=task.ended_us,
        ended_by=task.ended_by,
        origin=task.origin,
        notes=shown_notes(task.notes, people),
        version=task.version,
    )


def shown_link(view: CityView, link: Link, language: Language) -> IncidentLink:
    """Return a link as one of its incidents sees it."""
    other = link.other
    return IncidentLink(
        incident=other.id,
        title=other.title(language, view.asset_name(other.asset, language, other.asset_name)),
        kind=link.kind,
        state=other.state,
        severity=other.severity,
        created=link.created_us,
        created_by=link.created_by,
    )


def shown_shift(view: CityView, shift: Shift, language: Language, people: Mapping[str, str]) -> ShownShift:
    """Return a shift with its notes and incidents; ``people`` holds users' names by id."""
    return ShownShift(
        id=shift.id,
        state=shift.state,
        begun=shift.begun_us,
        holder=shift.holder,
        holder_name=people.get(shift.holder, shift.holder),
        notes=shown_notes(shift.notes, people),
        handed_over=shift.handed_over_us,
        text=shift.text,
        open_incidents=shift.open_incidents,
        incidents=[_listed(view, one, language, people) for one in shift.incidents],
        ended=shift.ended_us,
        accepted_by=shift.accepted_by,
        accepted_by_name=people.get(shift.accepted_by, shift.accepted_by),
        version=shift.version,
    )


def _listed(
    view: CityView, one: ListedIncident, language: Language, people: Mapping[str, str]
) -> ShiftIncident:
    asset_name = view.asset_name(one.asset, language, one.asset_name)
    return ShiftIncident(
        id=one.id,
        title=title_of(one.names, one.asset and asset_name, language),
        severity=one.severity,
        state=one.state,
        urgency=one.urgency,
        owner=one.owner,
        owner_name=people.get(one.owner, one.owner),
    )


def shown_notes(notes: Iterable[Note], people: Mapping[str, str]) -> list[TaskNote]:
    """Return notes with their authors' names."""
    return [
        TaskNote(
            time=note.time_us,
            author=note.author,
            author_name=people.get(note.author, note.author),
            text=note.text,
        )
        for note in notes
    ]
