"""Words to numbers for compiled code: an open hash table over bytes, each word under an owner's number.

The scanner of payloads looks names and units up as they stand in the message, without making a Python string
of them. Whoever owns the table teaches it (``learn``); what it does not know is left to the long way.
"""

from typing import Final

import numpy as np
from numba import njit

from luylau.telemetry.records import Bytes, Records

ABSENT: Final = -1
"""What ``find`` returns for a word that was not learnt."""

_SLOT: Final = np.dtype(
    [
        ("hash", np.int64),
        ("owner", np.int64),
        ("start", np.int64),
        ("length", np.int32),
        ("number", np.int32),
    ],
    align=True,
)
_FEWEST: Final = 1_024
# FNV-1a with 64 bits: short words, no cryptographic claim; two words of equal hash are told apart by their
# bytes.
_BASIS: Final = 14_695_981_039_346_656_037 - 2**64
_PRIME: Final = 1_099_511_628_211


@njit(cache=True, nogil=True)
def begin(owner: int) -> int:
    """Return the hash of no letters under ``owner``."""
    return (_BASIS ^ owner) * _PRIME


@njit(cache=True, nogil=True)
def extend(hashed: int, text: Bytes, start: int, end: int) -> int:
    """Return the hash of what was hashed so far with ``text[start:end]`` behind it."""
    for at in range(start, end):
        hashed = (hashed ^ text[at]) * _PRIME
    return hashed


@njit(cache=True, nogil=True)
def _place(slots: Records, hashed: int) -> int:
    # FNV leaves its low bits the weakest.
    return (hashed ^ (hashed >> 32)) & (len(slots) - 1)


@njit(cache=True, nogil=True)
def find(
    slots: Records, letters: Bytes, owner: int, hashed: int,
    text: Bytes, head: int, head_end: int, start: int, end: int,
) -> int:  # fmt: skip
    """Return the number of the word ``text[head:head_end] + text[start:end]`` of ``owner``, or ``ABSENT``.

    ``hashed`` is its hash: ``begin``, then ``extend`` over both parts.
    """
    first = head_end - head
    length = first + end - start
    at = _place(slots, hashed)
    while slots[at]["number"] != ABSENT:
        slot = slots[at]
        if slot["hash"] == hashed and slot["owner"] == owner and slot["length"] == length:
            known = slot["start"]
            same = True
            for step in range(length):
                place = head + step if step < first else start + step - first
                if letters[known + step] != text[place]:
                    same = False
                    break
            if same:
                return int(slot["number"])
        at = (at + 1) & (len(slots) - 1)
    return ABSENT


@njit(cache=True, nogil=True)
def _put(slots: Records, hashed: int, owner: int, start: int, length: int, number: int) -> None:
    at = _place(slots, hashed)
    while slots[at]["number"] != ABSENT:
        at = (at + 1) & (len(slots) - 1)
    slots[at]["hash"] = hashed
    slots[at]["owner"] = owner
    slots[at]["start"] = start
    slots[at]["length"] = length
    slots[at]["number"] = number


@njit(cache=True, nogil=True)
def _move(old: Records, new: Records) -> None:
    for at in range(len(old)):
        slot = old[at]
        if slot["number"] != ABSENT:
            _put(new, slot["hash"], slot["owner"], slot["start"], slot["length"], slot["number"])


def _empty(count: int) -> Records:
    slots = np.zeros(count, _SLOT)
    slots["number"] = ABSENT
    return slots


class TokenTable:
    """Words of many owners and their numbers. It only grows: its owner clears it.

    ``slots`` and ``letters`` are what ``find`` reads; take them anew after each ``learn``.
    """

    def __init__(self) -> None:
        self.clear()

    def __len__(self) -> int:
        return self._count

    def clear(self) -> None:
        """Forget all words."""
        self.slots = _empty(_FEWEST)
        self.letters: Bytes = np.zeros(_FEWEST, np.uint8)
        self._count = 0
        self._used = 0

    def learn(self, owner: int, word: bytes, number: int) -> None:
        """Take in that ``word`` of ``owner``, not learnt before, means ``number`` (0 or more)."""
        text = np.frombuffer(word, np.uint8)
        while self._used + len(text) > len(self.letters):
            self.letters = np.concatenate([self.letters, np.zeros_like(self.letters)])
        self.letters[self._used : self._used + len(text)] = text
        if 2 * (self._count + 1) > len(self.slots):
            old, self.slots = self.slots, _empty(2 * len(self.slots))
            _move(old, self.slots)
        hashed = extend(begin(owner), text, 0, len(text))
        _put(self.slots, hashed, owner, self._used, len(text), number)
        self._used += len(text)
        self._count += 1
