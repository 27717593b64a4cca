"""The grid as it is now: positions of switches and loads from what devices report, what their silence tells,
the rest as planned."""

import threading
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from luylau.api.cityview import CityHolder, CityView
from luylau.api.gridevidence import POWER, Listener, meters_of
from luylau.api.gridmeasured import Reader
from luylau.api.gridshow import shown_state
from luylau.api.gridview import GridHolder, GridView
from luylau.api.live import LiveValues
from luylau.api.models.grid import GridState
from luylau.kernel.arrays import Bool, Float64, Int64
from luylau.kernel.clock import MICROS, Clock
from luylau.kernel.messages import Language
from luylau.power.evaluation import DarkPart, Evaluation, dark_parts, evaluate, split
from luylau.power.localisation import Contradiction, Evidence, Fault, Localisation, Sign, localise

POSITION: Final = "position"
"""The channel of a switch: 1 closed, 0 open."""
FRESH_US: Final = 15 * 60 * MICROS
"""A load is taken from a meter only while its value is this young."""
KEEP_US: Final = 2 * MICROS
"""For how long an evaluation serves all who ask."""
DOUBT_US: Final = 4 * 60 * MICROS
"""A switch is doubted once it has stood as it stands for so long at least: meters that report once a minute
count as reporting for three minutes after their last word, and so behind a switch that has just opened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Now:
    """One look at what devices report.

    ``told``: switches whose position is known; ``moved_us``: since when each is seen to stand as it stands,
    shape (switches,). ``steady``: whether values have come in for long enough that a meter's silence is
    known; ``doubt_us``: how long a switch stands before it is doubted. ``metered``: loads that meters tell.
    ``seen``: what meters tell of power, and ``located`` where the grid is broken by that. ``evaluation``
    holds both: what switches say and what has been located.
    """

    time_us: int
    view: GridView
    closed: Bool
    told: Bool
    moved_us: Int64
    p_w: Float64
    q_var: Float64
    metered: int
    steady: bool
    doubt_us: int
    seen: Evidence
    located: Localisation
    evaluation: Evaluation

    def parts(self) -> list[tuple[DarkPart, Fault | None]]:
        """Return what is dark, each part with the fault that only meters tell of, if it hangs on one; the
        most customers first."""
        grid, faults = self.view.grid, self.located.faults
        edge = np.array([fault.edge for fault in faults], np.int64)
        found = [
            (piece, faults[number] if number >= 0 else None)
            for part in dark_parts(grid, self.view.normal, self.evaluation)
            for piece, number in split(grid, part, self.located.below, edge)
        ]
        return sorted(found, key=lambda one: (-one[0].lost.customers, one[0].edge))

    @property
    def reporting(self) -> bool:
        """Whether anything is known of the grid's state: a switch's position, or what a meter tells."""
        return bool(self.told.any()) or bool((self.seen.sign != Sign.UNHEARD).any())

    @property
    def doubtful(self) -> tuple[Contradiction, ...]:
        """Where switches say open while meters behind them report, for so long that it is no coincidence."""
        first = self.view.grid.switch_edges.start
        return tuple(
            one
            for one in self.located.contradictions
            if (self.time_us - self.moved_us[one.switches - first] >= self.doubt_us).all()
        )

    @property
    def failed(self) -> Int64:
        """Edges that are open though no switch says so."""
        return np.flatnonzero(self.located.failed)


class GridLive:
    """Looks when somebody asks, at most every ``KEEP_US``."""

    def __init__(self, grid: GridHolder, city: CityHolder, live: LiveValues, clock: Clock) -> None:
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
            doubtful=now.doubtful,
        )

    def _look(self, view: GridView, time_us: int, before: Now | None) -> Now:
        grid = view.grid
        closed, told = self._positions(view)
        p_w, q_var, metered = self._loads(view, time_us)
        listener = Listener(self._city.view, self._live)
        seen = listener.evidence(view)
        serving = grid.edges_in_service(closed)
        moved_us = np.full(len(closed), time_us)
        if before is not None:
            moved_us = np.where(before.closed == closed, before.moved_us, moved_us)
        same = before is not None and (before.closed == closed).all() and (before.told == told).all()
        if before is not None and same and _same(before.seen, seen):
            located = before.located
        else:
            located = localise(grid, serving, seen, told=told, beside=view.beside)
        serving &= ~located.failed
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
            moved_us=moved_us,
            p_w=p_w,
            q_var=q_var,
            metered=metered,
            steady=listener.steady,
            doubt_us=max(DOUBT_US, listener.longest_us + DOUBT_US // 4),
            seen=seen,
            located=located,
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


def _same(one: Evidence, other: Evidence) -> bool:
    return np.array_equal(one.node, other.node) and np.array_equal(one.sign, other.sign)
