"""Texts made ready for others: folded for search, harmless in a spreadsheet."""

import re
import unicodedata

_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")
_SPACE = re.compile(r"[\s,;/_.()–-]+")


def fold(text: str) -> str:
    """Return ``text`` without accents and case, so that "Đồng Kỵ" and "dong ky" are one.

    Đ/đ is a letter of its own in Unicode, not a D with a mark, so it is replaced by hand.
    """
    plain = unicodedata.normalize("NFKD", text.replace("Đ", "D").replace("đ", "d"))
    bare = "".join(mark for mark in plain if not unicodedata.combining(mark))
    return _SPACE.sub(" ", bare).strip().casefold()


def harmless(text: str) -> str:
    """Return ``text`` so that a spreadsheet that opens it in a CSV file does not run it as a formula: with an
    apostrophe before it where it begins like one."""
    return f"'{text}" if text.startswith(_FORMULA) else text
