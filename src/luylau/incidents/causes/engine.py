"""The causes at work: batches in, causes that begin, change and end out.

Once a second everything is reasoned anew (``reasoning``). A cause of this look that explains much the same
devices as one that is known already *is* that one, even if it now lies one switch further: evidence comes in
bit by bit, and an operator works on one case. A cause is over when its devices are heard again; while they
come back one after the other, those still to come are excused until their next report is due. One behind
which a later one has opened cannot be seen for as long, and stands.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from luylau.city.model import City
from luylau.incidents.causes.evidence import (
    MOST_MISSED,
    NEVER,
    RECENT,
    SHORT_US,
    Columns,
    Int16,
    columns_of,
)
from luylau.incidents.causes.hearing import Hearing
from luylau.incidents.causes.reasoning import (
    SETTLED_US,
    Cause,
    CauseKind,
    Look,
    look,
    since_next,
)
from luylau.incidents.causes.residents import Residents
from luylau.incidents.causes.weather import Gusts
from luylau.incidents.causes.wiring import Supply, Wiring, supply, wire
from luylau.kernel.arrays import Bool, Float64, Int64
from luylau.kernel.clock import MICROS
from luylau.power.model import Grid
from luylau.power.topology import NONE, inherit
from luylau.telemetry.observations import Batch

STEADY_US: Final = 3 * MICROS
"""A cause is told once it has stood for so long: the first signals of an event come within a few seconds."""
REVISE_US: Final = 10 * MICROS
"""What a told cause is thought to be changes only once that has stood for so long: the first devices that
come back would else make another one of it."""
BACK_SHARE: Final = 0.05
"""When this share of a cause's silent devices, and two at least, are heard again, it is coming to its end."""
SHARED: Final = 0.5
"""Two causes are one if the smaller shares so much of its silent devices with the larger."""
APART_US: Final = 300 * MICROS
"""What begins so much later is another failure."""
PERIODS: Final = 2.5
"""A cause that is no longer found is over after so many of its devices' periods, if not sooner."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A cause that is followed.

    ``number`` names it in this process; ``element`` is the id of what failed. ``cause`` is what the newest
    look that found it says, ``dark`` the devices that were silent by it, ``ever`` all that have been.
    Times by the sight clock: ``seen_us`` first found, ``last_us`` when ``cause`` was, ``back_us`` since when
    its devices come back (NEVER: they do not). ``told``: whether it has stood for long enough. ``other``: the
    element that newer looks name in its place, since when; "" where they name the same.
    """

    number: int
    cause: Cause
    element: str
    dark: Int64
    ever: Int64
    seen_us: int
    last_us: int
    back_us: int
    told: bool
    other: tuple[str, int] = ("", NEVER)


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What a look changed: causes to be told for the first time, those that go on (with what is new of them),
    and those that are over."""

    began: tuple[Known, ...]
    goes_on: tuple[Known, ...]
    ended: tuple[Known, ...]


class CauseEngine:
    """Follows the causes on one grid and city. Not for several threads at once.

    Feed it each batch with ``take`` and call ``tick`` once a second; both with the sight clock's time.
    """

    def __init__(self, city: City, grid: Grid, *, wiring: Wiring | None = None) -> None:
        """``wiring`` is ``wire(city, grid)``, if it is at hand or drawn by other means."""
        self.wiring: Wiring = wiring or wire(city, grid)
        self.hearing = Hearing(city, self.wiring)
        self.look: Look | None = None
        """The newest look."""
        self.known: dict[int, Known] = {}
        self._supply: Supply | None = None
        self._columns: Columns
        self._dark_since_us = np.full(self.wiring.nodes, NEVER)
        self._down_since_us = np.full(len(self.wiring.carrier), NEVER)
        self._gusts = Gusts(city, grid)
        self._line_year: Float64 | None = None
        self.residents = Residents(self.wiring)
        self.reported: Int64 = np.empty(0, np.int64)
        """Supply node of each resident's report that counts in the newest look."""
        self._recalled: dict[str, int] = {}
        self._number = 0
        self._number_of = np.full(len(self.wiring.devices), NONE)
        # When each device was found silent by a cause.
        self._marked_us = np.full(len(self.wiring.devices), NEVER)

    def link(self, keys: Sequence[tuple[str, str]]) -> None:
        """Learn which device each series belongs to."""
        self.hearing.link(keys)
        self._gusts.link(keys)

    def take(self, batch: Batch, now_us: int) -> None:
        """Take a batch that came at ``now_us``."""
        if len(batch):
            self.hearing.take(batch, now_us)
            self._gusts.take(batch, now_us)

    def recall(self, element: str, since_us: int) -> None:
        """Take it that an element has failed since then, where nothing else is known: the next look reckons
        with the silence of what hangs on it, however long that lasts."""
        self._recalled[element] = since_us

    def tick(self, now_us: int) -> News:
        """Reason on what has been heard by ``now_us``; return what is new."""
        line_year = self._gusts.line_year(now_us)
        if self._supply is None or self.hearing.moved or line_year is not self._line_year:
            self._line_year = line_year
            hearing = self.hearing
            self._supply = supply(
                self.wiring, hearing.closed, hearing.told, moved_us=hearing.moved_us, line_year=line_year
            )
            self._columns = columns_of(self.wiring, self._supply)
            self.hearing.moved = False
        self._recall()
        self._excuse(now_us)
        self.reported = self.residents.standing(self.hearing.last_us, now_us)
        seen = look(
            self.wiring,
            self._supply,
            self._columns,
            self.hearing.heard,
            now_us,
            dark_since_us=self._dark_since_us,
            down_since_us=self._down_since_us,
            loss=self.hearing.loss,
            false=self._false(),
            weight=self.residents.weight(self.reported),
        )
        self.look = seen
        self._dark_since_us, self._down_since_us = since_next(seen)
        return self._follow(seen)

    def state(self) -> dict[str, NDArray[Any]]:
        """Return everything to go on from later, as arrays that ``numpy.savez`` takes without pickling."""
        names = {"dark": self._node_ids(), "down": list(self.wiring.carrier)}
        arrays = self.hearing.state() | {f"gust_{name}": one for name, one in self._gusts.state().items()}
        for part, since_us in (("dark", self._dark_since_us), ("down", self._down_since_us)):
            rows = np.flatnonzero(since_us != NEVER)
            arrays[f"{part}_id"] = np.array([names[part][row] for row in rows.tolist()], np.str_)
            arrays[f"{part}_since_us"] = since_us[rows]
        return arrays

    def load_state(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        """Go on from what ``state`` returned; what is gone since is left out.

        Raises:
            KeyError: the arrays are not a state of this version.
        """
        self.hearing.load_state(arrays)
        of_gusts = {name: one for name, one in arrays.items() if name.startswith("gust_")}
        self._gusts.load_state({name.removeprefix("gust_"): one for name, one in of_gusts.items()})
        names = {"dark": self._node_ids(), "down": list(self.wiring.carrier)}
        for part, since_us in (("dark", self._dark_since_us), ("down", self._down_since_us)):
            row_of = {name: row for row, name in enumerate(names[part])}
            held = zip(arrays[f"{part}_id"].tolist(), arrays[f"{part}_since_us"].tolist(), strict=True)
            for name, when_us in held:
                if name in row_of:
                    since_us[row_of[name]] = when_us

    def _recall(self) -> None:
        """Date what hangs on recalled elements, where the last look did not."""
        if not self._recalled:
            return
        assert self._supply is not None
        supply, carriers = self._supply, self.wiring.carrier
        power = {self.element("power", place): place for place in supply.order.tolist()}
        network = {one: row for row, one in enumerate(carriers)}
        for places, order, parent, since_us in (
            (power, supply.order, supply.parent, self._dark_since_us),
            (network, np.arange(len(carriers)), self.wiring.carrier_parent, self._down_since_us),
        ):
            recalled_us = np.full(len(since_us), NEVER)
            for element, when_us in self._recalled.items():
                if element in places:
                    recalled_us[places[element]] = when_us
            inherit(order, parent, recalled_us)
            unknown = since_us == NEVER
            since_us[unknown] = recalled_us[unknown]
        self._recalled.clear()

    def _node_ids(self) -> list[str]:
        return [*self.wiring.grid.nodes.id, *self.wiring.site]

    def element(self, kind: CauseKind, place: int) -> str:
        """Return the id of what failed: a grid's edge, a source's node, a site, a carrier."""
        if kind == "network":
            return self.wiring.carrier[place]
        grid, count = self.wiring.grid, len(self.wiring.grid.nodes)
        if place >= count:
            return self.wiring.site[place - count]
        assert self._supply is not None
        edge = int(self._supply.edge[place])
        return self.wiring.edge_ids[edge] if edge != NONE else grid.nodes.id[place]

    def cause_of(self, device: str) -> Known | None:
        """Return the told cause that explains a device's silence."""
        row = self.hearing.row_of(device)
        return None if row is None else self.known.get(int(self._number_of[row]))

    def doubted(self) -> dict[str, int]:
        """Return the switches that say that they are open and are not believed, each with how many devices
        without a battery report behind it; by the newest look."""
        seen = self.look
        if seen is None:
            return {}
        supply = seen.supply
        tops = np.flatnonzero(supply.said_open & ~seen.found.dead)
        if not len(tops):
            return {}
        of = np.full(self.wiring.nodes, NONE)
        of[tops] = tops
        inherit(supply.order, supply.parent, of)
        wiring, missed = self.wiring, seen.weights.missed
        behind = np.append(of, NONE)[wiring.group_node]
        rows = np.flatnonzero((behind != NONE)[wiring.devices.group])
        rows = rows[(missed[rows] == 0) & (wiring.devices.backup_us[rows] <= SHORT_US)]
        counts = np.bincount(behind[wiring.devices.group[rows]], minlength=wiring.nodes)
        return {self.element("power", top): int(counts[top]) for top in tops.tolist() if counts[top]}

    def is_silent(self, device: str) -> bool:
        """Say whether a device has missed its last report, by the newest look."""
        row = self.hearing.row_of(device)
        return row is not None and self.look is not None and bool(self.look.weights.missed[row] >= 1)

    def _false(self) -> float:
        """Return the share of devices that fell silent lately for reasons of their own, by the last look."""
        if self.look is None:
            return 0.001
        explained = np.zeros(len(self.wiring.devices), np.bool_)
        for cause in self.look.causes:
            explained[cause.devices] = True
        silent, apart = _apart(self.look.weights.missed, explained)
        # As if one of 1,000 had been seen before.
        return float(np.clip((silent + 1.0) / (apart + 1_000.0), 0.0002, 0.05))

    def _excuse(self, now_us: int) -> None:
        """Where devices of a cause are heard again, count the others as heard now."""
        for known in self.known.values():
            back = self._is_back(known)
            if known.back_us == NEVER and int(back.sum()) >= max(2, BACK_SHARE * len(back)):
                self.hearing.excuse(known.ever[~back], now_us)
                self.known[known.number] = replace(known, back_us=now_us)

    def _is_back(self, known: Known) -> Bool:
        """Say of each device that has been silent by a cause whether it has been heard since."""
        back: Bool = self.hearing.last_us[known.ever] > self._marked_us[known.ever]
        return back

    def _follow(self, seen: Look) -> News:
        """Match this look's causes with those that are known."""
        owner = np.full(len(self.wiring.devices), NONE)
        for known in self.known.values():
            owner[known.ever] = known.number
        began, goes_on, ended = list[Known](), list[Known](), list[Known]()
        fresh: dict[int, Known] = {}
        covered = list[Known]()
        for cause in seen.causes:
            dark = _silent(seen, cause.devices)
            if not len(dark) and not self._has_word(cause, seen):
                # Likely in a storm, but nothing tells of it.
                continue
            element = self.element(cause.kind, cause.place)
            before = self._same(seen, cause, element, dark, owner, fresh)
            behind = [known for known in self._behind(seen, cause) if known is not before]
            if behind:
                # It is dated by what it silenced itself.
                own = np.setdiff1d(dark, np.concatenate([known.ever for known in behind]))
                own_us = self._own_us(seen, cause, own)
                cause = cause if own_us == NEVER else replace(cause, since_us=own_us)
                covered += [one for one in behind if own_us - one.cause.since_us > APART_US]
                # What says itself that it is open is so, whatever is above.
                covered += [one for one in behind if seen.supply.said_open[one.cause.place]]
            now = self._newer(before, cause, element, dark, owner, seen.now_us)
            if now.told:
                goes_on.append(now)
            elif seen.now_us - now.seen_us >= STEADY_US:
                now = replace(now, told=True)
                began.append(now)
            fresh[now.number] = now
        elsewhere = np.zeros(len(owner), np.bool_)
        for now in fresh.values():
            elsewhere[now.ever] = True
        standing = {(now.element, now.cause.kind) for now in fresh.values()}
        hidden = {known.number for known in covered}
        for known in self.known.values():
            if known.number not in fresh and known.told:
                # Another one may be by now what it was.
                taken = (known.element, known.cause.kind) in standing
                if not taken and known.number in hidden:
                    fresh[known.number] = known
                elif taken or self._is_over(known, elsewhere, seen.now_us):
                    ended.append(known)
                else:
                    fresh[known.number] = known
        self.known = fresh
        self._number_of = np.full(len(owner), NONE)
        told = [known for known in fresh.values() if known.told]
        # Who was silent by one cause and is by another now belongs to that.
        for known in told:
            self._number_of[known.ever] = known.number
        for known in told:
            self._number_of[known.dark] = known.number
            below = known.cause.devices
            self._number_of[below[seen.heard.no_voltage[below]]] = known.number
        for known in covered:
            if known.number in fresh:
                self._number_of[known.ever] = known.number
        return News(began=tuple(began), goes_on=tuple(goes_on), ended=tuple(ended))

    def _has_word(self, cause: Cause, seen: Look) -> bool:
        """Say whether a switch or a resident tells of a cause that silences no device."""
        if cause.kind != "power":
            return False
        residents = seen.cause_of_node[self.reported] == cause.place
        return bool(seen.supply.said_open[cause.place]) or bool(residents.any())

    def _same(
        self, seen: Look, cause: Cause, element: str, dark: Int64, owner: Int64, taken: Mapping[int, Known]
    ) -> Known | None:
        """Return the known cause that this one is, if any."""
        for known in self.known.values():
            same = known.element == element and known.cause.kind == cause.kind
            if same and known.number not in taken:
                return known
        owners, shared = np.unique(owner[dark], return_counts=True)
        for place in np.argsort(-shared, kind="stable").tolist():
            found = self.known.get(int(owners[place]))
            if found is None or found.number in taken or self._is_apart(seen, cause, dark, found):
                continue
            if shared[place] >= SHARED * min(len(dark), len(found.ever)):
                return found
        return None

    def _is_apart(self, seen: Look, cause: Cause, dark: Int64, known: Known) -> bool:
        """Say whether what a cause explains beside a known one fell silent, or opened, so much later that it
        is another failure: the head of a feeder, say, above a recloser that has long been open."""
        if not known.told or known.cause.since_us == NEVER or cause.kind != known.cause.kind:
            return False
        return self._own_us(seen, cause, np.setdiff1d(dark, known.ever)) - known.cause.since_us > APART_US

    def _own_us(self, seen: Look, cause: Cause, rows: Int64) -> int:
        """Return when a cause began by these of its devices, or as its switch says; NEVER if neither does."""
        if len(rows):
            return int(np.median(np.maximum(seen.heard.last_us[rows], seen.heard.gasp_us[rows])))
        return int(seen.supply.said_us[cause.place]) if cause.kind == "power" else NEVER

    def _behind(self, seen: Look, cause: Cause) -> list[Known]:
        """Return the told causes of power that lie behind another one: no look finds them until that is
        over."""
        if cause.kind != "power":
            return []
        return [
            known
            for known in self.known.values()
            if known.told
            and known.cause.kind == "power"
            and known.cause.place != cause.place
            and self.element("power", known.cause.place) == known.element
            and known.cause.since_us != NEVER
            and seen.cause_of_node[known.cause.place] == cause.place
        ]

    def _newer(
        self, before: Known | None, cause: Cause, element: str, dark: Int64, owner: Int64, now_us: int
    ) -> Known:
        """Return a cause as it is known now."""
        if before is None:
            self._number += 1
            self._marked_us[dark] = now_us
            return Known(
                number=self._number,
                cause=cause,
                element=element,
                dark=dark,
                ever=dark,
                seen_us=now_us,
                last_us=now_us,
                back_us=NEVER,
                told=False,
            )
        # Most seconds bring no cause anything new, and sets of rows are dear.
        ever, new = before.ever, dark[owner[dark] != before.number]
        if len(new):
            self._marked_us[np.setdiff1d(new, ever)] = now_us
            ever = np.union1d(ever, new)
        if before.told and element != before.element:
            since_us = before.other[1] if before.other[0] == element else now_us
            if now_us - since_us < REVISE_US:
                return replace(before, ever=ever, other=(element, since_us))
        settled = before.told and now_us - before.cause.since_us > SETTLED_US
        if settled and before.cause.since_us != NEVER:
            cause = replace(cause, since_us=before.cause.since_us)
        back = before.ever[self._is_back(before)]
        if len(back):
            # Those that came back and are silent again begin anew.
            self._marked_us[np.intersect1d(back, dark)] = now_us
            ever = np.union1d(np.setdiff1d(ever, back), dark)
        return replace(
            before,
            cause=cause,
            element=element,
            dark=dark,
            ever=ever,
            last_us=now_us,
            back_us=NEVER if len(dark) else before.back_us,
            other=("", NEVER),
        )

    def _is_over(self, known: Known, elsewhere: Bool, now_us: int) -> bool:
        """Say whether a cause that is not found any more is over; ``elsewhere``: the devices of those that
        are, shape (devices,)."""
        waiting = known.ever[~self._is_back(known) & ~elsewhere[known.ever]]
        if not len(waiting):
            return True
        longest_us = int(self.wiring.devices.period_us[waiting].max())
        return now_us - max(known.last_us, known.back_us) >= PERIODS * longest_us


def _silent(seen: Look, rows: Int64) -> Int64:
    """Return those devices whose silence, or last gasp, tells of a cause."""
    weights, heard = seen.weights, seen.heard
    gasp_us = heard.gasp_us[rows]
    gasped = (gasp_us != NEVER) & (gasp_us >= heard.last_us[rows])
    found: Int64 = rows[weights.telling[rows] & ((weights.missed[rows] >= 1) | gasped)]
    return found


@njit(cache=True, nogil=True)
def _apart(missed: Int16, explained: Bool) -> tuple[int, int]:
    """Return how many devices that no cause explains fell silent lately, and of how many heard lately."""
    silent = apart = 0
    for i in range(len(missed)):
        if 0 <= missed[i] <= RECENT and not explained[i]:
            apart += 1
            silent += missed[i] >= MOST_MISSED
    return silent, apart
