"""Coding masked pictures as a clip that every browser plays: VP8 in WebM.

VP8 is free of royalties, its encoder (libvpx, BSD) is in the PyAV wheels, and at its fastest setting it takes
less than half of the time of VP9 or AV1 for a picture of 640 x 360. Everything is coded in memory and goes to
the disk encrypted only: so destroying a clip's key is the end of it.
"""

from collections.abc import Iterable
from contextlib import suppress
from fractions import Fraction
from io import BytesIO
from types import TracebackType
from typing import Final, Self

import av

from luylau.vision.archive import Recording
from luylau.vision.clips.pictures import height_for, jpeg, video_frame
from luylau.vision.masking import MaskedFrame, only_masked

WIDEST: Final = 1280
"""Pixels; a wider picture is made smaller."""

BITS_A_PIXEL: Final = 0.2
"""What the bit rate is reckoned from; 230 kbit/s for 640 x 360 at 5 pictures a second."""

THUMBNAIL_WIDTH: Final = 320
KEYFRAME_S: Final = 10

_TICKS: Final = 1_000
"""A second in the units of WebM."""


class ClipWriter:
    """Codes masked pictures, in the order of their times, to a clip in memory. Use it in a ``with``.

    ``rate_hz``: about how many pictures a second will come; what the bit rate is reckoned from.
    """

    def __init__(self, rate_hz: float = 5.0, *, widest: int = WIDEST) -> None:
        self._rate_hz = max(rate_hz, 0.1)
        self._widest = widest
        self._out = BytesIO()
        self._container = av.open(self._out, "w", format="webm")
        self._stream: av.VideoStream | None = None
        self._thumbnail = b""
        self._from_us = self._to_us = 0
        self._frames = 0

    @property
    def frames(self) -> int:
        """How many pictures were taken."""
        return self._frames

    def write(self, masked: MaskedFrame) -> bool:
        """Take a picture; say whether it was taken: one no later than the last, as after a clock's jump back,
        is not.

        Raises:
            TypeError: it is not a masked picture.
        """
        only_masked(masked)
        if self._stream is None:
            self._stream = self._begin(masked)
            self._from_us = masked.time_us
            self._thumbnail = jpeg(masked, width=THUMBNAIL_WIDTH)
        ticks = (masked.time_us - self._from_us) * _TICKS // 1_000_000
        if self._frames and ticks <= (self._to_us - self._from_us) * _TICKS // 1_000_000:
            return False
        coder = self._stream.codec_context
        picture = video_frame(masked, coder.width, coder.height)
        picture.pts, picture.time_base = ticks, Fraction(1, _TICKS)
        self._container.mux(self._stream.encode(picture))
        self._to_us = masked.time_us
        self._frames += 1
        return True

    def show(self, masked: MaskedFrame) -> None:
        """Make the thumbnail of this picture, and not of the first one."""
        self._thumbnail = jpeg(masked, width=THUMBNAIL_WIDTH)

    def finish(self) -> Recording | None:
        """Return the clip; None if no picture was taken. Nothing can be written after it."""
        if self._stream is None:
            self.close()
            return None
        self._container.mux(self._stream.encode(None))
        self._container.close()
        coder = self._stream.codec_context
        return Recording(
            data=self._out.getvalue(),
            thumbnail=self._thumbnail,
            from_us=self._from_us,
            to_us=self._to_us,
            width=coder.width,
            height=coder.height,
            frames=self._frames,
        )

    def close(self) -> None:
        """End it; what was not finished is dropped. May be called twice."""
        with suppress(av.FFmpegError):
            self._container.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _begin(self, masked: MaskedFrame) -> av.VideoStream:
        width, height = masked.width, masked.height
        if width > self._widest:
            width, height = self._widest, height_for(masked, self._widest)
        stream = self._container.add_stream("libvpx", rate=Fraction(self._rate_hz).limit_denominator(1000))
        coder = stream.codec_context
        coder.width, coder.height, coder.pix_fmt = width, height, "yuv420p"
        coder.time_base = Fraction(1, _TICKS)
        coder.bit_rate = round(BITS_A_PIXEL * width * height * self._rate_hz)
        coder.gop_size = max(1, round(KEYFRAME_S * self._rate_hz))
        coder.thread_count = 1
        # A negative speed is a fixed one: a positive one would follow the load of the machine. What hardly
        # changes is not coded anew: a fifth of the time less, for 0.4 dB.
        coder.options = {
            "deadline": "realtime",
            "cpu-used": "-16",
            "lag-in-frames": "0",
            "qmin": "20",
            "static-thresh": "2000",
        }
        return stream


def code(pictures: Iterable[MaskedFrame], rate_hz: float = 5.0) -> Recording | None:
    """Return masked pictures as a clip; None where there are none."""
    with ClipWriter(rate_hz) as writer:
        for masked in pictures:
            writer.write(masked)
        return writer.finish()
