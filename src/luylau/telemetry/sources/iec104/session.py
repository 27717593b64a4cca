"""One connection to an outstation as a state machine: bytes and times in, ASDUs and bytes out, no sockets.

The controlling side of IEC 60870-5-104, clause 5: it starts the transfer, numbers and acknowledges, tests a
silent line, and asks for all values. What the standard calls t1, t2, t3, k and w is in ``Timing``.

A frame is acknowledged once ``handled`` says that what it carried is safe, not when it has come: an
outstation keeps what is not acknowledged and sends it again over the next connection, so nothing is lost if
we fall in between.
"""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from luylau.telemetry.sources.iec104 import sending
from luylau.telemetry.sources.iec104.asdu import END_OF_INITIALISATION, Asdu, read_asdu
from luylau.telemetry.sources.iec104.frames import (
    MODULUS,
    Acknowledgement,
    Broken,
    Control,
    Data,
    FrameReader,
)

MOST_SENT: Final = 12
"""k: so many of our frames may wait for an acknowledgement."""
_CONFIRMATION: Final = 7
_UNKNOWN: Final = (44, 45, 46, 47)
"""Causes by which a station says that it does not know the type, the cause, its address, or the object's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """The standard's parameters, in seconds; the defaults are its own."""

    answer_s: float = 15.0
    """t1: an answer that does not come within this ends the connection."""
    acknowledge_s: float = 10.0
    """t2, below t1: what is safe is acknowledged after this at the latest."""
    test_s: float = 20.0
    """t3: a line silent for this long is tested."""
    acknowledge_every: int = 8
    """w: so many frames are acknowledged at once."""
    interrogate_s: float = 900.0
    """All values are asked for anew this often."""


@dataclass(frozen=True, slots=True)
class Received:
    """An ASDU and the number to hand to ``Session.handled``."""

    number: int
    asdu: Asdu


class Session:
    """One connection, from its opening to its end. All times are seconds of one monotonic clock."""

    def __init__(self, timing: Timing, common_addresses: Iterable[int], now: float) -> None:
        self._timing = timing
        self._stations = tuple(common_addresses)
        self._frames = FrameReader()
        self._out = bytearray(sending.startdt())
        self.started = False
        """Whether the outstation has agreed to send."""
        self.refused: set[int] = set()
        """Stations that answered an interrogation with a refusal."""
        self._wanted: deque[int] = deque()
        self._sent = self._acknowledged = 0
        self._received = self._handled = self._told = 0
        self._answer_due: float | None = now + timing.answer_s
        self._sent_at: deque[float] = deque()
        self._tell_due: float | None = None
        self._test_due = now + timing.test_s
        self._testing: float | None = None
        self._interrogate_due = now + timing.interrogate_s

    def output(self) -> bytes:
        """Return what must be written now."""
        out = bytes(self._out)
        self._out.clear()
        return out

    def due(self) -> float:
        """Return when ``tick`` must be called at the latest."""
        dues = [self._test_due, self._interrogate_due, self._answer_due, self._tell_due, self._testing]
        if self._sent_at:
            dues.append(self._sent_at[0] + self._timing.answer_s)
        return min(due for due in dues if due is not None)

    def receive(self, data: bytes, now: float) -> list[Received]:
        """Take bytes in; return the ASDUs that they complete, in order.

        Raises:
            Broken: they break the protocol.
        """
        found = []
        for frame in self._frames.feed(data):
            self._test_due = now + self._timing.test_s
            if isinstance(frame, Data):
                found.append(self._data(frame))
            elif isinstance(frame, Acknowledgement):
                self._acknowledge(frame.received)
            else:
                self._control(frame)
        self._ask(now)
        return found

    def handled(self, number: int, now: float) -> None:
        """Say that all up to the ASDU ``number`` is safe, so that it may be acknowledged."""
        self._handled = (number + 1) % MODULUS
        waiting = (self._handled - self._told) % MODULUS
        if waiting >= self._timing.acknowledge_every:
            self._tell()
        elif waiting and self._tell_due is None:
            self._tell_due = now + self._timing.acknowledge_s

    def interrogate(self, common_address: int, now: float) -> None:
        """Ask a station for all its values, as soon as the window allows."""
        if common_address not in self._wanted:
            self._wanted.append(common_address)
        self._ask(now)

    def tick(self, now: float) -> None:
        """Do what is due.

        Raises:
            Broken: the outstation did not answer in time.
        """
        oldest = self._sent_at[0] + self._timing.answer_s if self._sent_at else None
        for due in (self._answer_due, self._testing, oldest):
            if due is not None and now >= due:
                raise Broken("scada-silent", seconds=self._timing.answer_s)
        if self._tell_due is not None and now >= self._tell_due:
            self._tell()
        if now >= self._test_due:
            self._out += sending.probe()
            self._testing = self._testing or now + self._timing.answer_s
            self._test_due = now + self._timing.test_s
        if now >= self._interrogate_due:
            self._interrogate_due = now + self._timing.interrogate_s
            self._ask_all()
            self._ask(now)

    def _data(self, frame: Data) -> Received:
        if not self.started:
            raise Broken("scada-control", said="I")
        if frame.sent != self._received:
            raise Broken("scada-sequence", said=frame.sent, wanted=self._received)
        self._acknowledge(frame.received)
        self._received = (self._received + 1) % MODULUS
        asdu = read_asdu(frame.asdu)
        if asdu.type == END_OF_INITIALISATION:
            self._want(asdu.common_address)
        elif asdu.type == sending.INTERROGATION and asdu.cause in (_CONFIRMATION, *_UNKNOWN):
            wrong = asdu.negative or asdu.cause in _UNKNOWN
            (self.refused.add if wrong else self.refused.discard)(asdu.common_address)
        return Received(frame.sent, asdu)

    def _acknowledge(self, upto: int) -> None:
        many = (upto - self._acknowledged) % MODULUS
        if many > len(self._sent_at):
            raise Broken("scada-sequence", said=upto, wanted=self._sent)
        self._acknowledged = upto
        for _ in range(many):
            self._sent_at.popleft()

    def _control(self, function: Control) -> None:
        if function is Control.TESTFR_ACT:
            self._out += sending.alive()
        elif function is Control.TESTFR_CON:
            self._testing = None
        elif function is Control.STARTDT_CON and not self.started:
            self.started = True
            self._answer_due = None
            self._ask_all()
        else:
            raise Broken("scada-control", said=function.name)

    def _ask_all(self) -> None:
        for station in self._stations:
            self._want(station)

    def _want(self, station: int) -> None:
        if station in self._stations and station not in self._wanted:
            self._wanted.append(station)

    def _ask(self, now: float) -> None:
        while self.started and self._wanted and len(self._sent_at) < MOST_SENT:
            self._out += sending.interrogate(self._sent, self._handled, self._wanted.popleft())
            self._sent = (self._sent + 1) % MODULUS
            self._sent_at.append(now)
            self._has_told()

    def _tell(self) -> None:
        self._out += sending.acknowledge(self._handled)
        self._has_told()

    def _has_told(self) -> None:
        self._told = self._handled
        self._tell_due = None
