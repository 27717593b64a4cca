"""Text folded for search: no accents, no case, one space."""

import re
import unicodedata

_SPACE = re.compile(r"[\s,;/_.()–-]+")


def fold(text: str) -> str:
    """Return ``text`` without accents and case, so that "Đồng Kỵ" and "dong ky" are one.

    Đ/đ is a letter of its own in Unicode, not a D with a mark, so it is replaced by hand.
    """
    plain = unicodedata.normalize("NFKD", text.replace("Đ", "D").replace("đ", "d"))
    bare = "".join(mark for mark in plain if not unicodedata.combining(mark))
    return _SPACE.sub(" ", bare).strip().casefold()
