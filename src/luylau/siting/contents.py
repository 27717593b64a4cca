"""What a file that studies can name holds: points, buildings or roads, if one of the readers takes it."""

import hashlib
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from luylau.city.polygons import read_features
from luylau.kernel.errors import BadFile, BadInput, Fault, Unavailable
from luylau.kernel.geo import LocalPlane
from luylau.siting.points import read_points
from luylau.siting.points.file import MOST_FAULTS
from luylau.siting.points.surroundings import read_buildings, read_roads

MOST_BYTES: Final = 20 * 1024 * 1024
"""Largest file that is taken in, or looked into where somebody put it there by hand."""
NOWHERE: Final = LocalPlane(lat=0.0, lon=0.0)
"""Where the city lies does not matter for what a file can hold."""

Kind = Literal["points", "buildings", "roads", "other"]
"""What a file can be named as; other: no reader takes it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What a file holds. ``sha256``: hexadecimal, "" where the disk does not hand the file out; ``rows``:
    points of a CSV file, features of GeoJSON, 0 where no reader takes it."""

    sha256: str
    kind: Kind = "other"
    rows: int = 0


def held_in(file: Path) -> Held:
    """Return what a file holds, whoever put it there and whatever it is.

    Raises:
        FileNotFoundError: it is gone.
    """
    try:
        with file.open("rb") as handle:
            digest = hashlib.file_digest(handle, "sha256").hexdigest()
            size = handle.tell()
    except FileNotFoundError:
        raise
    except OSError:
        return Held(sha256="")
    if size <= MOST_BYTES:
        with suppress(BadInput, Unavailable):
            kind, rows = content_of(file)
            return Held(sha256=digest, kind=kind, rows=rows)
    return Held(sha256=digest)


def content_of(file: Path) -> tuple[Kind, int]:
    """Return what a CSV or GeoJSON file can be named as, and how many rows or features it has.

    Outlines alone are buildings, though they can be named as points too; a file of lines is one of roads.

    Raises:
        BadFile: the reader of what it looks most like does not take it; up to 50 faults are told.
    """
    if file.suffix == ".csv":
        return "points", len(read_points(file))
    shapes = _shapes(file)
    if shapes and shapes.most_common(1)[0][0] in ("LineString", "MultiLineString"):
        read_roads(file, NOWHERE)
        return "roads", shapes.total()
    if shapes and shapes.keys() <= {"Polygon", "MultiPolygon"}:
        read_buildings(file, NOWHERE)
        return "buildings", shapes.total()
    return "points", len(read_points(file))


def _shapes(file: Path) -> Counter[str]:
    """Return how many features have which type of geometry, "" for none. The features themselves are let go
    of, so that no two readings of a file lie in memory at once."""
    faults: list[Fault] = []
    features = read_features(file.name, bytes_of(file) or b"", faults)
    if faults:
        raise BadFile(faults[:MOST_FAULTS])
    geometries = (feature.get("geometry") for feature in features)
    return Counter(str(one.get("type")) if isinstance(one, dict) else "" for one in geometries)


def bytes_of(file: Path) -> bytes | None:
    """Return what a file holds, byte for byte; None where there is none.

    Raises:
        Unavailable: the disk does not hand it out (``siting-file-unreadable``).
    """
    try:
        return file.read_bytes()
    except (FileNotFoundError, IsADirectoryError):
        return None
    except OSError as error:
        raise Unavailable("siting-file-unreadable") from error
