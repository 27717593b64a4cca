"""The whole platform for tests: ``luylau up`` as a process of its own, on free ports, in a folder of its own.

Nothing in here knows the platform's insides beyond what an operator has: the command line, the settings, the
data folder, the API.
"""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import httpx2
import numpy as np
import pyarrow as pa
import sqlalchemy as sa
from numpy.typing import NDArray
from sqlalchemy.engine import Engine

from luylau.incidents.tables import findings, incidents
from luylau.kernel.clock import SystemClock
from luylau.kernel.events import Event, SqlEventLog
from luylau.kernel.sql import open_engine, reader, sqlite_url
from luylau.processes.data import READY_FILE, DataFolder
from luylau.security import AuditEntry, AuditLog, DeviceRegistry
from luylau.security.verify import Verification, verify_log
from luylau.telemetry.history import EVER, HistoryReader
from luylau.telemetry.history.columns import SCHEMA
from luylau.telemetry.series import SeriesTable
from tests.support.broker import free_port

REPOSITORY = Path(__file__).parents[2]
PARTS = ("broker", "signals", "web")
_MARKS = {
    "broker": "nats-server",
    "signals": "run\0signals\0",
    "web": "run\0web\0",
    "simulator": "simulate\0",
}

Group = Mapping[str, str | int | float]
Columns = Mapping[str, NDArray[Any]]
T = TypeVar("T")


_COMPLAINTS = 20


def wait_for(look: Callable[[], T], seconds: float = 30, every: float = 0.05) -> T:
    """Return the first result of ``look`` that is true; fail when there is none within ``seconds``."""
    deadline = time.monotonic() + seconds
    while not (found := look()):
        assert time.monotonic() < deadline, f"not within {seconds} s"
        time.sleep(every)
    return found


@dataclass(kw_only=True)
class Platform:
    """One installation: its folder, its pack (a shipped one's id or a folder), its settings by group."""

    root: Path
    city: str | Path = "bac-ninh"
    settings: Mapping[str, Group] = field(default_factory=dict)
    options: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        self.root.mkdir(parents=True, exist_ok=True)
        self.data = DataFolder(self.root)
        self.web_port, self.mqtt_port, self.nats_port = free_port(), free_port(), free_port()
        groups: dict[str, dict[str, Any]] = {name: dict(group) for name, group in self.settings.items()}
        broker = {"nats_port": self.nats_port, "mqtt_port": self.mqtt_port, "max_store_gb": 0.2}
        groups["broker"] = {**broker, **groups.get("broker", {})}
        groups["web"] = {"port": self.web_port, **groups.get("web", {})}
        lines = []
        for name, group in groups.items():
            lines += [f"[{name}]", *(f"{key} = {json.dumps(value)}" for key, value in group.items())]
        (self.root / "luylau.toml").write_text("\n".join(lines), encoding="utf-8")
        self.engine: Engine = open_engine(sqlite_url(self.root / "luylau.db"))
        self.starts = 0
        self._cookies: httpx2.Cookies | None = None

    # --- running it ---

    @property
    def origin(self) -> str:
        """Where browsers find it."""
        return f"http://localhost:{self.web_port}"

    @property
    def output(self) -> Path:
        """What ``luylau up`` printed at its last start."""
        return self.root / f"up-{self.starts}.out"

    def begin(self) -> None:
        """Start it without waiting."""
        self.starts += 1
        environment = {**os.environ, "PYTHONPATH": str(REPOSITORY / "src"), **self.environment}
        command = [sys.executable, "-m", "luylau", "up", "--data", str(self.root), "--city", str(self.city)]
        with self.output.open("wb") as out:
            self.process = subprocess.Popen(
                [*command, "--lang", "en", *self.options],
                stdout=out,
                stderr=out,
                cwd=REPOSITORY,
                env=environment,
            )

    def start(self, seconds: float = 90) -> None:
        """Start it and wait until all parts serve."""
        self.begin()
        self.wait_ready(seconds)

    def wait_ready(self, seconds: float = 90) -> None:
        """Wait until it has printed its sign-in link."""
        wait_for(lambda: self._link() or self._ended(), seconds)
        assert self._link(), self.logs()

    def stop(self) -> None:
        """Stop it as an operator does."""
        self.end(signal.SIGTERM)

    def end(self, how: signal.Signals) -> None:
        """End the supervisor by a signal, and wait until all parts are gone."""
        if self.process is None:
            return
        parts = self.pids()
        if self.process.poll() is None:
            self.process.send_signal(how)
        self.process.wait(60)
        self.process = None
        wait_for(lambda: not any(is_alive(pid) for pid in parts.values()), 30)

    def close(self) -> None:
        """Stop it and let go of its database."""
        self.stop()
        self.engine.dispose()

    def pids(self) -> dict[str, int]:
        """Return the process ids of the parts that run now."""
        assert self.process is not None
        found = {}
        for pid in _children(self.process.pid):
            try:
                command = Path(f"/proc/{pid}/cmdline").read_bytes().decode()
            except OSError:
                continue
            found.update({part: pid for part, mark in _MARKS.items() if mark in command and is_alive(pid)})
        return found

    def kill(self, part: str, how: signal.Signals = signal.SIGKILL) -> int:
        """Send a running part a signal; return the process id it had."""
        pid = wait_for(lambda: self.pids().get(part))
        os.kill(pid, how)
        return pid

    def serves(self, part: str, not_pid: int = 0) -> bool:
        """Say whether a part runs (in another process than ``not_pid``) and does its work."""
        pid = self.pids().get(part)
        if pid is None or pid == not_pid:
            return False
        if part == "signals":
            return self._ready_pid() == str(pid)
        port = self.web_port if part == "web" else self.mqtt_port
        return port_open(port)

    def logs(self) -> str:
        """Return the ends of all that was printed, for a test that fails."""
        files = [self.output, *sorted(self.data.logs.glob("*"))]
        return "\n".join(f"--- {file.name}\n{_tail(file)}" for file in files if file.exists())

    def complaints(self) -> str:
        """Return the last lines that tell of something wrong."""
        lines = [line for line in self.logs().splitlines() if re.search(r"ERROR|WARNING|error", line)]
        return "\n".join(lines[-_COMPLAINTS:])

    # --- devices ---

    def issue(self, devices: Iterable[str]) -> dict[str, str]:
        """Issue credentials; return the secrets by device."""
        registry = DeviceRegistry(self.engine, SystemClock())
        with self.engine.begin() as connection:
            issued = registry.issue_many(connection, devices, actor="test")
        return {device: str(secret) for device, secret in issued.items()}

    # --- what it knows ---

    def browser(self, language: str = "en") -> httpx2.Client:
        """Return a signed-in client of the API."""
        client = httpx2.Client(
            base_url=self.origin, headers={"Origin": self.origin, "Accept-Language": language}, timeout=10
        )
        if self._cookies is None:
            # The link works once; whoever comes later goes on with the same session.
            answer = client.post("/api/v1/signin/link", json={"token": self._link()})
            assert answer.status_code < 300, answer.text
            self._cookies = client.cookies
        client.cookies = self._cookies
        return client

    def series(self) -> SeriesTable:
        """Return the numbers of all series."""
        return SeriesTable(self.engine, lambda *_: None)

    def observations(self) -> Columns:
        """Return the durable history as columns."""
        return observations(self.data, self.engine)

    def incidents(self) -> list[sa.Row[Any]]:
        """Return all incidents, oldest first."""
        with reader(self.engine) as connection:
            return list(connection.execute(sa.select(incidents).order_by(incidents.c.opened_us)))

    def findings(self) -> list[sa.Row[Any]]:
        """Return all findings, oldest first."""
        with reader(self.engine) as connection:
            return list(connection.execute(sa.select(findings).order_by(findings.c.opened_us)))

    def events(self) -> list[Event]:
        """Return all events, oldest first."""
        log, found = SqlEventLog(), list[Event]()
        with reader(self.engine) as connection:
            while more := list(log.read(connection, after=found[-1].seq if found else 0, limit=5_000)):
                found += more
        return found

    def audit(self) -> list[AuditEntry]:
        """Return the audit log, oldest first."""
        with reader(self.engine) as connection:
            return AuditLog().read(connection, limit=1_000_000)[::-1]

    def verify_audit(self) -> Verification:
        """Reckon the audit log anew."""
        with reader(self.engine) as connection:
            return verify_log(connection)

    def health(self, browser: httpx2.Client) -> dict[str, Any]:
        """Return what the health page says."""
        answer = browser.get("/api/v1/system/health")
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def _link(self) -> str:
        found = re.search(rb"#(\S+)", self.output.read_bytes())
        return found.group(1).decode() if found else ""

    def _ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def _ready_pid(self) -> str:
        """Return which process takes observations in, as it says itself; a killed one says so still."""
        ready = self.data.run / READY_FILE
        return ready.read_text(encoding="ascii") if ready.exists() else ""


def observations(data: DataFolder, engine: Engine) -> Columns:
    """Return every row of a durable history as columns.

    ``device``, ``channel``, ``time_us``, ``received_us``, ``value``, ``quality``, ``seq``, ``stream``.
    """
    table = pa.concat_tables([SCHEMA.empty_table(), *HistoryReader(data.history, engine).tables(None, *EVER)])
    keys = np.array([*SeriesTable(engine, lambda *_: None).keys, ("", "")], np.str_)
    number = table.column("series").to_numpy()
    return {
        "device": keys[number, 0],
        "channel": keys[number, 1],
        "time_us": table.column("time").to_numpy().view(np.int64),
        "received_us": table.column("received").to_numpy().view(np.int64),
        "value": table.column("value").to_numpy(),
        "quality": table.column("quality").to_numpy(),
        "seq": table.column("seq").to_numpy(),
        "stream": np.array(table.column("stream").cast(pa.string()).to_pylist(), np.str_),
    }


def port_open(port: int) -> bool:
    """Say whether somebody listens on a port of this machine."""
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def is_alive(pid: int) -> bool:
    """Say whether a process runs; one that only waits to be buried does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def _children(pid: int) -> list[int]:
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found += [int(child) for child in task.read_text(encoding="ascii").split()]
        except OSError:
            continue
    return found


def _tail(file: Path, letters: int = 3_000) -> str:
    return file.read_text(encoding="utf-8", errors="replace")[-letters:]
