"""SenML JSON (RFC 8428): packs resolved into plain records, and the plain form ``{"value": ...}``.

A pack is an array of records; base fields (``bn bt bu bv bs bver``) hold from their record onwards until set
anew. Resolving follows section 4: the name is base name + name, time is base time + time, value is base value
+ value, sum is base sum + sum; the unit is the record's or the base unit; a resolved time below 2**28 is
relative to now; a label that ends in "_" and is not understood makes the whole pack refused. Binary values
stay the text that they are sent as (base64).
"""

from collections.abc import Iterator
from typing import Any, Final

import msgspec

from luylau.kernel.clock import MICROS, parse_iso

RELATIVE_BELOW_S: Final = 2**28
"""Times below this are seconds relative to now (section 4.5.3)."""

VERSION: Final = 10
"""The newest SenML version that is understood (section 4.4)."""

MAX_RECORDS: Final = 20_000
"""Records that one pack may hold."""

MAX_TEXT: Final = 1_000
"""Letters that a value which is a word may have."""

SUM: Final = "_sum"
"""What is put behind a channel's name for the channel of its sums."""

FAR_S: Final = 4.1e9
"""Times beyond this many seconds (the year 2099) are no times; before 1970 by as much neither."""


class Refused(Exception):
    """A message was refused; ``key`` is the message key of the reason."""

    def __init__(self, key: str) -> None:
        self.key = key
        super().__init__(key)


class Record(msgspec.Struct, gc=False):
    """One record as sent, base fields included."""

    bn: str | None = None
    bt: float | None = None
    bu: str | None = None
    bv: float | None = None
    bs: float | None = None
    bver: float | None = None
    n: str = ""
    u: str | None = None
    v: float | None = None
    vs: str | None = None
    vb: bool | None = None
    vd: str | None = None
    s: float | None = None
    t: float = 0.0
    ut: float | None = None


class Resolved(msgspec.Struct, gc=False, frozen=True):
    """One record with its base fields applied. ``unit`` is None where the sender named none.

    ``value`` is NaN where ``text`` holds a word.
    """

    name: str
    time_us: int
    value: float
    unit: str | None
    text: str | None


class Plain(msgspec.Struct, forbid_unknown_fields=True):
    """The plain form: one value."""

    value: float | bool | str
    unit: str | None = None
    time: float | str | None = None


_pack = msgspec.json.Decoder(list[Record])
_plain = msgspec.json.Decoder(Plain)
_any = msgspec.json.Decoder(list[dict[str, Any]])


def absolute_us(time_s: float, now_us: int) -> int:
    """Return a SenML time in seconds as microseconds since 1970, relative ones counted from ``now_us``.

    Raises:
        Refused: not finite or beyond any time.
    """
    if not -FAR_S < time_s < FAR_S:
        raise Refused("refused-time")
    if time_s < RELATIVE_BELOW_S:
        return now_us + round(time_s * MICROS)
    return round(time_s * MICROS)


def resolve(payload: bytes, now_us: int) -> list[Resolved]:
    """Return the resolved records of a pack.

    Raises:
        Refused: malformed, of a newer version, with a field that must be understood, or without values.
    """
    try:
        records = _pack.decode(payload)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Refused("refused-malformed") from error
    if not records:
        raise Refused("refused-empty")
    if len(records) > MAX_RECORDS:
        raise Refused("refused-too-long")
    if b'_"' in payload or b"\\" in payload:
        _check_labels(payload)
    resolved = list(_resolved(records, now_us))
    if not resolved:
        raise Refused("refused-no-value")
    return resolved


def _check_labels(payload: bytes) -> None:
    try:
        said = _any.decode(payload)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        # What lies in fields that nobody reads is looked at only here, and can be broken all the same.
        raise Refused("refused-malformed") from error
    for record in said:
        if any(label.endswith("_") for label in record):
            raise Refused("refused-must-understand")


def _only_base(record: Record) -> bool:
    """Say whether a record carries nothing but base fields for those after it (as in section 5.1.7)."""
    own = (record.u, record.vs, record.vb, record.vd, record.s, record.ut)
    based = (record.bn, record.bt, record.bu, record.bv, record.bs, record.bver)
    return not record.n and not record.t and own == _NOTHING and based != _NO_BASE


_NOTHING: Final = (None,) * 6
_NO_BASE: Final = (None,) * 6


def _word(text: str) -> str:
    """Return a text that may be kept.

    Raises:
        Refused: too long, or with half a letter in it that no file could hold.
    """
    if len(text) > MAX_TEXT:
        raise Refused("refused-long-text")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise Refused("refused-malformed") from error
    return text


def _resolved(records: list[Record], now_us: int) -> Iterator[Resolved]:
    name, time_s, unit, value, total = "", 0.0, None, None, None
    for record in records:
        if record.bver is not None and record.bver > VERSION:
            raise Refused("refused-version")
        name = record.bn if record.bn is not None else name
        time_s = record.bt if record.bt is not None else time_s
        unit = record.bu if record.bu is not None else unit
        value = record.bv if record.bv is not None else value
        total = record.bs if record.bs is not None else total
        if record.v is None and _only_base(record):
            continue
        yield from _values(
            record, name + record.n, absolute_us(time_s + record.t, now_us), unit, value, total
        )


def _values(
    record: Record, name: str, time_us: int, unit: str | None, value: float | None, total: float | None
) -> Iterator[Resolved]:
    unit = record.u if record.u is not None else unit
    if (record.v, record.vs, record.vb, record.vd).count(None) < 3:
        raise Refused("refused-two-values")
    word = record.vs if record.vs is not None else record.vd
    if word is not None:
        yield Resolved(name, time_us, float("nan"), unit, _word(word))
    elif record.vb is not None:
        yield Resolved(name, time_us, float(record.vb), unit, None)
    elif record.v is not None or value is not None:
        yield Resolved(name, time_us, (record.v or 0.0) + (value or 0.0), unit, None)
    elif record.s is None and total is None:
        raise Refused("refused-no-value")
    if record.s is not None or total is not None:
        # A sum is the integral of the value over time; it is kept as a channel of its own.
        yield Resolved(name + SUM, time_us, (record.s or 0.0) + (total or 0.0), None, None)


def resolve_plain(payload: bytes, now_us: int) -> Resolved:
    """Return the one observation of the plain form.

    Raises:
        Refused: malformed, or a time that is none.
    """
    try:
        said = _plain.decode(payload)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Refused("refused-malformed") from error
    if isinstance(said.time, str):
        try:
            time_us = absolute_us(parse_iso(said.time) / MICROS, 0)
        except (ValueError, OverflowError) as error:
            raise Refused("refused-time") from error
    else:
        time_us = absolute_us(said.time or 0.0, now_us)
    if isinstance(said.value, str):
        return Resolved("", time_us, float("nan"), said.unit, _word(said.value))
    return Resolved("", time_us, float(said.value), said.unit, None)
