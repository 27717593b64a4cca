"""Pictures, and where they come from.

A picture stays in the planes that video is coded in (YUV 4:2:0): motion reads the luma alone, masks are laid
on the planes, a clip is coded from them; only the detector turns the little that it looks at into colours.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from luylau.kernel.errors import LuylauError

UInt8 = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One decoded picture.

    ``time_us``: when it was taken, microseconds UTC. ``y``: luma, shape (height, width); ``u``, ``v``:
    chroma, shape (ceil(height / 2), ceil(width / 2)). The planes may be views of a decoder's memory that the
    next picture overwrites: what keeps them copies them. ``full_range``: whether luma runs from 0 to 255 and
    not from 16 to 235.
    """

    time_us: int
    y: UInt8
    u: UInt8
    v: UInt8
    full_range: bool = False

    @property
    def width(self) -> int:
        """In pixels."""
        return int(self.y.shape[1])

    @property
    def height(self) -> int:
        """In pixels."""
        return int(self.y.shape[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Packet:
    """A coded picture as it came. ``data`` is unmasked: it stays in memory, and for some seconds only.

    ``epoch`` numbers the stretches of a stream that are coded alike; it changes with the size or the codec,
    and after each break.
    """

    time_us: int
    keyframe: bool
    data: bytes
    epoch: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamInfo:
    """What a stream says of itself; ``fps`` is 0 where it says nothing, or nonsense."""

    width: int
    height: int
    codec: str
    fps: float


class SourceFault(LuylauError):
    """A stream cannot be opened, has broken, or makes no sense: by key and fields, as all errors are.

    ``lasts``: trying again as it is helps nothing (a wrong password, an address that is none).
    """

    status = 502

    def __init__(self, key: str, /, *, lasts: bool = False, **fields: str | int | float) -> None:
        super().__init__(key, **fields)
        self.lasts = lasts


class Stream(Protocol):
    """An open stream. For one thread; every call ends within the source's time-outs."""

    @property
    def info(self) -> StreamInfo:
        """Of the stretch that runs now."""
        ...

    def read(self) -> Packet | None:
        """Return the next packet; None at the end of what does not go on.

        Raises:
            SourceFault: the stream has broken, or nothing came in time.
        """
        ...

    def decode(self, packet: Packet) -> list[Frame]:
        """Return the pictures that a packet completes: none, one or several. After a packet was left out, the
        next that is decoded has to be a keyframe.

        Raises:
            SourceFault: it cannot be decoded, nor can those after it.
        """
        ...

    def close(self) -> None:
        """End it; may be called twice."""
        ...


class FrameSource(Protocol):
    """Where a camera's pictures come from."""

    @property
    def label(self) -> str:
        """Its address without what is secret in it."""
        ...

    def open(self) -> Stream:
        """Open it anew.

        Raises:
            SourceFault: it cannot be opened.
        """
        ...
