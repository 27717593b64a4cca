"""The rules at work on what comes in: observations, anomalies and silence in, changes of findings out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from luylau.city.model import City
from luylau.incidents import machine, running
from luylau.incidents.expected import Expected
from luylau.incidents.explain import LOST_SIGHT, describe, lost_sight
from luylau.incidents.findings import Finding, FindingChange, What
from luylau.incidents.pairs import Pairs
from luylau.incidents.rules import RuleSet
from luylau.incidents.sight import Sight, Way
from luylau.kernel.clock import MICROS
from luylau.telemetry.detectors import Transition
from luylau.telemetry.observations import Batch
from luylau.telemetry.series import SeriesTable

_WHAT: tuple[What, ...] = ("opened", "refreshed", "cleared")
_KEY_COLUMNS = ("rule", "device", "channel")
BACK_US = 60 * MICROS
"""Sight that was lost is back once it has held for so long."""


class RuleEngine:
    """All rules on all series. Not for several threads at once.

    Feed it every batch with ``apply`` and call ``tick`` once a second; record what they return, then keep
    ``state``.
    """

    def __init__(self, city: City, rules: RuleSet, series_table: SeriesTable) -> None:
        self._city = city
        self._rules = rules
        self._series = series_table
        self._sight = Sight.at(0)
        self._started = False
        self._lost: Finding | None = None
        self._lost_us = 0
        """Steady time at which sight was last seen to be lost."""
        self._pairs = self._make_pairs()
        running.warm(self._pairs)

    @property
    def rules(self) -> RuleSet:
        """The rules in force."""
        return self._rules

    @property
    def pair_count(self) -> int:
        """How many (rule, series) pairs are watched."""
        return len(self._pairs.keys)

    @property
    def sight_us(self) -> int:
        """The time by which silence is counted; it stands still while nothing comes from anybody."""
        return self._sight.now_us

    def to_wall(self, sight_us: int) -> int:
        """Return the wall clock's time of a moment of ``sight_us``."""
        return self._sight.to_wall(sight_us)

    def apply(self, batch: Batch, transitions: Sequence[Transition], now_us: int) -> list[FindingChange]:
        """Take a batch, and the detectors' transitions on it, into account at ``now_us`` (the wall clock).

        Returns the changes in the order in which they came about.
        """
        self._move(now_us)
        pairs = self._linked()
        changes: list[FindingChange] = []
        if len(batch):
            # A stream that was made anew bears another number behind the "@".
            self._sight.hear(batch.stream.partition("@")[0], len(batch))
            changes += self._see()
            found = running.observe(
                pairs,
                series=batch.series,
                time_us=batch.time_us,
                received_us=batch.received_us,
                heard_us=np.full(len(batch), self._sight.now_us),
                value=batch.value,
                quality=batch.quality,
            )
            changes += self._tell(found)
        if transitions:
            changes += self._tell(running.detect(pairs, transitions))
        return changes

    def tick(self, now_us: int) -> list[FindingChange]:
        """Let time run on to ``now_us`` (the wall clock): silence is found, durations run out."""
        self._move(now_us)
        pairs = self._linked()
        running.come_back(pairs, now_us)
        return self._tell(running.advance(pairs, now_us, self._sight.now_us)) + self._see()

    def respec(self, city: City, rules: RuleSet, now_us: int) -> list[FindingChange]:
        """Take a changed pack or changed rules into force; what is the same keeps its state.

        A finding whose rule or asset is gone, switched off or retired is cleared. One whose rule reads
        differently now is told of anew.
        """
        self._move(now_us)
        old = self._pairs
        self._city, self._rules = city, rules
        self._pairs = self._make_pairs()
        _carry(old, self._pairs)
        changes = []
        for pair in np.flatnonzero(old.state["phase"] >= machine.FIRING):
            key = old.keys[pair]
            new = self._pairs.index.get(key)
            if new is None or self._pairs.state[new]["phase"] < machine.FIRING:
                changes.append(_change(old, int(pair), machine.CLEARED, now_us, old.state[pair]))
            elif self._pairs.rule_of[new] != old.rule_of[pair]:
                state = self._pairs.state[new]
                seen_us = self._wall(self._pairs, new, int(state["last_us"]))
                changes.append(_change(self._pairs, new, machine.REFRESHED, seen_us, state))
        return changes

    def adopt(self, findings: Iterable[Finding]) -> list[FindingChange]:
        """Take over the findings that the book holds open, after a start from an older state or from none.

        What came before a finding's last sign has been told already and is left out when it comes again.
        Returns the clearing of findings that no rule watches any more.
        """
        changes = []
        for finding in findings:
            if finding.rule == LOST_SIGHT:
                self._lost = finding
                continue
            pair = self._linked().index.get((finding.rule, finding.asset, finding.channel))
            if pair is None or _asleep(self._pairs)[pair]:
                at = max(finding.last_seen_us, finding.opened_us)
                changes.append(FindingChange(what="cleared", finding=replace(finding, cleared_us=at)))
            else:
                self._adopt(pair, finding)
        return changes

    def _adopt(self, pair: int, finding: Finding) -> None:
        state, spec = self._pairs.state[pair], self._pairs.spec[pair]
        # An older state may stand in an earlier finding, which the book has cleared since. To go on
        # with that one would clear the book's.
        same = state["phase"] >= machine.FIRING and state["told_us"] >= finding.opened_us
        state["told_us"] = finding.opened_us
        if same:
            return
        state["phase"] = machine.FIRING
        state["value"] = finding.value
        if spec["kind"] == machine.HEARTBEAT:
            state["opened_us"] = state["refreshed_us"] = self._sight.now_us
            state["last_us"] = self._sight.now_us - int(spec["min_us"])
        else:
            state["opened_us"] = state["refreshed_us"] = finding.opened_us
            state["last_us"] = max(int(state["last_us"]), finding.last_seen_us)

    def state(self) -> dict[str, NDArray[Any]]:
        """Return everything to go on from later, as arrays that ``numpy.savez`` takes without pickling."""
        pairs = self._pairs
        names = [np.array([key[part] for key in pairs.keys], np.str_) for part in range(3)]
        arrays: dict[str, NDArray[Any]] = dict(zip(_KEY_COLUMNS, names, strict=True))
        arrays["kind"] = pairs.spec["kind"].copy()
        arrays["slot_us"] = pairs.spec["slot_us"].copy()
        for name in machine.STATE.names or ():
            arrays[name] = pairs.state[name].copy()
        arrays["ring"] = pairs.spec["ring"].copy()
        arrays["rings"] = pairs.rings.copy()
        sight = self._sight
        arrays["sight"] = np.array([sight.steady_us, sight.now_us, sight.heard_us], np.int64)
        arrays["way"] = np.array(list(sight.ways), np.str_)
        arrays["way_carried"] = np.array([one.by(sight.steady_us) for one in sight.ways.values()])
        return arrays

    def load_state(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        """Go on from what ``state`` returned; pairs that are gone since are dropped, new ones begin fresh.

        Call it before the first ``apply`` or ``tick``, and ``adopt`` after it.

        Raises:
            ValueError: the arrays are not a state of this version.
        """
        if arrays.keys() != self.state().keys():
            raise ValueError("not a state of this version of the rule engine")
        steady, now, heard = (int(one) for one in arrays["sight"])
        carried = zip(arrays["way"].tolist(), arrays["way_carried"].tolist(), strict=True)
        self._sight = Sight(
            steady_us=steady,
            now_us=now,
            heard_us=heard,
            ways={way: Way(carried=count, at_us=steady) for way, count in carried},
        )
        self._started = True
        old = Pairs(city=self._city, rules=())
        old.keys = list(zip(*(arrays[name].tolist() for name in _KEY_COLUMNS), strict=True))
        old.index = {key: at for at, key in enumerate(old.keys)}
        old.spec = np.zeros(len(old.keys), machine.SPEC)
        for name in ("kind", "slot_us", "ring"):
            old.spec[name] = arrays[name]
        old.state = machine.new_state(len(old.keys))
        for name in machine.STATE.names or ():
            old.state[name] = arrays[name]
        old.rings = np.asarray(arrays["rings"], np.int32)
        self._pairs = self._make_pairs()
        _carry(old, self._pairs)

    def _make_pairs(self) -> Pairs:
        pairs = Pairs(city=self._city, rules=self._rules.rules)
        pairs.watch_devices(self._sight.now_us)
        pairs.link(self._series.keys, self._sight.now_us)
        self._expected = Expected(self._city, pairs)
        self._expected.hear(device for device, _ in self._series.keys)
        return pairs

    def _linked(self) -> Pairs:
        """Return the pairs, with those of series that are new since the last look."""
        if self._pairs.series_count < len(self._series):
            new = self._series.keys[self._pairs.series_count :]
            self._pairs.link(new, self._sight.now_us)
            self._expected.hear(device for device, _ in new)
        return self._pairs

    def _move(self, now_us: int) -> None:
        if not self._started:
            # All silence begins with the first call; until then it was counted from 0.
            self._sight = Sight.at(now_us)
            silent = self._pairs.spec["kind"] == machine.HEARTBEAT
            for name in ("since_us", "last_us", "opened_us", "refreshed_us"):
                self._pairs.state[name][silent] += now_us
            self._started = True
        self._sight.rate = self._expected.rate(self._pairs)
        self._sight.move(now_us)

    def _see(self) -> list[FindingChange]:
        """Say when sight is lost, still lost, and back."""
        sight = self._sight
        wall_us = sight.wall_us or sight.now_us
        quiet_us = sight.steady_us - sight.heard_us
        before = self._lost
        if not sight.is_lost:
            # Back once it has held: a message now and then would else make a finding each.
            if before is None or sight.steady_us - self._lost_us < BACK_US:
                return []
            self._lost = None
            return [FindingChange(what="cleared", finding=replace(before, cleared_us=wall_us))]
        self._lost_us = sight.steady_us
        if before is not None and wall_us - before.last_seen_us < machine.REFRESH_US:
            return []
        opened_us = before.opened_us if before else wall_us - quiet_us + sight.lost_after_us
        limit_s = sight.lost_after_us / MICROS
        self._lost = lost_sight(
            opened_us=opened_us, seen_us=wall_us, quiet_s=quiet_us / MICROS, limit_s=limit_s
        )
        return [FindingChange(what="refreshed" if before else "opened", finding=self._lost)]

    def _tell(self, found: Iterable[np.void]) -> list[FindingChange]:
        changes = []
        for said in found:
            pair, what = int(said["pair"]), int(said["what"])
            when = self._wall(self._pairs, pair, int(said["time_us"]))
            if what == machine.OPENED:
                self._pairs.state[pair]["told_us"] = when
            changes.append(_change(self._pairs, pair, what, when, said))
        return changes

    def _wall(self, pairs: Pairs, pair: int, time_us: int) -> int:
        """Return a time of a pair as the wall clock tells it; only heartbeats live by another clock."""
        silent = pairs.spec[pair]["kind"] == machine.HEARTBEAT
        return self._sight.to_wall(time_us) if silent else time_us


def _change(pairs: Pairs, pair: int, what: int, when_us: int, values: np.void) -> FindingChange:
    opened_us = int(pairs.state[pair]["told_us"])
    finding = describe(
        pairs.city,
        pairs.rule_of[pair],
        pairs.keys[pair],
        pairs.spec[pair],
        values,
        opened_us=opened_us,
        seen_us=when_us,
    )
    if what == machine.CLEARED:
        finding = replace(finding, cleared_us=max(when_us, opened_us))
    return FindingChange(what=_WHAT[what], finding=finding)


def _asleep(pairs: Pairs) -> NDArray[np.bool_]:
    """Return which pairs are heartbeats of devices that were never heard."""
    asleep: NDArray[np.bool_] = (pairs.spec["kind"] == machine.HEARTBEAT) & (
        pairs.state["phase"] == machine.IDLE
    )
    return asleep


def _carry(old: Pairs, new: Pairs) -> None:
    """Take the state of pairs that both sets hold from ``old`` into ``new``."""
    both = [(at, old.index[key]) for at, key in enumerate(new.keys) if key in old.index]
    if not both:
        return
    into, come = np.array(both, np.int64).T
    same = (new.spec["kind"][into] == old.spec["kind"][come]) & ~_asleep(new)[into]
    into, come = into[same], come[same]
    new.state[into] = old.state[come]
    for at, origin in zip(into, come, strict=True):
        ring = int(new.spec[at]["ring"])
        if ring < 0:
            continue
        if new.spec[at]["slot_us"] == old.spec[origin]["slot_us"]:
            new.rings[ring] = old.rings[int(old.spec[origin]["ring"])]
        else:
            new.state[at]["slot"] = machine.NEVER
