"""A source that is opened anew whenever it breaks."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event
from typing import Final, Literal

from luylau.kernel.clock import Clock
from luylau.vision.frames import Frame, Packet, SourceFault, StreamInfo
from luylau.vision.sources.coded import CodedSource, CodedStream
from luylau.vision.sources.coding import Coding

PROVEN_S: Final = 10.0
"""A stream that has gone on for so long starts the waiting anew when it breaks."""

Phase = Literal["connecting", "streaming", "waiting", "ended"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Backoff:
    """How long is waited before another try: ``first_s``, doubled each time up to ``most_s``, which a fault
    that lasts gets at once; each by chance up to ``jitter`` of it less, so that cameras that broke together
    are not opened together."""

    first_s: float = 1.0
    most_s: float = 60.0
    jitter: float = 0.2

    def wait_s(self, tries: int, *, lasts: bool, chance: float) -> float:
        """Return the wait after ``tries`` failed tries, from 1 on; ``chance`` 0 to 1."""
        longest = self.most_s if lasts else min(self.most_s, self.first_s * 2.0 ** min(tries - 1, 30))
        return longest * (1.0 - self.jitter * chance)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """``since_us``: since when; ``fault``: the last one, which is what is waited for in "waiting"."""

    phase: Phase
    since_us: int
    fault: SourceFault | None = None


@dataclass
class Reconnecting:
    """Reads a source for a thread of its own until ``stop`` is set.

    ``state`` and ``reconnects`` may be looked at from other threads. Once ``stop`` is set a wait ends at
    once, a read within the source's time-outs. ``draft``: decode as ``Decoder`` does by that name.
    """

    source: CodedSource
    stop: Event
    clock: Clock
    draft: bool = False
    backoff: Backoff = field(default_factory=Backoff)
    chance: Callable[[], float] = random.random
    monotonic: Callable[[], float] = time.monotonic
    broke: Callable[[], None] = lambda: None
    """Called in the reading thread each time the stream has broken or could not be opened."""

    def __post_init__(self) -> None:
        self.info: StreamInfo | None = None
        """What the stream that was read last says of itself."""
        self._coding: Coding | None = None
        self._open: CodedStream | None = None
        self._past_broken = 0
        self.reconnects = 0
        """How often it was opened anew after it had streamed."""
        self.state = SourceState(phase="connecting", since_us=self.clock.now_us())
        self._tries = 0
        self._wait_s = 0.0
        self._opened_s = 0.0
        self._streamed = False

    @property
    def coding(self) -> Coding:
        """How the packet that was read last is coded.

        Raises:
            LookupError: nothing has been read yet.
        """
        if self._coding is None:
            raise LookupError("no packet has been read")
        return self._coding

    @property
    def broken(self) -> int:
        """Packets and pictures that could not be used so far."""
        return self._past_broken + (self._open.broken if self._open else 0)

    def read(self) -> Packet | None:
        """Return the next packet, through as many tries as it takes; None once ``stop`` is set, and at the
        end of what does not go on."""
        while not self.stop.is_set():
            try:
                stream = self._stream() if self._ready() else None
                packet = stream.read() if stream else None
            except SourceFault as fault:
                self._broke(fault)
                continue
            if stream is None or packet is None:
                break
            self.info, self._coding = stream.info, stream.coding
            if self.state.phase != "streaming":
                self._enter("streaming")
                self.reconnects += self._streamed
                self._streamed = True
            return packet
        self.close()
        return None

    def decode(self, packet: Packet) -> list[Frame]:
        """Return the pictures that a packet of ``read`` completes; none if they cannot be decoded any more,
        whereupon the source is opened anew."""
        if self._open is None:
            return []
        try:
            return self._open.decode(packet)
        except SourceFault as fault:
            self._broke(fault)
            return []

    def close(self) -> None:
        """End it; may be called twice."""
        self._drop()
        self._enter("ended")

    def _ready(self) -> bool:
        """Wait as long as is due; return whether to go on."""
        wait_s, self._wait_s = self._wait_s, 0.0
        return not (wait_s and self.stop.wait(wait_s))

    def _stream(self) -> CodedStream:
        if self._open is None:
            if self.state.phase != "connecting":
                self._enter("connecting")
            self._open = self.source.open()
            self._open.draft = self.draft
            self._opened_s = self.monotonic()
        return self._open

    def _broke(self, fault: SourceFault) -> None:
        if self.state.phase == "streaming" and self.monotonic() - self._opened_s >= PROVEN_S:
            self._tries = 0
        self._drop()
        self._tries += 1
        self._wait_s = self.backoff.wait_s(self._tries, lasts=fault.lasts, chance=self.chance())
        self._enter("waiting", fault)
        self.broke()

    def _drop(self) -> None:
        if self._open is not None:
            self._past_broken += self._open.broken
            self._open.close()
            self._open = None

    def _enter(self, phase: Phase, fault: SourceFault | None = None) -> None:
        self.state = SourceState(phase=phase, since_us=self.clock.now_us(), fault=fault or self.state.fault)
