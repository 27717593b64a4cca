"""What the streams of every kind share: stretches, decoding, what was broken."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import Final, Protocol

from luylau.vision.frames import Frame, Packet, StreamInfo
from luylau.vision.sources.coding import Coding
from luylau.vision.sources.decoding import Decoder
from luylau.vision.sources.track import Track, Unit

KEPT: Final = 4
"""So many of the last stretches' packets can still be decoded by the stream itself."""


class CodedSource(Protocol):
    """A source of coded streams; see ``luylau.vision.frames.FrameSource``."""

    @property
    def label(self) -> str:
        """Its address without what is secret in it."""
        ...

    def open(self) -> "CodedStream":
        """Open it anew.

        Raises:
            SourceFault: it cannot be opened.
        """
        ...


class CodedStream(ABC):
    """One track after another as one stream; a subclass says where they come from and what time it is.

    ``broken``: packets and pictures that could not be used.
    """

    def __init__(self, track: Track, epochs: Iterator[int]) -> None:
        self.draft = False
        """Whether decoding leaves out what only smooths, as ``Decoder`` does; to be set before the first."""
        self._track = track
        self._epochs = epochs
        self._past_broken = 0
        self._epoch = next(epochs)
        self._codings = {self._epoch: track.coding}
        self._decoder: tuple[int, Decoder] | None = None

    @property
    def coding(self) -> Coding:
        """How the packet that was read last is coded."""
        return self._codings[self._epoch]

    @property
    def info(self) -> StreamInfo:
        """Of the stretch that runs now."""
        return self._track.coding.info

    @property
    def broken(self) -> int:
        """Packets and pictures that could not be used so far."""
        now = self._decoder[1].broken if self._decoder else 0
        return self._past_broken + self._track.broken + now

    @abstractmethod
    def read(self) -> Packet | None:
        """Return the next packet; None at the end of what does not go on.

        Raises:
            SourceFault: the stream has broken, or nothing came in time.
        """

    def decode(self, packet: Packet) -> list[Frame]:
        """Return the pictures that a packet completes; see ``luylau.vision.frames.Stream``.

        Raises:
            SourceFault: it cannot be decoded, nor can those after it.
        """
        frames: list[Frame] = []
        if self._decoder is None or self._decoder[0] != packet.epoch:
            coding = self._codings.get(packet.epoch)
            if coding is None:
                return frames
            frames = self.drain()
            self._decoder = packet.epoch, Decoder(coding, draft=self.draft)
        decoder = self._decoder[1]
        fresh = decoder.decode(packet)
        if fresh and packet.epoch == self._epoch:
            size = fresh[-1].width, fresh[-1].height
            if size != (self._track.coding.width, self._track.coding.height):
                self._track.resize(*size)
        return frames + fresh

    def drain(self) -> list[Frame]:
        """Return the pictures that are still held back, at the end."""
        if self._decoder is None:
            return []
        frames = self._decoder[1].flush()
        self._past_broken += self._decoder[1].broken
        self._decoder = None
        return frames

    def close(self) -> None:
        """End it; may be called twice."""
        self._track.close()

    def _follow(self, track: Track) -> None:
        """Go on with another track; the same stretch goes on if it is coded alike."""
        self._past_broken += self._track.broken
        self._track.close()
        self._track = track

    def _packet(self, unit: Unit, time_us: int, anew: bool) -> Packet:
        """Return a unit as a packet, in a new stretch if it is coded otherwise or ``anew``."""
        if anew or self._track.coding != self.coding:
            self._epoch = next(self._epochs)
            self._codings[self._epoch] = self._track.coding
            while len(self._codings) > KEPT:
                del self._codings[min(self._codings)]
        return Packet(time_us=time_us, keyframe=unit.keyframe, data=unit.data, epoch=self._epoch)
