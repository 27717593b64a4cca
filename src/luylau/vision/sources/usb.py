"""Cameras on USB, by Video for Linux."""

import itertools
from pathlib import Path

import av
from av.container import InputContainer
from av.error import FFmpegError

from luylau.kernel.clock import Clock
from luylau.vision.frames import SourceFault
from luylau.vision.sources.live import LiveStream
from luylau.vision.sources.timing import Timing
from luylau.vision.sources.track import Track


class UsbSource:
    """The camera ``/dev/videoN``, with the size and format that it is set to."""

    def __init__(self, number: int, *, clock: Clock, timing: Timing) -> None:
        self._number = number
        self._clock = clock
        self._timing = timing
        self._epochs = itertools.count(1)

    @property
    def label(self) -> str:
        """Its address."""
        return f"usb:{self._number}"

    def open(self) -> LiveStream:
        """Open it anew.

        Raises:
            SourceFault: there is no such camera, it is taken, or may not be read.
        """
        container = self._open()
        try:
            track = Track(container, self.label)
        except SourceFault:
            container.close()
            raise
        return LiveStream(track, self._epochs, label=self.label, clock=self._clock, timing=self._timing)

    def _open(self) -> InputContainer:
        device = Path(f"/dev/video{self._number}")
        try:
            return av.open(str(device), format="v4l2", timeout=(self._timing.open_s, self._timing.read_s))
        except FFmpegError as error:
            key = {
                FileNotFoundError: "vision-source-no-device",
                PermissionError: "vision-source-device-permission",
            }
            said = next((key[kind] for kind in key if isinstance(error, kind)), "vision-source-device")
            raise SourceFault(
                said, address=self.label, device=str(device), said=error.strerror or ""
            ) from error
