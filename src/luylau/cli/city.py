"""``luylau city``: check a pack, find an address, import into the working copy, take a change back."""

import json
from collections import Counter
from pathlib import Path

import click

from luylau.city import (
    Change,
    City,
    Gazetteer,
    ImportPlan,
    PlannedChange,
    apply_import,
    assets_geojson,
    check,
    export,
    load,
    pack_version,
    plan_import,
    undo,
)
from luylau.city.imports import What
from luylau.cli.common import (
    SpokenGroup,
    SpokenOption,
    data_option,
    lang_option,
    language,
    record_change,
    say,
    say_table,
)
from luylau.cli.packs import city_option, pack_folder
from luylau.incidents import check_rules, load_rules, warn_of_rules
from luylau.incidents.playbooks import check_playbooks
from luylau.incidents.reports import check_services
from luylau.kernel.errors import BadInput, Field
from luylau.kernel.messages import fault_text, message
from luylau.processes.data import DataFolder
from luylau.siting.shelf import check_studies
from luylau.vision.inventory import check_inventory
from luylau.vision.plan_file import check_cameras

SHOWN_ROWS = 50
"""Rows of an import that are listed; the rest is counted."""

_folder = click.argument("folder", required=False, type=click.Path(path_type=Path))


@click.group(cls=SpokenGroup, help="cli-city")
def city() -> None:
    """Work on city packs."""


@city.command("check", help="cli-city-check")
@_folder
@data_option
@lang_option
def check_pack(folder: Path | None, data: Path) -> None:
    """Print everything wrong with a pack; end with status 1 when there is anything."""
    where = pack_folder(folder, data)
    faults = check(where)
    # What rules and playbooks refer to can be looked up only in a pack that can be read.
    found = None if faults else load(where)
    rules = None
    if (where / "rules.toml").exists():
        faults += check_rules(where, found)
        rules = None if faults else load_rules(where)
    faults += check_playbooks(where, found, rules)
    faults += check_services(where)
    faults += check_cameras(where, found) + check_inventory(where, found)
    faults += check_studies(where)
    for one in faults:
        click.echo(fault_text(language(), one), err=True)
    if faults or found is None:
        say("city-check-faults", err=True, folder=str(where), count=len(faults))
        raise SystemExit(1)
    for one in warn_of_rules(where):
        click.echo(fault_text(language(), one), err=True)
    say("city-check-good", folder=str(where), places=len(found.places), assets=len(found.assets))


@city.command("info", help="cli-city-info")
@_folder
@data_option
@lang_option
def info(folder: Path | None, data: Path) -> None:
    """Print what a pack holds."""
    where = pack_folder(folder, data)
    found = load(where)
    simulated = sum(asset.status == "simulated" for asset in found.assets.values())
    assumed = sum(asset.assumed for asset in found.assets.values())
    say("city-info", name=_named(found), territory=found.territory_version, version=pack_version(where)[:12])
    say("city-info-places", places=len(found.places), legacy=len(found.legacy))
    say("city-info-assets", assets=len(found.assets), simulated=simulated, assumed=assumed)
    counts = Counter(asset.kind for asset in found.assets.values())
    say_table(
        ["city-head-kind", "city-head-count"],
        [[found.kinds[kind].names.get(language(), kind), str(count)] for kind, count in counts.most_common()],
    )


@city.command("find", help="cli-city-find")
@click.argument("text")
@city_option
@data_option
@lang_option
def find(text: str, folder: Path | None, data: Path) -> None:
    """Print today's unit of an address, old or new, best first; end with status 1 when nothing is like it."""
    found = load(pack_folder(folder, data))
    matches = Gazetteer(found).find(text)
    if not matches:
        say("city-find-nothing", err=True, text=text)
        raise SystemExit(1)
    say_table(
        ["city-head-unit", "city-head-code", "city-head-matched", "city-head-score"],
        [
            [place.name, place.code, match.name, f"{match.score:.2f}"]
            for match in matches
            for place in (found.places[match.place_id],)
        ],
    )


@city.command("import", help="cli-city-import")
@click.argument("what", type=click.Choice(("places", "assets")))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--map", "mapping", multiple=True, cls=SpokenOption, help="cli-city-map")
@click.option("--set", "constants", multiple=True, cls=SpokenOption, help="cli-city-set")
@click.option("--crs", default="", cls=SpokenOption, help="cli-city-crs")
@click.option("--apply/--dry-run", "apply", default=False, cls=SpokenOption, help="cli-city-apply")
@data_option
@lang_option
def import_file(
    what: What,
    file: Path,
    mapping: tuple[str, ...],
    constants: tuple[str, ...],
    crs: str,
    apply: bool,
    data: Path,
) -> None:
    """Show what an import would change and, with ``--apply``, carry it out."""
    folder = DataFolder(data).city
    plan = plan_import(
        folder,
        what,
        file.name,
        file.read_bytes(),
        mapping=_pairs(mapping),
        constants=_pairs(constants),
        crs=crs,
    )
    _show(plan)
    if plan.faults:
        raise SystemExit(1)
    if not apply:
        say("city-import-dry")
        return
    apply_import(folder, plan)
    fields: dict[str, Field] = {"file": plan.file, "added": len(plan.added), "changed": len(plan.changed)}
    record_change(data, "city.import", fields)
    say("city-import-done")


@city.command("undo", help="cli-city-undo")
@data_option
@lang_option
def undo_change(data: Path) -> None:
    """Take the newest change of the working copy back."""
    change: Change = undo(DataFolder(data).city)
    record_change(data, "city.import", {"undone": change.key, **change.fields})
    say("city-undone", change=message(language(), change.key, change.fields))


@city.command("export", help="cli-city-export")
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
@city_option
@data_option
@lang_option
def export_pack(out: Path, folder: Path | None, data: Path) -> None:
    """Write the pack as a ZIP archive, or its assets as GeoJSON when ``out`` ends so."""
    where = pack_folder(folder, data)
    if out.suffix == ".geojson":
        written = json.dumps(assets_geojson(load(where)), ensure_ascii=False).encode()
    else:
        written = export(where)
    out.write_bytes(written)
    say("city-exported", file=str(out), size=len(written))


def _named(found: City) -> str:
    return found.names.get(language(), found.name)


def _pairs(given: tuple[str, ...]) -> dict[str, str]:
    pairs = {}
    for pair in given:
        left, mark, right = pair.partition("=")
        if not mark:
            raise BadInput("city-pair", value=pair)
        pairs[left.strip()] = right.strip()
    return pairs


def _show(plan: ImportPlan) -> None:
    for key, changes in (("city-import-added", plan.added), ("city-import-changed", plan.changed)):
        for change in changes[:SHOWN_ROWS]:
            say(key, row=change.row, id=change.id, name=change.name)
            _show_cells(change)
        if len(changes) > SHOWN_ROWS:
            say("city-import-more", count=len(changes) - SHOWN_ROWS)
    for warning in plan.warnings:
        click.echo(fault_text(language(), warning), err=True)
    for one in plan.faults:
        click.echo(fault_text(language(), one), err=True)
    say(
        "city-import-summary",
        added=len(plan.added),
        changed=len(plan.changed),
        unchanged=plan.unchanged,
        faults=len(plan.faults),
    )


def _show_cells(change: PlannedChange) -> None:
    for cell in change.changes:
        click.echo(f"    {cell.field}: {cell.before or '—'} → {cell.after or '—'}")
