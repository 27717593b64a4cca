"""Siting studies of the pack: what they ask, and their changes."""

from typing import Annotated

from fastapi import APIRouter, Path, Response

from luylau.api.acting import ByDep
from luylau.api.gridview import GridView
from luylau.api.models.studies import StudyChangeList, StudyData, StudyDetail, StudyList, StudyRun
from luylau.api.operations import operation
from luylau.api.params import ID_PATTERN
from luylau.api.people import names_of_users
from luylau.api.permissions import CallerDep
from luylau.api.services import Services, ServicesDep
from luylau.api.studyshow import shown_change, shown_run, shown_study, shown_summary
from luylau.kernel.errors import NotFound
from luylau.siting.answer import Answer
from luylau.siting.desk import study_of
from luylau.siting.study import Study, study_to_data

router = APIRouter(tags=["studies"])

StudyId = Annotated[str, Path(pattern=ID_PATTERN, description="Id of a study of the pack.")]
_STUDY = "/studies/{study}"
_preview = operation("study.run", "previewStudy", body=True)
_preview["responses"][200] = {"model": Answer, "description": "What the study would answer, about."}


@router.get("/studies", **operation("study.read", "listStudies"))
def list_studies(services: ServicesDep, caller: CallerDep) -> StudyList:
    """List the pack's studies by id, each with its newest run; those whose files have faults show these."""
    newest, people, language = services.study_runs.newest(), names_of_users(services), caller.user.language
    return StudyList(
        items=[
            shown_summary(one, newest.get(one.id), language, people) for one in services.studies.shelf.all()
        ]
    )


@router.post("/studies", status_code=201, **operation("study.edit", "createStudy", 409, body=True))
def create_study(
    services: ServicesDep, caller: CallerDep, response: Response, body: StudyData
) -> StudyDetail:
    """Add a study to the pack, named by the id in its data."""
    made = services.studies.create(body, actor=caller.user.id)
    return _changed(response, made)


@router.post("/studies/preview", response_class=Response, **_preview)
def preview_study(services: ServicesDep, body: StudyData) -> Response:
    """Answer a study at once on a coarse model, without keeping it: the form of a run's answer, with the mark
    ``siting-mark-coarse``. For what is to be decided on, run it."""
    study, view = study_of(body), services.city.view
    # One that asks nothing of the grid need not wait until it is read.
    grid = _grid(services) if study.uses_grid else None
    answer = services.coarse_models.answer(
        study,
        view.city,
        grid.grid if grid else None,
        services.studies.shelf.folder,
        services.city.folder,
        f"{view.version} {grid.version if grid else ''}",
    )
    return Response(answer.to_json(), media_type="application/json")


@router.get(_STUDY, **operation("study.read", "getStudy", 404))
def get_study(services: ServicesDep, response: Response, study: StudyId) -> StudyDetail:
    """Return one study; ``ETag`` is its version, which a change names. 422 where its file has faults."""
    found = services.studies.shelf.get(study)
    response.headers["ETag"] = f'"{found.version}"'
    return shown_study(found)


@router.put(_STUDY, **operation("study.edit", "replaceStudy", 404, 409, body=True))
def replace_study(
    services: ServicesDep, response: Response, study: StudyId, by: ByDep, body: StudyData
) -> StudyDetail:
    """Change what a study asks. Comments in its file are lost; ``version`` in the data does not count."""
    return _changed(response, services.studies.replace(study, body, **by))


@router.delete(_STUDY, status_code=204, **operation("study.edit", "deleteStudy", 404, 409))
def delete_study(services: ServicesDep, study: StudyId, by: ByDep) -> None:
    """Take a study out of the pack; its runs stay. One whose file has faults has the version 0."""
    services.studies.delete(study, **by)


@router.get(_STUDY + "/changes", **operation("study.read", "listStudyChanges"))
def list_study_changes(services: ServicesDep, study: StudyId) -> StudyChangeList:
    """List the newest changes of a study, also of one that is gone."""
    return _changes(services, study)


@router.post(_STUDY + "/changes/{change}/undo", **operation("study.edit", "undoStudyChange", 404, 409))
def undo_study_change(
    services: ServicesDep,
    study: StudyId,
    change: Annotated[int, Path(ge=1, le=2**53, description="Number of the change.")],
    by: ByDep,
) -> StudyChangeList:
    """Put a study back to what it was before a change; ``If-Match`` is its version now, 0 where it is
    gone."""
    services.studies.undo(study, change, **by)
    return _changes(services, study)


@router.post(_STUDY + "/runs", status_code=201, **operation("study.run", "runStudy", 404))
def run_study(services: ServicesDep, caller: CallerDep, study: StudyId) -> StudyRun:
    """Put a study into the queue as it is now; the stream's ``study.run`` events tell how far it is."""
    asked = study_to_data(services.studies.shelf.get(study))
    run, gone = services.study_runs.ask(asked, actor=caller.user.id)
    for old in gone:
        services.answers.delete(old)
    services.bus.announce("studies.changed")
    return shown_run(run, caller.user.language, names_of_users(services))


def _grid(services: Services) -> GridView | None:
    try:
        return services.grid.view
    except NotFound:
        return None


def _changed(response: Response, study: Study) -> StudyDetail:
    response.headers["ETag"] = f'"{study.version}"'
    return shown_study(study)


def _changes(services: Services, study: str) -> StudyChangeList:
    people = names_of_users(services)
    return StudyChangeList(
        version=services.studies.version(study),
        items=[shown_change(one, people) for one in services.studies.changes(study)],
    )
