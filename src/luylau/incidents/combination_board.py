"""The findings that are parts of one combination, kept by place and time, and where it is met.

Nothing here scans pairs: what belongs together lies in the same or in neighbouring cells, in lists by time.
"""

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from luylau.incidents.combination_places import Cell, Neighbourhood, Whereabouts
from luylau.incidents.findings import Finding, finding_id
from luylau.incidents.rules import Combination
from luylau.kernel.clock import MICROS

EVER = 2**62
"""Later than any time, microseconds."""


class Entry(NamedTuple):
    """A finding in a list by time."""

    opened_us: int
    id: str
    asset: str


@dataclass(slots=True)
class Instance:
    """A combination met at one place; ``members`` are its findings, for each of ``all`` and ``any_of``.

    ``opened_us`` is when it was met, ``since_us`` from when on findings are its own, ``gone_us`` since when
    it is met no longer (None: it is), ``told_us`` when it was last told of.
    """

    id: str
    combination: Combination
    anchor: str
    opened_us: int
    since_us: int
    members: tuple[dict[str, Entry], ...]
    assets: tuple[Counter[str], ...]
    is_blocked: bool = False
    gone_us: int | None = None
    told_us: int = 0
    told: Finding | None = None
    """The combined finding as it was last told."""
    is_changed: bool = False
    """Whether its members are others since."""

    @classmethod
    def of(cls, combination: Combination, anchor: str, opened_us: int, since_us: int) -> "Instance":
        """Return one without members yet."""
        parts = len(combination.all) + len(combination.any_of)
        return cls(
            id=finding_id(combination.id, anchor, "", opened_us),
            combination=combination,
            anchor=anchor,
            opened_us=opened_us,
            since_us=since_us,
            members=tuple({} for _ in range(parts)),
            assets=tuple(Counter() for _ in range(parts)),
        )

    def take(self, entry: Entry, part: int) -> None:
        """Take a finding in as a member."""
        if entry.id not in self.members[part]:
            self.is_changed = True
            self.members[part][entry.id] = entry
            self.assets[part][entry.asset] += 1

    def drop(self, finding: str) -> None:
        """Let a member go."""
        for members, assets in zip(self.members, self.assets, strict=True):
            entry = members.pop(finding, None)
            if entry is not None:
                self.is_changed = True
                _less(assets, entry.asset)

    @property
    def is_met(self) -> bool:
        """Whether what keeps it open holds."""
        if self.is_blocked:
            return False
        if self.combination.clear == "all":
            return any(self.members)
        needed = len(self.combination.all)
        counts = [len(assets) for assets in self.assets]
        return _are_enough(self.combination, counts[:needed], counts[needed:])

    def entries(self) -> list[Entry]:
        """Return its findings, each once, the earliest of each part first and then the others by time."""
        firsts = [min(part.values()) for part in self.members if part]
        others = sorted({entry for part in self.members for entry in part.values()} - set(firsts))
        return list(dict.fromkeys(firsts)) + others


@dataclass(slots=True)
class _Place:
    """What one cell holds: for each part of the combination its findings by time, and what is open there.

    ``firsts`` has the findings of the first part by asset, ``free`` those of these assets at whose place the
    combination is not open.
    """

    lists: list[list[Entry]]
    open: list[Instance] = field(default_factory=list)
    firsts: dict[str, list[Entry]] = field(default_factory=dict)
    free: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """Where and when a combination is met: ``last_us`` is when the last of what it takes began."""

    last_us: int
    anchor: str


class Board:
    """One combination's index."""

    def __init__(self, combination: Combination, where: Whereabouts) -> None:
        self.combination = combination
        self._near = Neighbourhood(where, combination)
        self._needed = len(combination.all)
        self._positive = self._needed + len(combination.any_of)
        self._places: dict[Cell, _Place] = {}
        within_s = combination.within_s
        self._within_us = None if within_s is None else round(within_s * MICROS)

    def add(self, entry: Entry, parts: Sequence[int]) -> bool:
        """Keep a finding as these parts; say whether its asset has a place at all."""
        cell = self._near.cell(entry.asset)
        if cell is None:
            return False
        place = self._places.get(cell)
        if place is None:
            place = self._places[cell] = _Place([[] for _ in self.combination.parts])
        for part in parts:
            insort(place.lists[part], entry)
        if 0 in parts:
            insort(place.firsts.setdefault(entry.asset, []), entry)
            self._free(entry.asset, place)
        return True

    def remove(self, entry: Entry, parts: Sequence[int]) -> None:
        """Forget what ``add`` kept."""
        cell = self._near.cell(entry.asset)
        place = self._places.get(cell) if cell else None
        if cell is None or place is None:
            return
        for part in parts:
            del place.lists[part][bisect_left(place.lists[part], entry)]
        if 0 in parts:
            place.firsts[entry.asset].remove(entry)
            if not place.firsts[entry.asset]:
                del place.firsts[entry.asset]
                place.free.discard(entry.asset)
        self._tidy(cell, place)

    def put(self, instance: Instance) -> None:
        """Note that the combination is open at a place, with all that belongs to it."""
        cell = self._near.cell(instance.anchor)
        assert cell is not None, "an instance stands on an asset with a place"
        self._places.setdefault(cell, _Place([[] for _ in self.combination.parts])).open.append(instance)
        for part in range(self._positive):
            for entry in self._gather(instance.anchor, part, instance.since_us, EVER):
                instance.take(entry, part)
        instance.is_blocked = self.blocks(instance.anchor)
        self._free_around(instance.anchor)

    def take_away(self, instance: Instance) -> None:
        """Note that it is no longer open there."""
        cell = self._near.cell(instance.anchor)
        assert cell is not None, "it was put there"
        place = self._places[cell]
        place.open.remove(instance)
        self._free_around(instance.anchor)
        self._tidy(cell, place)

    def covering(self, asset: str) -> list[Instance]:
        """Return the open instances at whose place an asset is."""
        cell = self._near.cell(asset)
        return [
            instance
            for at in (self._near.around(cell) if cell else ())
            if at in self._places
            for instance in self._places[at].open
            if self._near.together(instance.anchor, asset)
        ]

    def join(self, instance: Instance, entry: Entry, parts: Sequence[int]) -> bool:
        """Make a finding at its place a member, where it began late enough; say whether it is one."""
        if entry.opened_us < instance.since_us:
            return False
        positive = [part for part in parts if part < self._positive]
        for part in positive:
            instance.take(entry, part)
        return bool(positive)

    def has_unless(self, parts: Sequence[int]) -> bool:
        """Say whether one of these parts is one of ``unless``."""
        return any(part >= self._positive for part in parts)

    def blocks(self, asset: str) -> bool:
        """Say whether a part of ``unless`` is met at an asset's place."""
        return any(
            len({entry.asset for entry in self._gather(asset, self._positive + number, -EVER, EVER)})
            >= part.min
            for number, part in enumerate(self.combination.unless)
        )

    def has_place(self, asset: str) -> bool:
        """Say whether an asset has a place of the sort that counts here."""
        return self._near.cell(asset) is not None

    def met_near(self, entry: Entry, parts: Sequence[int]) -> Met | None:
        """Return where the combination is met because ``entry`` came as these parts, and is not open yet; the
        earliest."""
        if all(part >= self._positive for part in parts):
            return None
        low, high = -EVER, EVER
        if self._within_us is not None:
            low, high = entry.opened_us - self._within_us, entry.opened_us + self._within_us
        # Another anchor has what its own finding is for the first part already.
        is_own = list(parts) == [0] and self.combination.all[0].min == 1
        return self._earliest(entry.asset, low, high, is_own=is_own)

    def met_at(self, asset: str) -> Met | None:
        """Return where around an asset the combination is met, and is not open yet; the earliest."""
        return self._earliest(asset, -EVER, EVER, is_own=False)

    def _earliest(self, asset: str, low: int, high: int, *, is_own: bool) -> Met | None:
        cell = self._near.cell(asset)
        if cell is None or not self._is_possible(cell, low, high):
            return None
        found = [
            (met.last_us, met.anchor)
            for anchor in self._anchors(asset, cell, is_own=is_own)
            if not self.blocks(anchor) and (met := self.window(anchor, low, high)) is not None
        ]
        if not found:
            return None
        last_us, anchor = min(found)
        return Met(last_us=last_us, anchor=anchor)

    def _anchors(self, asset: str, cell: Cell, *, is_own: bool) -> list[str]:
        """Return the assets on which the combination could stand, and does not, for something at ``asset``
        (only that one where ``is_own``)."""
        if self._near.is_shared:
            return [] if self.covering(asset) else [asset]
        if is_own:
            place = self._places.get(cell)
            return [asset] if place and asset in place.free else []
        near = [self._places[at] for at in self._near.around(cell) if at in self._places]
        return [one for place in near for one in place.free if self._near.together(one, asset)]

    def _free(self, asset: str, place: _Place) -> None:
        """Note whether the combination is open at the place of an asset that it could stand on."""
        if self.covering(asset):
            place.free.discard(asset)
        else:
            place.free.add(asset)

    def _free_around(self, anchor: str) -> None:
        if self._near.is_shared:
            return
        for place in self._near_places(anchor):
            for asset in place.firsts:
                if self._near.together(anchor, asset):
                    self._free(asset, place)

    def _near_places(self, asset: str) -> list[_Place]:
        cell = self._near.cell(asset)
        return [self._places[at] for at in self._near.around(cell) if at in self._places] if cell else []

    def window(self, anchor: str, low: int, high: int) -> Met | None:
        """Return the earliest time at which all that it takes had begun at ``anchor``'s place, within
        ``within_s``; None where it is not met.

        A window slides over the findings in their order::

            part 1      a     b           c
            part 2                  d          e
                              [-----]                  b and d: met when d began
        """
        entries = self._at(anchor, low, high)
        inside: list[Counter[str]] = [Counter() for _ in range(self._positive)]
        first = 0
        for number, (entry, part) in enumerate(entries):
            inside[part][entry.asset] += 1
            now_us = entry.opened_us
            if number + 1 < len(entries) and entries[number + 1][0].opened_us == now_us:
                continue
            while self._within_us is not None and entries[first][0].opened_us < now_us - self._within_us:
                gone, of = entries[first]
                _less(inside[of], gone.asset)
                first += 1
            if not self._near.is_shared and anchor not in inside[0]:
                continue
            counts = [len(assets) for assets in inside]
            if _are_enough(self.combination, counts[: self._needed], counts[self._needed :]):
                own = anchor if not self._near.is_shared else self._first(entries[first : number + 1])
                return Met(last_us=now_us, anchor=own)
        return None

    def _at(self, anchor: str, low: int, high: int) -> list[tuple[Entry, int]]:
        """Return the findings at a place with their parts, in order; none where one part has too few.

        The rarest part is looked at first. For the first part the anchor's own are enough where one asset is:
        a window that is met has one of them in it.
        """
        found: list[tuple[Entry, int]] = []
        near = self._near_places(anchor)
        is_own = not self._near.is_shared and self.combination.all[0].min == 1
        sizes = [sum(len(place.lists[part]) for place in near) for part in range(self._positive)]
        for part in sorted(range(self._positive), key=sizes.__getitem__):
            if part == 0 and is_own:
                own = (entry for place in near for entry in place.firsts.get(anchor, ()))
                entries = [entry for entry in own if low <= entry.opened_us <= high]
            else:
                entries = list(self._gather(anchor, part, low, high))
            if part < self._needed and len(entries) < self.combination.all[part].min:
                return []
            found += [(entry, part) for entry in entries]
        return sorted(found)

    def since(self, last_us: int) -> int:
        """Return from when on findings belong to what was met at ``last_us``."""
        return -EVER if self._within_us is None else last_us - self._within_us

    def everywhere(self) -> Iterator[str]:
        """Go through one asset of each place at which the combination could be met."""
        for place in list(self._places.values()):
            yield from list(place.firsts)[:1] if self._near.is_shared else list(place.firsts)

    @staticmethod
    def _first(entries: Sequence[tuple[Entry, int]]) -> str:
        return next(entry.asset for entry, part in entries if part == 0)

    def _is_possible(self, cell: Cell, low: int, high: int) -> bool:
        """Say whether there are enough findings about for it to be worth a closer look."""
        near = [self._places[at] for at in self._near.around(cell, 2) if at in self._places]
        counts: list[int] = []
        for part in range(self._positive):
            spans = (_span(place.lists[part], low, high) for place in near)
            counts.append(sum(end - start for start, end in spans))
            if part < self._needed and counts[part] < self.combination.all[part].min:
                return False
        return _are_enough(self.combination, counts[: self._needed], counts[self._needed :])

    def _gather(self, centre: str, part: int, low: int, high: int) -> Iterator[Entry]:
        for place in self._near_places(centre):
            start, end = _span(place.lists[part], low, high)
            for entry in place.lists[part][start:end]:
                if self._near.together(centre, entry.asset):
                    yield entry

    def _tidy(self, cell: Cell, place: _Place) -> None:
        if not place.open and not any(place.lists):
            del self._places[cell]


def _less(assets: Counter[str], asset: str) -> None:
    assets[asset] -= 1
    if not assets[asset]:
        del assets[asset]


def _span(entries: Sequence[Entry], low: int, high: int) -> tuple[int, int]:
    """Return from where to where entries began from ``low`` to ``high``."""
    if not entries or (low, high) == (-EVER, EVER):
        return 0, len(entries)
    # A shorter tuple sorts before all that begin as it does.
    return bisect_left(entries, (low,)), bisect_left(entries, (high + 1,))


def _are_enough(combination: Combination, all_of: Sequence[int], any_of: Sequence[int]) -> bool:
    """Say whether so many assets of each part are what the combination takes."""
    if any(count < part.min for count, part in zip(all_of, combination.all, strict=True)):
        return False
    some = [count >= part.min for count, part in zip(any_of, combination.any_of, strict=True)]
    return not some or any(some)
