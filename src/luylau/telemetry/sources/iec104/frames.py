"""Frames of IEC 60870-5-104 as an outstation sends them: cut out of the stream of bytes, checked, taken
apart.

A frame (APDU) is ``68 L`` and L = 4 to 253 bytes: four of control, then, in an I-frame alone, the ASDU
(clause 5 of IEC 60870-5-104:2006)::

    I   N(S)·2     N(R)·2     numbered data           N(S), N(R): 15 bits, low byte first
    S   01 00      N(R)·2     acknowledgement alone
    U   07|0B|13|23|43|83  00 00 00   STARTDT, STOPDT, TESTFR: act, con

What breaks these rules ends the connection; no byte is ever skipped in the hope of finding the next frame.
"""

from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from luylau.kernel.errors import Unavailable

START: Final = 0x68
HEAD: Final = 2
SHORTEST: Final = 4
LONGEST: Final = 253
"""What the length byte may say."""
MODULUS: Final = 1 << 15
"""Sequence numbers count up to here and begin anew."""


class Broken(Unavailable):
    """The outstation broke the protocol, or fell silent: the connection must be closed and opened anew."""


class Control(IntEnum):
    """The unnumbered control functions, by their first byte."""

    STARTDT_ACT = 0x07
    STARTDT_CON = 0x0B
    STOPDT_ACT = 0x13
    STOPDT_CON = 0x23
    TESTFR_ACT = 0x43
    TESTFR_CON = 0x83


_CONTROLS: Final = frozenset(Control)


@dataclass(frozen=True, slots=True)
class Data:
    """An I-frame: its number, the number that it acknowledges up to, and its ASDU."""

    sent: int
    received: int
    asdu: bytes


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """An S-frame: all frames numbered below ``received`` have come."""

    received: int


Frame = Data | Acknowledgement | Control


class FrameReader:
    """Cuts bytes into frames; keeps less than one frame of them."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes) -> list[Frame]:
        """Return the frames that ``data`` completes.

        Raises:
            Broken: these are no frames of the standard; nothing further can be read from this connection.
        """
        rest = self._rest + data
        at, frames = 0, list[Frame]()
        while at < len(rest):
            if rest[at] != START:
                raise Broken("scada-not-104", said=rest[at : at + 8].hex(" "))
            if at + 1 == len(rest):
                break
            length = rest[at + 1]
            if not SHORTEST <= length <= LONGEST:
                raise Broken("scada-not-104", said=rest[at : at + 8].hex(" "))
            end = at + HEAD + length
            if end > len(rest):
                break
            frames.append(_frame(rest[at + HEAD : end]))
            at = end
        self._rest = rest[at:]
        return frames


def _frame(body: bytes) -> Frame:
    first, second, third, fourth = body[:4]
    if first & 1 == 0 and third & 1 == 0 and len(body) > SHORTEST:
        return Data((first | second << 8) >> 1, (third | fourth << 8) >> 1, body[4:])
    if len(body) == SHORTEST and (first, second) == (1, 0) and third & 1 == 0:
        return Acknowledgement((third | fourth << 8) >> 1)
    if len(body) == SHORTEST and first in _CONTROLS and (second, third, fourth) == (0, 0, 0):
        return Control(first)
    raise Broken("scada-not-104", said=body[:8].hex(" "))
