"""Cameras over RTSP on the whole platform: whether all stream throughout, how late and how large it is.

``--streams`` cameras of 640 x 360 send H.264 over RTSP (TCP) from a server on loopback, a process of its own,
for ``--minutes``; the platform that watches them runs as ``luylau up`` starts it, with ``cameras``, its
workers and its detector. Most show a still place with a sensor's noise, 25 pictures a second; ``--busy`` of
them people who walk about all the time (vtest.avi of Debian's opencv-doc), 10 a second, which cross a line
and enter an area: so findings and masked clips are made, too. What is told is what each camera says of
itself once a second; the minutes count from when all stream.
"""

import argparse
import asyncio
import os
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import tomli_w

from benchmarks.common import Result, Table, run
from benchmarks.installation import cpu_seconds, free_ports, installation, memory_mb, write_pack
from benchmarks.vision_accuracy import CLIP, MODEL
from benchmarks.vision_streams import FPS, encoded, still, walking
from luylau.kernel.bus import Bus
from luylau.processes.broker_secrets import broker_secrets
from luylau.vision.models import install
from luylau.vision.models.known import YOLOX_NANO
from luylau.vision.plan_check import FILE

SIZE = (640, 360)
FILM_S = 20.0
PARTS = ("broker", "signals", "web", "cameras")
WORKING = ("camera-worker", "camera-detector")
START_S = 90.0
"""How long the cameras have until all stream."""
SETTLE_S = 5.0
FIRST_S = 60.0
"""When memory is looked at first."""
AWAY_S = 3.0
"""A camera whose last packet is older than this does not stream."""
HALF = [[0.5, 0], [1, 0], [1, 1], [0.5, 1]]
SCENES = (
    {"id": "all", "name": "all", "kind": "intrusion", "points": HALF, "dwell_s": 2},
    {"id": "line", "name": "line", "kind": "line_crossing", "points": HALF[::3], "direction": "none"},
)


@dataclass
class Heard:
    """What the workers said: ``states`` of each camera, in the order of time, and how many clips wait."""

    states: dict[str, list[Mapping[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    clips_waiting: int = 0

    async def take(self, _: str, payload: bytes) -> None:
        said = msgspec.json.decode(payload)
        for one in said.get("cameras", ()):
            late_s = (said["time_us"] - one["last_us"]) / 1e6
            streams = one["phase"] == "streaming" and late_s < AWAY_S
            self.states[one["camera"]].append({**one, "streams": streams})
        self.clips_waiting = max(self.clips_waiting, said.get("clips_waiting", 0))

    def streaming(self) -> int:
        """Return how many cameras stream now."""
        return sum(states[-1]["streams"] for states in self.states.values())


@asynccontextmanager
async def served(films: list[Path]) -> AsyncIterator[tuple[int, int]]:
    """Serve films as ``/0``, ``/1``, ...; yield the port and the process."""
    (port,) = free_ports(1)
    server = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.support.rtsp", str(port), *map(str, films),
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        assert server.stdout is not None
        async with asyncio.timeout(START_S):
            if not await server.stdout.readline():
                raise RuntimeError("the RTSP server has failed")
        yield port, server.pid
    finally:
        server.terminate()
        await server.wait()


def pack_of(folder: Path, cameras: Mapping[str, str]) -> Path:
    """Write a city's pack with these cameras, addresses by id."""
    pack = write_pack(folder, 1)
    lines = [f"{camera},camera,{camera},all,21.0,106.0,simulated,true" for camera in cameras]
    assets = pack / "assets.csv"
    assets.write_text(assets.read_text(encoding="utf-8") + "\n".join([*lines, ""]), encoding="utf-8")
    plans = [
        {"camera": camera, "main": address, "simulated": True, "scene": list(SCENES)}
        for camera, address in cameras.items()
    ]
    (pack / FILE).write_text(tomli_w.dumps({"version": 1, "camera": plans}), encoding="utf-8")
    return pack


def working(parent: int) -> dict[int, str]:
    """Return the workers and the detector among the children of ``cameras``, by process."""
    found: dict[int, str] = {}
    for task in Path(f"/proc/{parent}/task").glob("*/children"):
        for pid in map(int, task.read_text(encoding="ascii").split()):
            command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
            found.update((pid, part) for part in WORKING if part.encode() in command)
    return found


def resident(pids: Mapping[int, str]) -> dict[str, float]:
    """Return the memory of workers and detector now, in MB; of several workers together."""
    held: dict[str, float] = dict.fromkeys(WORKING, 0.0)
    for pid, part in pids.items():
        held[part] += memory_mb(pid, "VmRSS")
    return held


async def watched(chosen: argparse.Namespace, seconds: float, folder: Path) -> dict[str, Any]:
    """Start all of it, listen for so long, return what was heard."""
    models, films = folder / "models", [folder / "quiet.mkv", folder / "busy.mkv"]
    encoded(films[0], still(SIZE, FILM_S), SIZE, fps=FPS)
    busy = min(chosen.busy, chosen.streams) if chosen.clip.is_file() else 0
    if busy:
        encoded(films[1], walking(chosen.clip, SIZE, 3 * FILM_S), SIZE, fps=10)
    if chosen.model.is_file():
        install(models, YOLOX_NANO.name, chosen.model)
    async with served(films if busy else films[:1]) as (port, server):
        addresses = {
            f"cam-{number:03}": f"rtsp://127.0.0.1:{port}/{int(number < busy)}"
            for number in range(chosen.streams)
        }
        settings = {"cameras": {"workers": chosen.workers, "models": str(models)}}
        pack = pack_of(folder / "pack", addresses)
        async with installation(folder, city=str(pack), parts=PARTS, settings=settings) as platform:
            secret = broker_secrets(platform.data.secrets).web
            bus = await Bus.connect(platform.prepared.settings.broker.url, user="web", password=secret)
            heard = Heard()
            await bus.subscribe("cameras.state.*", heard.take)
            begun = time.monotonic()
            while heard.streaming() < chosen.streams and time.monotonic() - begun < START_S:
                await asyncio.sleep(0.5)
            start_s = time.monotonic() - begun
            await asyncio.sleep(SETTLE_S)
            pids = working(platform.pids["cameras"])
            parts = {**pids, server: "RTSP server", **{pid: part for part, pid in platform.pids.items()}}
            taken = {pid: cpu_seconds(pid) for pid in parts}
            heard.states.clear()
            begun = time.monotonic()
            await asyncio.sleep(min(FIRST_S, seconds / 2))
            first, first_s = resident(pids), time.monotonic() - begun
            await asyncio.sleep(seconds - first_s)
            last, length_s = resident(pids), time.monotonic() - begun
            shares: dict[str, float] = defaultdict(float)
            for pid, part in parts.items():
                shares[part] += (cpu_seconds(pid) - taken[pid]) / length_s
            same = pids == working(platform.pids["cameras"])
            await bus.close()
            clips = sum(1 for one in platform.data.clips.rglob("*") if one.is_file())
    return {
        **told(heard, chosen.streams),
        "streams": chosen.streams,
        "busy": busy,
        "seconds": length_s,
        "start_seconds": start_s,
        "first_seconds": first_s,
        "first_mb": first,
        "last_mb": last,
        "cpu_share": dict(shares),
        "clip_files": clips,
        "restarted": not same,
    }


def told(heard: Heard, streams: int) -> dict[str, Any]:
    """Return what the cameras' own words come to."""
    throughout, dropped, analysed = 0, 0, 0.0
    ages, rates, analyses = [], [], []
    for states in heard.states.values():
        first, last = states[0], states[-1]
        steady = all(one["streams"] for one in states) and first["reconnects"] == last["reconnects"]
        throughout += steady
        dropped += last["dropped"] - first["dropped"]
        analyses.append(statistics.fmean(one["analyses_per_s"] for one in states))
        # A state a second; the first one's pictures do not count in the drops either.
        analysed += sum(one["analyses_per_s"] for one in states[1:])
        ages.append(statistics.median(one["age_ms"] for one in states))
        rates.append(statistics.fmean(one["frames_per_s"] for one in states))
    everything = [one["age_ms"] for states in heard.states.values() for one in states]
    return {
        "streamed_throughout": throughout,
        "missing": streams - len(heard.states),
        "dropped_share": dropped / max(dropped + analysed, 1.0),
        "dropped": dropped,
        "age_p95_ms_median_camera": statistics.median(ages) if ages else float("nan"),
        "age_p95_ms_worst_camera": max(ages, default=float("nan")),
        "age_p95_ms_worst_moment": max(everything, default=float("nan")),
        "frames_per_s": statistics.fmean(rates) if rates else 0.0,
        "analyses_per_s": statistics.fmean(analyses) if analyses else 0.0,
        "analyses_per_s_worst_camera": min(analyses, default=0.0),
        "clips_waiting_most": heard.clips_waiting,
    }


def measure(chosen: argparse.Namespace) -> Result:
    """Measure, in a folder that is gone afterwards."""
    minutes = min(chosen.minutes, 0.25) if chosen.quick else chosen.minutes
    chosen.streams = min(chosen.streams, 8) if chosen.quick else chosen.streams
    chosen.busy = min(chosen.busy, 1) if chosen.quick else chosen.busy
    with tempfile.TemporaryDirectory(prefix="luylau-bench-") as made:
        found = asyncio.run(watched(chosen, minutes * 60, Path(made)))
    streams = Table(
        title=f"{found['streams']} streams over RTSP, {found['busy']} of them busy, {found['seconds']:.0f} s",
        columns=(
            "",
            "throughout",
            "dropped",
            "age p95 ms",
            "worst camera",
            "frames/s",
            "analyses/s",
            "worst",
        ),
    )
    streams.add(
        "luylau", found["streamed_throughout"], f"{found['dropped_share']:.3%}",
        found["age_p95_ms_median_camera"], found["age_p95_ms_worst_camera"], found["frames_per_s"],
        found["analyses_per_s"], found["analyses_per_s_worst_camera"],
    )  # fmt: skip
    parts = Table(
        title=f"Processes; all streamed {found['start_seconds']:.1f} s after the start",
        columns=("", f"MB after {found['first_seconds']:.0f} s", "MB at the end", "CPU of a core"),
    )
    for part, share in found["cpu_share"].items():
        parts.add(part, found["first_mb"].get(part), found["last_mb"].get(part), f"{share:.1%}")
    if found["restarted"]:
        parts.add("a worker or the detector was started anew")
    if sum(found["cpu_share"].values()) > 0.9 * len(os.sched_getaffinity(0)):
        parts.add("the machine was full: what is late is late for that")
    return Result(tables=[streams, parts], figures=found)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this benchmark can be told."""
    parser.add_argument("--streams", type=int, default=40, help="how many cameras")
    parser.add_argument("--busy", type=int, default=4, help="how many of them show people all the time")
    parser.add_argument("--minutes", type=float, default=10.0, help="for how long")
    parser.add_argument("--workers", type=int, default=1, help="processes that share the cameras")
    parser.add_argument("--clip", type=Path, default=CLIP, help="a film in which somebody moves all the time")
    parser.add_argument("--model", type=Path, default=MODEL, help="the ONNX of YOLOX-nano")


if __name__ == "__main__":
    run(__doc__ or "", measure, arguments)
