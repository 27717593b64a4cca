"""A city pack: a folder of files, read, checked as a whole, and turned into a ``City``."""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import cast

from luylau.city import references
from luylau.city.columns import ASSETS, LEGACY, LEVELS, ORGANISATIONS, PACK_FILES, PLACES, SHEETS
from luylau.city.kinds import default_kinds, read_kinds
from luylau.city.model import Asset, City, Criticality, Kind, LegacyUnit, Level, Organisation, Place, Status
from luylau.city.polygons import Geometry, read_polygons
from luylau.city.reading import fault, read_bytes
from luylau.city.settings import read_settings
from luylau.city.sheets import Record, read_sheet
from luylau.kernel.errors import BadFile, Fault
from luylau.kernel.units import conversion

OPTIONAL = (
    "kinds.toml", "rules.toml", "reports.toml", "playbooks.toml", "places.geojson", "legacy.csv",
    "cameras.toml", "camera_inventory.csv", "grid.toml", "grid.json",
)  # fmt: skip
"""Files that a pack may do without."""
Contents = Mapping[str, bytes]
"""A pack's files as bytes, by name."""


def check(folder: Path) -> list[Fault]:
    """Return everything wrong with the pack in ``folder``: file, row, column, message key. Empty is good."""
    faults: list[Fault] = []
    read_pack(read_contents(folder, faults), faults)
    return sorted(faults, key=lambda one: (one.file, one.row))


def load(folder: Path) -> City:
    """Return the city of the pack in ``folder``.

    Raises:
        BadFile: the pack has faults; the error carries all of them.
    """
    faults: list[Fault] = []
    city = read_pack(read_contents(folder, faults), faults)
    if faults:
        raise BadFile(sorted(faults, key=lambda one: (one.file, one.row)))
    return city


def pack_version(folder: Path) -> str:
    """Return a digest of the pack's files (SHA-256, hexadecimal); another content, another version."""
    digest = hashlib.sha256()
    for name in PACK_FILES:
        file = folder / name
        if file.is_file():
            data = file.read_bytes()
            digest.update(f"{name}:{len(data)}:".encode())
            digest.update(data)
    return digest.hexdigest()


def load_polygons(folder: Path, city: City) -> dict[str, Geometry]:
    """Return the outlines of the pack's ``places.geojson`` by place id; empty where it has none.

    Raises:
        BadFile: the file has faults.
    """
    faults: list[Fault] = []
    path = folder / "places.geojson"
    data = read_bytes(path, faults) if path.exists() else None
    polygons = {} if data is None else read_polygons(data, city.places, faults)
    if faults:
        raise BadFile(faults)
    return polygons


def read_contents(folder: Path, faults: list[Fault]) -> dict[str, bytes]:
    """Return the pack's files as bytes; an absent one that a pack needs is a fault."""
    if not folder.is_dir():
        faults.append(fault(str(folder), 0, "", "city-folder-missing"))
        return {}
    contents = {}
    for name in PACK_FILES:
        if name in OPTIONAL and not (folder / name).exists():
            continue
        data = read_bytes(folder / name, faults)
        if data is not None:
            contents[name] = data
    return contents


def read_pack(contents: Contents, faults: list[Fault]) -> City:
    """Return the city that ``contents`` describes; it is whole only where no fault was appended."""
    settings = read_settings(contents["city.toml"], faults) if "city.toml" in contents else None
    kinds = dict(default_kinds())
    if "kinds.toml" in contents:
        kinds |= read_kinds(contents["kinds.toml"], faults)
    records = {
        name: read_sheet(sheet, contents[name], faults) if name in contents else []
        for name, sheet in SHEETS.items()
    }
    _check_across(contents, records, kinds, faults)
    return City(
        id=settings.id if settings else "",
        name=settings.name if settings else "",
        names=settings.names if settings else {},
        languages=settings.languages if settings else (),
        time_zone=settings.time_zone if settings else "",
        territory_version=settings.territory_version if settings else "",
        lat=settings.lat if settings else 0.0,
        lon=settings.lon if settings else 0.0,
        retention_days=settings.retention_days if settings else 0,
        projection=settings.projection if settings else "",
        kinds=kinds,
        places={place.id: place for place in map(_place, records[PLACES.file])},
        organisations={one.id: one for one in map(_organisation, records[ORGANISATIONS.file])},
        assets={asset.id: asset for asset in map(_asset, records[ASSETS.file])},
        levels=() if faults else _levels(records, kinds),
        legacy=tuple(_legacy(record) for record in records[LEGACY.file]),
    )


def _check_across(
    contents: Contents,
    records: Mapping[str, Sequence[Record]],
    kinds: Mapping[str, Kind],
    faults: list[Fault],
) -> None:
    by_id = {
        name: {record.texts.get("id", ""): record for record in records[name]}
        for name in (PLACES.file, ORGANISATIONS.file, ASSETS.file)
        if name in contents
    }
    known = {**by_id, "kinds.toml": kinds}
    for name, sheet in SHEETS.items():
        references.check_references(sheet, records[name], known, faults)
    references.check_cycles(PLACES.file, records[PLACES.file], "parent", faults)
    for column in ("powered_by", "connected_via"):
        references.check_cycles(ASSETS.file, records[ASSETS.file], column, faults)
    references.check_assets(records[ASSETS.file], kinds, faults)
    references.check_levels(records[LEVELS.file], by_id.get(ASSETS.file, {}), kinds, faults)
    if "places.geojson" in contents:
        read_polygons(contents["places.geojson"], by_id.get(PLACES.file, {}), faults)


def _place(record: Record) -> Place:
    texts, numbers = record.texts, record.numbers
    return Place(
        id=texts.get("id", ""),
        kind=texts.get("kind", ""),
        name=texts.get("name", ""),
        names=record.names,
        parent=texts.get("parent", ""),
        code=texts.get("code", ""),
        lat=numbers.get("lat", 0.0),
        lon=numbers.get("lon", 0.0),
        area_km2=numbers.get("area_km2", float("nan")),
        population=numbers.get("population", float("nan")),
        source=texts.get("source", ""),
        assumed=record.flags.get("assumed", False),
    )


def _organisation(record: Record) -> Organisation:
    texts = record.texts
    return Organisation(
        id=texts.get("id", ""),
        kind=texts.get("kind", ""),
        name=texts.get("name", ""),
        names=record.names,
        source=texts.get("source", ""),
        assumed=record.flags.get("assumed", False),
    )


def _asset(record: Record) -> Asset:
    texts, numbers = record.texts, record.numbers
    backup = numbers.get("backup_h", 0.0)
    return Asset(
        id=texts.get("id", ""),
        kind=texts.get("kind", ""),
        name=texts.get("name", ""),
        names=record.names,
        place=texts.get("place", ""),
        lat=numbers.get("lat", 0.0),
        lon=numbers.get("lon", 0.0),
        powered_by=texts.get("powered_by", ""),
        connected_via=texts.get("connected_via", ""),
        backup_h=backup if backup == backup else 0.0,
        criticality=cast(Criticality, texts.get("criticality") or "normal"),
        owner=texts.get("owner", ""),
        status=cast(Status, texts.get("status") or "installed"),
        source=texts.get("source", ""),
        assumed=record.flags.get("assumed", False),
    )


def _levels(records: Mapping[str, Sequence[Record]], kinds: Mapping[str, Kind]) -> tuple[Level, ...]:
    kind_of = {asset.texts["id"]: kinds[asset.texts["kind"]] for asset in records[ASSETS.file]}
    return tuple(_level(record, kind_of[record.texts["asset"]]) for record in records[LEVELS.file])


def _level(record: Record, kind: Kind) -> Level:
    texts = record.texts
    # Kept in the channel's unit, so that whoever compares needs no conversion.
    unit = kind.channels[texts["channel"]].unit
    factor, offset = conversion(texts["unit"], unit) or (1.0, 0.0)
    return Level(
        asset=texts["asset"],
        channel=texts["channel"],
        level=texts["level"],
        value=record.numbers["value"] * factor + offset,
        unit=unit,
        source=texts.get("source", ""),
        assumed=record.flags.get("assumed", False),
    )


def _legacy(record: Record) -> LegacyUnit:
    return LegacyUnit(
        old_name=record.texts.get("old_name", ""),
        old_district=record.texts.get("old_district", ""),
        old_province=record.texts.get("old_province", ""),
        unit=record.texts.get("unit", ""),
    )
