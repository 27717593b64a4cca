"""Instances in the formats of the literature.

- ``sjc``: the number of points, then x and y of each, one a line; the demand in a file of its own, a number a
  line. Sites are the points (L. A. N. Lorena's instances of Sao Jose dos Campos).
- ``pmed``: vertices, edges and p, then each edge as begin, end and length; distances are those of the
  shortest ways, and of an edge that is given twice the last length counts (J. E. Beasley, OR-Library).
- ``mclp``: keywords with a colon as TSPLIB has them (NAME, TYPE : MCLP, DIMENSION, ...), then sections:
  NODE_COORD_SECTION with a number, x and y a line and perhaps the demand; DEMAND_SECTION with a number and
  the demand; EOF.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from luylau.kernel.arrays import Float64, Int64
from luylau.kernel.errors import BadFile, Fault
from luylau.siting.coverage import Places, cover_by_radius
from luylau.siting.solving.problem import CoverProblem

_KEYWORD: Final = re.compile(r"^\s*([A-Z_]+)\s*:\s*(.*?)\s*$")
_SECTION: Final = re.compile(r"^\s*([A-Z_]+_SECTION)\s*:?\s*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class PointFile:
    """Points that are sites as well: metres (or the file's own unit), shape (points,), and demand."""

    name: str
    x: Float64
    y: Float64
    demand: Float64

    def problem(self, radius: float, count: int) -> CoverProblem:
        """Return the maximal covering problem with ``count`` sites of this radius."""
        places = Places.of_metres(self.x, self.y)
        points = len(places)
        return CoverProblem(
            weights=self.demand,
            cover=cover_by_radius(places, places, radius),
            cost=np.ones(points),
            site=np.arange(points),
            budget=float(count),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class MedianFile:
    """Distances between all vertices, shape (vertices, vertices), infinite where no way leads; and p."""

    name: str
    distance: Float64
    count: int


def read_sjc(file: Path, demand: Path | None = None) -> PointFile:
    """Read points, and the demand beside them: by default ``demand-NAME.dat``, as the instances name it.

    Raises:
        BadFile: a line is none of this format, or the numbers of points and demand differ.
    """
    lines = _lines(file)
    count = int(_numbers(file, lines[:1], 1)[0, 0])
    place = _numbers(file, lines[1:], 2)
    beside = demand or file.with_name(f"demand-{file.stem}.dat")
    weight = _numbers(beside, _lines(beside), 1)[:, 0]
    for path, found in ((file, len(place)), (beside, len(weight))):
        if found != count:
            raise _fault(path, 1, "siting-instance-count", given=found, needed=count)
    return PointFile(
        name=file.stem, x=place[:, 0].copy(), y=place[:, 1].copy(), demand=_demand(beside, weight)
    )


def read_pmed(file: Path) -> MedianFile:
    """Read a graph and return the shortest ways between all its vertices.

    Raises:
        BadFile: a line is none of this format, an edge's end is not there, or a length is negative.
    """
    lines = _lines(file)
    vertices, edges, count = (int(one) for one in _numbers(file, lines[:1], 3)[0])
    edge = _numbers(file, lines[1:], 3)
    if len(edge) != edges:
        raise _fault(file, 1, "siting-instance-count", given=len(edge), needed=edges)
    ends = edge[:, :2].astype(np.int64) - 1
    wrong = ((ends < 0) | (ends >= vertices)).any(axis=1) | (edge[:, 2] < 0)
    if wrong.any():
        raise _fault(file, int(np.argmax(wrong)) + 2, "siting-instance-line")
    key = ends.min(axis=1) * vertices + ends.max(axis=1)
    _, last = np.unique(key[::-1], return_index=True)
    kept = len(key) - 1 - last
    graph = csr_array((edge[kept, 2], (ends[kept, 0], ends[kept, 1])), shape=(vertices, vertices))
    return MedianFile(name=file.stem, distance=dijkstra(graph, directed=False), count=count)


def read_mclp(file: Path) -> PointFile:
    """Read points and demand with keywords as TSPLIB has them.

    Raises:
        BadFile: it is no MCLP, a line is none of this format, or a point lacks its place or demand.
    """
    name, section = file.stem, ""
    dimension: int | None = None
    place: dict[int, tuple[float, float]] = {}
    demand: dict[int, float] = {}
    for row, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        keyword, begins = _KEYWORD.match(line), _SECTION.match(line)
        if begins:
            section = begins[1]
        elif keyword:
            if keyword[1] == "TYPE" and keyword[2] != "MCLP":
                raise _fault(file, row, "siting-instance-type", said=keyword[2])
            name = keyword[2] if keyword[1] == "NAME" else name
            if keyword[1] == "DIMENSION":
                dimension = int(_row(file, row, keyword[2])[0])
        elif line.strip() == "EOF":
            break
        elif line.strip():
            values = _row(file, row, line)
            if section == "NODE_COORD_SECTION" and len(values) in (3, 4):
                place[int(values[0])] = values[1], values[2]
                if len(values) == 4:
                    demand[int(values[0])] = values[3]
            elif section == "DEMAND_SECTION" and len(values) == 2:
                demand[int(values[0])] = values[1]
            else:
                raise _fault(file, row, "siting-instance-line")
    needed = len(place) if dimension is None else dimension
    if len(place) != needed or set(place) != set(demand) or not place:
        raise _fault(file, 1, "siting-instance-count", given=len(set(place) & set(demand)), needed=needed)
    order = sorted(place)
    x, y = np.array([place[one] for one in order]).T
    weight = np.array([demand[one] for one in order])
    return PointFile(name=name, x=x.copy(), y=y.copy(), demand=_demand(file, weight))


def _lines(file: Path) -> list[tuple[int, str]]:
    text = file.read_text(encoding="utf-8").splitlines()
    found = [(row, line) for row, line in enumerate(text, 1) if line.strip()]
    if not found:
        raise _fault(file, 1, "siting-instance-line")
    return found


def _numbers(file: Path, lines: list[tuple[int, str]], width: int) -> Float64:
    rows = np.empty((len(lines), width))
    for at, (row, line) in enumerate(lines):
        values = _row(file, row, line)
        if len(values) != width:
            raise _fault(file, row, "siting-instance-line")
        rows[at] = values
    return rows


def _row(file: Path, row: int, line: str) -> list[float]:
    try:
        values = [float(word) for word in line.split()]
    except ValueError:
        raise _fault(file, row, "siting-instance-line") from None
    if not np.isfinite(values).all():
        raise _fault(file, row, "siting-instance-line")
    return values


def _demand(file: Path, weight: Float64) -> Float64:
    wrong: Int64 = np.flatnonzero(weight < 0)
    if len(wrong):
        raise _fault(file, int(wrong[0]) + 1, "siting-instance-line")
    return weight


def _fault(file: Path, row: int, key: str, **fields: int | str) -> BadFile:
    return BadFile([Fault(file=file.name, row=row, column="", key=key, fields=dict(fields))])
