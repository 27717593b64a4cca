"""Writes the outage log from what the grid is seen to do: customers go dark, customers come back."""

import logging
from collections import Counter
from dataclasses import replace

from luylau.api.gridlive import GridLive, Now
from luylau.kernel.errors import BadFile, NotFound, Unavailable
from luylau.kernel.ids import new_id
from luylau.power.evaluation import dark_parts
from luylau.power.outages import Interruption, OutageLog

log = logging.getLogger(__name__)

_Key = tuple[str, str, str]


class GridWatch:
    """Compares each look with the log's open rows. Nothing is written while no switch reports: what is
    planned is no outage."""

    def __init__(self, live: GridLive, outages: OutageLog) -> None:
        self._live = live
        self._outages = outages
        self._open: dict[_Key, Interruption] | None = None

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
        for key, one in list(held.items()):
            left = seen.get(key, 0)
            if left < one.customers:
                self._outages.end(one.id, now.time_us, one.customers - left)
                if left:
                    held[key] = replace(one, customers=left)
                else:
                    del held[key]
        for key, customers in seen.items():
            if key not in held:
                feeder, place, root = key
                one = Interruption(
                    id=new_id("outage"),
                    begun_us=now.time_us,
                    feeder=feeder,
                    place=place,
                    root=root,
                    customers=customers,
                    simulated=now.view.grid.simulated,
                )
                self._outages.begin(one)
                held[key] = one
                log.info("outage of %s: %s customers dark", root, customers)


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
