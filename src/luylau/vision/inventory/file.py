"""``camera_inventory.csv`` of a pack: read whole or not at all, written as one change that can be undone."""

import csv
import io
from datetime import date
from pathlib import Path
from typing import Final

from luylau.city import replace_files
from luylau.city.columns import Column, Sheet
from luylau.city.model import City
from luylau.city.reading import fault, read_bytes
from luylau.city.sheets import Record, near, read_sheet
from luylau.kernel.errors import BadFile, Fault
from luylau.vision.inventory.fields import FIELDS
from luylau.vision.inventory.model import Entry, Inventory
from luylau.vision.plan_check import KIND

FILE: Final = "camera_inventory.csv"
SHEET: Final = Sheet(
    file=FILE,
    key=("camera", "field"),
    optional=True,
    needs_source=True,
    columns=(
        Column(name="camera", form="id", required=True, refers="assets.csv"),
        Column(name="field", form="choice", required=True, choices=tuple(FIELDS)),
        Column(name="value", required=True),
        Column(name="checked_on", required=True),
        Column(name="source"),
        Column(name="assumed", form="flag"),
    ),
)


def load_inventory(folder: Path, city: City | None = None) -> Inventory:
    """Read the inventory of a pack; an empty one where it has no such file. With a ``city``, its cameras must
    be assets of it.

    Raises:
        BadFile: the file has faults; it carries every one.
    """
    inventory, faults = _read(folder / FILE, city)
    if faults:
        raise BadFile(faults)
    return inventory


def check_inventory(folder: Path, city: City | None = None) -> list[Fault]:
    """Return every fault of a pack's inventory; an empty list for a good file, and for none."""
    return _read(folder / FILE, city)[1]


def save_inventory(folder: Path, inventory: Inventory, *, expected: str) -> str:
    """Write the inventory into the working copy ``folder``, as one change that can be undone; return the
    pack's new version. ``expected``: the version that was read.

    Raises:
        Conflict: the pack changed meanwhile.
        Unavailable: it cannot be written; the pack is as before.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(SHEET.names)
    writer.writerows(
        (one.camera, one.field, one.value, one.checked_on, one.source, "true" if one.assumed else "")
        for one in inventory.entries.values()
    )
    cameras = len({camera for camera, _ in inventory.entries})
    return replace_files(
        folder,
        {FILE: text.getvalue().encode()},
        key="vision-inventory-change",
        fields={"cameras": cameras},
        expected=expected,
    )


def _read(file: Path, city: City | None) -> tuple[Inventory, list[Fault]]:
    faults: list[Fault] = []
    data = read_bytes(file, faults) if file.exists() else None
    records = [] if data is None else read_sheet(SHEET, data, faults)
    for record in records:
        _check(record, city, faults)
    entries = [] if faults else map(_entry, records)
    found = Inventory(entries={(one.camera, one.field): one for one in entries})
    return found, sorted(faults, key=lambda one: one.row)


def _check(record: Record, city: City | None, faults: list[Fault]) -> None:
    camera, name = record.texts.get("camera", ""), record.texts.get("field", "")
    value, day = record.texts.get("value", ""), record.texts.get("checked_on", "")
    if city is not None and camera:
        asset = city.assets.get(camera)
        if asset is None:
            close = near(camera, (one.id for one in city.assets.values() if one.kind == KIND))
            faults.append(
                fault(
                    FILE,
                    record.row,
                    "camera",
                    "city-reference-unknown",
                    value=camera,
                    file="assets.csv",
                    near=close,
                )
            )
        elif asset.kind != KIND:
            faults.append(
                fault(FILE, record.row, "camera", "vision-plan-camera-kind", camera=camera, kind=asset.kind)
            )
    known = FIELDS.get(name)
    if known is not None and known.choices and value and value not in known.choices:
        faults.append(
            fault(FILE, record.row, "value", "city-choice", value=value, choices=", ".join(known.choices))
        )
    if day and not _is_day(day):
        faults.append(fault(FILE, record.row, "checked_on", "vision-inventory-day", value=day))


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _entry(record: Record) -> Entry:
    texts = record.texts
    return Entry(
        camera=texts["camera"],
        field=texts["field"],
        value=texts["value"],
        checked_on=texts["checked_on"],
        source=texts.get("source", ""),
        assumed=record.flags.get("assumed", False),
    )
