"""Taking observations in: MQTT with QoS 1 to the durable history and the detectors, beside two peers.

The platform's own broker and its process ``signals`` run as in an installation: credentials through the
callout, flood gate (its limits raised), quality checks, latest values, detectors, rules, Parquet with fsync.
The time is from the first message to the last row in the manifest. The load generator runs on the same cores.
Peers take the messages of one record from the same generator: Node-RED (a file, appended to) and a paho
subscriber (SQLite), both behind mosquitto and neither with checks or detectors.
"""

import argparse
import asyncio
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.common import Result, Table, run
from benchmarks.installation import TENANT, cpu_seconds, installation, memory_mb, write_pack
from benchmarks.load import DAY_S, Sent, Spec
from benchmarks.peers import Peer, missing, node_red, subscriber
from luylau.telemetry.checkpoint import Checkpoint, load

DEVICES = 64
WINDOW = 200
POLL_S = 0.02
STALLED_S = 20.0
"""After this long without progress the rest is taken for lost."""
SETTINGS = {"ingest": {"max_device_messages_per_s": 1_000_000.0, "max_device_burst": 10_000_000.0}}


@dataclass(frozen=True, kw_only=True)
class Case:
    """How many records a message holds, and how many messages are sent."""

    name: str
    records: int
    messages: int


@dataclass(frozen=True, kw_only=True)
class Run:
    """One run of one case. ``cpu`` is in seconds by process; memory in megabytes by process, at the peak."""

    sent: int
    acknowledged: int
    stored: int
    detected: int | None
    seconds: float
    messages: int
    cpu: Mapping[str, float]
    memory: Mapping[str, float]

    @property
    def messages_per_s(self) -> float:
        return self.messages / self.seconds

    @property
    def observations_per_s(self) -> float:
        return self.stored / self.seconds

    @property
    def cpu_us_per_message(self) -> float:
        return sum(self.cpu.values()) / self.messages * 1e6


def spec_of(case: Case, port: int, credentials: dict[str, str]) -> Spec:
    """Return what the generator sends in a case."""
    return Spec(
        port=port,
        tenant=TENANT,
        credentials=credentials,
        records=case.records,
        blocks=max(1, case.messages // (len(credentials) * (WINDOW // 2))),
        window=WINDOW,
        start_s=int(time.time()) // DAY_S * DAY_S - 300 * DAY_S,
    )


async def send(spec: Spec) -> Sent:
    """Run the load generator in a process of its own."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.load", json.dumps(asdict(spec)), stdout=asyncio.subprocess.PIPE
    )
    said, _ = await process.communicate()
    if process.returncode:
        raise RuntimeError("the load generator failed")
    return Sent(**json.loads(said))


async def until_stored(stored: Callable[[], int], wanted: int) -> tuple[int, float]:
    """Wait until ``wanted`` observations are stored or no more come; return how many, and when."""
    held, since = stored(), time.time()
    while held < wanted and time.time() - since < STALLED_S:
        await asyncio.sleep(POLL_S)
        now = stored()
        if now != held:
            held, since = now, time.time()
    return held, since


async def measured(spec: Spec, stored: Callable[[], int], pids: Mapping[str, int]) -> Run:
    """Send and wait until it is stored."""
    before = {name: cpu_seconds(pid) for name, pid in pids.items()}
    sent = await send(spec)
    held, at = await until_stored(stored, spec.observations)
    cpu = {name: cpu_seconds(pid) - before[name] for name, pid in pids.items()}
    return Run(
        sent=sent.messages * spec.records,
        acknowledged=sent.acknowledged * spec.records,
        stored=held,
        detected=None,
        seconds=max(at, sent.ended) - sent.began,
        messages=sent.messages,
        cpu={**cpu, "generator": sent.cpu_seconds},
        memory={name: memory_mb(pid, "VmHWM") for name, pid in pids.items()},
    )


async def run_ours(case: Case) -> Run:
    """Run a case on a new installation; look afterwards how many observations the detectors have learned."""
    with tempfile.TemporaryDirectory(prefix="luylau-bench-") as made:
        folder = Path(made)
        pack = write_pack(folder / "pack", DEVICES)
        async with installation(
            folder, city=str(pack), parts=("broker", "signals"), settings=SETTINGS
        ) as platform:
            spec = spec_of(case, platform.mqtt_port, platform.credentials())
            found = await measured(spec, platform.stored, platform.pids)
        models = load(platform.data.checkpoint / "models.ckpt")
        assert isinstance(models, Checkpoint), models
        detected = int(models.arrays["detectors.hot"]["count"].sum())
    return Run(**{**asdict(found), "detected": detected})


async def run_peer(peer: Peer, messages: int) -> Run:
    """Run the case of one record on a peer."""
    with tempfile.TemporaryDirectory(prefix="luylau-bench-") as made:
        async with peer(Path(made)) as serving:
            secrets = {f"station-{number:04}": "unchecked" for number in range(DEVICES)}
            spec = spec_of(Case(name="", records=1, messages=messages), serving.port, secrets)
            return await measured(spec, serving.stored, serving.pids)


def median_run(runs: list[Run]) -> Run:
    """Return the run of the median time (of an even number the slower one)."""
    return sorted(runs, key=lambda one: one.seconds)[len(runs) // 2]


def lost(runs: list[Run]) -> int:
    """Return how many observations were acknowledged in all runs and are not stored."""
    return sum(one.acknowledged - one.stored for one in runs)


def figures_of(runs: list[Run]) -> dict[str, Any]:
    """Return the figures of a case: medians, and sums of what was sent and stored."""
    chosen = median_run(runs)
    return {
        "messages_per_s": chosen.messages_per_s,
        "observations_per_s": chosen.observations_per_s,
        "best_messages_per_s": max(one.messages_per_s for one in runs),
        "cpu_us_per_message": statistics.median(one.cpu_us_per_message for one in runs),
        "sent": sum(one.sent for one in runs),
        "stored": sum(one.stored for one in runs),
        "lost": lost(runs),
        "cpu_seconds": dict(chosen.cpu),
        "peak_mb": dict(chosen.memory),
    }


def measure(chosen: argparse.Namespace) -> Result:
    quick = chosen.quick
    times = 1 if quick else chosen.runs
    # Longer runs, so that the last commit, which comes within a second, counts for less.
    scale = 1 if quick else 5
    cases = [
        Case(name="single", records=1, messages=76_800 * scale),
        Case(name="pack10", records=10, messages=51_200 * scale),
        Case(name="pack100", records=100, messages=19_200 * scale),
    ]
    cases = [case for case in cases if not chosen.case or case.name in chosen.case]
    runs: dict[str, list[Run]] = {}
    for case in cases:
        runs[case.name] = [asyncio.run(run_ours(case)) for _ in range(times)]
    absent = {}
    peers = {"mosquitto_paho": (subscriber, 12_800), "node_red": (node_red, 12_800)}
    for name, (peer, messages) in {} if chosen.alone else peers.items():
        reason = missing(name)
        if reason:
            absent[name] = reason
        else:
            runs[name] = [asyncio.run(run_peer(peer, messages * scale)) for _ in range(times)]
    table = Table(
        title=f"From the first message to the last row kept, {DEVICES} devices, medians of {times}",
        columns=("", "messages/s", "obs/s", "sent", "acked", "stored", "detected", "lost", "us CPU/message"),
    )
    parts = Table(
        title="CPU seconds and peak memory", columns=("", "process", "CPU s", "us/message", "peak MB")
    )
    for name, done in runs.items():
        one = median_run(done)
        table.add(
            name, one.messages_per_s, one.observations_per_s, one.sent, one.acknowledged, one.stored,
            one.detected, lost(done), one.cpu_us_per_message,
        )  # fmt: skip
        for process, seconds in one.cpu.items():
            parts.add(name, process, seconds, seconds / one.messages * 1e6, one.memory.get(process))
    for name, reason in absent.items():
        table.add(f"{name}: {reason}", *(None,) * 8)
    figures: dict[str, Any] = {name: figures_of(done) for name, done in runs.items()}
    figures |= {name: {"messages_per_s": None} for name in absent}
    figures["lost"] = sum(lost(runs[case.name]) for case in cases)
    return Result(tables=[table, parts], figures=figures)


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--runs", type=int, default=3, help="runs of each case, unless quick (default 3)")
    parser.add_argument("--case", action="append", help="only this case: single, pack10, pack100")
    parser.add_argument("--alone", action="store_true", help="leave the peers out")


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        run(str(__doc__).partition("\n")[0], measure, arguments)
