"""How well the rules and detectors find what the simulator knows: its truth against the platform's findings.

The scenarios ``faults`` and ``calm-day`` run through the whole pipeline (decoding, quality, detectors, rules)
in one process, as fast as it goes, without a broker. A fault counts as found when a finding about its device
opens while it lasts; findings about devices without a fault are false ones. Simulated devices are kinder than
real ones, so this compares versions of the platform with each other; it promises nothing about a real city.
The peer is the plain rule that utilities start with: fixed limits for each series, four spreads around the
mean of its first six hours.
"""

import argparse
import statistics
import tempfile
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from benchmarks.common import Result, Table, run
from luylau.cities import find_pack
from luylau.city import ensure_working_copy, load
from luylau.incidents import IncidentReader
from luylau.kernel.clock import MICROS, ManualClock, parse_iso
from luylau.processes.assembly import Assembly, assemble
from luylau.processes.data import DataFolder
from luylau.settings import Settings
from luylau.simulator import Scenario, Schedule, build_scenario
from luylau.simulator.faults import Fault
from luylau.simulator.scenarios import ScenarioName
from luylau.telemetry.decode import Message

START_US = parse_iso("2026-03-01T00:00:00Z")
HOUR_US = 3_600 * MICROS
RUN = 500
TICK_US = 4 * MICROS
"""The rules take a step of their clock above 5 s for a jump, so they are asked more often."""
LEARN_H = 6.0
SPREADS = 4.0

Opened = list[tuple[str, str, int]]
"""Findings: device, rule, microseconds UTC."""


@dataclass
class Wire:
    """Takes the devices' messages off the simulator and remembers their true values for the peer."""

    now_us: int = 0
    waiting: list[Message] = field(default_factory=list)
    seq: int = 0

    def publish(self, device: str, topic: str, payload: bytes, qos: int) -> None:
        del qos
        self.seq += 1
        self.waiting.append(Message(device, topic.rpartition("/")[2], payload, self.seq, self.now_us))

    def cut(self, device: str) -> None:
        """A message that is not sent needs no cutting."""

    def restore(self, device: str) -> None:
        """See ``cut``."""


def play(name: ScenarioName, hours: float, kinds: frozenset[str]) -> tuple[Scenario, Opened, Opened, int]:
    """Run one scenario; return it, the platform's findings, the peer's, and how many devices there were."""
    with tempfile.TemporaryDirectory() as folder:
        data = DataFolder(Path(folder)).prepare()
        ensure_working_copy(find_pack("bac-ninh"), data.city)
        _keep_kinds(data.city / "assets.csv", kinds)
        clock = ManualClock(START_US)
        parts = assemble(data, Settings(), clock)
        city = load(data.city)
        scenario = build_scenario(name, city, start_us=START_US, seed=1)
        end_us = START_US + round(hours * HOUR_US)
        peer = Limits(parts)
        wire = Wire()
        schedule = Schedule(scenario, wire, START_US)
        ticked_us = committed_us = START_US
        while schedule.next_us < end_us:
            wire.now_us = schedule.next_us
            schedule.step()
            if len(wire.waiting) < RUN and schedule.next_us - ticked_us < TICK_US:
                continue
            clock.set(wire.now_us)
            if wire.waiting:
                decoded = parts.pipeline.take("benchmark", wire.waiting, wire.now_us)
                peer.take(decoded.batch.series, decoded.batch.time_us, decoded.batch.value)
                wire.waiting = []
            parts.pipeline.tick(wire.now_us)
            ticked_us = wire.now_us
            if wire.now_us - committed_us > 600 * MICROS:
                while parts.pipeline.has_news:
                    parts.pipeline.tell()
                parts.pipeline.commit()
                committed_us = wire.now_us
        while parts.pipeline.has_news:
            parts.pipeline.tell()
        reader = IncidentReader(parts.engine)
        found: Opened = []
        cursor = ""
        while True:
            page = reader.findings(cursor=cursor, limit=500)
            found += [(one.asset, one.rule, one.opened_us) for one in page.findings]
            cursor = page.cursor
            if not cursor:
                break
        devices = sum(city.kinds[asset.kind].is_device for asset in city.assets.values())
        parts.close()
        return scenario, found, peer.found, devices


def _keep_kinds(file: Path, kinds: frozenset[str]) -> None:
    """Leave the devices of other kinds out of the pack, so that a quick run is quick."""
    if not kinds:
        return
    city = load(file.parent)
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    needed = {
        one
        for asset in city.assets.values()
        if asset.kind in kinds
        for one in (asset.id, asset.powered_by, asset.connected_via)
    }
    for _ in range(10):
        needed |= {
            up
            for one in list(needed)
            if one
            for up in (city.assets[one].powered_by, city.assets[one].connected_via)
        }
    file.write_text(
        "".join(line for row, line in enumerate(lines) if row == 0 or line.split(",")[0] in needed),
        encoding="utf-8",
    )


class Limits:
    """The peer: a fixed band for each series from its first hours; a finding where a value leaves it."""

    def __init__(self, parts: Assembly) -> None:
        self._keys = parts.table.keys
        self._first: dict[int, list[float]] = defaultdict(list)
        self._band: dict[int, tuple[float, float]] = {}
        self._out: set[int] = set()
        self.found: Opened = []

    def take(self, series: np.ndarray, time_us: np.ndarray, value: np.ndarray) -> None:
        for number, at, now in zip(series.tolist(), time_us.tolist(), value.tolist(), strict=True):
            if at < START_US + LEARN_H * HOUR_US:
                self._first[number].append(now)
                continue
            band = self._band.get(number)
            if band is None:
                known = self._first.pop(number, [now])
                spread = SPREADS * (statistics.pstdev(known) or 1e-9)
                band = self._band[number] = (
                    statistics.fmean(known) - spread,
                    statistics.fmean(known) + spread,
                )
            out = not band[0] <= now <= band[1]
            if out and number not in self._out:
                self.found.append((self._keys[number][0], "limit", at))
            (self._out.add if out else self._out.discard)(number)


def score(
    faults: Mapping[str, Fault], found: Opened, end_us: int
) -> tuple[dict[str, tuple[int, int, float]], int]:
    """Return by kind of fault (found, all, median hours until found), and the findings without a fault."""
    first: dict[str, int] = {}
    false = 0
    for device, _, at in found:
        fault = faults.get(device)
        if fault is None or at < fault.start_us:
            false += 1
        else:
            first[device] = min(first.get(device, at), at)
    by_kind: dict[str, list[Fault]] = defaultdict(list)
    for fault in faults.values():
        if fault.start_us < end_us:
            by_kind[fault.kind].append(fault)
    said = {}
    for kind, some in sorted(by_kind.items()):
        delays = [(first[one.device] - one.start_us) / HOUR_US for one in some if one.device in first]
        said[kind] = (len(delays), len(some), statistics.median(delays) if delays else float("nan"))
    return said, false


def measure(chosen: argparse.Namespace) -> Result:
    hours = 10.0 if chosen.quick else 24.0
    kinds = frozenset({"river_gauge", "weather_station", "network_switch"}) if chosen.quick else frozenset()
    scenario, found, peer, devices = play("faults", hours, kinds)
    end_us = START_US + round(hours * HOUR_US)
    faults = {fault.device: fault for fault in scenario.faults.all}
    ours, our_false = score(faults, found, end_us)
    theirs, their_false = score(faults, peer, end_us)
    table = Table(
        title=f"Simulated faults in {hours:.0f} h, {devices:,} devices: found, median hours until then",
        columns=["fault", "found", "of", "hours", "fixed limits: found", "hours"],
    )
    figures: dict[str, object] = {}
    for kind, (count, whole, delay) in ours.items():
        table.add(kind, count, whole, delay, theirs[kind][0], theirs[kind][2])
        name = kind.replace("-", "_")
        figures[name] = {
            "found": count,
            "of": whole,
            "median_hours": delay if delay == delay else None,
            "limits_found": theirs[kind][0],
        }
    _, calm, calm_peer, _ = play("calm-day", hours, kinds)
    days = devices * hours / 24
    false = Table(
        title="Findings without a fault, for a device and day",
        columns=["scenario", "platform", "fixed limits"],
    )
    false.add("faults", our_false / days, their_false / days)
    false.add("calm-day", len(calm) / days, len(calm_peer) / days)
    figures["false_per_device_day"] = {
        "faults": our_false / days,
        "calm_day": len(calm) / days,
        "limits_faults": their_false / days,
        "limits_calm_day": len(calm_peer) / days,
    }
    return Result(tables=[table, false], figures=figures)


if __name__ == "__main__":
    run("Findings against the simulator's truth.", measure)
