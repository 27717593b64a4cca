"""What cameras have learned of their places, over a restart: a small file for each, whole or not there.

There is no picture in it (``vision.condition``, ``vision.scenes.left`` and ``vision.scenes.water`` say what
is kept instead): nothing unmasked is written to the disk.
"""

import hashlib
import logging
from collections.abc import Mapping
from pathlib import Path
from threading import Lock
from typing import Any, Final

from luylau.kernel.errors import Unavailable
from luylau.telemetry.checkpoint import Checkpoint, load, save
from luylau.vision.plan import CameraPlan

log = logging.getLogger(__name__)

SUFFIX: Final = ".learned"


class CameraLearned:
    """What each camera of a worker has learned, in memory and in the ``folder``, which is made when needed.

    A file that is damaged, of another version or of another stream is left out, with a word in the log: the
    camera then learns anew.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
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
        with self._lock:
            self._newest.pop(camera, None)
            self._unwritten.discard(camera)
            try:
                self._path(camera).unlink(missing_ok=True)
            except OSError as error:
                raise Unavailable("camera-learned-stays", camera=camera, reason=str(error)) from error

    def write(self) -> None:
        """Write what is new; what the disk refuses is tried again with the next."""
        with self._lock:
            due = sorted(self._unwritten)
        for camera in due:
            # Held while it is written, so that what is forgotten meanwhile is not written after that.
            with self._lock:
                if camera not in self._unwritten:
                    continue
                streams, state = self._newest[camera]
                kept = Checkpoint(arrays={}, watermarks={}, meta={"streams": streams, "state": state})
                try:
                    save(self._path(camera), kept)
                except Unavailable as error:
                    if not self._refused:
                        log.error("what cameras have learned is not written: %s", error)
                    self._refused = True
                    return
                self._unwritten.discard(camera)
        self._refused = False

    def _path(self, camera: str) -> Path:
        return self._folder / f"{camera}{SUFFIX}"


def _streams(plan: CameraPlan) -> str:
    """Return what tells a camera's streams from others: another address shows another place."""
    return hashlib.sha256(f"{plan.main}\n{plan.sub}".encode()).hexdigest()
