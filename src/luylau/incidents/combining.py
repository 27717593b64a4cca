"""Findings of several devices at one place and time made into one: the combinations at work.

What the rule engine says goes in, the same with the combined findings comes out::

    opened   smoke            opened   smoke
    opened   camera dark  ->  opened   smoke where no camera sees it      (combined)
                              opened   camera dark                        under the combined one
                              refreshed smoke                             under the combined one

A combined finding stands on the asset of the first part. It keeps its place until it is over, and takes in
what else comes up there meanwhile. What already has a cause (``FindingChange.under``) keeps it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from luylau.city.model import City
from luylau.incidents.combination_board import EVER, Board, Entry, Instance, Met
from luylau.incidents.combination_places import Whereabouts
from luylau.incidents.combination_words import describe, is_combined, warm
from luylau.incidents.findings import PLATFORM, Finding, FindingChange, What
from luylau.incidents.machine import REFRESH_US
from luylau.incidents.rules import Combination, Part, rank
from luylau.kernel.clock import MICROS

_TEXTS = ("combination", "anchor")
_TIMES = ("opened_us", "since_us", "gone_us", "told_us")

_Kind = tuple[str, str, str, str]
"""What tells whether a finding is a part: its rule, group, kind of asset and channel."""


_GONE = Combination(id="", names={}, severity="info", group="", all=())
"""Stands for the combination of a finding of the book that there is none for any more."""


@dataclass(slots=True)
class _Held:
    """A finding that lasts and is a part of some combination."""

    finding: Finding
    entry: Entry
    parts: list[tuple[Board, list[int]]]
    joined: list[Instance] = field(default_factory=list)
    under: str = ""
    """The combined finding that it is told under; it stays so while that lasts."""
    has_cause: bool = False
    """Whether it came with a cause of its own."""


class Combiner:
    """All combinations on all findings. Not for several threads at once.

    Hand every run of changes to ``apply``, an empty one too once a second, record what it returns in place of
    them, and keep ``state``.
    """

    def __init__(self, city: City, combinations: Sequence[Combination]) -> None:
        self._open: dict[str, Instance] = {}
        self._now_us = self._due_us = -EVER
        self._has_looked = True
        self._set(city, combinations)
        self._build((), ())
        if self._combinations:
            warm()

    @property
    def held(self) -> int:
        """How many findings it keeps: those that are a part of some combination."""
        return len(self._held)

    def apply(self, changes: Sequence[FindingChange], now_us: int) -> list[FindingChange]:
        """Take what became of findings into account at ``now_us`` (the wall clock), in its order.

        Returns the changes to record: those given, and those of combined findings and their members. One
        that comes again changes nothing.
        """
        told: list[FindingChange] = []
        self._move(now_us, told)
        for change in changes:
            if change.what == "cleared":
                self._clear(change, told)
            else:
                self._take(change, told)
        return told

    def respec(self, city: City, combinations: Sequence[Combination], now_us: int) -> list[FindingChange]:
        """Take a changed pack or changed combinations into force; what is the same goes on.

        A combined finding whose combination is gone or switched off, or whose asset is gone, is cleared.
        """
        told: list[FindingChange] = []
        self._now_us = now_us
        before, under = self._open, {key: one.under for key, one in self._held.items()}
        findings = [(one.finding, one.has_cause) for one in self._held.values()]
        self._set(city, combinations)
        for instance in self._build(findings, before.values()):
            assert instance.told is not None, "an open one was told"
            over = replace(instance.told, cleared_us=max(now_us, instance.opened_us))
            told.append(FindingChange(what="cleared", finding=over))
        for key, held in self._held.items():
            self._place(held, under.get(key, ""))
            if held.under != under.get(key, ""):
                self._retell(held, told)
        self._look_everywhere(told)
        return told

    def adopt(self, findings: Iterable[Finding]) -> list[FindingChange]:
        """Take over the findings that the book holds open, combined ones and others, after a start.

        The book knows best what is open. Returns the clearing of combined findings that no combination makes
        any more; what else has changed shows with the next ``apply``.
        """
        kept: list[Finding] = []
        combined: list[Finding] = []
        for finding in findings:
            (combined if is_combined(finding) else kept).append(finding)
        stood = [self._stood(one) for one in combined]
        over = self._build([(one, False) for one in kept], stood)
        incidents = {one.incident: one.id for one in combined if one.incident}
        for held in self._held.values():
            self._place(held, incidents.get(held.finding.incident, ""))
        self._has_looked = False
        told = []
        for instance in over:
            assert instance.told is not None, "the book told it"
            at = max(instance.told.last_seen_us, instance.opened_us)
            told.append(FindingChange(what="cleared", finding=replace(instance.told, cleared_us=at)))
        return told

    def state(self) -> dict[str, NDArray[Any]]:
        """Return what the book does not know, as arrays that ``numpy.savez`` takes without pickling."""
        those = list(self._open.values())
        arrays: dict[str, NDArray[Any]] = {
            "combination": np.array([one.combination.id for one in those], np.str_),
            "anchor": np.array([one.anchor for one in those], np.str_),
        }
        for name in _TIMES:
            times = (getattr(one, name) for one in those)
            arrays[name] = np.array([EVER if time is None else time for time in times], np.int64)
        return arrays

    def load_state(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        """Go on from what ``state`` returned. Call it before the first ``apply``, and ``adopt`` after it.

        Raises:
            ValueError: the arrays are not a state of this version.
        """
        if arrays.keys() != self.state().keys():
            raise ValueError("not a state of this version of the combinations")
        self._open = {}
        for name, anchor, *times in zip(*(arrays[key].tolist() for key in (*_TEXTS, *_TIMES)), strict=True):
            combination = self._combinations.get(name)
            if combination is not None:
                opened_us, since_us, gone_us, told_us = times
                instance = Instance.of(combination, anchor, opened_us, since_us)
                instance.gone_us = None if gone_us == EVER else gone_us
                instance.told_us = told_us
                self._open[instance.id] = instance

    def _set(self, city: City, combinations: Sequence[Combination]) -> None:
        self._where = Whereabouts(city)
        self._combinations = {one.id: one for one in combinations if one.enabled}

    def _build(
        self, findings: Iterable[tuple[Finding, bool]], instances: Iterable[Instance]
    ) -> list[Instance]:
        """Make the indexes anew from what lasts; return the instances that cannot stand any more."""
        self._boards = {one.id: Board(one, self._where) for one in self._combinations.values()}
        self._parts_of: dict[_Kind, list[tuple[Board, int, Part]]] = {}
        self._held: dict[str, _Held] = {}
        self._series: dict[tuple[str, str, str], str] = {}
        known = list(instances)
        self._open, self._due_us = {}, -EVER
        for finding, has_cause in findings:
            self._keep(finding, has_cause)
        over = []
        for old in known:
            board = self._boards.get(old.combination.id)
            if board is None or not board.has_place(old.anchor):
                over.append(old)
                continue
            instance = Instance.of(board.combination, old.anchor, old.opened_us, old.since_us)
            instance.gone_us, instance.told_us, instance.told = old.gone_us, old.told_us, old.told
            self._put(board, instance)
        return over

    def _stood(self, finding: Finding) -> Instance:
        """Return the instance of a combined finding of the book, as it was at the last ``state`` if known."""
        known = self._open.get(finding.id)
        if known is None:
            combination = self._combinations.get(finding.rule, _GONE)
            known = Instance.of(combination, finding.asset, finding.opened_us, finding.opened_us)
            if combination.within_s is None:
                known.since_us = -EVER
            else:
                known.since_us -= round(combination.within_s * MICROS)
        known.told = finding
        return known

    def _move(self, now_us: int, told: list[FindingChange]) -> None:
        """Let time run on: combined findings whose hold has run out are over, those that last are told of.

        Until then nobody asks how many more they have become.
        """
        is_back = now_us < self._now_us
        self._now_us = now_us
        if not self._has_looked:
            self._has_looked = True
            self._look_everywhere(told)
        if now_us < self._due_us and not is_back:
            return
        self._due_us = EVER
        for instance in list(self._open.values()):
            if instance.gone_us is not None:
                instance.gone_us = min(instance.gone_us, now_us)
                self._weigh(instance, told)
            elif now_us - instance.told_us >= REFRESH_US or instance.told_us > now_us:
                self._tell("refreshed", instance, told)
            else:
                self._due_us = min(self._due_us, instance.told_us + REFRESH_US)

    def _take(self, change: FindingChange, told: list[FindingChange]) -> None:
        finding = change.finding
        held = self._held.get(self._series.get(_series(finding), ""))
        if held is not None and held.finding.id == finding.id and _kind(held.finding) == _kind(finding):
            held.finding, held.has_cause = finding, _has_cause(change)
            told.append(_under(change, held))
            return
        if held is not None:
            # Its rule reads differently now, or its clearing was lost.
            self._drop(held, self._now_us, told)
        held = self._keep(finding, _has_cause(change))
        if held is None:
            told.append(change)
            return
        for board, parts in held.parts:
            for instance in board.covering(finding.asset):
                if board.has_unless(parts):
                    instance.is_blocked = board.blocks(instance.anchor)
                if board.join(instance, held.entry, parts):
                    held.joined.append(instance)
                self._weigh(instance, told)
            while (met := board.met_near(held.entry, parts)) is not None:
                self._start(board, met, met.last_us, told, but=held)
        self._place(held, held.under)
        told.append(_under(change, held))

    def _clear(self, change: FindingChange, told: list[FindingChange]) -> None:
        held = self._held.get(change.finding.id)
        if held is None:
            told.append(change)
            return
        told.append(_under(change, held))
        self._drop(held, change.finding.cleared_us or self._now_us, told)

    def _keep(self, finding: Finding, has_cause: bool) -> _Held | None:
        """Keep a finding in the indexes, if it is a part of anything."""
        entry = Entry(finding.opened_us, finding.id, finding.asset)
        parts: dict[str, tuple[Board, list[int]]] = {}
        for board, number, part in self._parts(finding):
            if not part.feeds or self._where.feeds(finding.asset, part.feeds):
                parts.setdefault(board.combination.id, (board, []))[1].append(number)
        kept = [(board, numbers) for board, numbers in parts.values() if board.add(entry, numbers)]
        if not kept:
            return None
        held = _Held(finding=finding, entry=entry, parts=kept, has_cause=has_cause)
        self._held[finding.id] = held
        self._series[_series(finding)] = finding.id
        return held

    def _parts(self, finding: Finding) -> list[tuple[Board, int, Part]]:
        """Return the parts that findings of this kind are, wherever they are."""
        if finding.asset == PLATFORM or is_combined(finding):
            return []
        kind = _kind(finding)
        if kind not in self._parts_of:
            self._parts_of[kind] = [
                (board, number, part)
                for board in self._boards.values()
                for number, part in enumerate(board.combination.parts)
                if all(
                    wanted in ("", given)
                    for wanted, given in zip(
                        (part.rule, part.group, part.asset_kind, part.channel), kind, strict=True
                    )
                )
            ]
        return self._parts_of[kind]

    def _drop(self, held: _Held, at_us: int, told: list[FindingChange]) -> None:
        """Forget a finding, and see what that changes."""
        del self._held[held.finding.id]
        del self._series[_series(held.finding)]
        for board, parts in held.parts:
            board.remove(held.entry, parts)
        for instance in list(held.joined):
            instance.drop(held.finding.id)
            self._weigh(instance, told)
        for board, parts in held.parts:
            if board.has_unless(parts):
                for instance in board.covering(held.finding.asset):
                    instance.is_blocked = board.blocks(instance.anchor)
                    self._weigh(instance, told)
                self._look(board, held.finding.asset, at_us, told)

    def _weigh(self, instance: Instance, told: list[FindingChange]) -> None:
        """See whether an instance is still met, and whether it has not been for long enough."""
        if instance.is_met:
            instance.gone_us = None
            return
        if instance.gone_us is None:
            instance.gone_us = self._now_us
        over_us = instance.gone_us + round(instance.combination.hold_s * MICROS)
        if self._now_us >= over_us:
            self._close(instance, over_us, told)
        else:
            self._due_us = min(self._due_us, over_us)

    def _look(self, board: Board, asset: str, at_us: int, told: list[FindingChange]) -> None:
        """Open what is met about an asset since ``at_us``, when something made way for it."""
        while (met := board.met_at(asset)) is not None:
            self._start(board, met, max(met.last_us, at_us), told)

    def _look_everywhere(self, told: list[FindingChange]) -> None:
        for instance in list(self._open.values()):
            self._weigh(instance, told)
        for board in self._boards.values():
            for asset in board.everywhere():
                self._look(board, asset, -EVER, told)

    def _start(
        self, board: Board, met: Met, opened_us: int, told: list[FindingChange], but: _Held | None = None
    ) -> None:
        """Open a combined finding, and tell its members under it; ``but`` is told by who calls."""
        instance = Instance.of(board.combination, met.anchor, opened_us, board.since(met.last_us))
        self._put(board, instance)
        self._tell("opened", instance, told)
        for held in self._members(instance):
            before = held.under
            self._place(held, before)
            if held is not but and held.under != before:
                self._retell(held, told)

    def _put(self, board: Board, instance: Instance) -> None:
        board.put(instance)
        self._open[instance.id] = instance
        for held in self._members(instance):
            held.joined.append(instance)

    def _close(self, instance: Instance, at_us: int, told: list[FindingChange]) -> None:
        board = self._boards[instance.combination.id]
        board.take_away(instance)
        del self._open[instance.id]
        cleared_us = max(at_us, instance.opened_us)
        assert instance.told is not None, "an open one was told"
        told.append(FindingChange(what="cleared", finding=replace(instance.told, cleared_us=cleared_us)))
        for held in self._members(instance):
            held.joined.remove(instance)
            if held.under == instance.id:
                self._place(held, "")
                self._retell(held, told)
        self._look(board, instance.anchor, cleared_us, told)

    def _members(self, instance: Instance) -> list[_Held]:
        return [self._held[entry.id] for entry in instance.entries()]

    def _place(self, held: _Held, wanted: str) -> None:
        """Choose what a finding is told under: as before while that lasts, else the gravest, oldest one."""
        if all(instance.id != wanted for instance in held.joined):
            best = min(held.joined, key=_gravest_first, default=None)
            wanted = best.id if best else ""
        held.under = wanted

    def _retell(self, held: _Held, told: list[FindingChange]) -> None:
        if held.under and not held.has_cause:
            told.append(FindingChange(what="refreshed", finding=held.finding, under=held.under))

    def _tell(self, what: What, instance: Instance, told: list[FindingChange]) -> None:
        if instance.told is None or instance.is_changed:
            findings = {held.finding.id: held.finding for held in self._members(instance)}
            instance.told = describe(self._where, instance, findings)
            instance.is_changed = False
        seen_us = max(self._now_us, instance.opened_us)
        instance.told = replace(instance.told, last_seen_us=seen_us)
        instance.told_us = self._now_us
        self._due_us = min(self._due_us, self._now_us + REFRESH_US)
        told.append(FindingChange(what=what, finding=instance.told))


def _kind(finding: Finding) -> _Kind:
    return finding.rule, finding.group, finding.asset_kind, finding.channel


def _series(finding: Finding) -> tuple[str, str, str]:
    return finding.rule, finding.asset, finding.channel


def _under(change: FindingChange, held: _Held) -> FindingChange:
    return change if held.has_cause or not held.under else replace(change, under=held.under)


def _has_cause(change: FindingChange) -> bool:
    """Say whether a change comes with a cause above its finding."""
    return change.under not in ("", change.finding.id)


def _gravest_first(instance: Instance) -> tuple[int, int, str]:
    return -rank(instance.combination.severity), instance.opened_us, instance.id
