"""Writes the outage log from what the grid is seen to do: customers go dark, customers come back."""

import logging
from collections import Counter
from dataclasses import replace
from typing import Final

from luylau.api.gridlive import GridLive, Now
from luylau.kernel.clock import MICROS
from luylau.kernel.errors import BadFile, Conflict, NotFound, Unavailable
from luylau.kernel.ids import new_id
from luylau.power.evaluation import dark_parts
from luylau.power.localisation import by_edge
from luylau.power.outages import Interruption, Origin, OutageLog

log = logging.getLogger(__name__)

SETTLE_US: Final = 5 * 60 * MICROS
"""An outage that only meters tell of is written down once it has hung on the same element for so long: while
they fall silent one after the other, what explains them best may change."""

_Key = tuple[str, str, str]


class GridWatch:
    """Compares each look with the log's open rows. Nothing is written while neither switches nor meters tell
    anything: what is planned is no outage."""

    def __init__(self, live: GridLive, outages: OutageLog) -> None:
        self._live = live
        self._outages = outages
        self._open: dict[_Key, Interruption] | None = None
        self._guessed: dict[str, int] = {}
        """Since when each element has been thought to have failed, as far as only meters tell of it."""

    def look(self) -> None:
        """Look once and write down what has changed."""
        try:
            now = self._live.now()
        except (NotFound, Unavailable, BadFile):
            return
        if self._open is None:
            self._open = {one.same: one for one in self._outages.still_out()}
        if now.reporting:
            self._compare(now, self._open)
        since: dict[str, int] = {}
        for one in self._open.values():
            since[one.root] = min(one.begun_us, since.get(one.root, one.begun_us))
        self._live.since_us = since

    def _compare(self, now: Now, held: dict[_Key, Interruption]) -> None:
        seen = _dark_customers(now)
        located = by_edge(now.view.grid, now.located)
        faults = {now.view.grid.edge_ids[edge]: fault for edge, fault in located.items()}
        self._guessed = {root: self._guessed.get(root, now.time_us) for root in faults}
        for key, one in list(held.items()):
            left = seen.get(key, 0)
            if left < one.customers:
                self._outages.end(one.id, now.time_us, one.customers - left)
                if left:
                    held[key] = replace(one, customers=left)
                else:
                    del held[key]
        for key, customers in seen.items():
            feeder, place, root = key
            settled = root not in faults or now.time_us - self._guessed[root] >= SETTLE_US
            if key not in held and settled:
                since_us = faults[root].since_us if root in faults else -1
                one = Interruption(
                    id=new_id("outage"),
                    begun_us=since_us if since_us >= 0 else now.time_us,
                    feeder=feeder,
                    place=place,
                    root=root,
                    customers=customers,
                    source=Origin.ESTIMATED if root in faults else Origin.LIVE,
                    simulated=now.view.grid.simulated,
                )
                one = self._begin(one, now.time_us)
                held[key] = one
                log.info("outage of %s: %s customers dark", root, customers)

    def _begin(self, one: Interruption, now_us: int) -> Interruption:
        """Write down that an outage has begun; that it began now, where the log contradicts its beginning."""
        try:
            self._outages.begin(one)
        except Conflict:
            if one.begun_us == now_us:
                raise
            one = replace(one, begun_us=now_us)
            self._outages.begin(one)
        return one


def _dark_customers(now: Now) -> Counter[_Key]:
    """Return the dark customers by feeder, unit and the element that they hang on."""
    view, grid = now.view, now.view.grid
    found: Counter[_Key] = Counter()
    for part in dark_parts(grid, view.normal, now.evaluation):
        root = grid.edge_ids[part.edge]
        for load in part.lost.loads.tolist():
            row = int(view.feeder_of_node[grid.loads.node[load]])
            feeder = grid.feeders.id[row] if row >= 0 else ""
            customers = int(grid.loads.customers[load])
            if customers > 0:
                found[feeder, view.load_places[load], root] += customers
    return found
