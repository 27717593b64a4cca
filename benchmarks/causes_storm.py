"""Hours of storm no. 3 through the whole pipeline, as fast as it goes: one incident an outage, none lost?

The simulator's scenario ``storm`` on the shipped pack (all simulated) goes through decoding, quality,
detectors, rules, causes and the incident book in one process, without a broker. Each true outage that shows
(its switch reports, or two metered transformers lose their power by it) should be one incident on the switch
that cleared it; *near* is one on another element of the same feeder.
"""

import argparse
import tempfile
import time
from collections import Counter
from pathlib import Path

from benchmarks.common import Result, Table, peak_mb, run
from benchmarks.detection import RUN, TICK_US, Wire
from luylau.cities import find_pack
from luylau.city import ensure_working_copy, load
from luylau.incidents import Incident, IncidentReader
from luylau.incidents.causes import GROUP
from luylau.kernel.clock import MICROS, ManualClock, parse_iso
from luylau.power.grids import grid_of
from luylau.processes.assembly import assemble
from luylau.processes.data import DataFolder
from luylau.settings import Settings
from luylau.simulator import Schedule, build_scenario
from luylau.simulator.outages import Outage

COURSE_US = parse_iso("2026-03-01T00:00:00Z")
FROM_H = 12.0
"""The hour of the scenario at which the run begins: the wind rises."""
HOUR_US = 3_600 * MICROS
HEAD = "-cb"
"""Ends the ids of switches that report their position."""
SHOWS = 2
KINDS = ("hidden", "shown", "once", "grown", "near", "doubled", "lost", "besides")
"""What an outage, or an incident, can be."""
SETTLE_US = 300 * MICROS
"""What begins so near to the run's ends is left out."""


def play(hours: float) -> tuple[list[Outage], list[Incident], float, int]:
    """Run some hours; return the truth, the incidents, the seconds it took and the messages."""
    with tempfile.TemporaryDirectory() as folder:
        data = DataFolder(Path(folder)).prepare()
        ensure_working_copy(find_pack("bac-ninh"), data.city)
        start_us = COURSE_US + round(FROM_H * HOUR_US)
        clock = ManualClock(start_us)
        parts = assemble(data, Settings(), clock)
        city = load(data.city)
        grid = grid_of(data.city, city)
        scenario = build_scenario("storm", city, start_us=COURSE_US, seed=1, grid=grid)
        wire = Wire()
        schedule = Schedule(scenario, wire, start_us)
        end_us = start_us + round(hours * HOUR_US)
        ticked_us = committed_us = start_us
        begun = time.perf_counter()
        while schedule.next_us < end_us:
            wire.now_us = schedule.next_us
            schedule.step()
            if len(wire.waiting) < RUN and schedule.next_us - ticked_us < TICK_US:
                continue
            clock.set(wire.now_us)
            if wire.waiting:
                parts.pipeline.take("benchmark", wire.waiting, wire.now_us)
                wire.waiting = []
            if wire.now_us - ticked_us >= TICK_US:
                parts.pipeline.tick(wire.now_us)
                ticked_us = wire.now_us
            while parts.pipeline.has_news:
                parts.pipeline.tell()
            if wire.now_us - committed_us > 600 * MICROS:
                parts.pipeline.commit()
                committed_us = wire.now_us
        seconds = time.perf_counter() - begun
        reader, found, cursor = IncidentReader(parts.engine), list[Incident](), ""
        while True:
            page = reader.page(
                cursor=cursor, limit=500, resolutions=["", "over", "fixed", "false_alarm", "merged"]
            )
            found += page.incidents
            cursor = page.cursor
            if not cursor:
                break
        parts.close()
        truth = [
            one for one in scenario.world.supply.outages if one.end_us > start_us and one.start_us < end_us
        ]
        return truth, found, seconds, wire.seq


def matched(truth: list[Outage], incidents: list[Incident], begun_us: int, end_us: int) -> Counter[str]:
    """Return how many outages were found once, grown, near, or not at all, and what came besides.

    Each outage has one incident at most, first those that name its very device. ``grown`` are those that an
    incident of an earlier outage on the feeder has come to stand on. ``doubled`` are incidents
    more on a feeder while an outage of it lasts, ``besides`` those while none does. Counted are outages that
    begin well within the run and show (``shows``).
    """
    counts: Counter[str] = Counter()
    carriers = ("network_switch",)
    left = {
        it.id: it
        for it in incidents
        if it.group == GROUP and it.asset_kind not in carriers and it.resolution != "merged"
    }

    def candidates(one: Outage) -> list[Incident]:
        since_us = one.start_us - MICROS
        return [
            it
            for it in left.values()
            if it.asset.startswith(one.group) and since_us <= it.opened_us < one.end_us
        ]

    counted = [one for one in truth if begun_us + SETTLE_US < one.start_us < end_us - SETTLE_US]
    shown = [one for one in counted if shows(one, truth)]
    counts["shown"], counts["hidden"] = len(shown), len(counted) - len(shown)
    waiting = list[Outage]()
    for one in shown:
        exact = [it for it in candidates(one) if it.asset == one.device]
        if exact:
            counts["once"] += 1
            del left[exact[0].id]
        else:
            waiting.append(one)
    for one in waiting:
        grown = any(
            it.asset == one.device and it.opened_us < one.end_us
            for it in incidents
            if it.group == GROUP and (it.resolved_us is None or it.resolved_us > one.start_us)
        )
        near = candidates(one)
        counts["grown" if grown else "near" if near else "lost"] += 1
        if near and not grown:
            del left[near[0].id]
    # What hidden outages, and those at the run's ends, may have to themselves.
    for one in (it for it in truth if it not in shown):
        for it in candidates(one)[:1]:
            del left[it.id]
    doubled = {it.id for one in truth for it in candidates(one)}
    counts["doubled"], counts["besides"] = len(doubled), len(left) - len(doubled)
    return counts


def shows(one: Outage, truth: list[Outage]) -> bool:
    """Say whether anything can tell of an outage: its switch, or meters that had power before."""
    lasting = [it for it in truth if it is not one and it.group == one.group]
    lasting = [it for it in lasting if it.start_us <= one.start_us < it.end_us]
    fresh = set(one.assets).difference(*(it.assets for it in lasting))
    return one.device.endswith(HEAD) or len(fresh) >= SHOWS


def measure(chosen: argparse.Namespace) -> Result:
    """Measure some hours."""
    hours = 1.0 if chosen.quick else chosen.hours
    truth, incidents, seconds, messages = play(hours)
    begun_us = COURSE_US + round(FROM_H * HOUR_US)
    counts = matched(truth, incidents, begun_us, begun_us + round(hours * HOUR_US))
    figures = {
        "hours": hours,
        "outages": counts["shown"] + counts["hidden"],
        **{
            name: counts[name]
            for name in ("hidden", "shown", "once", "grown", "near", "doubled", "lost", "besides")
        },
        "incidents": len(incidents),
        "speed": hours * 3_600 / seconds,
        "messages_per_s": messages / seconds,
        "peak_mb": peak_mb(),
    }
    table = Table(title="Storm no. 3 through the pipeline", columns=["", "figure"])
    for name, value in figures.items():
        table.add(name, value)
    return Result(tables=[table], figures=figures)


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--hours", type=float, default=8.0, help="how many hours of the storm")


if __name__ == "__main__":
    run("Storm no. 3: one incident an outage", measure, _arguments)
