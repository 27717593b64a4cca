"""What the supervisor knows of its children, in a file: for the health page, and for the next start.

The file is there while a supervisor runs, and after one that was killed; a clean stop removes it.
"""

import asyncio
import logging
import os
import time
from contextlib import suppress
from pathlib import Path

import msgspec

from luylau import __version__
from luylau.kernel.clock import Clock
from luylau.kernel.health import PartHealth, memory_mb
from luylau.processes.children import Keeper, Supervisor
from luylau.processes.data import BROKER_LOG, DataFolder
from luylau.processes.disk import LEAST_BYTES, disk_trouble
from luylau.processes.stopping import STOP_S

log = logging.getLogger(__name__)

LOOK_S = 0.5
BROKER = "broker"
_ROOM = 2 * LEAST_BYTES
"""The disk counts as sound again with this much room, so that one at the limit is not told of each second."""
_AGAIN_S = 30.0
"""A broker that complains on a disk that looks sound is restarted once in this time at most."""


class ChildState(msgspec.Struct, frozen=True, kw_only=True):
    """One child: ``pid`` is None while it is down; ``since_us`` is when it came into this state."""

    name: str
    pid: int | None
    restarts: int
    since_us: int


class SupervisorState(msgspec.Struct, frozen=True, kw_only=True):
    """The supervisor and its children, in the order in which they start."""

    pid: int
    started_us: int
    children: list[ChildState]


def state_file(data: DataFolder) -> Path:
    """Return where the state lies."""
    return data.run / "supervisor.json"


def read_state(data: DataFolder) -> SupervisorState | None:
    """Return what a supervisor wrote last; None where there is none, or nothing that can be read."""
    try:
        return msgspec.json.decode(state_file(data).read_bytes(), type=SupervisorState)
    except (OSError, msgspec.DecodeError):
        return None


class _Complaints:
    """Follows the broker's log for streams that it has given up writing to.

    Their disk may have been full for a moment only, between two looks at it.
    """

    _MARK = b"Critical write error"

    def __init__(self, file: Path) -> None:
        self._file = file
        self._inode = 0
        self._at = 0
        self.skip()

    def skip(self) -> None:
        """Pass over what the log holds now."""
        with suppress(OSError):
            now = self._file.stat()
            self._inode, self._at = now.st_ino, now.st_size

    def heard(self) -> bool:
        """Say whether the log has gained a complaint; one that cannot be read has none."""
        try:
            with self._file.open("rb") as log_file:
                now = os.fstat(log_file.fileno())
                if now.st_ino != self._inode or now.st_size < self._at:
                    self._inode, self._at = now.st_ino, 0
                log_file.seek(self._at)
                gained = log_file.read()
        except OSError:
            return False
        # An unfinished line is read again.
        whole = gained[: gained.rfind(b"\n") + 1]
        self._at += len(whole)
        return self._MARK in whole


class Watch:
    """Keeps the state file up to date, and restarts the broker once a disk that was full has room again."""

    def __init__(self, data: DataFolder, supervisor: Supervisor, clock: Clock) -> None:
        self._data = data
        self._keepers = supervisor.keepers
        self._clock = clock
        self._started_us = clock.now_us()
        self._known: dict[str, ChildState] = {}
        self._written = b""
        self._disk = ""
        self._complaints = _Complaints(data.logs / BROKER_LOG)
        self._stuck = False
        self._restarted = -_AGAIN_S

    async def run(self) -> None:
        """Watch until cancelled."""
        while True:
            self._write()
            await self._look_at_disk()
            await asyncio.sleep(LOOK_S)

    def end(self) -> None:
        """Say that everything was stopped as it should be."""
        with suppress(OSError):
            state_file(self._data).unlink(missing_ok=True)

    def _write(self) -> None:
        for keeper in self._keepers:
            self._note(keeper)
        said = msgspec.json.encode(
            SupervisorState(pid=os.getpid(), started_us=self._started_us, children=list(self._known.values()))
        )
        if said == self._written:
            return
        file = state_file(self._data)
        part = file.with_suffix(".part")
        try:
            part.write_bytes(said)
            part.replace(file)
        except OSError as error:
            # A full disk; it is tried again, and what is wrong with the disk is told by who answers.
            log.debug("the supervisor's state was not written: %s", error)
        else:
            self._written = said

    def _note(self, keeper: Keeper) -> None:
        name, pid = keeper.child.name, keeper.pid
        known = self._known.get(name)
        if known is None or (known.pid, known.restarts) != (pid, keeper.restarts):
            self._known[name] = ChildState(
                name=name, pid=pid, restarts=keeper.restarts, since_us=self._clock.now_us()
            )

    async def _look_at_disk(self) -> None:
        """The broker does not write any more to a stream whose disk once was full, until it is restarted."""
        now = disk_trouble(self._data.jetstream, _ROOM if self._disk else LEAST_BYTES)
        was, self._disk = self._disk, now
        if now != was:
            log.warning("the disk of %s: %s", self._data.root, now or "sound again")
        self._stuck = self._complaints.heard() or self._stuck
        if now:
            return
        if was or (self._stuck and time.monotonic() - self._restarted >= _AGAIN_S):
            log.warning("the broker is started anew, so that it writes again")
            await self._restart_broker()

    async def _restart_broker(self) -> None:
        for keeper in self._keepers:
            if keeper.child.name == BROKER:
                await keeper.restart()
        # What it said up to its end is settled by that.
        self._complaints.skip()
        self._stuck = False
        self._restarted = time.monotonic()


def supervised_parts(state: SupervisorState, now_us: int) -> list[PartHealth]:
    """Return how the supervisor and the broker are, which say nothing themselves."""
    down = [child.name for child in state.children if child.pid is None]
    found = [
        PartHealth(
            part="supervisor",
            time_us=now_us,
            started_us=state.started_us,
            state="degraded" if down else "ok",
            version=__version__,
            pid=state.pid,
            memory_mb=memory_mb(state.pid),
            trouble=[_is_down(part) for part in down],
            figures={"restarts": {child.name: child.restarts for child in state.children}},
        )
    ]
    for child in state.children:
        if child.name == BROKER:
            broker = PartHealth(
                part=BROKER,
                time_us=now_us,
                started_us=child.since_us,
                state="ok" if child.pid else "degraded",
                version="",
                pid=child.pid or 0,
                memory_mb=memory_mb(child.pid) if child.pid else 0.0,
                trouble=[] if child.pid else [_is_down(BROKER)],
                figures={"restarts": child.restarts},
            )
            found.append(broker)
    return found


def _is_down(part: str) -> dict[str, object]:
    return {"where": part, "key": "part-is-down", "fields": {"part": part}}


def wait_for_former(data: DataFolder, seconds: float = STOP_S + 1) -> None:
    """After a supervisor that was killed, wait until its children have ended, as the system tells them to.

    Without this a start right after would find the ports taken.
    """
    state = read_state(data)
    if state is None:
        return
    deadline = time.monotonic() + seconds
    mark = os.fsencode(data.root)
    while any(_runs(child.pid, mark) for child in state.children) and time.monotonic() < deadline:
        time.sleep(0.05)


def _runs(pid: int | None, mark: bytes) -> bool:
    """Say whether a process is one of this data folder; its number may have gone to another meanwhile."""
    if pid is None:
        return False
    try:
        return mark in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False
