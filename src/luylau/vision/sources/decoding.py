"""Coded pictures into planes."""

from bisect import insort
from fractions import Fraction
from typing import Final

import av
import numpy as np
from av.error import FFmpegError
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame
from av.video.plane import VideoPlane

from luylau.kernel.clock import MICROS
from luylau.vision.frames import Frame, Packet, SourceFault, UInt8
from luylau.vision.sources.coding import Coding

GAP_US: Final = MICROS // 2
"""Packets further apart than this are taken for ones between which others were left out."""
HOPELESS: Final = 100
"""So many packets in a row without a picture, and nothing more is hoped for."""
MAX_PIXELS: Final = 64_000_000
"""What is larger is an attack or nonsense (8K has 33 million)."""

_MICROSECOND: Final = Fraction(1, MICROS)
_PLANAR: Final = ("yuv420p", "yuvj420p")
_FULL: Final = 2
"""FFmpeg's number for luma from 0 to 255 (AVCOL_RANGE_JPEG)."""


class Decoder:
    """Decodes the packets of one stretch, on one thread; a worker has many cameras.

    Packets before the first keyframe give nothing. ``broken`` counts the packets that could not be decoded
    and the pictures that came out damaged, which are left out: what a lost packet smears looks like motion.
    """

    def __init__(self, coding: Coding, *, draft: bool = False) -> None:
        """``draft``: leave out what only smooths (the loop filter of H.264 and H.265): up to a third cheaper,
        and good enough to see what moves and what it is (45 dB from the whole on a street camera's stream).

        Raises:
            SourceFault: there is no decoder for it, or it does not begin with this.
        """
        self.broken = 0
        self._waits = True
        self._pending: list[int] = []
        self._fed_us = self._shown_us = -(1 << 62)
        self._in_vain = 0
        try:
            self._context = _context(coding, draft)
        except (FFmpegError, ValueError):
            opened = False
        else:
            opened = True
        if not opened:
            raise SourceFault("vision-source-codec", lasts=True, codec=coding.codec)

    def decode(self, packet: Packet) -> list[Frame]:
        """Return the pictures that a packet completes, as ``Stream.decode`` does.

        Raises:
            SourceFault: nothing came of the last ``HOPELESS`` packets.
        """
        if packet.keyframe and packet.time_us - self._fed_us > GAP_US:
            # What it still holds is of before the gap; what refers to it would be wrong.
            self._context.flush_buffers()
            self._pending.clear()
        elif self._waits and not packet.keyframe:
            return []
        self._waits = False
        self._fed_us = packet.time_us
        coded = av.Packet(packet.data)
        coded.pts = packet.time_us
        coded.time_base = _MICROSECOND
        insort(self._pending, packet.time_us)
        try:
            pictures = self._context.decode(coded)
        except FFmpegError:
            self.broken += 1
            pictures = []
        frames = self._frames(pictures)
        self._in_vain = 0 if frames else self._in_vain + 1
        if self._in_vain >= HOPELESS:
            self._in_vain = 0
            raise SourceFault("vision-source-undecodable", count=HOPELESS)
        return frames

    def flush(self) -> list[Frame]:
        """Return what pictures are left at the end; what is decoded afterwards begins at a keyframe."""
        try:
            pictures = self._context.decode(None)
        except FFmpegError:
            pictures = []
        frames = self._frames(pictures)
        self._context.flush_buffers()
        self._pending.clear()
        self._waits = True
        return frames

    def _frames(self, pictures: list[VideoFrame]) -> list[Frame]:
        frames = []
        for picture in pictures:
            time_us = self._time(picture)
            if picture.is_corrupt:
                self.broken += 1
            else:
                frames.append(frame_of(picture, time_us))
        return frames

    def _time(self, picture: VideoFrame) -> int:
        """Return the next of the packets' times, in their order: pictures leave a decoder in the order in
        which they are shown, packets come in the order in which they are coded."""
        pending = self._pending
        while len(pending) > self._context.reorder_depth + 1:
            del pending[0]  # of a packet that gave no picture
        time_us = pending.pop(0) if pending else picture.pts or 0
        self._shown_us = max(time_us, self._shown_us + 1)
        return self._shown_us


def frame_of(picture: VideoFrame, time_us: int) -> Frame:
    """Return a decoded picture as planes: without a copy where it is in YUV 4:2:0, else converted."""
    full = picture.color_range == _FULL or picture.format.name.startswith("yuvj")
    if picture.format.name not in _PLANAR:
        picture = picture.reformat(format="yuvj420p" if full else "yuv420p")
    y, u, v = (_rows(plane) for plane in picture.planes)
    return Frame(time_us=time_us, y=y, u=u, v=v, full_range=full)


def _rows(plane: VideoPlane) -> UInt8:
    rows = np.frombuffer(memoryview(plane), np.uint8).reshape(plane.height, abs(plane.line_size))
    # A negative line size: the last row comes first in memory.
    return (rows if plane.line_size > 0 else rows[::-1])[:, : plane.width]


def _context(coding: Coding, draft: bool) -> VideoCodecContext:
    context = av.CodecContext.create(coding.decoder, "r")
    if not isinstance(context, VideoCodecContext):
        raise ValueError(coding.decoder)
    context.thread_count = 1
    context.options = {"max_pixels": str(MAX_PIXELS), "skip_loop_filter": "all" if draft else "default"}
    if coding.extradata:
        context.extradata = coding.extradata
    if coding.width:
        context.width, context.height = coding.width, coding.height
    if coding.pixels:
        context.pix_fmt = coding.pixels
    if coding.tag:
        context.codec_tag = coding.tag
    context.open()
    return context
