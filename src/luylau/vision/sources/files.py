"""Recordings: a file, or the files of a folder in the order of their names."""

import itertools
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import av
from av.error import FFmpegError

from luylau.kernel.clock import MICROS, Clock
from luylau.vision.frames import Packet, SourceFault
from luylau.vision.sources.coded import CodedStream
from luylau.vision.sources.timing import Arrivals, Playhead, Timing
from luylau.vision.sources.track import Track

SUFFIXES: Final = frozenset(
    f".{name}"
    for name in (
        *("mp4", "m4v", "mov", "mkv", "webm", "avi", "ts", "mts", "m2ts"),
        *("h264", "264", "h265", "265", "hevc", "mjpeg", "mjpg"),
    )
)
"""Names of files in a folder that are played."""
FORMATS: Final = "mov,mp4,matroska,webm,avi,mpegts,h264,hevc,mjpeg"
"""What is opened, by FFmpeg's names: none of the formats that lead to other files or into the network."""
BEHIND_S: Final = 1.0
"""Further behind than this, playing goes on from where it stands instead of catching up."""


class FileSource:
    """A recording that is played: in a loop and in real time as a camera of a demonstration, or once and as
    fast as it is read."""

    def __init__(
        self, path: Path, *, label: str, timing: Timing, clock: Clock | None = None, start_us: int = 0
    ) -> None:
        """``clock``: the one that real time is told by; without it the recording is played once, unpaced, its
        first packet at ``start_us``."""
        self._path = path
        self._label = label
        self._timing = timing
        self._clock = clock
        self._start_us = start_us
        self._epochs = itertools.count(1)

    @property
    def label(self) -> str:
        """Its address."""
        return self._label

    def open(self) -> "FileStream":
        """Open it anew, from the beginning.

        Raises:
            SourceFault: there is nothing that can be played.
        """
        files = files_at(self._path, self._label)
        longest_us = round(self._timing.read_s * MICROS)
        times = (
            RecordedTime(self._start_us, longest_us)
            if self._clock is None
            else RealTime(self._clock, longest_us)
        )
        return FileStream(files, self._epochs, self._label, times, loop=self._clock is not None)


class RecordedTime:
    """Times by the recording alone."""

    def __init__(self, start_us: int, longest_us: int) -> None:
        self._start_us = start_us
        self._playhead = Playhead(longest_us)
        self.new_file = self._playhead.new_file

    def time(self, stamp_us: int | None, fps: float) -> tuple[int, bool]:
        """Return the time of the next packet, and whether times begin anew: never."""
        return self._start_us + self._playhead.advance(stamp_us, fps), False


class RealTime:
    """Waits until the next packet is due, and tells its time by a clock."""

    def __init__(
        self,
        clock: Clock,
        longest_us: int,
        *,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._clock = clock
        self._playhead = Playhead(longest_us)
        self._arrivals = Arrivals()
        self._monotonic = monotonic
        self._sleep = sleep
        self._began_s = monotonic()
        self.new_file = self._playhead.new_file

    def time(self, stamp_us: int | None, fps: float) -> tuple[int, bool]:
        """Return the time of the next packet when it is due, and whether times begin anew with it."""
        at_us = self._playhead.advance(stamp_us, fps)
        wait_s = self._began_s + at_us / MICROS - self._monotonic()
        if wait_s > 0:
            self._sleep(wait_s)
        elif wait_s < -BEHIND_S:
            self._began_s -= wait_s
        return self._arrivals.time(self._clock.now_us(), at_us)


class FileStream(CodedStream):
    """Files one after the other; what is broken in one is left out."""

    def __init__(
        self,
        files: tuple[Path, ...],
        epochs: Iterator[int],
        label: str,
        times: RecordedTime | RealTime,
        *,
        loop: bool,
    ) -> None:
        """Raises:
        SourceFault: none of the files can be played.
        """
        self._label = label
        self._times = times
        self._order = itertools.cycle(files) if loop else iter(files)
        self._round = len(files)
        self._unreadable = 0
        self._fruitless = 0
        """Files in a row that gave nothing."""
        track = self._next()
        if track is None:
            raise self._fault()
        super().__init__(track, epochs)

    @property
    def broken(self) -> int:
        """Packets and pictures that could not be used so far, and files."""
        return super().broken + self._unreadable

    def read(self) -> Packet | None:
        """Return the next packet, in real time when it is due; None at the end of what is played once.

        Raises:
            SourceFault: none of the files gives anything any more.
        """
        while True:
            try:
                unit = self._track.read()
            except FFmpegError:
                unit = None  # the rest of this file
                self._unreadable += 1
            if unit is not None:
                self._fruitless = 0
                time_us, anew = self._times.time(unit.stamp_us, self._track.coding.fps)
                return self._packet(unit, time_us, anew)
            self._fruitless += 1
            if self._fruitless > self._round:
                raise self._fault()
            track = self._next()
            if track is None:
                return None
            self._follow(track)
            self._times.new_file()

    def _next(self) -> Track | None:
        """Return the next file that can be opened; None if there is no further one."""
        for _ in range(self._round):
            file = next(self._order, None)
            if file is None:
                return None
            track = _track(file, self._label)
            if track is not None:
                return track
            self._unreadable += 1
        return None

    def _fault(self) -> SourceFault:
        return SourceFault("vision-source-unreadable", lasts=True, address=self._label, count=self._round)


def _track(file: Path, label: str) -> Track | None:
    options = {"protocol_whitelist": "file", "format_whitelist": FORMATS}
    try:
        container = av.open(str(file), options=options)
    except (FFmpegError, ValueError):
        return None
    try:
        return Track(container, label)
    except SourceFault:
        container.close()
        return None


def files_at(path: Path, label: str) -> tuple[Path, ...]:
    """Return the file, or the films of the folder in the order of their names, numbers by their value.

    Raises:
        SourceFault: there is none.
    """
    if path.is_dir():
        films = (one for one in path.iterdir() if one.suffix.lower() in SUFFIXES and one.is_file())
        files = tuple(sorted(films, key=_natural))
        if not files:
            raise SourceFault("vision-source-empty-folder", lasts=True, address=label)
        return files
    if not path.is_file():
        raise SourceFault("vision-source-no-file", lasts=True, address=label)
    return (path,)


def _natural(path: Path) -> list[tuple[int, str]]:
    return [(int(digits or 0), text) for digits, text in re.findall(r"([0-9]*)([^0-9]*)", path.name)]
