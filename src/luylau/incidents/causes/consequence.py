"""Who and what a cause hits: customers, units, sites and devices, and who is next when batteries run out."""

from collections import Counter
from dataclasses import dataclass
from typing import Final

import numpy as np

from luylau.city.model import City
from luylau.incidents.causes.evidence import NEVER
from luylau.incidents.causes.reasoning import Cause, Look
from luylau.incidents.causes.wiring import Wiring
from luylau.incidents.rules import Severity
from luylau.incidents.urgency import UrgencyPart, severity_part
from luylau.kernel.arrays import Bool, Float64, Int64
from luylau.kernel.clock import MICROS
from luylau.power.model import Criticality
from luylau.power.topology import NONE

SHOWN: Final = 20
"""So many assets are named at most; the rest is counted."""
CUSTOMERS_CRITICAL: Final = 1_000
CUSTOMERS_MAJOR: Final = 100
DEVICES_MAJOR: Final = 20
"""From so many on a cause is so severe: assumed."""
SOON_US: Final = 3_600 * MICROS
_HOUR_US: Final = 3_600 * MICROS


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An asset that is hit. ``until_us``: when its battery is spent, by the wall clock; NEVER if it has none
    or nobody knows since when it runs."""

    asset: str
    backup_h: float
    until_us: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequence:
    """What a cause does.

    ``dark``, ``cut``: how many assets by kind have no supply, and how many others no way to the platform.
    ``places``: customers by unit. ``critical``: dark sites of high and vital criticality (a clinic, a pump
    station; not their devices); ``next``: assets whose batteries run out next; ``SHOWN`` of each at most.
    ``vital``, ``high``: how many such sites there are in all; ``soon``: how many of both have less than an
    hour of battery left.
    """

    customers: int
    load_w: float
    dark: dict[str, int]
    cut: dict[str, int]
    places: dict[str, int]
    critical: tuple[Hit, ...]
    next: tuple[Hit, ...]
    vital: int
    high: int
    soon: int

    @property
    def severity(self) -> Severity:
        """How bad that is."""
        if self.vital or self.customers >= CUSTOMERS_CRITICAL:
            return "critical"
        lost = sum(self.dark.values()) + sum(self.cut.values())
        if self.high or self.customers >= CUSTOMERS_MAJOR or lost >= DEVICES_MAJOR:
            return "major"
        return "minor"

    @property
    def urgency(self) -> tuple[UrgencyPart, ...]:
        """The points that make its urgency, with their reasons; the weights are assumed."""
        parts = [severity_part(self.severity)]

        def add(key: str, count: int, points: int) -> None:
            if points:
                parts.append(UrgencyPart(key=key, fields={"count": count}, points=points))

        add("urgency-customers", self.customers, min(10, round(2.5 * np.log10(1 + self.customers))))
        add("urgency-vital", self.vital, min(8, 4 * self.vital))
        add("urgency-high", self.high, min(6, 2 * self.high))
        add("urgency-battery-soon", self.soon, min(6, 3 * self.soon))
        lost = sum(self.cut.values())
        add("urgency-cut", lost, min(5, lost // 20))
        return tuple(parts)


class Surroundings:
    """The city's assets as columns, for the consequences of many causes.

    ``load_places``: the unit of each load of the grid, shape (loads,).
    """

    def __init__(self, city: City, wiring: Wiring, load_places: tuple[str, ...]) -> None:
        assets = [one for one in city.assets.values() if one.status not in ("planned", "retired")]
        carriers = {one: row for row, one in enumerate(wiring.carrier)}
        self.wiring = wiring
        self.load_places = load_places
        self.ids = tuple(one.id for one in assets)
        self.kinds = tuple(one.kind for one in assets)
        # What is a part of the grid is dead where it stands, all else where it is fed.
        self.node: Int64 = np.array(
            [wiring.node_of.get(one.id, wiring.node_of.get(one.powered_by, NONE)) for one in assets], np.int64
        )
        self.carrier: Int64 = np.array([carriers.get(one.connected_via, NONE) for one in assets], np.int64)
        self.backup_us: Float64 = np.array([one.backup_h * _HOUR_US for one in assets])
        self.rank: Int64 = np.array([Criticality.of(one.criticality) for one in assets], np.int64)
        self.site: Bool = np.array([not city.kinds[one.kind].is_device for one in assets], np.bool_)

    def of(self, seen: Look, cause: Cause, begun_us: int, now_us: int) -> Consequence:
        """Return what a cause of a look does; both times and those returned are the wall clock's, for
        batteries run while nobody hears, too. ``begun_us`` is NEVER where that is not known."""
        by_node, by_carrier = np.append(seen.cause_of_node, NONE), np.append(seen.cause_of_carrier, NONE)
        grid = self.wiring.grid
        if cause.kind == "power":
            dark: Bool = by_node[self.node] == cause.place
            loads = np.flatnonzero(by_node[grid.loads.node] == cause.place)
            behind = np.zeros(len(by_carrier), np.bool_)
            fed = np.append(self.wiring.carrier_node, NONE)
            behind[:-1] = by_node[fed[:-1]] == cause.place
            lost = behind & np.append(seen.found.failed, False)
        else:
            dark = np.zeros(len(self.ids), np.bool_)
            loads = np.empty(0, np.int64)
            lost = np.zeros(len(by_carrier), np.bool_)
            lost[cause.place] = True
        cut: Bool = lost[by_carrier[self.carrier]] & (by_carrier[self.carrier] != NONE) & ~dark
        rows = np.flatnonzero(dark)
        until = np.where((self.backup_us > 0) & (begun_us != NEVER), begun_us + self.backup_us, NEVER).astype(
            np.int64
        )
        runs = rows[until[rows] > now_us]
        graver = rows[self.site[rows] & (self.rank[rows] >= Criticality.HIGH)]
        soon = (until[graver] > now_us) & (until[graver] <= now_us + SOON_US)
        places: Counter[str] = Counter()
        for load in loads.tolist():
            places[self.load_places[load]] += int(grid.loads.customers[load])
        return Consequence(
            customers=int(grid.loads.customers[loads].sum()),
            load_w=float(grid.loads.p_w[loads].sum()),
            dark=dict(Counter(self.kinds[row] for row in rows.tolist())),
            cut=dict(Counter(self.kinds[row] for row in np.flatnonzero(cut).tolist())),
            places=dict(places.most_common()),
            critical=self._hits(graver[np.lexsort((until[graver], -self.rank[graver]))], until),
            next=self._hits(runs[np.lexsort((-self.rank[runs], until[runs]))], until),
            vital=int((self.rank[graver] == Criticality.VITAL).sum()),
            high=int((self.rank[graver] == Criticality.HIGH).sum()),
            soon=int(soon.sum()),
        )

    def _hits(self, rows: Int64, until: Int64) -> tuple[Hit, ...]:
        return tuple(
            Hit(asset=self.ids[row], backup_h=float(self.backup_us[row]) / _HOUR_US, until_us=int(until[row]))
            for row in rows[:SHOWN].tolist()
        )
