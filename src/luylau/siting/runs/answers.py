"""Answers as files, one a run: there whole or not at all, and held against their digest when they are
read."""

import hashlib
import os
import time
from collections.abc import Set
from contextlib import suppress
from pathlib import Path
from typing import Final

from luylau.kernel.errors import NotFound, Unavailable
from luylau.kernel.ids import is_id
from luylau.siting.runs.run import Run

_ENDING: Final = ".json"
_LEFT_S: Final = 3_600.0
"""What was half-written so long ago is not being written any more."""


class AnswerFiles:
    """The folder of answers, which is made when the first one comes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def file(self, run: str) -> Path:
        """Return where the answer of a run lies."""
        assert is_id(run)
        return self._folder / f"{run}{_ENDING}"

    def stage(self, run: str, mark: str, answer: bytes) -> str:
        """Write an answer beside its place, for ``settle``; return its SHA-256, hexadecimal. ``mark`` tells
        several tries of one run apart.

        Raises:
            Unavailable: the disk is full or read-only (``study-answer-not-written``).
        """
        staged = self._staged(run, mark)
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            with staged.open("wb") as out:
                out.write(answer)
                out.flush()
                os.fsync(out.fileno())
        except OSError as error:
            self.discard(run, mark)
            raise _unwritten(error) from error
        return hashlib.sha256(answer).hexdigest()

    def settle(self, run: str, mark: str, sha256: str) -> None:
        """Put what was staged in its place; if it is there already, by its SHA-256, all is well.

        Raises:
            Unavailable: the disk is read-only, or what was staged is gone.
        """
        try:
            try:
                self._staged(run, mark).replace(self.file(run))
            except FileNotFoundError:
                # It was put there before, and the database did not take it down then.
                if hashlib.sha256(self.file(run).read_bytes()).hexdigest() != sha256:
                    raise
            handle = os.open(self._folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
        except OSError as error:
            raise _unwritten(error) from error

    def discard(self, run: str, mark: str) -> None:
        """Delete what was staged, if anything was; a disk that refuses leaves it to ``sweep``."""
        with suppress(OSError):
            self._staged(run, mark).unlink(missing_ok=True)

    def read(self, run: Run) -> bytes:
        """Return the answer of a run that is done.

        Raises:
            NotFound: the run has none (``study-answer-none``).
            Unavailable: its file is gone or is not what was written.
        """
        if run.state != "done":
            raise NotFound("study-answer-none", run=run.id)
        try:
            answer = self.file(run.id).read_bytes()
        except FileNotFoundError as error:
            raise Unavailable("study-answer-lost", run=run.id) from error
        except OSError as error:
            raise Unavailable("study-answer-unreadable", reason=error.strerror or str(error)) from error
        if hashlib.sha256(answer).hexdigest() != run.sha256:
            raise Unavailable("study-answer-damaged", run=run.id)
        return answer

    def delete(self, run: str) -> None:
        """Delete the answer of a run, if there is one; a disk that refuses leaves it to ``sweep``."""
        with suppress(OSError):
            self.file(run).unlink(missing_ok=True)

    def sweep(self, wanted: Set[str]) -> int:
        """Delete the answers of other runs than the ``wanted`` ones, and what a crash left half-written;
        return how many files went."""
        gone = 0
        with suppress(OSError):
            for file in list(self._folder.iterdir()):
                if file.name.startswith("."):
                    # Another machine's worker may be writing just now.
                    left = time.time() - file.stat().st_mtime > _LEFT_S
                else:
                    left = file.suffix == _ENDING and file.stem not in wanted
                if left:
                    # One that cannot be deleted keeps no other.
                    with suppress(OSError):
                        file.unlink(missing_ok=True)
                        gone += 1
        return gone

    def _staged(self, run: str, mark: str) -> Path:
        file = self.file(run)
        return file.with_name(f".{file.name}.{mark}")


def _unwritten(error: OSError) -> Unavailable:
    return Unavailable("study-answer-not-written", reason=error.strerror or str(error))
