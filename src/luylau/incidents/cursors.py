"""Cursors: where a page of a list ended, as a text that callers only hand back."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence

_INTEGERS = range(-(2**63), 2**63)
"""What a column of the database holds."""


def packed(place: Sequence[int | str]) -> str:
    """Return the cursor of a place in a list: the values by which the list is ordered."""
    return urlsafe_b64encode(json.dumps(list(place)).encode()).decode()


def unpacked(cursor: str, kinds: Sequence[type]) -> tuple[int | str, ...] | None:
    """Return the place of a cursor, whose values are of these ``kinds`` (int or str); None where it is no
    such cursor."""
    try:
        place = json.loads(urlsafe_b64decode(cursor.encode()))
    except (ValueError, TypeError):
        return None
    if not isinstance(place, list) or list(map(type, place)) != list(kinds):
        return None
    return tuple(place) if all(_is_sound(value) for value in place) else None


def _is_sound(value: int | str) -> bool:
    if isinstance(value, int):
        return value in _INTEGERS
    return value.isascii() and value.isprintable()
