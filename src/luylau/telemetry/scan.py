"""Plain series of numbers read out of JSON by compiled code: the fast way of what nearly all devices send.

What is taken: a SenML pack whose records hold ``n``, ``u``, ``v`` and ``t`` and whose first may hold ``bn``,
``bt``, ``bu``, ``bv`` and ``bver``, or the plain form with ``value``, ``unit`` and ``time``; numbers and
words without escapes, in the strict grammar of JSON, with names and units that were learnt before. Anything
else, broken or merely unusual, is *declined*: the message goes the long way (``senml.py``), which decides.
So the two agree on all that is taken, and nothing is refused here.

A number is ``digits / 10**k`` with both exact as doubles, so it is rounded once, as it should be (Clinger,
How to read floating point numbers accurately, 1990). One with more digits is left for Python's own reader:
its place is noted as *long*.
"""

from typing import Final

import numpy as np
from numba import njit

from luylau.telemetry.observations import Float64, Int32, Int64
from luylau.telemetry.records import Bytes, Records
from luylau.telemetry.senml import FAR_S, MAX_RECORDS, RELATIVE_BELOW_S, VERSION
from luylau.telemetry.tokens import ABSENT, begin, extend, find

PADDING: Final = b"\0" * 8
"""What stands behind the last payload: no rule of the grammar goes on at a zero byte, so none reads past
it."""
SEPARATOR: Final = b"\0"
"""What stands between two payloads."""
SHORTEST_RECORD: Final = len('{"v":0},')
DECLINED: Final = -1

_N, _U, _V, _T, _BN, _BU, _BV, _BT, _BVER, _NONE = range(10)
_WORDS: Final = (1 << _N) | (1 << _U) | (1 << _BN) | (1 << _BU)
_QUOTE, _BACKSLASH, _COLON, _COMMA = ord('"'), ord("\\"), ord(":"), ord(",")
_OPEN, _CLOSE, _BEGIN, _END = ord("{"), ord("}"), ord("["), ord("]")
_ZERO, _NINE, _POINT, _MINUS, _PLUS = ord("0"), ord("9"), ord("."), ord("-"), ord("+")
_A_N, _A_U, _A_V, _A_T, _A_B, _A_E, _A_R = (ord(letter) for letter in "nuvtber")
_SMALL_E, _BIG_E = ord("e"), ord("E")
_VALUE, _UNIT, _TIME = (tuple((word + '"').encode()) for word in ("value", "unit", "time"))

_EXACT: Final = 2**53
_FULL: Final = 10**17
_FARTHEST: Final = 22
_SAFE: Final = 200
"""Within this power of ten no number with ``_MOST_DIGITS`` runs over or under."""
_MOST_DIGITS: Final = 60
_TENS: Final = np.array([10.0**power for power in range(_FARTHEST + 1)])


@njit(cache=True, nogil=True)
def _blank(text: Bytes, at: int) -> int:
    while text[at] == 32 or text[at] == 9 or text[at] == 10 or text[at] == 13:
        at += 1
    return at


@njit(cache=True, nogil=True)
def _word_end(text: Bytes, at: int) -> int:
    """Return where the quote stands that ends a word begun at ``at``; -1 if there is anything odd in it."""
    while text[at] != _QUOTE:
        if text[at] < 32 or text[at] == _BACKSLASH:
            return -1
        at += 1
    return at


@njit(cache=True, nogil=True)
def _senml_field(text: Bytes, at: int) -> tuple[int, int]:
    """Return which field's name stands at ``at``, and where the text goes on behind its quote."""
    base = 0
    if text[at] == _A_B:
        base = _BN
        at += 1
    letter = text[at]
    if letter == _A_V and base and text[at + 1] == _A_E and text[at + 2] == _A_R:
        return (_BVER if text[at + 3] == _QUOTE else _NONE), at + 4
    if text[at + 1] != _QUOTE:
        return _NONE, at
    if letter == _A_N:
        return base + _N, at + 2
    if letter == _A_U:
        return base + _U, at + 2
    if letter == _A_V:
        return base + _V, at + 2
    if letter == _A_T:
        return base + _T, at + 2
    return _NONE, at


@njit(cache=True, nogil=True)
def _plain_field(text: Bytes, at: int) -> tuple[int, int]:
    """Return which field of the plain form is named at ``at``, and where the text goes on behind it."""
    if text[at] == _A_V:
        return _spelt(text, at, _VALUE, _V)
    if text[at] == _A_U:
        return _spelt(text, at, _UNIT, _U)
    return _spelt(text, at, _TIME, _T)


@njit(cache=True, nogil=True)
def _spelt(text: Bytes, at: int, word: tuple[int, ...], field: int) -> tuple[int, int]:
    for letter in word:
        if text[at] != letter:
            return _NONE, at
        at += 1
    return field, at


@njit(cache=True, nogil=True)
def _number(text: Bytes, at: int) -> tuple[int, float, bool]:
    """Read a number of JSON: where the text goes on (-1 if it is none), its value, whether it is too long.

    The value of a long one is not read.
    """
    negative = text[at] == _MINUS
    if negative:
        at += 1
    start = at
    digits = 0
    power = 0
    whole = True
    first = at
    while True:
        letter = text[at]
        if _ZERO <= letter <= _NINE:
            if digits < _FULL:
                digits = digits * 10 + (letter - _ZERO)
            else:
                whole = False
            if first != start:
                power -= 1
            at += 1
        elif letter == _POINT and first == start and at > start:
            at += 1
            first = at
        else:
            break
    if at == first or (text[start] == _ZERO and _ZERO <= text[start + 1] <= _NINE):
        return -1, 0.0, False
    if at - start > _MOST_DIGITS:
        return -1, 0.0, False
    if text[at] == _SMALL_E or text[at] == _BIG_E:
        at += 1
        down = text[at] == _MINUS
        if down or text[at] == _PLUS:
            at += 1
        first = at
        exponent = 0
        while _ZERO <= text[at] <= _NINE and at - first < 4:
            exponent = exponent * 10 + text[at] - _ZERO
            at += 1
        if at == first or exponent > _SAFE:
            return -1, 0.0, False
        power += -exponent if down else exponent
    if not whole or digits >= _EXACT or not -_FARTHEST <= power <= _FARTHEST:
        return at, 0.0, True
    value = digits / _TENS[-power] if power < 0 else digits * _TENS[power]
    return at, -value if negative else value, False


@njit(cache=True, nogil=True)
def _message(
    text: Bytes, at: int, end: int, topic: int, received_us: int,
    names: Records, name_letters: Bytes, units: Records, unit_letters: Bytes, factors: Float64,
    series: Int32, time_us: Int64, value: Float64, row: int, long: Int64, longs: int,
) -> tuple[int, int]:  # fmt: skip
    """Read the payload ``text[at:end]`` into the columns from ``row`` on; ``row`` is ``DECLINED`` after it if
    it was."""
    declined = (DECLINED, longs)
    at = _blank(text, at)
    packed = text[at] == _BEGIN
    if packed:
        at = _blank(text, at + 1)
    begun = row
    head = head_end = base_unit_end = 0
    base_unit = -1
    base_s = base_value = 0.0
    base_hash = begin(topic)
    while True:
        if text[at] != _OPEN or row - begun >= MAX_RECORDS:
            return declined
        at = _blank(text, at + 1)
        seen = 0
        name = name_end = unit_end = number = number_end = 0
        unit = -1
        v = t = 0.0
        while True:
            if text[at] != _QUOTE:
                return declined
            field, at = _senml_field(text, at + 1) if packed else _plain_field(text, at + 1)
            if field == _NONE or (seen >> field) & 1 or (field >= _BN and row != begun):
                return declined
            seen |= 1 << field
            at = _blank(text, at)
            if text[at] != _COLON:
                return declined
            at = _blank(text, at + 1)
            if (_WORDS >> field) & 1:
                if text[at] != _QUOTE:
                    return declined
                start = at + 1
                at = _word_end(text, start)
                if at < 0:
                    return declined
                if field == _N:
                    name, name_end = start, at
                elif field == _U:
                    unit, unit_end = start, at
                elif field == _BN:
                    head, head_end = start, at
                    base_hash = extend(begin(topic), text, head, head_end)
                else:
                    base_unit, base_unit_end = start, at
                at += 1
            else:
                start = at
                at, found, too_long = _number(text, at)
                if at < 0 or (too_long and field != _V):
                    return declined
                if field == _V:
                    v = found
                    if too_long:
                        number, number_end = start, at
                elif field == _T:
                    t = found
                elif field == _BT:
                    base_s = found
                elif field == _BV:
                    base_value = found
                elif found > VERSION:
                    return declined
            at = _blank(text, at)
            if text[at] == _CLOSE:
                break
            if text[at] != _COMMA:
                return declined
            at = _blank(text, at + 1)
        if not (seen >> _V) & 1:
            return declined
        hashed = extend(base_hash, text, name, name_end)
        known = find(names, name_letters, topic, hashed, text, head, head_end, name, name_end)
        seconds = base_s + t
        if known == ABSENT or not -FAR_S < seconds < FAR_S:
            return declined
        if unit < 0:
            unit, unit_end = base_unit, base_unit_end
        sent = v + base_value
        if unit >= 0:
            hashed = extend(begin(known), text, unit, unit_end)
            factor = find(units, unit_letters, known, hashed, text, 0, 0, unit, unit_end)
            if factor == ABSENT:
                return declined
            if factor > 0:
                sent = sent * factors[factor, 0] + factors[factor, 1]
                if number_end:
                    return declined
        if number_end:
            if base_value != 0.0:
                return declined
            long[longs, 0], long[longs, 1], long[longs, 2] = row, number, number_end
            longs += 1
        micros = np.int64(np.rint(seconds * 1e6))
        series[row] = known
        time_us[row] = received_us + micros if seconds < RELATIVE_BELOW_S else micros
        value[row] = sent
        row += 1
        at = _blank(text, at + 1)
        if not packed:
            break
        if text[at] == _END:
            at = _blank(text, at + 1)
            break
        if text[at] != _COMMA:
            return declined
        at = _blank(text, at + 1)
    return (row, longs) if at == end else declined


@njit(cache=True, nogil=True)
def scan(
    text: Bytes, starts: Int64, topics: Int64, received_us: Int64,
    names: Records, name_letters: Bytes, units: Records, unit_letters: Bytes, factors: Float64,
    series: Int32, time_us: Int64, value: Float64, long: Int64, counts: Int64,
) -> tuple[int, int]:  # fmt: skip
    """Read payloads, one after another, into columns.

    Args:
        text: all payloads, a zero byte behind each, and ``PADDING``.
        starts: where each begins, and one more where the next would, shape (n + 1,).
        topics: the owner of each message's names in the table ``names``, shape (n,).
        received_us: when each came, shape (n,).
        names, name_letters: the table of names, to series numbers.
        units, unit_letters: the table of each series' units, to rows of ``factors``; 0 is the series' own.
        factors: factor and offset, shape (f, 2).
        series, time_us, value: the columns to fill, with room for one row in ``SHORTEST_RECORD`` bytes.
        long: room for as many rows; (row, start, end) of each value that is still to be read.
        counts: rows of each message, or ``DECLINED``; shape (n,).

    Returns:
        How many rows there are, and how many long values.
    """
    row = longs = 0
    for place in range(len(topics)):
        after, more = _message(
            text, starts[place], starts[place + 1] - 1, topics[place], received_us[place],
            names, name_letters, units, unit_letters, factors,
            series, time_us, value, row, long, longs,
        )  # fmt: skip
        if after == DECLINED:
            counts[place] = DECLINED
        else:
            counts[place] = after - row
            row, longs = after, more
    return row, longs
