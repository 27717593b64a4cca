"""The grid as it is now: positions of switches and loads from what devices report, what has failed by the
causes that ``signals`` finds, the rest as planned."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from sqlalchemy.engine import Engine

from luylau.api.cityview import CityHolder, CityView
from luylau.api.gridlocated import Located, located
from luylau.api.gridmeasured import POWER, Reader, meters_of
from luylau.api.gridshow import shown_state
from luylau.api.gridview import GridHolder, GridView
from luylau.api.live import LiveValues
from luylau.api.models.grid import GridState
from luylau.incidents.causes import CauseRecord, doubted_switches, standing_causes
from luylau.incidents.causes.hearing import POSITION
from luylau.kernel.arrays import Bool, Float64, Int64
from luylau.kernel.clock import MICROS, Clock
from luylau.kernel.messages import Language
from luylau.power.evaluation import DarkPart, Evaluation, dark_parts, evaluate, split

FRESH_US: Final = 15 * 60 * MICROS
"""A load is taken from a meter only while its value is this young."""
KEEP_US: Final = 2 * MICROS
"""For how long an evaluation serves all who ask."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Now:
    """One look at what devices report.

    ``told``: switches whose position is known. ``metered``: loads that meters tell. ``located``: where the
    grid is broken though no switch says so; ``doubted``: switches that say open and are not believed, with
    the devices that report behind each. ``evaluation`` holds what switches say and what has been located.
    """

    time_us: int
    view: GridView
    closed: Bool
    told: Bool
    p_w: Float64
    q_var: Float64
    metered: int
    located: Located
    doubted: Mapping[str, int]
    evaluation: Evaluation

    def parts(self) -> list[tuple[DarkPart, CauseRecord | None]]:
        """Return what is dark, each part with the cause that no switch tells of, if it hangs on one; the most
        customers first."""
        grid, there = self.view.grid, self.located
        found = [
            (piece, there.faults[number] if number >= 0 else None)
            for part in dark_parts(grid, self.view.normal, self.evaluation)
            for piece, number in split(grid, part, there.below, there.edge)
        ]
        return sorted(found, key=lambda one: (-one[0].lost.customers, one[0].edge))

    @property
    def reporting(self) -> bool:
        """Whether anything is known of the grid's state: a switch's position, what a meter tells, a cause."""
        return bool(self.told.any()) or self.metered > 0 or bool(self.located.faults)

    @property
    def failed(self) -> Int64:
        """Edges that are open though no switch says so."""
        return np.flatnonzero(self.located.failed)


class GridLive:
    """Looks when somebody asks, at most every ``KEEP_US``."""

    def __init__(
        self, grid: GridHolder, city: CityHolder, live: LiveValues, clock: Clock, engine: Engine
    ) -> None:
        self._engine = engine
        self._grid = grid
        self._city = city
        self._live = live
        self._clock = clock
        self._lock = threading.Lock()
        self._now: Now | None = None
        self.since_us: dict[str, int] = {}
        """Since when what hangs on an element is dark, by the element; kept by who writes the outage log."""

    def now(self) -> Now:
        """Return the newest look.

        Raises:
            NotFound, Unavailable, BadFile: there is no grid (yet).
            OperationalError: the database is away.
        """
        view = self._grid.view
        with self._lock:
            held, time_us = self._now, self._clock.now_us()
            if held is None or held.view is not view or not 0 <= time_us - held.time_us < KEEP_US:
                before = held if held is not None and held.view is view else None
                held = self._now = self._look(view, time_us, before)
            return held

    def evaluation(self) -> Evaluation:
        """Return the state of the grid now."""
        return self.now().evaluation

    @property
    def basis(self) -> Literal["measured", "planned"]:
        """Whether any switch reports its position."""
        return "measured" if self.now().told.any() else "planned"

    def state(self, city: CityView, language: Language) -> GridState:
        """Return what is energised now, in the reader's language."""
        now = self.now()
        return shown_state(
            now.view,
            city,
            language,
            now.evaluation,
            now_us=now.time_us,
            basis=self.basis,
            loads="measured" if now.metered else "planned",
            reporting=int(now.told.sum()),
            since_us=self.since_us,
            parts=now.parts(),
            doubted=now.doubted,
        )

    def _look(self, view: GridView, time_us: int, before: Now | None) -> Now:
        grid = view.grid
        closed, told = self._positions(view)
        p_w, q_var, metered = self._loads(view, time_us)
        serving = grid.edges_in_service(closed)
        there = located(view, serving, standing_causes(self._engine))
        serving &= ~there.failed
        if (
            before is not None
            and (before.evaluation.serving == serving).all()
            and (before.p_w == p_w).all()
            and (before.q_var == q_var).all()
        ):
            evaluation = before.evaluation
        else:
            evaluation = evaluate(grid, serving, view.beside, p_w, q_var)
        return Now(
            time_us=time_us,
            view=view,
            closed=closed,
            told=told,
            p_w=p_w,
            q_var=q_var,
            metered=metered,
            located=there,
            doubted=doubted_switches(self._engine),
            evaluation=evaluation,
        )

    def _positions(self, view: GridView) -> tuple[Bool, Bool]:
        """Return which switches are closed, and of which that is known."""
        switches = view.grid.switches
        closed, told = switches.closed.copy(), np.zeros(len(switches), np.bool_)
        for row, switch in enumerate(switches.id):
            said = self._live.good(switch, POSITION)
            # A word where a position should stand is no position.
            if said is not None and said.value == said.value:
                # A switch stays where it was last seen, however long ago: only changes are told.
                closed[row] = said.value >= 0.5
                told[row] = True
        return closed, told

    def _loads(self, view: GridView, time_us: int) -> tuple[Float64, Float64, int]:
        """Return each load's power (W, var), and how many a meter tells."""
        loads, city = view.grid.loads, self._city.view
        reader = Reader(city, self._live)
        p_w, q_var = loads.p_w.copy(), loads.q_var.copy()
        metered = 0
        for row, asset in enumerate(loads.asset):
            said = [reader.read(meter, POWER, "W") for meter in meters_of(city, view, asset)]
            fresh = [one[0] for one in said if one is not None and time_us - one[1] < FRESH_US]
            # Of several meters each tells a part: without one of them the load is not known.
            if said and len(fresh) == len(said):
                q_var[row] *= sum(fresh) / p_w[row] if p_w[row] > 0 else 0.0
                p_w[row] = sum(fresh)
                metered += 1
        return p_w, q_var, metered
