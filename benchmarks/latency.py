"""How soon an operator sees it: from a device's publish to the event in a browser, at 2,000 observations/s.

The whole platform runs as ``luylau up`` starts it, with the city that ships. 400 meters publish five values a
second each over MQTT with QoS 1, stamped with the moment of sending; a page in Chromium listens to the stream
of live values and compares each stamp with its own clock, which is the same machine's. The stream carries
milliseconds, rounded down. The second table is what each process takes.
"""

import argparse
import asyncio
import json
import shutil
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from playwright.async_api import Page, async_playwright

from benchmarks.common import Result, Table, run
from benchmarks.installation import Installation, cpu_seconds, installation, memory_mb
from benchmarks.steady import CHANNELS, Spec

METERS = 400
PARTS = ("broker", "signals", "web")
WARM_UP_S = 3.0
_LISTEN = """
async ({token, since}) => {
  const answer = await fetch('/api/v1/signin/link', {
    method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify({token}),
  });
  if (!answer.ok) throw new Error(await answer.text());
  window.heard = [];
  const stream = new EventSource('/api/v1/stream?kinds=values');
  stream.addEventListener('values', (event) => {
    const now = performance.timeOrigin + performance.now();
    const said = JSON.parse(event.data);
    for (const at of said.time_ms) if (at >= since) window.heard.push([at, now - at]);
  });
  await new Promise((done) => stream.addEventListener('hello', done));
}
"""


@asynccontextmanager
async def listening(platform: Installation, since: float) -> AsyncIterator[Page]:
    """Open an empty page of the platform's origin that listens for values measured after ``since``."""
    origin = platform.prepared.settings.web.public_origin
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        page = await browser.new_page()
        await page.route(
            "**/empty", lambda route: route.fulfill(body="<title></title>", content_type="text/html")
        )
        await page.goto(f"{origin}/empty")
        token = platform.prepared.link.partition("#")[2]
        await page.evaluate(_LISTEN, {"token": token, "since": since * 1_000})
        yield page
        await browser.close()


async def steady(spec: Spec) -> dict[str, int]:
    """Run the devices in a process of their own."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.steady", json.dumps(asdict(spec)), stdout=asyncio.subprocess.PIPE
    )
    said, _ = await process.communicate()
    if process.returncode:
        raise RuntimeError("the devices failed")
    found: dict[str, int] = json.loads(said)
    return found


def resident(platform: Installation) -> dict[str, float]:
    """Return each process' memory now, in megabytes."""
    return {name: memory_mb(pid, "VmRSS") for name, pid in platform.pids.items()}


async def measured(seconds: float) -> dict[str, Any]:
    """Start the platform, let the devices publish, listen."""
    with tempfile.TemporaryDirectory(prefix="luylau-bench-") as made:
        began = time.perf_counter()
        async with installation(Path(made), city="bac-ninh", parts=PARTS, settings={}) as platform:
            start_s = time.perf_counter() - began
            await asyncio.sleep(2)
            idle = resident(platform)
            secrets = platform.credentials()
            city = platform.prepared.city
            meters = [asset.id for asset in city.assets.values() if asset.kind == "transformer_meter"][
                :METERS
            ]
            spec = Spec(
                port=platform.mqtt_port,
                tenant=city.id,
                credentials={meter: secrets[meter] for meter in meters},
                seconds=seconds + WARM_UP_S,
            )
            async with listening(platform, time.time()) as page:
                before = {name: cpu_seconds(pid) for name, pid in platform.pids.items()}
                sent = await steady(spec)
                at_ms, late_ms = np.array(await page.evaluate("window.heard")).T
            cpu = {name: cpu_seconds(pid) - before[name] for name, pid in platform.pids.items()}
            busy = resident(platform)
            stored = platform.stored()
    # What comes in the first seconds finds caches and the page cold.
    heard = late_ms[at_ms >= at_ms.min() + WARM_UP_S * 1_000]
    return {
        "median_ms": float(np.median(heard)),
        "p99_ms": float(np.percentile(heard, 99)),
        "worst_ms": float(heard.max()),
        "observations_per_s": sent["sent"] / spec.seconds,
        "sent": sent["sent"],
        "stored": stored,
        "heard": len(late_ms),
        "start_seconds": start_s,
        "idle_mb": idle,
        "busy_mb": busy,
        "cpu_share": {name: taken / spec.seconds for name, taken in cpu.items()},
    }


def measure(chosen: argparse.Namespace) -> Result:
    found = asyncio.run(measured(12 if chosen.quick else 60))
    spread = Table(
        title=f"From publish to the browser's event, {METERS} devices, {len(CHANNELS)} values each",
        columns=("", "obs/s", "median ms", "p99 ms", "worst ms", "sent", "stored", "heard"),
    )
    spread.add(
        "luylau", found["observations_per_s"], found["median_ms"], found["p99_ms"], found["worst_ms"],
        found["sent"], found["stored"], found["heard"],
    )  # fmt: skip
    parts = Table(
        title=f"Processes with the city that ships; all served after {found['start_seconds']:.1f} s",
        columns=("", "idle MB", "after MB", "CPU of a core"),
    )
    shares: Mapping[str, float] = found["cpu_share"]
    for name in PARTS:
        parts.add(name, found["idle_mb"][name], found["busy_mb"][name], f"{shares[name]:.0%}")
    return Result(tables=[spread, parts], figures=found)


if __name__ == "__main__":
    run(str(__doc__).partition("\n")[0], measure)
