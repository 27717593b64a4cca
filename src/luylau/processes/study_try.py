"""One try of a run: a ``study-worker`` that is started, listened to, and ended."""

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

import msgspec

from luylau.processes.children import die_with_parent
from luylau.processes.study_order import Order, Told
from luylau.siting.runs import Progress, Run

log = logging.getLogger(__name__)

NEWS_S: Final = 1.0
"""How far a run is, is told no more often than this."""
STOP_S: Final = 2.0
"""How long a worker may take to end before it is killed."""
_LONGEST_LINE: Final = 4 * 1024 * 1024


class Try:
    """A worker on one run."""

    def __init__(self, run: Run) -> None:
        self.run: Final = run
        self.mark: Final = f"{run.worker}-{run.tries}"
        self.told: Told | None = None
        """How it came out; None while nothing is known, or where the worker died."""
        self.stopped = False
        """Whether it was ended from here."""
        self._latest = Told()
        self._said = Progress(share=0.0, step="")
        self._said_s = -NEWS_S
        self._process: asyncio.subprocess.Process | None = None

    @property
    def pid(self) -> int | None:
        """The worker's process id; None while there is none."""
        process = self._process
        return process.pid if process is not None and process.returncode is None else None

    def progress(self) -> Progress:
        """Return how far it is, the same for ``NEWS_S``."""
        now_s = time.monotonic()
        if now_s - self._said_s >= NEWS_S:
            self._said_s = now_s
            self._said = Progress(share=self._latest.share, step=self._latest.step)
        return self._said

    async def go(self, argv: Sequence[str], log_file: Path, ended: Callable[[], None]) -> None:
        """Carry the run out; call ``ended`` when the worker has ended, whatever came of it.

        A system that has no process left counts as a worker that died.
        """
        try:
            await self._go(argv, log_file)
        except OSError as error:
            log.error("no worker for %s: %s", self.run.id, error)
        finally:
            await self._end()
            ended()

    async def _go(self, argv: Sequence[str], log_file: Path) -> None:
        with log_file.open("ab") as errors:
            process = await asyncio.create_subprocess_exec(
                *argv,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=errors,
                limit=_LONGEST_LINE,
                preexec_fn=die_with_parent,
                start_new_session=True,
            )
        self._process = process
        if self.stopped:
            return
        assert process.stdin is not None
        assert process.stdout is not None
        order = Order(run=self.run.id, mark=self.mark, study=dict(self.run.data))
        process.stdin.write(msgspec.json.encode(order))
        with suppress(ConnectionError):
            await process.stdin.drain()
        process.stdin.close()
        try:
            async for line in process.stdout:
                told = msgspec.json.decode(line, type=Told)
                if told.is_last:
                    self.told = told
                else:
                    self._latest = told
        except (msgspec.MsgspecError, ValueError) as error:
            log.error("the worker of %s said what cannot be read: %s", self.run.id, error)
            return
        code = await process.wait()
        log.info("the worker of %s ended with %s", self.run.id, code)

    async def stop(self) -> None:
        """End the worker; what becomes of the run then is not its fault."""
        self.stopped = True
        await self._end()

    async def _end(self) -> None:
        process = self._process
        if process is None or process.returncode is not None:
            return
        with suppress(ProcessLookupError):
            process.terminate()
        try:
            await asyncio.wait_for(process.wait(), STOP_S)
        except TimeoutError:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
