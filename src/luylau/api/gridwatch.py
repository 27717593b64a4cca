"""Writes the outage log from what the grid is seen to do: customers go dark, customers come back."""

import logging
from collections import Counter
from dataclasses import dataclass, replace
from typing import Final

from luylau.api.gridlive import GridLive, Now
from luylau.incidents.causes.evidence import NEVER
from luylau.kernel.clock import MICROS
from luylau.kernel.errors import BadFile, BadInput, Conflict, NotFound, Unavailable
from luylau.kernel.ids import new_id
from luylau.power.outages import Interruption, Origin, OutageLog

log = logging.getLogger(__name__)

SETTLE_US: Final = 5 * 60 * MICROS
"""What no switch tells of is written down once it has been dark for so long: while devices fall silent one
after the other, what explains them best may change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dark:
    """A load without power: the element it hangs on, whether no switch tells of it, and since when by its
    cause (microseconds, NEVER: not known)."""

    root: str
    estimated: bool
    since_us: int


class GridWatch:
    """Follows the loads.

    A load that goes dark enters the log with the others of its feeder, unit and root; it stays in its row
    until it has power again, whatever the outage turns out to hang on meanwhile, so that no customer counts
    twice. Nothing is written while neither switches nor meters tell anything: what is planned is no outage.
    """

    def __init__(self, live: GridLive, outages: OutageLog) -> None:
        self._live = live
        self._outages = outages
        self._rows: dict[str, Interruption] | None = None
        self._row_of: dict[int, str] = {}
        """The row of the log that each dark load is in."""
        self._seen_us: dict[int, int] = {}
        """Since when each dark load has been seen so, by the platform."""

    def look(self) -> None:
        """Look once and write down what has changed."""
        try:
            now = self._live.now()
        except (NotFound, Unavailable, BadFile):
            return
        if not now.reporting:
            return
        dark = _dark_loads(now)
        if self._rows is None:
            self._rows = {one.id: one for one in self._outages.still_out()}
            self._take_up(now, dark, self._rows)
        self._compare(now, dark, self._rows)
        since: dict[str, int] = {}
        for load, row in self._row_of.items():
            if load in dark:
                root, begun_us = dark[load].root, self._rows[row].begun_us
                since[root] = min(begun_us, since.get(root, begun_us))
        self._live.since_us = since

    def _take_up(self, now: Now, dark: dict[int, Dark], rows: dict[str, Interruption]) -> None:
        """Find the rows that dark loads are in already, after a start: those of their feeder and unit, the
        same root first, as far as their customers reach."""
        room = {id_: one.customers for id_, one in rows.items()}
        for same_root in (True, False):
            for load, what in dark.items():
                customers = _customers(now, load)
                if load in self._row_of or not customers:
                    continue
                feeder, place = _where(now, load)
                for id_, one in rows.items():
                    fits = (one.feeder, one.place) == (feeder, place) and room[id_] >= customers
                    if fits and (one.root == what.root or not same_root):
                        self._row_of[load] = id_
                        room[id_] -= customers
                        break

    def _compare(self, now: Now, dark: dict[int, Dark], rows: dict[str, Interruption]) -> None:
        self._seen_us = {load: self._seen_us.get(load, now.time_us) for load in dark}
        held: Counter[str] = Counter()
        for load, row in list(self._row_of.items()):
            if load in dark:
                held[row] += _customers(now, load)
            else:
                del self._row_of[load]
        for id_, one in list(rows.items()):
            if held[id_] < one.customers:
                self._end(now, one, one.customers - held[id_], rows)
        fresh: dict[tuple[str, str, Dark], list[int]] = {}
        for load, what in dark.items():
            settled = not what.estimated or now.time_us - self._seen_us[load] >= SETTLE_US
            if load not in self._row_of and settled and _customers(now, load):
                fresh.setdefault((*_where(now, load), what), []).append(load)
        for (feeder, place, what), loads in fresh.items():
            self._begin(now, feeder, place, what, loads, rows)

    def _begin(
        self, now: Now, feeder: str, place: str, what: Dark, loads: list[int], rows: dict[str, Interruption]
    ) -> None:
        seen_us = min(self._seen_us[load] for load in loads)
        one = Interruption(
            id=new_id("outage"),
            begun_us=min(now.time_us, seen_us if what.since_us == NEVER else what.since_us),
            feeder=feeder,
            place=place,
            root=what.root,
            customers=sum(_customers(now, load) for load in loads),
            source=Origin.ESTIMATED if what.estimated else Origin.LIVE,
            simulated=now.view.grid.simulated,
        )
        try:
            self._outages.begin(one, others=True)
        except (BadInput, Conflict) as error:
            log.error("the outage of %s is not in the log: %s", one.root, error)
            return
        rows[one.id] = one
        self._row_of.update(dict.fromkeys(loads, one.id))
        log.info("outage of %s: %s customers dark", one.root, one.customers)

    def _end(self, now: Now, one: Interruption, back: int, rows: dict[str, Interruption]) -> None:
        # The platform's clock may have been set back meanwhile.
        ended_us = max(now.time_us, one.begun_us)
        try:
            self._outages.end(one.id, ended_us, back)
        except (BadInput, Conflict, NotFound) as error:
            log.error("the end of the outage of %s is not in the log: %s", one.root, error)
            del rows[one.id]
            return
        if back == one.customers:
            del rows[one.id]
        else:
            rows[one.id] = replace(one, customers=one.customers - back)


def _dark_loads(now: Now) -> dict[int, Dark]:
    ids = now.view.grid.edge_ids
    found: dict[int, Dark] = {}
    for part, cause in now.parts():
        what = Dark(
            root=ids[part.edge],
            estimated=cause is not None,
            since_us=cause.data["since_us"] if cause is not None else NEVER,
        )
        found |= dict.fromkeys(part.lost.loads.tolist(), what)
    return found


def _customers(now: Now, load: int) -> int:
    return int(now.view.grid.loads.customers[load])


def _where(now: Now, load: int) -> tuple[str, str]:
    """Return the feeder and the unit of a load."""
    grid = now.view.grid
    row = int(now.view.feeder_of_node[grid.loads.node[load]])
    return grid.feeders.id[row] if row >= 0 else "", now.view.load_places[load]
