"""Importing places and assets into the pack, and taking changes of it back."""

from typing import Annotated

from fastapi import APIRouter, Query, UploadFile

from luylau.api.changing import record_change
from luylau.api.models.city import (
    CityChange,
    CityChangeList,
    FieldChange,
    ImportReport,
    PlannedChange,
)
from luylau.api.operations import operation
from luylau.api.permissions import CallerDep
from luylau.api.problems import shown_fault
from luylau.api.services import Services, ServicesDep
from luylau.city import Change, ImportPlan, apply_import, changes, plan_import, undo
from luylau.city import PlannedChange as Planned
from luylau.city.imports import What
from luylau.kernel.errors import BadInput, Conflict
from luylau.kernel.messages import Language, message
from luylau.security import SignedIn

router = APIRouter(tags=["import"])

DryRun = Annotated[bool, Query(description="Only say what would change.")]
Expected = Annotated[
    str, Query(max_length=64, description="`version` of the dry run; another one by now is refused.")
]
Crs = Annotated[
    str, Query(max_length=40, description="The file's coordinate system, e.g. EPSG:9209; empty: WGS84.")
]
_SUFFIXES = (".csv", ".geojson", ".json")


@router.post("/city/import/places", **operation("city.import", "importPlaces", 409, body=True))
def import_places(
    services: ServicesDep,
    caller: CallerDep,
    file: UploadFile,
    dry_run: DryRun = True,
    expected: Expected = "",
    crs: Crs = "",
) -> ImportReport:
    """Import places from a GeoJSON or CSV file."""
    return _import(services, caller, "places", file, expected, crs, dry_run=dry_run)


@router.post("/city/import/assets", **operation("city.import", "importAssets", 409, body=True))
def import_assets(
    services: ServicesDep,
    caller: CallerDep,
    file: UploadFile,
    dry_run: DryRun = True,
    expected: Expected = "",
    crs: Crs = "",
) -> ImportReport:
    """Import assets from a CSV or GeoJSON file."""
    return _import(services, caller, "assets", file, expected, crs, dry_run=dry_run)


@router.get("/city/changes", **operation("city.import", "listCityChanges"))
def list_city_changes(services: ServicesDep, caller: CallerDep) -> CityChangeList:
    """List the changes of the pack that can be taken back."""
    language = caller.user.language
    return CityChangeList(items=[_change(change, language) for change in changes(services.city.folder)])


@router.post("/city/undo", **operation("city.import", "undoCityChange", 404, 409))
def undo_city_change(services: ServicesDep, caller: CallerDep) -> CityChange:
    """Take the newest change of the pack back."""
    with services.engine.begin() as connection:
        change = undo(services.city.folder)
        record_change(
            services, connection, caller.user, action="city.import", kind="city.changed", subject="city",
            data={"undone": change.number, "key": change.key, "fields": dict(change.fields)},
        )  # fmt: skip
    _take_over(services)
    return _change(change, caller.user.language)


def _import(
    services: Services,
    caller: SignedIn,
    what: What,
    file: UploadFile,
    expected: str,
    crs: str,
    *,
    dry_run: bool,
) -> ImportReport:
    name = file.filename or ""
    if not name.lower().endswith(_SUFFIXES):
        raise BadInput("import-file-kind", file=name, kinds=", ".join(_SUFFIXES))
    folder = services.city.folder
    plan = plan_import(folder, what, name, file.file.read(), crs=crs)
    if expected and plan.version != expected:
        raise Conflict("city-changed-meanwhile")
    applied = not dry_run and not plan.faults
    if applied and plan.files:
        with services.engine.begin() as connection:
            record_change(
                services, connection, caller.user, action="city.import", kind="city.changed", subject="city",
                data={"file": plan.file, "what": what, "added": len(plan.added)},
            )  # fmt: skip
            # Last, for a file cannot be rolled back: should it fail, nothing has happened.
            apply_import(folder, plan)
        _take_over(services)
    return _report(plan, caller.user.language, applied=applied)


def _take_over(services: Services) -> None:
    services.city.reload()
    services.bus.announce("city.changed")


def _report(plan: ImportPlan, language: Language, *, applied: bool) -> ImportReport:
    return ImportReport(
        applied=applied,
        version=plan.version,
        added=[_planned(change) for change in plan.added],
        changed=[_planned(change) for change in plan.changed],
        unchanged=plan.unchanged,
        faults=[shown_fault(language, fault) for fault in plan.faults],
        warnings=[shown_fault(language, fault) for fault in plan.warnings],
    )


def _planned(change: Planned) -> PlannedChange:
    return PlannedChange(
        row=change.row,
        id=change.id,
        name=change.name,
        changes=[
            FieldChange(field=cell.field, before=cell.before, after=cell.after) for cell in change.changes
        ],
    )


def _change(change: Change, language: Language) -> CityChange:
    return CityChange(
        number=change.number,
        key=change.key,
        fields=dict(change.fields),
        text=message(language, change.key, change.fields),
    )
