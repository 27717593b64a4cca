"""Child processes that are kept alive: started in order, restarted when they die, stopped cleanly in
reverse."""

import asyncio
import contextlib
import ctypes
import logging
import os
import signal
import sys
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

log = logging.getLogger(__name__)

_PR_SET_PDEATHSIG = 1
BACKOFF_S = (0.2, 0.5, 1.0, 2.0, 5.0)
"""Pauses before the first, second, ... restart in a row; the last one repeats."""
STEADY_S = 30.0
"""A child that lived this long is restarted as if it had never died before."""
STOP_S = 10.0
"""How long a child may take to stop before it is killed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """What to start, and how to know that it is up.

    ``ready`` waits until the child serves; it may raise ``TimeoutError``. ``log_file`` takes both outputs.
    """

    name: str
    argv: Sequence[str]
    ready: Callable[[], Awaitable[None]]
    log_file: Path
    environment: Mapping[str, str] = field(default_factory=dict)


def die_with_parent() -> None:
    """Ask Linux to end this child when who started it is killed, so that no orphan holds a port or a file;
    for ``preexec_fn``."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


class Keeper:
    """Keeps one child alive until ``stop``."""

    def __init__(self, child: Child) -> None:
        self.child = child
        self.restarts = 0
        self._process: asyncio.subprocess.Process | None = None
        self._task: asyncio.Task[None] | None = None
        self._stopping = False
        self._wanted = False

    @property
    def pid(self) -> int | None:
        """The child's process id; None while it is down."""
        process = self._process
        return process.pid if process is not None and process.returncode is None else None

    async def start(self) -> None:
        """Start the child, wait until it serves, and keep it alive from then on.

        Raises:
            ChildFailed: it ended or did not serve before it was ready.
        """
        process = await self._spawn()
        waiting = asyncio.ensure_future(self.child.ready())
        ended = asyncio.ensure_future(process.wait())
        done, _ = await asyncio.wait({waiting, ended}, return_when=asyncio.FIRST_COMPLETED)
        if ended in done:
            waiting.cancel()
            raise ChildFailed(self.child.name, self.child.log_file, process.returncode)
        ended.cancel()
        try:
            await waiting
        except TimeoutError as error:
            await self._end(process)
            raise ChildFailed(self.child.name, self.child.log_file, None) from error
        self._task = asyncio.create_task(self._keep(process))

    async def stop(self) -> None:
        """Stop the child: SIGTERM, then SIGKILL once ``STOP_S`` have passed."""
        self._stopping = True
        if self._task is not None:
            self._task.cancel()
        if self._process is not None:
            await self._end(self._process)

    async def restart(self) -> None:
        """Stop the child; it is started again at once, for this end says nothing against it."""
        if self._process is not None and self._process.returncode is None:
            self._wanted = True
            await self._end(self._process)

    async def _keep(self, process: asyncio.subprocess.Process) -> None:
        in_a_row = 0
        started = time.monotonic()
        while not self._stopping:
            code = await process.wait()
            lived = time.monotonic() - started
            if self._wanted:
                self._wanted = False
                log.info("%s was stopped after %.1f s to be started anew", self.child.name, lived)
            else:
                in_a_row = 0 if lived > STEADY_S else in_a_row + 1
                pause = BACKOFF_S[min(in_a_row, len(BACKOFF_S)) - 1] if in_a_row else BACKOFF_S[0]
                log.warning(
                    "%s ended with %s after %.1f s; restart in %.1f s", self.child.name, code, lived, pause
                )
                await asyncio.sleep(pause)
            self.restarts += 1
            started = time.monotonic()
            process = await self._spawn_at_last()

    async def _spawn_at_last(self) -> asyncio.subprocess.Process:
        """Start the child; where the system refuses (no processes left, a log that cannot be written), go on
        trying."""
        while True:
            try:
                return await self._spawn()
            except OSError as error:
                log.error("%s could not be started: %s", self.child.name, error)
                await asyncio.sleep(BACKOFF_S[-1])

    async def _spawn(self) -> asyncio.subprocess.Process:
        self.child.log_file.parent.mkdir(parents=True, exist_ok=True)
        with self.child.log_file.open("ab") as out:
            self._process = await asyncio.create_subprocess_exec(
                *self.child.argv,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                env={**os.environ, **self.child.environment},
                preexec_fn=die_with_parent,
                # A Ctrl-C at the terminal reaches the supervisor alone; it stops its children in order.
                start_new_session=True,
            )
        log.info("%s started, pid %s", self.child.name, self._process.pid)
        return self._process

    async def _end(self, process: asyncio.subprocess.Process) -> None:
        if process.returncode is not None:
            return
        process.terminate()
        try:
            await asyncio.wait_for(process.wait(), STOP_S)
        except TimeoutError:
            log.error("%s did not stop within %.0f s and is killed", self.child.name, STOP_S)
            process.kill()
            await process.wait()


class ChildFailed(Exception):
    """A child did not come up; its log says why."""

    def __init__(self, name: str, log_file: Path, code: int | None) -> None:
        self.name = name
        self.log_file = log_file
        self.code = code
        super().__init__(f"{name} did not start (exit {code}); see {log_file}")


async def wait_until(probe: Callable[[], Awaitable[bool]], *, seconds: float) -> None:
    """Ask ``probe`` each 50 ms until it says True.

    Raises:
        TimeoutError: it did not within ``seconds``.
    """
    deadline = time.monotonic() + seconds
    while not await probe():
        if time.monotonic() > deadline:
            raise TimeoutError
        await asyncio.sleep(0.05)


async def port_answers(host: str, port: int) -> bool:
    """Say whether something accepts connections at ``host``:``port``."""
    try:
        _, writer = await asyncio.open_connection(host, port)
    except OSError:
        return False
    writer.close()
    with contextlib.suppress(OSError):
        await writer.wait_closed()
    return True


class Supervisor:
    """Starts children in order and stops them in reverse."""

    def __init__(self, children: Sequence[Child]) -> None:
        self.keepers = [Keeper(child) for child in children]

    async def start(self) -> None:
        """Start all; on a failure stop those already up and pass the failure on."""
        started: list[Keeper] = []
        try:
            for keeper in self.keepers:
                started.append(keeper)
                await keeper.start()
        except BaseException:
            for keeper in reversed(started):
                await keeper.stop()
            raise

    async def stop(self) -> None:
        """Stop all, the last started first."""
        for keeper in reversed(self.keepers):
            await keeper.stop()
