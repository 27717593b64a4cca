"""Between the rules and the book: what an outage does to devices goes under what caused it.

*Symptoms* are the silence of a device, its last gasp, and the position of the switch that opened. One that
comes while no cause explains it waits ``HOLD_US``, for the cause may be a moment away; then it goes its own
way, and goes under the cause when one is found after all.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from luylau.incidents.causes.describing import GROUP, Described, Describer
from luylau.incidents.causes.doubts import RULE as DOUBTED
from luylau.incidents.causes.doubts import Doubts
from luylau.incidents.causes.engine import CauseEngine, Known
from luylau.incidents.causes.evidence import NEVER
from luylau.incidents.causes.hearing import POSITION
from luylau.incidents.causes.wiring import LAST_GASP
from luylau.incidents.findings import Finding, FindingChange
from luylau.kernel.arrays import Float64, Int64
from luylau.kernel.clock import MICROS
from luylau.telemetry.observations import Batch

SILENT: Final = "finding-silent"
"""The key of findings that say that a device is silent."""
HOLD_US: Final = 15 * MICROS
GROWS_US: Final = 3 * MICROS
"""A cause that grows or shrinks is described anew at most this often."""
REFRESH_US: Final = 60 * MICROS
"""One that goes on as it was is described anew this often: batteries run down."""
DESCRIBED: Final = 3
"""So many that go on are described anew in one tick, so that no tick waits for all of them."""
SYMPTOM_US: Final = 600 * MICROS
"""That a symptom of a known cause goes on is told at most this often."""
ADOPTED_US: Final = 180 * MICROS
"""A cause from before a restart that is not found again within this time is over: the first look knows since
when its devices are silent, and what the broker kept for the platform comes within seconds."""

ToWall = Callable[[int], int]
"""From the sight clock's time to the wall clock's, as that runs now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The newest of a cause that has been told. ``described_us``: when that was, by the sight clock.
    ``ahead_us``: how far the wall clock was ahead of that when the cause was dated: while nobody hears, the
    sight clock falls behind, and what has begun does not begin any later for it."""

    finding: Finding
    described: Described
    dark: int
    described_us: int
    ahead_us: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What is told of causes: changes of findings, and new descriptions by the id of their finding."""

    changes: tuple[FindingChange, ...]
    described: tuple[tuple[str, Described], ...]


class Correlator:
    """Not for several threads at once. Times are the sight clock's unless named otherwise."""

    def __init__(self, engine: CauseEngine, describer: Describer) -> None:
        self.engine = engine
        self._describer = describer
        self._doubts = Doubts(describer.city, engine)
        self._told: dict[int, Told] = {}
        self._adopted: dict[str, Finding] = {}
        self._adopted_us = NEVER
        self._is_new = False
        """Whether what has been adopted is still to be made known to the engine."""
        self._symptoms: dict[str, dict[str, Finding]] = {}
        self._by_element: dict[str, str] = {}
        self._held: dict[str, tuple[FindingChange, int]] = {}
        self._under: dict[str, tuple[str, int]] = {}
        """Under what each symptom was told last, and when."""
        self._ahead_us: dict[str, int] = {}
        """``Told.ahead_us`` of causes from before a restart, by their element."""

    def rebuild(self, engine: CauseEngine, describer: Describer, now_us: int) -> None:
        """Go on with another city or grid; what has been heard stays, and causes are found anew."""
        engine.load_state(self.engine.state())
        self.engine, self._describer = engine, describer
        self._doubts.rebuild(describer.city, engine)
        self._adopted |= {told.finding.id: told.finding for told in self._told.values()}
        self._ahead_us |= {told.finding.asset: told.ahead_us for told in self._told.values()}
        self._adopted_us = now_us
        self._told.clear()

    def take(self, batch: Batch, keys: Sequence[tuple[str, str]], now_us: int) -> None:
        """Take a batch into account; ``keys`` are all series' (device, channel)."""
        self.engine.link(keys)
        self.engine.take(batch, now_us)

    def hear_residents(self, lat: Float64, lon: Float64, time_us: Int64) -> None:
        """Take the residents' reports of no power that are in force, in degrees WGS84."""
        self.engine.residents.hear(lat, lon, time_us)

    def state(self) -> dict[str, NDArray[Any]]:
        """Return everything to go on from later, as arrays that ``numpy.savez`` takes without pickling."""
        ahead = self._ahead_us | {told.finding.asset: told.ahead_us for told in self._told.values()}
        held = [{"until_us": until_us, **asdict(change)} for change, until_us in self._held.values()]
        return {
            **self.engine.state(),
            "told_element": np.array(list(ahead), np.str_),
            "told_ahead_us": np.array(list(ahead.values()), np.int64),
            "held": np.array([json.dumps(one) for one in held], np.str_),
        }

    def load_state(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        """Go on from what ``state`` returned.

        Raises:
            KeyError: the arrays are not a state of this version.
        """
        self.engine.load_state(arrays)
        told = zip(arrays["told_element"].tolist(), arrays["told_ahead_us"].tolist(), strict=True)
        self._ahead_us = dict(told)
        for one in map(json.loads, arrays["held"].tolist()):
            finding, until_us = Finding(**one.pop("finding")), one.pop("until_us")
            self._held[finding.id] = FindingChange(finding=finding, **one), until_us
            self._symptoms.setdefault(finding.asset, {})[finding.id] = finding

    def adopt(self, findings: Iterable[Finding], now_us: int) -> None:
        """Take over the causes and symptoms that the book holds open, after a start."""
        held = list(findings)
        self._doubts.adopt(held)
        causes = [finding for finding in held if finding.group == GROUP and finding.rule != DOUBTED]
        self._adopted |= {finding.id: finding for finding in causes}
        cause_of = {finding.incident: finding.id for finding in self._adopted.values()}
        for finding in held:
            if _is_symptom(finding):
                self._symptoms.setdefault(finding.asset, {})[finding.id] = finding
                if finding.incident in cause_of:
                    self._under[finding.id] = (cause_of[finding.incident], now_us)
        self._adopted_us, self._is_new = now_us, True

    def sift(self, changes: Sequence[FindingChange], now_us: int) -> list[FindingChange]:
        """Return the rules' changes as they are to be told: symptoms under their cause, or held a while."""
        passed: list[FindingChange] = []
        for change in changes:
            finding = change.finding
            if not _is_symptom(finding):
                passed.append(change)
            elif change.what == "cleared":
                self._forget(finding)
                if self._held.pop(finding.id, None) is None:
                    passed.append(change)
            else:
                self._symptoms.setdefault(finding.asset, {})[finding.id] = finding
                under = self._cause_of(finding)
                if under:
                    self._held.pop(finding.id, None)
                    before, told_us = self._under.get(finding.id, ("", NEVER))
                    if before != under or now_us - told_us >= SYMPTOM_US:
                        self._under[finding.id] = (under, now_us)
                        passed.append(replace(change, under=under))
                elif finding.id in self._held:
                    self._held[finding.id] = (
                        replace(change, what="opened"),
                        self._held[finding.id][1],
                    )
                elif change.what == "opened":
                    self._held[finding.id] = (change, now_us + HOLD_US)
                else:
                    passed.append(change)
        return passed

    def tick(self, now_us: int, to_wall: ToWall) -> Account:
        """Reason on what has been heard by ``now_us``."""
        if self._is_new:
            # What was learned may be lost, and then only the book knows that their silence has a cause.
            for one in self._adopted.values():
                self.engine.recall(one.asset, now_us - max(to_wall(now_us) - one.opened_us, 0))
            self._is_new = False
        news = self.engine.tick(now_us)
        changes: list[FindingChange] = []
        described: list[tuple[str, Described]] = []
        over = [self._told.pop(known.number).finding for known in news.ended]
        for known in news.began:
            told = self._begin(known, now_us, to_wall)
            changes.append(FindingChange(what="opened", finding=told.finding))
            described.append((told.finding.id, told.described))
        waiting = [known for known in news.goes_on if self._has_news(known, now_us)]
        for known in sorted(waiting, key=self._turn)[:DESCRIBED]:
            before = self._told[known.number]
            told = self._describe(known, before.finding, before.ahead_us, now_us, to_wall)
            changes.append(FindingChange(what="refreshed", finding=told.finding))
            if told.described != before.described:
                described.append((told.finding.id, told.described))
        over += self._outlived(now_us)
        self._by_element = {told.described.element.element: told.finding.id for told in self._told.values()}
        moved = self._move(now_us) if changes or over else []
        # What is over is cleared first, for another cause may stand on its element now; but after those of
        # its symptoms that go on have left it, so that its incident ends as over and not in one of theirs.
        left = self._leave({one.id for one in over})
        cleared = [_cleared(one, to_wall(now_us)) for one in over]
        doubts = self._doubts.look(now_us, to_wall)
        told_of = (*left, *cleared, *changes, *doubts, *moved, *self._release(now_us))
        return Account(changes=told_of, described=tuple(described))

    def _outlived(self, now_us: int) -> list[Finding]:
        """Return the adopted causes that are over: not found again, or another one stands where they did."""
        standing = {(told.finding.rule, told.finding.asset) for told in self._told.values()}
        late = now_us - self._adopted_us >= ADOPTED_US
        gone = [one for one in self._adopted.values() if late or (one.rule, one.asset) in standing]
        for one in gone:
            del self._adopted[one.id]
        return gone

    def _begin(self, known: Known, now_us: int, to_wall: ToWall) -> Told:
        before = self._claimed(known)
        ahead_us = self._ahead_us.pop(before.asset, None) if before is not None else None
        return self._describe(known, before, ahead_us, now_us, to_wall)

    def _claimed(self, known: Known) -> Finding | None:
        """Return the finding from before a restart that a cause is, if any."""
        others = [self.engine.element(one.kind, one.place) for one in known.cause.alternatives]
        for element in (known.element, *others):
            for finding in self._adopted.values():
                if finding.asset == element:
                    return self._adopted.pop(finding.id)
        return None

    def _describe(
        self, known: Known, before: Finding | None, ahead_us: int | None, now_us: int, to_wall: ToWall
    ) -> Told:
        """Describe a cause, told of as ``before`` until now if it was, whose beginning was dated then."""
        wall_us, since_us = to_wall(now_us), known.cause.since_us
        if ahead_us is None or since_us == NEVER:
            ahead_us = wall_us - now_us
        begun_us = since_us + ahead_us if since_us != NEVER else NEVER
        described = self._describer.describe(known, begun_us, wall_us)
        opened_us = before.opened_us if before else to_wall(known.seen_us)
        finding = self._describer.finding(known, described, opened_us, wall_us)
        if before is not None:
            finding = replace(finding, id=before.id)
        told = Told(
            finding=finding,
            described=described,
            dark=len(known.dark),
            described_us=now_us,
            ahead_us=ahead_us,
        )
        self._told[known.number] = told
        return told

    def _turn(self, known: Known) -> tuple[bool, int]:
        """Return what causes that wait to be described anew are ordered by: those that another element is
        blamed for first, then those that have waited longest."""
        before = self._told[known.number]
        return known.element == before.described.element.element, before.described_us

    def _has_news(self, known: Known, now_us: int) -> bool:
        before = self._told[known.number]
        if known.last_us != now_us:
            # The newest look says something else; what it is shows in a moment.
            return False
        if known.element != before.described.element.element:
            return True
        waited_us = now_us - before.described_us
        return waited_us >= (GROWS_US if len(known.dark) != before.dark else REFRESH_US)

    def _cause_of(self, symptom: Finding) -> str:
        """Return the id of the finding of the cause that explains a symptom, or ""."""
        if symptom.channel == POSITION:
            return self._by_element.get(symptom.asset, "")
        known = self.engine.cause_of(symptom.asset)
        told = self._told.get(known.number) if known is not None else None
        return told.finding.id if told is not None else ""

    def _move(self, now_us: int) -> list[FindingChange]:
        """Put symptoms that have been told under the cause that explains them now."""
        moved: list[FindingChange] = []
        for findings in self._symptoms.values():
            for finding in findings.values():
                under = self._cause_of(finding)
                if under and self._under.get(finding.id, ("", NEVER))[0] != under:
                    self._under[finding.id] = (under, now_us)
                    self._held.pop(finding.id, None)
                    moved.append(FindingChange(what="refreshed", finding=finding, under=under))
        return moved

    def _leave(self, over: Set[str]) -> list[FindingChange]:
        """Let symptoms that go on though their cause is over stand by themselves; not those whose rule only
        waits before it says that they have ended."""
        left: list[FindingChange] = []
        if not over:
            return left
        for findings in self._symptoms.values():
            for finding in findings.values():
                if self._under.get(finding.id, ("", NEVER))[0] in over and self._goes_on(finding):
                    del self._under[finding.id]
                    left.append(FindingChange(what="refreshed", finding=finding, under=finding.id))
        return left

    def _goes_on(self, symptom: Finding) -> bool:
        if symptom.channel == POSITION:
            return self.engine.hearing.is_open(symptom.asset)
        return self.engine.is_silent(symptom.asset)

    def _release(self, now_us: int) -> list[FindingChange]:
        """Let go of what has waited for a cause in vain."""
        due = [id_ for id_, (_, until_us) in self._held.items() if now_us >= until_us]
        return [self._held.pop(id_)[0] for id_ in due]

    def _forget(self, finding: Finding) -> None:
        held = self._symptoms.get(finding.asset, {})
        held.pop(finding.id, None)
        self._under.pop(finding.id, None)
        if not held:
            self._symptoms.pop(finding.asset, None)


def _is_symptom(finding: Finding) -> bool:
    return finding.key == SILENT or finding.channel in (LAST_GASP, POSITION)


def _cleared(finding: Finding, at_us: int) -> FindingChange:
    at_us = max(at_us, finding.opened_us)
    return FindingChange(what="cleared", finding=replace(finding, last_seen_us=at_us, cleared_us=at_us))
