"""The pictures of one open container of FFmpeg, packet by packet."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import av
from av.container import InputContainer
from av.error import InvalidDataError
from av.video.codeccontext import VideoCodecContext

from luylau.kernel.clock import MICROS
from luylau.vision.frames import Packet, SourceFault
from luylau.vision.sources.coding import Coding, headers
from luylau.vision.sources.decoding import Decoder

JUNK: Final = 100
"""So many packets in a row that a demuxer cannot make out, and the rest is given up."""
FPS: Final = (0.01, 300.0)
"""Rates outside this are nonsense."""
_YEARS_US: Final = 1 << 60
"""Stamps further from zero than this are nonsense."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A packet as it stands in the container: ``stamp_us`` by its own clock, None where it has none."""

    stamp_us: int | None
    keyframe: bool
    data: bytes


class Track:
    """The first video of a container; ``coding`` is that of the unit last read."""

    def __init__(self, container: InputContainer, label: str) -> None:
        """Raises:
        SourceFault: there is no video, or none that can be decoded.
        """
        self.broken = 0
        self._container = container
        self._units: Iterator[av.Packet[av.VideoStream]] | None = None
        if not container.streams.video:
            raise SourceFault("vision-source-no-video", lasts=True, address=label)
        self._stream = container.streams.video[0]
        self.coding = _coding(self._stream)
        if not self.coding.decoder:
            raise SourceFault("vision-source-codec", lasts=True, codec=self._stream.codec_tag)
        Decoder(self.coding)
        self._base = self._stream.time_base
        self._mark = b""
        if self.coding.in_band and self.coding.extradata:
            self._mark, _ = headers(self.coding.codec, self.coding.extradata)

    def read(self) -> Unit | None:
        """Return the next unit; None at the end.

        Raises:
            FFmpegError: it has broken.
        """
        for _ in range(JUNK):
            try:
                packet = self._next()
            except InvalidDataError:
                self._units = None  # a generator that raised is at its end
                self.broken += 1
                continue
            if packet is None:
                return None
            data = bytes(packet)
            if not data:
                continue  # AVI's way to repeat a picture
            if packet.has_sidedata("new_extradata"):
                self._recode(data, bytes(packet.get_sidedata("new_extradata")))
            elif packet.is_keyframe:
                self._look(data)
            return Unit(stamp_us=self._stamp(packet), keyframe=packet.is_keyframe, data=data)
        return None

    def resize(self, width: int, height: int) -> None:
        """Take over the size that pictures turned out to have."""
        self.coding = replace(self.coding, width=width, height=height)

    def close(self) -> None:
        """End it; may be called twice."""
        self._units = None
        self._container.close()

    def _next(self) -> "av.Packet[av.VideoStream] | None":
        if self._units is None:
            self._units = self._container.demux(self._stream)
        packet = next(self._units, None)
        # The last is an empty one, for decoders: without a stamp.
        return None if packet is None or (packet.size == 0 and packet.dts is None) else packet

    def _stamp(self, packet: "av.Packet[av.VideoStream]") -> int | None:
        stamp = packet.pts if packet.dts is None else packet.dts
        if stamp is None or self._base is None:
            return None
        stamp_us = stamp * self._base.numerator * MICROS // self._base.denominator
        return stamp_us if abs(stamp_us) < _YEARS_US else None

    def _look(self, keyframe: bytes) -> None:
        """See whether a keyframe's own headers make its size another, or known for the first time."""
        if self.coding.in_band:
            mark, before = headers(self.coding.codec, keyframe)
            if mark and mark != self._mark:
                known, self._mark = bool(self._mark), mark
                if known:
                    self._recode(keyframe, before)
                    return
        if not self.coding.width:
            self._recode(keyframe, self.coding.extradata)

    def _recode(self, keyframe: bytes, extradata: bytes) -> None:
        """Take over a new beginning; its size is seen by decoding a keyframe once."""
        coding = replace(self.coding, extradata=extradata, width=0, height=0)
        try:
            decoder = Decoder(coding)
            frames = (
                decoder.decode(Packet(time_us=0, keyframe=True, data=keyframe, epoch=0)) + decoder.flush()
            )
        except SourceFault:
            frames = []
        if frames:
            coding = replace(coding, width=frames[0].width, height=frames[0].height)
        self.coding = coding


def _coding(stream: av.VideoStream) -> Coding:
    context: VideoCodecContext | None = getattr(stream, "codec_context", None)
    if context is None:  # FFmpeg has no decoder for it, whatever the types say
        return Coding(decoder="", codec="")
    rate = stream.average_rate or stream.guessed_rate
    fps = float(rate) if rate else 0.0
    return Coding(
        decoder=context.codec.name,
        codec=context.codec.canonical_name,
        extradata=context.extradata or b"",
        width=context.width,
        height=context.height,
        pixels=(context.pix_fmt or "") if context.codec.name == "rawvideo" else "",
        tag=context.codec_tag if context.codec_tag.isprintable() else "",
        fps=fps if math.isfinite(fps) and FPS[0] <= fps <= FPS[1] else 0.0,
    )
