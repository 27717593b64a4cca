"""The words of an address: tokens, what kind of unit a word announces, how far two spellings are apart."""

import re
import unicodedata
from dataclasses import dataclass

from luylau.kernel.text import fold

MAX_TOKENS = 24
"""Words of an address that are looked at; the rest is left aside."""
_TOKEN = re.compile(r"[^\s/_.()–-]+")
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_PREFIXES = {
    "phuong": "ward", "p": "ward", "xa": "commune", "x": "commune", "thi tran": "township", "tt": "township",
    "thi xa": "district", "tx": "district", "thanh pho": "district", "tp": "district", "huyen": "district",
    "h": "district", "quan": "district", "q": "district", "tinh": "province", "t": "province",
    "khu cong nghiep": "park", "kcn": "park",
}  # fmt: skip
"""What a word before a name says of it. "thành phố" and "thị xã" were districts before 1 July 2025."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name taken apart: what announces it, and the name proper with and without accents."""

    announced: str
    key: str
    """Folded, without spaces."""
    toned: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A run of tokens in an address; ``whole`` when it is all that its part says."""

    start: int
    end: int
    name: Name
    whole: bool
    part: int
    prefix: int
    """How many words before ``start`` announce it."""


def tokens(text: str) -> list[str]:
    """Return the words of one part of an address."""
    return _TOKEN.findall(unicodedata.normalize("NFKC", text))


def toned(words: list[str]) -> str:
    """Return words in lower case with each tone mark at its syllable's end, so that "Hoà" equals "Hòa"."""
    syllables = []
    for word in words:
        marks = unicodedata.normalize("NFD", word.lower())
        syllables.append(
            "".join(mark for mark in marks if mark not in _TONES)
            + "".join(mark for mark in marks if mark in _TONES)
        )
    return " ".join(syllables)


def announced(folded: list[str], start: int) -> tuple[str, int]:
    """Return what the words that end before ``start`` announce, and how many words say so."""
    for count in (3, 2, 1):
        said = " ".join(folded[start - count : start]) if start >= count else ""
        if said in _PREFIXES:
            return _PREFIXES[said], count
    return "", 0


def parse_name(text: str) -> Name:
    """Return a unit's own name taken apart: "Thị trấn Chờ" is the township "cho"."""
    words = tokens(text)
    folded = [fold(word) for word in words]
    for count in (3, 2, 1):
        if len(words) > count and " ".join(folded[:count]) in _PREFIXES:
            return Name(
                announced=_PREFIXES[" ".join(folded[:count])],
                key="".join(folded[count:]),
                toned=toned(words[count:]),
            )
    return Name(announced="", key="".join(folded), toned=toned(words))


def spans(text: str, *, longest: int = 6) -> list[Span]:
    """Return every run of up to ``longest`` words of an address that could be a name."""
    found: list[Span] = []
    offset = 0
    for number, part in enumerate(re.split(r"[,;\n]", text[:400])):
        words = tokens(part)[: MAX_TOKENS - offset]
        folded, marked = [fold(word) for word in words], [toned([word]) for word in words]
        for start in range(len(words)):
            kind, count = announced(folded, start)
            found.extend(
                Span(
                    start=offset + start,
                    end=offset + end,
                    name=Name(
                        announced=kind, key="".join(folded[start:end]), toned=" ".join(marked[start:end])
                    ),
                    whole=start - count == 0 and end == len(words),
                    part=number,
                    prefix=count,
                )
                for end in range(start + 1, min(len(words), start + longest) + 1)
            )
        offset += len(words)
    return found


def letters(key: str) -> int:
    """Return the set of a key's letters as bits, to leave out unlike keys quickly."""
    bits = 0
    for letter in key:
        bits |= 1 << (ord(letter) & 63)
    return bits


def distance(a: str, b: str, most: int) -> int:
    """Return the edits between two keys, or ``most`` + 1 where there are more.

    An edit puts in, leaves out or changes one letter, or swaps two (optimal string alignment).
    """
    if abs(len(a) - len(b)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, letter in enumerate(a, start=1):
        older, before = before, row
        row = [i]
        for j, other in enumerate(b, start=1):
            best = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == b[j - 2] and a[i - 2] == other:
                best = min(best, older[j - 2] + 1)
            row.append(best)
        if min(row) > most:
            return most + 1
    return row[-1]
