"""``cameras.toml``: read whole or not at all, written back in one step. A pack may do without.

Comments in the file are lost when the platform writes it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

from luylau.city.model import City
from luylau.kernel.errors import BadFile, Conflict, Fault
from luylau.kernel.toml_files import file_lock, put_file, read_toml, stage_toml
from luylau.kernel.toml_lines import Lines, nested_lines
from luylau.vision.plan import CameraPlan
from luylau.vision.plan_check import FILE, PARTS, WORDS, changed, plan_from_data, plan_to_data, twice


@dataclass(frozen=True, slots=True, kw_only=True)
class Cameras:
    """The plans of a pack's cameras; ``version`` counts the changes of the file, 0 where there is none."""

    version: int
    plans: tuple[CameraPlan, ...]

    def plan(self, camera: str) -> CameraPlan | None:
        """Return the plan of a camera, by the id of its asset; None where it has none."""
        return next((plan for plan in self.plans if plan.camera == camera), None)


def load_cameras(folder: Path, city: City | None = None) -> Cameras:
    """Read the cameras of a pack; none where it has no such file. With a ``city``, they must be its assets.

    Raises:
        BadFile: the file is no TOML, or plans have faults; it carries every fault.
    """
    found, faults = _read(folder / FILE, city)
    if faults:
        raise BadFile(faults)
    return found


def check_cameras(folder: Path, city: City | None = None) -> list[Fault]:
    """Return every fault of a pack's cameras; an empty list for a good file, and for none."""
    return _read(folder / FILE, city)[1]


def cameras_from_data(
    version: int,
    rows: Iterable[Mapping[str, Any]],
    city: City | None = None,
    lines: list[Lines] | None = None,
) -> tuple[Cameras, list[Fault]]:
    """Return the cameras that ``rows`` describe, and every fault; rows with faults are not among them.

    ``lines`` are those of each row in its file; without them a fault's row is the camera's number from 1.
    """
    given = list(rows)
    where = lines or [Lines(head=number) for number in range(1, len(given) + 1)]
    plans: list[CameraPlan] = []
    faults = twice([(at.head, row) for at, row in zip(where, given, strict=True)])
    for at, row in zip(where, given, strict=True):
        plan, wrong = plan_from_data(row, lines=at, city=city)
        faults += wrong
        if plan is not None:
            plans.append(plan)
    return Cameras(version=version, plans=tuple(plans)), sorted(faults, key=lambda fault: fault.row)


class CamerasFile:
    """The cameras of a pack for who asks again and again: read only when the file, or the city, is another.
    For several threads."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = Lock()
        self._stamp: tuple[int, ...] | None = None
        self._city: City | None = None
        self._found: tuple[Cameras, list[Fault]] | None = None

    def load(self, city: City | None = None) -> Cameras:
        """Return what ``load_cameras`` does.

        Raises:
            BadFile: as ``load_cameras``.
        """
        with self._lock:
            # Looked at first: what is written while it is read is read once more.
            stamp = _stamp(self._folder / FILE)
            if self._found is None or stamp != self._stamp or city is not self._city:
                self._found = _read(self._folder / FILE, city)
                self._stamp, self._city = stamp, city
            found, faults = self._found
        if faults:
            raise BadFile(faults)
        return found


def save_cameras(
    folder: Path, plans: Iterable[CameraPlan], *, expected_version: int, city: City | None = None
) -> Cameras:
    """Write the plans in place of version ``expected_version`` of the file (0: there is none yet); return
    them under the next version.

    The versions of plans and scenes follow from what stands in the file, whatever they are here. The file is
    never half written: a new one is forced to the disk and then takes the old one's name.

    Raises:
        BadFile: a plan has faults, or the file that is there; nothing is written.
        Conflict: the file holds another version by now (``vision-plan-changed``).
        Unavailable: the disk is full or read-only.
    """
    given = tuple(plans)
    _, faults = cameras_from_data(expected_version + 1, [plan_to_data(plan) for plan in given], city)
    if faults:
        raise BadFile(faults)
    file = folder / FILE
    with file_lock(file):
        before = load_cameras(folder)
        if before.version != expected_version:
            raise Conflict("vision-plan-changed", expected=expected_version, found=before.version)
        after = Cameras(
            version=expected_version + 1,
            plans=tuple(changed(before.plan(plan.camera), plan) for plan in given),
        )
        rows = [plan_to_data(plan) for plan in after.plans]
        put_file(file, stage_toml(file, {"version": after.version, "camera": rows}))
    return after


def _stamp(file: Path) -> tuple[int, ...] | None:
    """Return what is another whenever a file is another; None where there is none."""
    try:
        told = file.stat()
    except OSError:
        return None
    return told.st_mtime_ns, told.st_ctime_ns, told.st_size, told.st_ino


def _read(file: Path, city: City | None) -> tuple[Cameras, list[Fault]]:
    if not file.exists():
        return Cameras(version=0, plans=()), []
    text, data, faults = read_toml(file, f"{WORDS}-file-unreadable", words=WORDS)
    if not faults:
        faults = [
            _fault(key, f"{WORDS}-key-unknown", name=key, known="version, camera")
            for key in data
            if key not in ("version", "camera")
        ]
        version = data.get("version")
        if isinstance(version, bool) or not isinstance(version, int) or version < 1:
            faults.append(_fault("version", f"{WORDS}-version-bad"))
            version = 0
        rows = data.get("camera", [])
        if isinstance(rows, list) and all(isinstance(row, dict) for row in rows):
            lines = nested_lines(text, "camera", PARTS, rows)
            found, wrong = cameras_from_data(version, rows, city, lines)
            return found, faults + wrong
        faults.append(_fault("camera", f"{WORDS}-field-type", name="camera", wanted="tables"))
    return Cameras(version=0, plans=()), faults


def _fault(where: str, key: str, **fields: str | int) -> Fault:
    return Fault(file=FILE, row=0, column=where, key=key, fields=dict(fields))
