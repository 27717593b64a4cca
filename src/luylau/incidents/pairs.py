"""Which rule watches which series: the pairs of the state machine, and the lists by series that lead to
them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from luylau.city.model import Asset, City
from luylau.incidents import machine
from luylau.incidents.rules import (
    OPS,
    QUALITY_NAMES,
    AnomalyRule,
    HeartbeatRule,
    QualityRule,
    Rule,
    ThresholdRule,
)
from luylau.kernel.clock import MICROS
from luylau.kernel.units import conversion
from luylau.telemetry.observations import Int32, Int64
from luylau.telemetry.records import Records

Key = tuple[str, str, str]
"""A pair's name: rule id, device, channel ("" for the device as a whole). It outlives a restart and a new
pack."""

HOLD_PERIODS = 3
"""For how many reporting periods an observation stands for the present."""


@dataclass(slots=True)
class Pairs:
    """All pairs: ``keys``, ``rules``, ``spec`` and ``state`` run in step; ``links`` leads from series to
    them."""

    city: City
    rules: Sequence[Rule]
    keys: list[Key] = field(default_factory=list)
    rule_of: list[Rule] = field(default_factory=list)
    index: dict[Key, int] = field(default_factory=dict)
    spec: Records = field(default_factory=lambda: np.empty(0, machine.SPEC))
    state: Records = field(default_factory=lambda: machine.new_state(0))
    rings: Int32 = field(default_factory=lambda: np.zeros((0, 2, machine.SLOTS), np.int32))
    starts: Int64 = field(default_factory=lambda: np.zeros(1, np.int64))
    links: Int64 = field(default_factory=lambda: np.empty(0, np.int64))
    widest: int = 0
    """Most pairs that one series leads to."""
    _rules_of: dict[str, list[Rule]] = field(default_factory=dict)

    @property
    def series_count(self) -> int:
        """How many series are linked: those numbered below this."""
        return len(self.starts) - 1

    def watch_devices(self, sight_us: int) -> None:
        """Make the heartbeats' pairs of every device, asleep: ``link`` wakes those of devices once heard.

        A device that has never spoken is not yet connected, which is no failure: of a city's pack many wait
        for that.
        """
        made: list[tuple[Key, Rule, tuple[float, ...]]] = []
        for asset in self.city.assets.values():
            kind = self.city.kinds[asset.kind]
            for rule in self._rules_on(asset) if kind.is_device else ():
                if not isinstance(rule, HeartbeatRule):
                    continue
                channel = rule.applies_to.channel
                limit_s = heartbeat_limit_s(rule, self.city, asset)
                if (not channel or channel in kind.channels) and limit_s is not None:
                    made.append(((rule.id, asset.id, channel), rule, _heartbeat_spec(rule, limit_s)))
        first = len(self.keys)
        self._add(made)
        state = self.state[first:]
        state["since_us"] = state["last_us"] = sight_us

    def link(self, keys: Sequence[tuple[str, str]], sight_us: int) -> None:
        """Make the pairs of new series ((device, channel), numbered on from ``series_count``) and lead to
        them; heartbeats on them wait from ``sight_us`` on."""
        made: list[tuple[Key, Rule, tuple[float, ...]]] = []
        links: list[int] = []
        starts: list[int] = []
        at = len(self.keys)
        for device, channel in keys:
            before = len(links)
            asset = self.city.assets.get(device)
            for rule in self._rules_on(asset) if asset else ():
                if isinstance(rule, HeartbeatRule):
                    found = self.index.get((rule.id, device, rule.applies_to.channel))
                    if found is not None and rule.applies_to.channel in ("", channel):
                        links.append(found)
                        self._wake(found, sight_us)
                    continue
                spec = self._series_spec(rule, device, channel)
                if spec is not None:
                    made.append(((rule.id, device, channel), rule, spec))
                    links.append(at)
                    at += 1
            starts.append(len(self.links) + len(links))
            self.widest = max(self.widest, len(links) - before)
        self._add(made)
        self.links = np.concatenate([self.links, np.array(links, np.int64)])
        self.starts = np.concatenate([self.starts, np.array(starts, np.int64)])

    def _wake(self, pair: int, sight_us: int) -> None:
        state = self.state[pair]
        if state["phase"] == machine.IDLE:
            state["phase"] = machine.PENDING
            state["since_us"] = state["last_us"] = sight_us

    def _rules_on(self, asset: Asset) -> list[Rule]:
        known = self._rules_of.get(asset.id)
        if known is None:
            known = [rule for rule in self.rules if rule.enabled and rule.applies_to.takes(self.city, asset)]
            self._rules_of[asset.id] = known
        return known

    def _series_spec(self, rule: Rule, device: str, channel: str) -> tuple[float, ...] | None:
        if rule.applies_to.channel not in ("", channel):
            return None
        if isinstance(rule, ThresholdRule):
            limit = threshold_of(rule, self.city, device, channel)
            return None if limit is None else _threshold_spec(rule, limit, self._hold_us(device, channel))
        if isinstance(rule, QualityRule):
            return _quality_spec(rule)
        assert isinstance(rule, AnomalyRule)
        return _anomaly_spec(rule)

    def _hold_us(self, device: str, channel: str) -> int:
        known = self.city.channel(device, channel)
        period_s = known.period_s if known else float("nan")
        return round(HOLD_PERIODS * period_s * MICROS) if period_s > 0 else machine.FOREVER

    def _add(self, made: Sequence[tuple[Key, Rule, tuple[float, ...]]]) -> None:
        if not made:
            return
        spec = np.array([one for _, _, one in made], machine.SPEC)
        ringed = np.flatnonzero(spec["slot_us"] > 0)
        spec["ring"][ringed] = len(self.rings) + np.arange(len(ringed))
        for key, rule, _ in made:
            self.index[key] = len(self.keys)
            self.keys.append(key)
            self.rule_of.append(rule)
        self.spec = np.concatenate([self.spec, spec])
        self.state = np.concatenate([self.state, machine.new_state(len(made))])
        self.rings = np.concatenate([self.rings, np.zeros((len(ringed), 2, machine.SLOTS), np.int32)])


def threshold_of(rule: ThresholdRule, city: City, asset: str, channel: str) -> float | None:
    """Return the rule's limit for an asset in the channel's unit; None where the pack publishes no such
    level."""
    if rule.value is not None:
        return rule.value
    level = city.level(asset, channel, rule.level)
    known = city.channel(asset, channel)
    if level is None:
        return None
    factor = conversion(level.unit, known.unit) if known else None
    return level.value if factor is None else level.value * factor[0] + factor[1]


def heartbeat_limit_s(rule: HeartbeatRule, city: City, asset: Asset) -> float | None:
    """Return the seconds of silence that a rule allows; None where it counts periods and none is known."""
    if rule.silent_s is not None:
        return rule.silent_s
    assert rule.periods is not None
    period_s = device_period_s(city, asset, rule.applies_to.channel)
    return None if period_s is None else max(rule.periods * period_s, 10.0)


def device_period_s(city: City, asset: Asset, channel: str = "") -> float | None:
    """Return how often a device reports, in seconds: the shortest period of its channels, or that of one."""
    channels: Mapping[str, object] = city.kinds[asset.kind].channels
    periods = [
        known.period_s
        for name in channels
        if channel in ("", name) and (known := city.channel(asset.id, name)) and known.period_s > 0
    ]
    return min(periods, default=None)


def _spec(rule: Rule, kind: int, **columns: float) -> tuple[float, ...]:
    values: dict[str, float] = {
        "kind": kind,
        "op": 0,
        "enter": 0.0,
        "stay": 0.0,
        "min_us": round(rule.min_duration_s * MICROS),
        "clear_us": round(rule.clear_duration_s * MICROS),
        "hold_us": machine.FOREVER,
        "flags": 0,
        "slot_us": 0,
        "ring": -1,
        "min_count": 0,
    }
    values.update(columns)
    return tuple(values.values())


def _threshold_spec(rule: ThresholdRule, limit: float, hold_us: int) -> tuple[float, ...]:
    back = rule.hysteresis if rule.op in ("ge", "gt") else -rule.hysteresis
    op = OPS.index(rule.op)
    return _spec(rule, machine.THRESHOLD, op=op, enter=limit, stay=limit - back, hold_us=hold_us)


def _heartbeat_spec(rule: HeartbeatRule, limit_s: float) -> tuple[float, ...]:
    return _spec(
        rule, machine.HEARTBEAT, enter=limit_s, min_us=round((limit_s + rule.min_duration_s) * MICROS)
    )


def _quality_spec(rule: QualityRule) -> tuple[float, ...]:
    flags = 0
    for name in rule.flags:
        flags |= int(QUALITY_NAMES[name])
    kind = machine.COUNT if rule.measure == "count" else machine.SHARE
    slot_us = round(rule.window_s * MICROS / machine.SLOTS)
    stay = max(rule.value - rule.hysteresis, np.nextafter(0.0, 1.0))
    return _spec(
        rule, kind, enter=rule.value, stay=stay, flags=flags, slot_us=slot_us, min_count=rule.min_count
    )


def _anomaly_spec(rule: AnomalyRule) -> tuple[float, ...]:
    return _spec(rule, machine.ANOMALY, enter=rule.min_score)
