"""What an outstation says: ASDUs taken apart into points with value, flaw and time.

Layout (clauses 7.2 and 7.3 of IEC 60870-5-101:2003, with the address sizes that IEC 60870-5-104 fixes)::

    type  SQ·N  T·P/N·cause  originator  common address (2)  [object address (3)  element  [time (7)]] ...

SQ = 1: one address, N elements that count up from it. Low bytes come first throughout.
"""

import math
import struct
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from luylau.telemetry.sources.iec104.frames import Broken

Kind = Literal["single", "double", "measured", "counter"]
"""What a point is: one bit, two bits, a number, a count."""

Flaw = Literal[
    "", "invalid", "overflow", "not-topical", "blocked", "indeterminate", "intermediate", "not-finite"
]
"""Why a value must not be taken for good, by the outstation's own word; "" for none."""

HEAD: Final = 6
ADDRESS: Final = 3
TIME: Final = 7
LAST_ADDRESS: Final = (1 << 24) - 1

END_OF_INITIALISATION: Final = 70
"""M_EI_NA_1: the outstation has started anew."""

_OVERFLOW, _BLOCKED, _SUBSTITUTED, _NOT_TOPICAL, _INVALID = 0x01, 0x10, 0x20, 0x40, 0x80


@dataclass(frozen=True, slots=True)
class TimeTag:
    """The outstation's own time (CP56Time2a), in whatever zone its clock runs; ``summer`` is its SU bit."""

    local: datetime
    summer: bool


@dataclass(frozen=True, slots=True)
class Element:
    """A value as it is coded, before any scale; ``flaw`` is what the quality bits say against it.

    ``substituted``: set by hand at the outstation, not measured.
    """

    value: float
    flaw: Flaw = ""
    substituted: bool = False


@dataclass(frozen=True, slots=True)
class Object:
    """One point's value. ``tag`` is None where the type carries no time, or the time is marked invalid."""

    address: int
    element: Element
    tag: TimeTag | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asdu:
    """One ASDU. ``kind`` is None for a type that is not read; then it has no ``objects``."""

    type: int
    cause: int
    test: bool
    negative: bool
    common_address: int
    kind: Kind | None
    objects: tuple[Object, ...]


def _flaw(quality: int) -> Flaw:
    if quality & _INVALID:
        return "invalid"
    if quality & _NOT_TOPICAL:
        return "not-topical"
    return "blocked" if quality & _BLOCKED else ""


def _single(code: bytes) -> Element:
    return Element(float(code[0] & 1), _flaw(code[0]), bool(code[0] & _SUBSTITUTED))


_DOUBLE: Final[tuple[tuple[float, Flaw], ...]] = (
    (math.nan, "intermediate"), (0.0, ""), (1.0, ""), (math.nan, "indeterminate"),
)  # fmt: skip
"""00 is between the ends or neither, 01 off, 10 on, 11 both at once."""


def _double(code: bytes) -> Element:
    value, flaw = _DOUBLE[code[0] & 3]
    return Element(value, _flaw(code[0]) or flaw, bool(code[0] & _SUBSTITUTED))


def _measured(value: float, quality: int) -> Element:
    flaw = _flaw(quality) or ("overflow" if quality & _OVERFLOW else "")
    if not math.isfinite(value):
        flaw = flaw or "not-finite"
    return Element(value, flaw, bool(quality & _SUBSTITUTED))


def _normalized(code: bytes) -> Element:
    return _measured(struct.unpack_from("<h", code)[0] / 32_768, code[2])


def _normalized_bare(code: bytes) -> Element:
    return Element(struct.unpack("<h", code)[0] / 32_768)


def _scaled(code: bytes) -> Element:
    return _measured(float(struct.unpack_from("<h", code)[0]), code[2])


def _short(code: bytes) -> Element:
    return _measured(struct.unpack_from("<f", code)[0], code[4])


def _counter(code: bytes) -> Element:
    return Element(float(struct.unpack_from("<i", code)[0]), "invalid" if code[4] & _INVALID else "")


@dataclass(frozen=True, slots=True)
class _Form:
    kind: Kind
    size: int
    read: Callable[[bytes], Element]
    timed: bool = False


_FORMS: Final = {
    1: _Form("single", 1, _single),  # M_SP_NA_1
    30: _Form("single", 1, _single, timed=True),  # M_SP_TB_1
    3: _Form("double", 1, _double),  # M_DP_NA_1
    31: _Form("double", 1, _double, timed=True),  # M_DP_TB_1
    9: _Form("measured", 3, _normalized),  # M_ME_NA_1
    34: _Form("measured", 3, _normalized, timed=True),  # M_ME_TD_1
    11: _Form("measured", 3, _scaled),  # M_ME_NB_1
    35: _Form("measured", 3, _scaled, timed=True),  # M_ME_TE_1
    13: _Form("measured", 5, _short),  # M_ME_NC_1
    36: _Form("measured", 5, _short, timed=True),  # M_ME_TF_1
    21: _Form("measured", 2, _normalized_bare),  # M_ME_ND_1, without quality
    15: _Form("counter", 5, _counter),  # M_IT_NA_1
    37: _Form("counter", 5, _counter, timed=True),  # M_IT_TB_1
}


def read_asdu(said: bytes) -> Asdu:
    """Take an ASDU apart.

    Raises:
        Broken: shorter than its head, or its length does not fit its type and number of objects.
    """
    if len(said) < HEAD:
        raise Broken("scada-asdu", type=said[0] if said else 0, bytes=len(said))
    form = _FORMS.get(said[0])
    return Asdu(
        type=said[0],
        cause=said[2] & 0x3F,
        test=bool(said[2] & 0x80),
        negative=bool(said[2] & 0x40),
        common_address=said[4] | said[5] << 8,
        kind=None if form is None else form.kind,
        objects=() if form is None else _objects(said, form),
    )


def _objects(said: bytes, form: _Form) -> tuple[Object, ...]:
    count, in_a_row = said[1] & 0x7F, bool(said[1] & 0x80)
    size = form.size + (TIME if form.timed else 0)
    wanted = HEAD + (ADDRESS + count * size if in_a_row else count * (ADDRESS + size))
    if count == 0 or len(said) != wanted:
        raise Broken("scada-asdu", type=said[0], bytes=len(said))
    at, objects = HEAD, []
    for number in range(count):
        if number == 0 or not in_a_row:
            address = int.from_bytes(said[at : at + ADDRESS], "little")
            at += ADDRESS
        else:
            address += 1
        if address > LAST_ADDRESS:
            raise Broken("scada-asdu", type=said[0], bytes=len(said))
        tag = read_time(said[at + form.size : at + size]) if form.timed else None
        objects.append(Object(address, form.read(said[at : at + form.size]), tag))
        at += size
    return tuple(objects)


def read_time(code: bytes) -> TimeTag | None:
    """Return a CP56Time2a, 7 bytes; None where it is marked invalid or is no time (a 31st of February).

    Years are of this century: the code has two digits.
    """
    millis = code[0] | code[1] << 8
    if code[2] & 0x80:
        return None
    try:
        local = datetime(
            2000 + (code[6] & 0x7F), code[5] & 0x0F, code[4] & 0x1F, code[3] & 0x1F, code[2] & 0x3F,
            millis // 1_000, millis % 1_000 * 1_000,
        )  # fmt: skip
    except ValueError:
        return None
    return TimeTag(local, bool(code[3] & 0x80))
