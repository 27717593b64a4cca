"""Instances in the formats of the literature.

- ``sjc``: the number of points, then x and y of each, one a line; the demand in a file of its own, a number a
  line. Sites are the points (L. A. N. Lorena's instances of Sao Jose dos Campos).
- ``pmed``: vertices, edges and p, then each edge as begin, end and length; distances are those of the
  shortest ways, and of an edge that is given twice the last length counts (J. E. Beasley, OR-Library).
- ``mclp``: keywords with a colon as TSPLIB has them (NAME, TYPE : MCLP, EDGE_WEIGHT_TYPE, DIMENSION, ...),
  then sections: NODE_COORD_SECTION with a place a line; DEMAND_SECTION with a demand a line; EOF. New York,
  Bronx, San Francisco and Kings give bare places and, in the same order, demands (V. R. Maximo, J.-F. Cordeau
  and M. C. V. Nascimento, "A hybrid adaptive iterated local search heuristic for the maximal covering
  location problem", Int. Trans. Operational Research, 2023); as in TSPLIB a number may stand before each, and
  then the demand behind the place as well. EDGE_WEIGHT_TYPE is EUC_2D (as without) or COORD: latitude and
  longitude in degrees, with distances along great circles.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import KDTree

from luylau.kernel.arrays import Float64, Int64
from luylau.kernel.errors import Fault
from luylau.siting.coverage import Cover, Places, cover_by_radius
from luylau.siting.coverage.checks import PAIR_LIMIT, check_lengths, check_pairs
from luylau.siting.solving.problem import CoverProblem
from luylau.siting.solving.rows import Column, Rows

EARTH_RADIUS_M: Final = 6_378_100.0
"""With which the published values of the instances in degrees were reckoned, metres."""
_KEYWORD: Final = re.compile(r"^\s*([A-Z_]+)\s*:\s*(.*?)\s*$")
_SECTION: Final = re.compile(r"^\s*([A-Z_]+_SECTION)\s*:?\s*$")
_MOST_VERTICES: Final = 10_000
"""The distances between all of them take 0.8 GB."""
_NUMBER: Final = Column("number", 0, 1e15, whole=True)
_DEMAND: Final = Column("demand", low=0)
_METRES: Final = (Column("x"), Column("y"))
_DEGREES: Final = (Column("lat", -90, 90), Column("lon", -180, 180))
_DEMANDS: Final = {1: (_DEMAND,), 2: (_NUMBER, _DEMAND)}
_Lines = list[tuple[int, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PointFile:
    """Points that are sites as well, columns of shape (points,): the ``number`` of each in the file, ``x``
    and ``y`` in metres (or the file's own unit), latitude and longitude where ``degrees``, and demand."""

    name: str
    number: Int64
    x: Float64
    y: Float64
    demand: Float64
    degrees: bool = False

    def problem(self, radius: float, count: int) -> CoverProblem:
        """Return the maximal covering problem with ``count`` sites of this radius, in metres for degrees.

        Raises:
            BadInput: the radius is negative or no number, or reaches too many pairs.
        """
        points = len(self.number)
        return CoverProblem(
            weights=self.demand,
            cover=self._cover(radius),
            cost=np.ones(points),
            site=np.arange(points),
            budget=float(count),
        )

    def _cover(self, radius: float) -> Cover:
        if not self.degrees:
            places = Places.of_metres(self.x, self.y)
            return cover_by_radius(places, places, radius)
        # By chords through the earth: a map in the plane would put points at the rim on its other side.
        check_lengths("radius", radius, ())
        lat, lon = np.radians(self.x), np.radians(self.y)
        place = np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
        chord = 2 * math.sin(min(radius / EARTH_RADIUS_M, math.pi) / 2)
        tree = KDTree(place)
        check_pairs(int(tree.count_neighbors(tree, chord)), PAIR_LIMIT)
        near = tree.query_ball_point(place, chord, return_sorted=True)
        starts = np.cumsum([0, *map(len, near)], dtype=np.int64)
        return Cover(starts, np.concatenate(near).astype(np.int32), len(place))


@dataclass(frozen=True, slots=True, kw_only=True)
class MedianFile:
    """Distances between all vertices, shape (vertices, vertices), infinite where no way leads; and p."""

    name: str
    distance: Float64
    count: int


def read_sjc(file: Path, demand: Path | None = None) -> PointFile:
    """Read points, and the demand beside them: by default ``demand-NAME.dat``, as the instances name it.

    Raises:
        BadFile: a file cannot be read, a line is none of this format, or the numbers of points and demand
            differ.
    """
    faults: list[Fault] = []
    rows = Rows(file, faults)
    (row, first), *lines = rows
    (count,) = rows.numbers(row, first, (Column("n", low=1, whole=True),))
    place = _table(rows, lines, {2: _METRES})
    rows.counted(row, "n", len(lines), count)
    beside = Rows(demand or file.with_name(f"demand-{file.stem}.dat"), faults)
    weight = _table(beside, list(beside), {1: (_DEMAND,)})["demand"]
    beside.counted(0, "demand", len(weight), count)
    rows.refuse()
    number = np.arange(1, len(weight) + 1)
    return PointFile(name=file.stem, number=number, x=place["x"], y=place["y"], demand=weight)


def read_pmed(file: Path) -> MedianFile:
    """Read a graph and return the shortest ways between all its vertices.

    Raises:
        BadFile: it cannot be read, a line is none of this format, an edge's end is not there, a length is
            negative, or p is more than the vertices.
    """
    rows = Rows(file, [])
    (row, first), *lines = rows
    vertex_count = Column("n", 1, _MOST_VERTICES, whole=True)
    head = (vertex_count, Column("m", 0, whole=True), Column("p", 1, whole=True))
    vertices, edges, count = rows.numbers(row, first, head)
    if count > vertices:
        rows.fault(row, "p", "siting-count-wrong", count=int(count), sites=int(vertices))
    rows.counted(row, "m", len(lines), edges)
    # Without a number of vertices there is no telling which ends are wrong.
    last = math.inf if math.isnan(vertices) else vertices
    ends = (Column("begin", 1, last, whole=True), Column("end", 1, last, whole=True))
    edge = _table(rows, lines, {3: (*ends, Column("length", low=0))})
    rows.refuse()
    begin, end = (edge[name].astype(np.int64) - 1 for name in ("begin", "end"))
    key = np.minimum(begin, end) * int(vertices) + np.maximum(begin, end)
    _, backwards = np.unique(key[::-1], return_index=True)
    kept = len(key) - 1 - backwards
    shape = int(vertices), int(vertices)
    graph = csr_array((edge["length"][kept], (begin[kept], end[kept])), shape=shape)
    return MedianFile(name=file.stem, distance=dijkstra(graph, directed=False), count=int(count))


def read_mclp(file: Path) -> PointFile:
    """Read points and demand with keywords as TSPLIB has them.

    Raises:
        BadFile: it cannot be read, is no MCLP, a line is none of this format, or a point lacks its place or
            demand.
    """
    rows = Rows(file, [])
    said, sections = _parts(rows)
    row, kind = said.get("TYPE", (0, "MCLP"))
    if kind != "MCLP":
        rows.fault(row, "TYPE", "siting-instance-type", said=kind)
    row, measure = said.get("EDGE_WEIGHT_TYPE", (0, "EUC_2D"))
    if measure not in ("EUC_2D", "COORD"):
        rows.fault(row, "EDGE_WEIGHT_TYPE", "siting-instance-measure", said=measure)
    degrees = measure == "COORD"
    place = _DEGREES if degrees else _METRES
    placed = sections.get("NODE_COORD_SECTION", [])
    at = _table(rows, placed, {2: place, 3: (_NUMBER, *place), 4: (_NUMBER, *place, _DEMAND)})
    number = _numbered(rows, placed, at)
    row, text = said.get("DIMENSION", (0, str(len(placed) or 1)))
    (dimension,) = rows.numbers(row, text, (Column("DIMENSION", low=1, whole=True),))
    rows.counted(row, "NODE_COORD_SECTION", len(placed), dimension)
    demand = at["demand"] if "demand" in at else _demand(rows, row, sections, number, dimension)
    rows.refuse()
    x, y = (at[one.name] for one in place)
    name = said.get("NAME", (0, file.stem))[1]
    return PointFile(name=name, number=number, x=x, y=y, demand=demand, degrees=degrees)


def _demand(rows: Rows, row: int, sections: Mapping[str, _Lines], number: Int64, dimension: float) -> Float64:
    """Return the demand of the points with these numbers, or where it has no numbers in the file's order."""
    lines = sections.get("DEMAND_SECTION", [])
    table = _table(rows, lines, _DEMANDS)
    belongs = _numbered(rows, lines, table) if "number" in table else number
    rows.counted(row, "DEMAND_SECTION", len(lines), dimension)
    known = set(number.tolist())
    for (at, _), one in zip(lines, belongs.tolist(), strict=False):
        if one not in known:
            rows.fault(at, "number", "siting-instance-stray", number=one)
    rows.refuse()
    demand = dict(zip(belongs.tolist(), table["demand"].tolist(), strict=True))
    return np.array([demand[one] for one in number.tolist()])


def _parts(rows: Rows) -> tuple[dict[str, tuple[int, str]], dict[str, _Lines]]:
    """Return the row and value of each keyword, and the lines of each section."""
    said: dict[str, tuple[int, str]] = {}
    sections: dict[str, _Lines] = {}
    section = ""
    for row, line in rows:
        begins, keyword = _SECTION.match(line), _KEYWORD.match(line)
        if line.strip() == "EOF":
            break
        if begins:
            section = begins[1]
        elif keyword:
            said[keyword[1]] = row, keyword[2]
        elif section in ("NODE_COORD_SECTION", "DEMAND_SECTION"):
            sections.setdefault(section, []).append((row, line))
        else:
            # Each line of a file of another format would be one more.
            rows.fault(row, section, "siting-instance-line")
            rows.refuse()
    return said, sections


def _table(rows: Rows, lines: _Lines, forms: Mapping[int, Sequence[Column]]) -> dict[str, Float64]:
    """Return the columns of these lines by name, each shape (lines,); the first line says which of the forms
    (by how many numbers they have) they are in."""
    width = len(lines[0][1].split()) if lines else min(forms)
    columns = forms.get(width) or forms[min(forms)]
    numbers = [rows.numbers(row, line, columns) for row, line in lines]
    table = np.array(numbers, np.float64).reshape(-1, len(columns)).T.copy()
    return {column.name: values for column, values in zip(columns, table, strict=True)}


def _numbered(rows: Rows, lines: _Lines, table: Mapping[str, Float64]) -> Int64:
    """Return the number of each line, from 1 where they have none; note those that come twice."""
    if "number" not in table:
        return np.arange(1, len(lines) + 1)
    number = np.nan_to_num(table["number"], nan=-1).astype(np.int64)
    _, firsts = np.unique(number, return_index=True)
    for at in np.setdiff1d(np.flatnonzero(number >= 0), firsts).tolist():
        rows.fault(lines[at][0], "number", "siting-instance-twice", number=int(number[at]))
    return number
