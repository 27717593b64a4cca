"""How a stretch of a stream is coded: all that is needed to decode its packets later and elsewhere."""

from dataclasses import dataclass
from typing import Final

from luylau.vision.frames import StreamInfo

_START: Final = b"\0\0\1"
_SIZES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""JPEG markers that begin a frame's header (ITU-T T.81, table B.1)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """``decoder``: FFmpeg's name of it; ``codec``: the codec's name ("h264"). ``extradata``: what stands
    before the first packet (parameter sets). ``width``, ``height``: pixels, 0 while not known. ``pixels``:
    the pixel format where packets do not say it (raw pictures); ``tag``: the container's name for the codec.
    """

    decoder: str
    codec: str
    extradata: bytes = b""
    width: int = 0
    height: int = 0
    pixels: str = ""
    tag: str = ""
    fps: float = 0.0

    @property
    def info(self) -> StreamInfo:
        """What a stream says of itself."""
        return StreamInfo(width=self.width, height=self.height, codec=self.codec, fps=self.fps)

    @property
    def in_band(self) -> bool:
        """Whether packets may carry headers of their own, which then change the size without further notice:
        JPEG, and H.264 and H.265 as byte streams (their other form begins with its version, 1)."""
        if self.codec == "mjpeg":
            return True
        return self.codec in ("h264", "hevc") and not self.extradata.startswith(b"\1")


def headers(codec: str, data: bytes) -> tuple[bytes, bytes]:
    """Return what of a packet's headers changes with the picture's size, and what a decoder needs beforehand.

    H.264 and H.265 byte streams (annex B of each): the sequence parameter sets, and all parameter sets with
    their start codes. JPEG: height and width as they are coded, and nothing. Both empty where there is none.
    """
    if codec == "mjpeg":
        return _jpeg_size(data), b""
    size, before = b"", b""
    at = data.find(_START)
    while 0 <= at < len(data) - 3:
        first = data[at + 3]
        kind = first & 31 if codec == "h264" else first >> 1 & 63
        if (1 <= kind <= 5) if codec == "h264" else kind < 32:
            break  # the picture itself: no parameter set follows it
        end = data.find(_START, at + 3)
        unit = data[at + 3 : end if end >= 0 else len(data)].rstrip(b"\0")
        if kind in ((7, 8) if codec == "h264" else (32, 33, 34)):
            before += b"\0" + _START + unit
            if kind in (7, 33):
                size += unit
        at = end
    return size, before


def _jpeg_size(data: bytes) -> bytes:
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        if data[at + 1] in _SIZES:
            return data[at + 5 : at + 9]
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return b""
