"""The code under which a citizen finds their report again: short enough to write down, too long to guess.

Twelve letters of an alphabet of 32 are 60 bits of chance. Letters that look alike are read as one.
"""

import secrets

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 12
_ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1"})


def new_code() -> str:
    """Return a new code, e.g. "KM3T-9QWX-2HPA"."""
    return _parted("".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH)))


def read_code(text: str) -> str:
    """Return a code as a person typed it in the one form that is kept; empty for what cannot be one."""
    letters = text.upper().translate(_ALIKE)
    letters = "".join(letter for letter in letters if letter not in "- \t\u2010\u2011\u2013")
    if len(letters) != _LENGTH or any(letter not in _ALPHABET for letter in letters):
        return ""
    return _parted(letters)


def _parted(letters: str) -> str:
    return "-".join(letters[start : start + 4] for start in range(0, _LENGTH, 4))
