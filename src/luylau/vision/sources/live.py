"""What comes live, by arrival."""

from collections.abc import Iterator

from av.error import ExitError, FFmpegError, TimeoutError

from luylau.kernel.clock import Clock
from luylau.vision.frames import Packet, SourceFault
from luylau.vision.sources.coded import CodedStream
from luylau.vision.sources.timing import Arrivals, Timing
from luylau.vision.sources.track import Track


def is_late(error: FFmpegError) -> bool:
    """Return whether an error is that nothing came in time: FFmpeg's own limit, or ours from outside it."""
    return isinstance(error, ExitError | TimeoutError)


class LiveStream(CodedStream):
    """A camera's stream, as it arrives. It never ends by itself: an end is a fault."""

    def __init__(
        self, track: Track, epochs: Iterator[int], *, label: str, clock: Clock, timing: Timing
    ) -> None:
        super().__init__(track, epochs)
        self._label = label
        self._clock = clock
        self._timing = timing
        self._arrivals = Arrivals()

    def read(self) -> Packet:
        """Return the next packet.

        Raises:
            SourceFault: the stream has broken, or nothing came in time.
        """
        fault = SourceFault("vision-source-ended", address=self._label)
        try:
            unit = self._track.read()
        except FFmpegError as error:
            unit = None
            # Made here and raised outside: what FFmpeg says holds the address with the password in it.
            if is_late(error):
                fault = SourceFault(
                    "vision-source-silent", address=self._label, seconds=round(self._timing.read_s, 1)
                )
        if unit is None:
            raise fault
        time_us, anew = self._arrivals.time(self._clock.now_us(), unit.stamp_us)
        return self._packet(unit, time_us, anew)
