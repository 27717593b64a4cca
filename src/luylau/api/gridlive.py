"""The grid as it is now: positions of switches and loads from what devices report, the rest as planned."""

import threading
from dataclasses import dataclass
from typing import Final, Literal

from luylau.api.cityview import CityHolder, CityView
from luylau.api.gridshow import shown_state
from luylau.api.gridview import GridHolder, GridView
from luylau.api.live import LiveValues
from luylau.api.models.grid import GridState
from luylau.kernel.arrays import Bool, Float64
from luylau.kernel.clock import MICROS, Clock
from luylau.kernel.messages import Language
from luylau.power.evaluation import Evaluation, evaluate

POSITION: Final = "position"
"""The channel of a switch: 1 closed, 0 open."""
POWER: Final = "active_power"
"""The channel of a transformer's meter, in kW."""
FRESH_US: Final = 15 * 60 * MICROS
"""A load is taken from a meter only while its value is this young."""
KEEP_US: Final = 2 * MICROS
"""For how long an evaluation serves all who ask."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Now:
    """One look at what devices report. ``reporting``: switches whose position is known; ``metered``: loads
    that a meter tells."""

    time_us: int
    view: GridView
    closed: Bool
    p_w: Float64
    q_var: Float64
    reporting: int
    metered: int
    evaluation: Evaluation


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
                held = self._now = self._look(view, time_us)
            return held

    def closed(self) -> Bool:
        """Return which switches are closed now, shape (switches,)."""
        return self.now().closed

    def evaluation(self) -> Evaluation:
        """Return the state of the grid now."""
        return self.now().evaluation

    @property
    def basis(self) -> Literal["measured", "planned"]:
        """Whether any switch reports its position."""
        return "measured" if self.now().reporting else "planned"

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
            reporting=now.reporting,
            since_us=self.since_us,
        )

    def _look(self, view: GridView, time_us: int) -> Now:
        grid = view.grid
        closed = grid.switches.closed.copy()
        reporting = 0
        for row, switch in enumerate(grid.switches.id):
            said = self._live.good(switch, POSITION)
            # A word where a position should stand is no position.
            if said is not None and said.value == said.value:
                # A switch stays where it was last seen, however long ago: only changes are told.
                closed[row] = said.value >= 0.5
                reporting += 1
        p_w, q_var = grid.loads.p_w.copy(), grid.loads.q_var.copy()
        metered = 0
        for row, asset in enumerate(grid.loads.asset):
            for meter in self._meters(asset) if asset else ():
                said = self._live.good(meter, POWER)
                if said is not None and time_us - said.time_us < FRESH_US:
                    q_var[row] *= said.value * 1e3 / p_w[row] if p_w[row] > 0 else 0.0
                    p_w[row] = said.value * 1e3
                    metered += 1
                    break
        same = (
            self._now is not None
            and self._now.view is view
            and (self._now.closed == closed).all()
            and (self._now.p_w == p_w).all()
        )
        return Now(
            time_us=time_us,
            view=view,
            closed=closed,
            p_w=p_w,
            q_var=q_var,
            reporting=reporting,
            metered=metered,
            evaluation=self._now.evaluation
            if same and self._now is not None
            else evaluate(grid, grid.edges_in_service(closed), view.beside, p_w, q_var),
        )

    def _meters(self, asset: str) -> list[str]:
        city = self._city.view
        return [
            one
            for one in city.dependants.get(asset, ())
            if POWER in city.city.kinds[city.city.assets[one].kind].channels
        ]
