"""A real installation to measure: a pack of its own, its own data folder, free ports, the real processes."""

import json
import os
import shutil
import socket
import sqlite3
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path

import tomli_w

from benchmarks.load import KIND
from luylau.cities import find_pack
from luylau.processes.children import Supervisor
from luylau.processes.data import DataFolder
from luylau.processes.demo import credentials_file
from luylau.processes.up import Prepared, UpOptions, children, prepare

TENANT = "bench"
_TICKS = os.sysconf("SC_CLK_TCK")

_CITY = """\
id = "bench"
name = "Bench"
languages = ["en"]
time_zone = "Asia/Ho_Chi_Minh"
territory_version = "2025-07-01"
lat = 21.0
lon = 106.0
retention_days = 3650
"""


def free_ports(count: int) -> list[int]:
    """Return ports that nobody listens on now."""
    probes = [socket.socket() for _ in range(count)]
    for probe in probes:
        probe.bind(("127.0.0.1", 0))
    ports = [int(probe.getsockname()[1]) for probe in probes]
    for probe in probes:
        probe.close()
    return ports


def write_pack(folder: Path, devices: int) -> Path:
    """Write a city pack with so many simulated weather stations, and the rules of the city that ships."""
    folder.mkdir(parents=True)
    (folder / "city.toml").write_text(_CITY, encoding="utf-8")
    shutil.copy(find_pack("bac-ninh") / "rules.toml", folder)
    (folder / "organisations.csv").write_text("id,kind,name\n", encoding="utf-8")
    levels = ["asset,channel,level,value,unit,source,assumed"]
    levels += [f"gauge,water_level,alarm-{number},{number + 3},m,,true" for number in (1, 2, 3)]
    (folder / "levels.csv").write_text("\n".join(levels) + "\n", encoding="utf-8")
    (folder / "places.csv").write_text(
        "id,kind,name,parent,code,lat,lon,area_km2,population,source,assumed\n"
        "all,province,Bench,,24,21.0,106.0,50,,,true\n",
        encoding="utf-8",
    )
    lines = [
        "id,kind,name,place,lat,lon,status,assumed",
        "gauge,river_gauge,Gauge,all,21.0,106.0,planned,true",
    ]
    lines += [
        f"station-{number:04},{KIND},Station {number},all,{21 + number / 1e4:.4f},106.0,simulated,true"
        for number in range(devices)
    ]
    (folder / "assets.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


@dataclass(frozen=True, kw_only=True)
class Installation:
    """One that runs. ``pids`` are by the part's name."""

    prepared: Prepared
    supervisor: Supervisor

    @property
    def data(self) -> DataFolder:
        return self.prepared.data

    @property
    def mqtt_port(self) -> int:
        return self.prepared.settings.broker.mqtt_port

    @property
    def pids(self) -> Mapping[str, int]:
        return {keeper.child.name: keeper.pid or 0 for keeper in self.supervisor.keepers}

    def credentials(self) -> dict[str, str]:
        """Return the simulated devices' secrets by device."""
        said: dict[str, str] = json.loads(credentials_file(self.data).read_text(encoding="utf-8"))
        return said

    def stored(self) -> int:
        """Return how many observations the manifest names."""
        with closing(sqlite3.connect(f"file:{self.data.root / 'luylau.db'}?mode=ro", uri=True)) as db:
            return int(db.execute("SELECT coalesce(sum(rows), 0) FROM history_segments").fetchone()[0])


@asynccontextmanager
async def installation(
    folder: Path, *, city: str, parts: tuple[str, ...], settings: Mapping[str, Mapping[str, object]]
) -> AsyncIterator[Installation]:
    """Start ``parts`` of a new installation in ``folder`` on free ports; stop them at the end."""
    root = folder / "data"
    root.mkdir()
    nats, mqtt, web = free_ports(3)
    chosen = {group: dict(values) for group, values in settings.items()}
    chosen.setdefault("broker", {}).update(nats_port=nats, mqtt_port=mqtt)
    chosen.setdefault("web", {}).update(port=web)
    (root / "luylau.toml").write_text(tomli_w.dumps(chosen), encoding="utf-8")
    options = UpOptions(data=root, city=city, language="en", scenario="calm-day")
    prepared = prepare(options)
    supervisor = Supervisor([child for child in children(prepared, options) if child.name in parts])
    await supervisor.start()
    try:
        yield Installation(prepared=prepared, supervisor=supervisor)
    finally:
        await supervisor.stop()
        prepared.lock.release()


def cpu_seconds(pid: int) -> float:
    """Return the processor time that a process has taken so far."""
    said = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(said[11]) + int(said[12])) / _TICKS


def memory_mb(pid: int, what: str) -> float:
    """Return the memory of a process in megabytes (10^6 bytes): ``VmHWM`` at the peak, ``VmRSS`` now."""
    for line in Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines():
        name, _, said = line.partition(":")
        if name == what:
            return int(said.split()[0]) * 1_024 / 1e6
    raise ValueError(what)
