"""The grid as the API serves it: read once, with what is looked up again and again worked out beside it."""

import hashlib
import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path

import numpy as np

from luylau.api.cityview import CityHolder
from luylau.city import City
from luylau.kernel.arrays import Int64
from luylau.kernel.errors import BadFile, BadInput, LuylauError, NotFound, Unavailable
from luylau.power.contingency import Contingencies, n_minus_1, prepare
from luylau.power.evaluation import Evaluation, evaluate
from luylau.power.impact import places_of_loads
from luylau.power.model import Grid, Table
from luylau.power.storm_replay import Replay, replay
from luylau.power.topology import Adjacency, Trace, adjacency, feeder_of_edges, feeder_of_nodes, trace

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Studied:
    """N-1 with when it was done (microseconds UTC) and how long it took."""

    cases: Contingencies
    at_us: int
    seconds: float


class GridView:
    """A grid and its indexes; never changed once made, but for what is worked out when first asked for."""

    def __init__(self, grid: Grid, city: City) -> None:
        self.grid = grid
        self.fed_by: Mapping[str, tuple[str, ...]] = _fed_by(city)
        """The city's assets that each asset feeds, itself not included, over all steps."""
        self.version = _digest(grid)
        self.beside: Adjacency = adjacency(grid)
        self.normal: Trace = trace(grid, grid.edges_in_service(), self.beside)
        self.feeder_of_edge: Int64 = feeder_of_edges(grid, self.normal)
        self.feeder_of_node: Int64 = feeder_of_nodes(grid, self.normal)
        self.edge_row: Mapping[str, int] = {name: row for row, name in enumerate(grid.edge_ids)}
        self.switch_row: Mapping[str, int] = grid.switches.number()
        self.feeder_row: Mapping[str, int] = grid.feeders.number()
        self.load_places: tuple[str, ...] = places_of_loads(grid, city)
        """The unit in which each load stands: its asset's, else the nearest."""
        self._lock = threading.Lock()

    @cached_property
    def base(self) -> Evaluation:
        """The normal state with the base case's loads."""
        return evaluate(self.grid, self.grid.edges_in_service(), self.beside)

    @cached_property
    def contingencies(self) -> Studied:
        """N-1 from the normal state."""
        with self._lock:
            begun = time.monotonic()
            found = n_minus_1(prepare(self.grid))
            return Studied(cases=found, at_us=time.time_ns() // 1_000, seconds=time.monotonic() - begun)

    @cached_property
    def storm(self) -> Replay:
        """Storm no. 3 of 2024 played on the grid."""
        with self._lock:
            return replay(self.grid)

    def switch_of(self, name: str) -> int:
        """Return a switch's row.

        Raises:
            BadInput: the grid has no such switch.
        """
        row = self.switch_row.get(name)
        if row is None:
            raise BadInput("grid-no-switch", switch=name)
        return row

    def edge_of(self, name: str) -> int:
        """Return an edge's number.

        Raises:
            BadInput: the grid has no such element.
        """
        row = self.edge_row.get(name)
        if row is None:
            raise BadInput("grid-element-unknown", element=name)
        return row

    def feeder_of(self, name: str) -> int:
        """Return a feeder's row.

        Raises:
            NotFound: the grid has no such feeder.
        """
        row = self.feeder_row.get(name)
        if row is None:
            raise NotFound("grid-feeder-unknown", feeder=name)
        return row

    def kind_of(self, edge: int) -> str:
        """Return what an edge is."""
        if edge < self.grid.switch_edges.start:
            return "line"
        return "switch" if edge < self.grid.switch_edges.stop else "transformer"

    def place_of(self, edge: int) -> tuple[float, float]:
        """Return longitude and latitude of the middle of an edge; NaN where not known."""
        ends = [self.grid.edge_from[edge], self.grid.edge_to[edge]]
        return float(self.grid.nodes.lon[ends].mean()), float(self.grid.nodes.lat[ends].mean())


def _digest(grid: Grid) -> str:
    said = hashlib.sha256()
    for one in fields(grid):
        value = getattr(grid, one.name)
        if isinstance(value, Table):
            for column in fields(value):
                held = getattr(value, column.name)
                said.update(held.tobytes() if isinstance(held, np.ndarray) else "\0".join(held).encode())
        else:
            said.update(repr(value).encode())
    return said.hexdigest()[:16]


@dataclass(slots=True)
class _Held:
    city_version: str
    view: GridView | None
    fault: LuylauError | None


class GridHolder:
    """The city's grid now. It is read or built beside the serving: it may take seconds."""

    def __init__(self, city: CityHolder, read: Callable[[Path, City], Grid | None]) -> None:
        self._city = city
        self._read = read
        self._held: _Held | None = None

    @property
    def view(self) -> GridView:
        """The grid.

        Raises:
            NotFound: the city has none.
            Unavailable: it is still being read.
            BadFile: its files have faults.
        """
        held = self._held
        if held is None:
            raise Unavailable("grid-not-ready")
        if held.fault is not None:
            raise held.fault
        if held.view is None:
            raise NotFound("grid-none")
        return held.view

    def reload(self) -> bool:
        """Read the grid if it is not held or the city's pack has changed; say whether it was read."""
        view = self._city.view
        if self._held is not None and self._held.city_version == view.version:
            return False
        try:
            grid = self._read(self._city.folder, view.city)
        except BadFile as error:
            log.error("the grid has faults: %s", error)
            self._held = _Held(view.version, None, error)
            return True
        self._held = _Held(view.version, None if grid is None else GridView(grid, view.city), None)
        return True


def _fed_by(city: City) -> dict[str, tuple[str, ...]]:
    """Return for each asset that powers others all that it powers, over all steps."""
    direct: dict[str, list[str]] = {}
    for asset in city.assets.values():
        if asset.powered_by:
            direct.setdefault(asset.powered_by, []).append(asset.id)
    found: dict[str, tuple[str, ...]] = {}
    for asset_id in direct:
        below: dict[str, None] = {}
        waiting = [asset_id]
        while waiting:
            for fed in direct.get(waiting.pop(), ()):
                if fed not in below:
                    below[fed] = None
                    waiting.append(fed)
        found[asset_id] = tuple(below)
    return found
