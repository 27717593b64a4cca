"""Runs of siting studies: how far they are, what they answered, and taking that into the pack."""

from typing import Annotated, Final

from fastapi import APIRouter, Query, Response

from luylau.api.acting import file_of
from luylau.api.changing import record_change
from luylau.api.models.common import Language
from luylau.api.models.studies import (
    PlannedAssets,
    RunState,
    SitesToPlan,
    StudyRun,
    StudyRunDetail,
    StudyRunPage,
)
from luylau.api.operations import media, operation
from luylau.api.params import Cursor, Limit, RecordId, Text
from luylau.api.people import names_of_users
from luylau.api.permissions import CallerDep
from luylau.api.services import Services, ServicesDep
from luylau.api.studyshow import shown_run, shown_run_detail
from luylau.city import adopt_all
from luylau.incidents.cursors import packed, unpacked
from luylau.kernel.errors import BadInput, Conflict, Field
from luylau.siting.answer import Answer, sites_csv, sites_geojson
from luylau.siting.answer.note import note_of
from luylau.siting.answer.note_html import note_html
from luylau.siting.answer.note_parts import Note
from luylau.siting.answer.note_pdf import note_pdf
from luylau.siting.planned import planned_assets
from luylau.siting.runs import Run

router = APIRouter(tags=["studies"])

_RUN: Final = "/study-runs/{run}"
InLanguage = Annotated[
    Language | None, Query(description="The note's language; the caller's own if left out.")
]

_answer = operation("study.read", "getStudyAnswer", 404)
_answer["responses"][200] = {"model": Answer, "description": "The answer, as its file holds it."}
_csv = operation("study.read", "getStudySitesCsv", 404, 409)
_csv["responses"][200] = media({"text/csv": "binary"}, "The chosen sites as a table.")
_geojson = operation("study.read", "getStudySitesGeoJson", 404, 409)
_geojson["responses"][200] = media({"application/geo+json": "binary"}, "The chosen sites, WGS84.")
_pdf = operation("study.read", "getStudyNotePdf", 404, 409)
_pdf["responses"][200] = media({"application/pdf": "binary"}, "The decision note to print.")
_html = operation("study.read", "getStudyNoteHtml", 404, 409)
_html["responses"][200] = media({"text/html": "binary"}, "The decision note as one page to keep.")


@router.get("/study-runs", **operation("study.read", "listStudyRuns"))
def list_study_runs(
    services: ServicesDep,
    caller: CallerDep,
    study: Annotated[Text, Query(max_length=64, description="Only runs of this study.")] = "",
    state: Annotated[tuple[RunState, ...], Query(max_length=5)] = (),
    cursor: Cursor = None,
    limit: Limit = 50,
) -> StudyRunPage:
    """List runs, newest first: of one study, in some states."""
    found = services.study_runs.page(study=study, states=state, before=_place(cursor), limit=limit + 1)
    people, shown = names_of_users(services), found[:limit]
    return StudyRunPage(
        items=[shown_run(run, caller.user.language, people) for run in shown],
        next_cursor=packed((shown[-1].asked_us, shown[-1].id)) if len(found) > limit else None,
    )


@router.get(_RUN, **operation("study.read", "getStudyRun", 404))
def get_study_run(services: ServicesDep, caller: CallerDep, run: RecordId) -> StudyRunDetail:
    """Return a run with the study as it was asked."""
    people = names_of_users(services)
    return shown_run_detail(services.study_runs.get(run), caller.user.language, people)


@router.post(_RUN + "/cancel", **operation("study.run", "cancelStudyRun", 404, 409))
def cancel_study_run(services: ServicesDep, caller: CallerDep, run: RecordId) -> StudyRun:
    """End a run: at once where it waits, within about a second where it runs."""
    made = services.study_runs.cancel(run, actor=caller.user.id)
    services.bus.announce("studies.changed")
    return shown_run(made, caller.user.language, names_of_users(services))


@router.delete(_RUN, status_code=204, **operation("study.edit", "deleteStudyRun", 404, 409))
def delete_study_run(services: ServicesDep, caller: CallerDep, run: RecordId) -> None:
    """Delete a run that is over, and its answer, for good."""
    services.study_runs.delete(run, actor=caller.user.id)
    services.answers.delete(run)


@router.get(_RUN + "/answer", response_class=Response, **_answer)
def get_study_answer(services: ServicesDep, run: RecordId) -> Response:
    """Return what a run answered: plan, bound, reasons, and what each unit gets."""
    found = services.study_runs.get(run)
    return Response(services.answers.read(found), media_type="application/json")


@router.get(_RUN + "/sites.csv", response_class=Response, **_csv)
def get_study_sites_csv(services: ServicesDep, run: RecordId) -> Response:
    """Return the chosen sites as a table for spreadsheets."""
    found, answer = _answered(services, run)
    return file_of(sites_csv(answer), "text/csv; charset=utf-8", f"{found.study}.csv")


@router.get(_RUN + "/sites.geojson", response_class=Response, **_geojson)
def get_study_sites_geojson(services: ServicesDep, run: RecordId) -> Response:
    """Return the chosen sites as GeoJSON."""
    found, answer = _answered(services, run)
    return file_of(sites_geojson(answer), "application/geo+json", f"{found.study}.geojson")


@router.get(_RUN + "/note.pdf", response_class=Response, **_pdf)
def get_study_note_pdf(
    services: ServicesDep, caller: CallerDep, run: RecordId, language: InLanguage = None
) -> Response:
    """Return the decision note as a PDF to print."""
    found, note = _note(services, run, language or caller.user.language)
    return file_of(note_pdf(note), "application/pdf", f"{found.study}.{note.language}.pdf")


@router.get(_RUN + "/note.html", response_class=Response, **_html)
def get_study_note_html(
    services: ServicesDep, caller: CallerDep, run: RecordId, language: InLanguage = None
) -> Response:
    """Return the decision note as one page without scripts, to keep or to pass on."""
    found, note = _note(services, run, language or caller.user.language)
    return file_of(note_html(note), "text/html; charset=utf-8", f"{found.study}.{note.language}.html")


@router.post(_RUN + "/assets", status_code=201, **operation("city.import", "planSites", 404, 409, body=True))
def plan_sites(services: ServicesDep, caller: CallerDep, run: RecordId, body: SitesToPlan) -> PlannedAssets:
    """Take chosen sites into the pack as planned assets, in one change that can be taken back."""
    found, answer = _answered(services, run)
    assets = planned_assets(answer, run, found.version, services.city.view.city, body.kind, body.sites)
    ids = [asset.id for asset in assets]
    fields: dict[str, Field] = {"study": found.study, "count": len(ids)}
    with services.engine.begin() as connection:
        record_change(
            services, connection, caller.user, action="city.import", kind="city.changed", subject="city",
            data={"run": run, "kind": body.kind, "first": ids[0], **fields},
        )  # fmt: skip
        # Last, for a file cannot be rolled back: should it fail, nothing has happened.
        version = adopt_all(services.city.folder, assets, key="city-change-planned", fields=fields)
    services.city.reload()
    services.bus.announce("city.changed")
    return PlannedAssets(assets=ids, version=version)


def _place(cursor: str | None) -> tuple[int, str] | None:
    if cursor is None:
        return None
    place = unpacked(cursor, (int, str))
    if place is None:
        raise BadInput("cursor-wrong")
    return int(place[0]), str(place[1])


def _answered(services: Services, run: str) -> tuple[Run, Answer]:
    """Return a run that is done, and its answer.

    Raises:
        NotFound: there is no such run, or it has no answer.
        Conflict: the answer has another form than this version's (``study-answer-old``).
        Unavailable: its file is lost or damaged.
    """
    found = services.study_runs.get(run)
    try:
        return found, Answer.of_json(services.answers.read(found))
    except ValueError as error:
        raise Conflict("study-answer-old", run=run) from error


def _note(services: Services, run: str, language: Language) -> tuple[Run, Note]:
    found, answer = _answered(services, run)
    try:
        return found, note_of(answer, services.city.view.city, language)
    except ValueError as error:
        raise Conflict("study-answer-old", run=run) from error
