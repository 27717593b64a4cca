"""What cameras have learned of their places, over a restart: a small file for each, whole or not there.

There is no picture in it (``vision.condition``, ``vision.scenes.left`` and ``vision.scenes.water`` say what
is kept instead): nothing unmasked is written to the disk.
"""

import errno
import hashlib
import logging
from collections.abc import Callable, Container, Mapping
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import Any, Final

from luylau.kernel.errors import Unavailable
from luylau.telemetry.checkpoint import Checkpoint, load, save
from luylau.telemetry.durable import unwritable
from luylau.vision.plan import CameraPlan

log = logging.getLogger(__name__)

SUFFIX: Final = ".learned"
_NONE_AT_ALL: Final = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)
"""Where the disk is full or read-only no other file can be written either."""


class CameraLearned:
    """What each camera of a worker has learned, in memory and in the ``folder``, which is made when needed.

    A file that is damaged, of another version or of another stream is left out, with a word in the log: the
    camera then learns anew.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files = Lock()
        """Held while a file is written or removed, so that what is forgotten meanwhile is not written after
        that; taken before ``_lock``."""
        self._lock = Lock()
        self._newest: dict[str, tuple[str, Mapping[str, Any]]] = {}
        """By camera: of which streams, and what was learned."""
        self._unwritten: set[str] = set()
        self._refused = False

    def take(self, plan: CameraPlan, state: Mapping[str, Any]) -> None:
        """Take what a camera has learned, from any thread; it is written with the next ``write``."""
        with self._lock:
            self._newest[plan.camera] = (_streams(plan), state)
            self._unwritten.add(plan.camera)

    def of(self, plan: CameraPlan) -> Mapping[str, Any] | None:
        """Return what a camera had learned of the streams that it has now; None where nothing is known."""
        with self._lock:
            known = self._newest.get(plan.camera)
        if known is None:
            kept = load(self._path(plan.camera))
            if not isinstance(kept, Checkpoint):
                return None
            known = (str(kept.meta.get("streams", "")), kept.meta.get("state", {}))
        streams, state = known
        if streams != _streams(plan):
            log.info("%s learns anew: it has other streams", plan.camera)
            return None
        return state

    def forget(self, camera: str) -> None:
        """Forget what a camera had learned, at once.

        Raises:
            Unavailable: the disk refuses to remove the file.
        """
        with self._files:
            with self._lock:
                self._newest.pop(camera, None)
                self._unwritten.discard(camera)
            try:
                self._path(camera).unlink(missing_ok=True)
            except OSError as error:
                raise Unavailable("camera-learned-stays", camera=camera, reason=str(error)) from error

    def keep(self, planned: Container[str], mine: Callable[[str], bool]) -> None:
        """Forget what those cameras had learned that are ``mine`` and no longer ``planned``; a file that the
        disk refuses to remove is tried again with the next."""
        with self._lock:
            known = set(self._newest)
        known |= {file.name.removesuffix(SUFFIX) for file in self._folder.glob(f"*{SUFFIX}")}
        for camera in sorted(known):
            if camera not in planned and mine(camera):
                with suppress(Unavailable):
                    self.forget(camera)

    def write(self) -> None:
        """Write what is new, for the owner alone; what the disk refuses is tried again with the next."""
        with self._lock:
            due = sorted(self._unwritten)
        refused = False
        for camera in due:
            try:
                self._write(camera)
            except Unavailable as error:
                if not (self._refused or refused):
                    log.error("what cameras have learned is not written: %s", error)
                refused = True
                if isinstance(error.__cause__, OSError) and error.__cause__.errno in _NONE_AT_ALL:
                    break
        self._refused = refused

    def _write(self, camera: str) -> None:
        with self._files:
            with self._lock:
                known = self._newest.get(camera)
                if known is None or camera not in self._unwritten:
                    return
            streams, state = known
            kept = Checkpoint(arrays={}, watermarks={}, meta={"streams": streams, "state": state})
            path = self._path(camera)
            save(path, kept)
            try:
                path.chmod(0o600)
                # Nor does anybody else come near the next one while it is written.
                path.parent.chmod(0o700)
            except OSError as error:
                raise unwritable(error, path.parent) from error
            with self._lock:
                if self._newest.get(camera) is known:
                    self._unwritten.discard(camera)

    def _path(self, camera: str) -> Path:
        return self._folder / f"{camera}{SUFFIX}"


def _streams(plan: CameraPlan) -> str:
    """Return what tells a camera's streams from others: another address shows another place."""
    return hashlib.sha256(f"{plan.main}\n{plan.sub}".encode()).hexdigest()
