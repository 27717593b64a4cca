"""A simulation run: when which device sends, and the truth written beside."""

import asyncio
import heapq
import json
import logging
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from luylau.city.model import Asset, City
from luylau.kernel.clock import MICROS, Clock, iso
from luylau.power.model import Grid
from luylau.simulator.fleet import Fleet
from luylau.simulator.pace import Clockwork, Lag, LagWatch
from luylau.simulator.scenarios import HOURS, Scenario, ScenarioName, build_scenario

log = logging.getLogger(__name__)

SLOWEST_S = 600.0
"""How often a device reports whose pack names no period."""
MOST_UNACKNOWLEDGED = 3_000
"""Above this the simulation waits for the broker: it goes as fast as it can and no faster."""
AT_ONCE = 200
"""Messages between two turns of the connections."""
QOS_0_KINDS = frozenset({"camera", "network_switch"})
"""Kinds whose devices do not ask for an acknowledgement, as such devices often do not."""
LAST_GASP = "last_gasp"
GASPS_HEARD = 0.6
"""Share of last gasps that get through before the hold-up energy is gone, assumed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulationOptions:
    """What to simulate. ``speed`` 1 is real time; a faster run begins in the past and goes on in real time.

    ``from_hour`` leaves out the first hours of the scenario's course.
    """

    scenario: ScenarioName
    speed: float = 1.0
    seed: int = 1
    from_hour: float = 0.0
    kinds: frozenset[str] = frozenset()
    truth: Path | None = None


@dataclass(slots=True)
class Device:
    """A device with what it last said, and whether it is on the network."""

    asset: Asset
    period_us: int
    held: dict[str, float] = field(default_factory=dict)
    reaches: bool = True
    gasped: bool = False


async def simulate(
    city: City,
    options: SimulationOptions,
    *,
    host: str,
    port: int,
    credentials: Mapping[str, str],
    clock: Clock,
    stop: asyncio.Event,
    tell: Callable[[Lag], None],
    tell_refused: Callable[[str], None],
    grid: Grid | None = None,
) -> None:
    """Simulate until ``stop``; call ``tell`` when it falls behind, ``tell_refused`` for a device kept out.

    ``grid`` is the city's, if it has one.
    """
    skipped_us = round(options.from_hour * 3_600 * MICROS)
    back_us = round(HOURS[options.scenario] * 3_600 * MICROS) if options.speed > 1 else skipped_us
    start_us = clock.now_us() - back_us
    scenario = build_scenario(options.scenario, city, start_us=start_us, seed=options.seed, grid=grid)
    if options.truth is not None:
        write_truth(options.truth, scenario, options)
    fleet = Fleet(
        host=host,
        port=port,
        credentials={
            device: secret
            for device, secret in credentials.items()
            if device in city.assets and (not options.kinds or city.assets[device].kind in options.kinds)
        },
        tell_refused=tell_refused,
    )
    await fleet.start()
    clockwork = Clockwork(clock, start_us + skipped_us, options.speed)
    schedule = Schedule(scenario, fleet, clockwork.begin_us)
    running = asyncio.ensure_future(_follow(schedule, fleet, clockwork, LagWatch(clockwork, tell)))
    stopping = asyncio.ensure_future(stop.wait())
    done, _ = await asyncio.wait({running, stopping}, return_when=asyncio.FIRST_COMPLETED)
    running.cancel()
    await fleet.stop()
    for ended in done - {stopping}:
        ended.result()


def write_truth(file: Path, scenario: Scenario, options: SimulationOptions) -> None:
    """Write what really happens as JSON lines; the first says which simulation this is."""
    file.parent.mkdir(parents=True, exist_ok=True)
    head = {
        "what": "simulation",
        "scenario": scenario.name,
        "seed": options.seed,
        "speed": options.speed,
        "from": iso(scenario.start_us),
        "to": iso(scenario.end_us),
    }
    with file.open("w", encoding="utf-8") as out:
        for line in (head, *scenario.truth()):
            out.write(json.dumps(line, ensure_ascii=False) + "\n")


class Sender(Protocol):
    """What carries the devices' messages: a fleet of MQTT clients."""

    def publish(self, device: str, topic: str, payload: bytes, qos: int) -> None:
        """Let a device send."""
        ...

    def cut(self, device: str) -> None:
        """Take a device off the network."""
        ...

    def restore(self, device: str) -> None:
        """Put a device back on the network."""
        ...


class Schedule:
    """When which device reports, from ``begin_us`` on, and what it sends then."""

    def __init__(self, scenario: Scenario, sender: Sender, begin_us: int) -> None:
        self._scenario = scenario
        self._sender = sender
        world = scenario.world
        self._due: list[tuple[int, str, bool]] = []
        """When which device reports, and whether it does so again and again."""
        self._devices: dict[str, Device] = {}
        for asset in world.city.assets.values():
            kind = world.city.kinds[asset.kind]
            if not kind.is_device or asset.status in ("planned", "retired"):
                continue
            periods = [one.period_s for one in kind.channels.values() if not math.isnan(one.period_s)]
            device = Device(asset, round(min(periods, default=SLOWEST_S) * MICROS))
            # What is dark already has said its last word before.
            device.gasped = (
                LAST_GASP in kind.channels and world.supply.dark_since(asset.id, begin_us) is not None
            )
            self._devices[asset.id] = device
            first_us = begin_us + round(world.noise.uniform(f"{asset.id} phase") * device.period_us)
            heapq.heappush(self._due, (first_us, asset.id, True))
        # A switch that moves says so at once, and so does what loses its supply.
        moves = world.heads.moves() if world.heads else []
        gasps = [
            (outage.start_us, device.asset.id)
            for device in self._devices.values()
            if LAST_GASP in world.city.kinds[device.asset.kind].channels
            for outage in world.supply.felt_by(device.asset.id)
        ]
        for time_us, name in (*moves, *gasps):
            if name in self._devices and time_us >= begin_us:
                heapq.heappush(self._due, (time_us, name, False))

    @property
    def next_us(self) -> int:
        """When the next device reports."""
        return self._due[0][0]

    def step(self) -> None:
        """Let that device report."""
        time_us, name, again = heapq.heappop(self._due)
        device = self._devices[name]
        self._report(device, time_us)
        if again:
            heapq.heappush(self._due, (time_us + device.period_us, name, True))

    def _report(self, device: Device, time_us: int) -> None:
        """Let a device send what it measures, if it has power, a network and no fault that silences it."""
        scenario, asset = self._scenario, device.asset
        world, faults = scenario.world, scenario.faults
        reaches = world.supply.runs(asset.id, time_us) and world.supply.reaches(asset.id, time_us)
        if reaches != device.reaches:
            (self._sender.restore if reaches else self._sender.cut)(asset.id)
        device.reaches = reaches
        if not reaches or faults.is_silent(asset.id, time_us):
            return
        gasps = LAST_GASP in world.city.kinds[asset.kind].channels
        if gasps and world.supply.dark_since(asset.id, time_us) is not None:
            # What has a last gasp measures its own supply, and keeps what energy it has for that one word.
            if not device.gasped and world.noise.uniform(f"{asset.id} gasp", time_us) < GASPS_HEARD:
                self._send(asset, {LAST_GASP: 1.0, "voltage": 0.0}, time_us)
            device.gasped = True
            return
        values = world.values(asset, time_us)
        if device.gasped:
            values[LAST_GASP] = 0.0
            device.gasped = False
        said = faults.distort(asset.id, values, device.held, time_us)
        if not faults.freezes(asset.id, time_us):
            device.held = said
        self._send(asset, said, faults.clock_us(asset.id, time_us))

    def _send(self, asset: Asset, said: Mapping[str, float], time_us: int) -> None:
        city = self._scenario.world.city
        channels = city.kinds[asset.kind].channels
        records: list[dict[str, object]] = [
            {"n": name, "u": channels[name].unit, "v": value} for name, value in said.items()
        ]
        if not records:
            return
        # SenML: the base time holds for all records of the pack.
        records[0] = {"bt": time_us / MICROS, **records[0]}
        qos = 0 if asset.kind in QOS_0_KINDS else 1
        topic = f"obs/{city.id}/{asset.id}/senml"
        self._sender.publish(asset.id, topic, json.dumps(records, separators=(",", ":")).encode(), qos)


async def _follow(schedule: Schedule, fleet: Fleet, clockwork: Clockwork, watch: LagWatch) -> None:
    """Report what is due; where the broker does not keep up, wait for it."""
    sent = 0
    while True:
        ahead_us = schedule.next_us - clockwork.now_us()
        if ahead_us > 0:
            watch.on_time()
            await asyncio.sleep(min(1.0, ahead_us / MICROS / clockwork.speed))
            continue
        watch.at(schedule.next_us)
        schedule.step()
        sent += 1
        if sent % AT_ONCE == 0:
            await asyncio.sleep(0)
            while fleet.unacknowledged > MOST_UNACKNOWLEDGED:
                await asyncio.sleep(0.01)
                watch.at(schedule.next_us)
