"""What several routes ask for: assets by id, cursors, boxes, versions."""

import base64
import binascii
from collections.abc import Sequence
from typing import TypeVar

from luylau.api.cityview import CityView
from luylau.city import Asset
from luylau.kernel.errors import BadInput, NotFound

Item = TypeVar("Item")


def known_asset(view: CityView, asset: str) -> Asset:
    """Return an asset by its id.

    Raises:
        NotFound: the pack has none of that id.
    """
    found = view.city.assets.get(asset)
    if found is None:
        raise NotFound("asset-unknown", asset=asset)
    return found


def cursor_of(position: str | int) -> str:
    """Return where a page ended as a cursor, which callers only hand back."""
    return base64.urlsafe_b64encode(str(position).encode()).decode().rstrip("=")


def position_of(cursor: str | None) -> str | None:
    """Return what a cursor stands for; None for none.

    Raises:
        BadInput: it is no cursor of this API.
    """
    if cursor is None:
        return None
    try:
        position = base64.b64decode(cursor + "=" * (-len(cursor) % 4), b"-_", validate=True).decode()
    except (binascii.Error, ValueError):
        raise BadInput("cursor-wrong") from None
    if not position.isprintable():
        raise BadInput("cursor-wrong")
    return position


def number_of(cursor: str | None) -> int | None:
    """Return the number that a cursor stands for; None for none.

    Raises:
        BadInput: it is no cursor of this API.
    """
    position = position_of(cursor)
    if position is None:
        return None
    if not position.isascii() or not position.isdecimal() or len(position) > 18:
        raise BadInput("cursor-wrong")
    return int(position)


def page(items: Sequence[Item], offset: int, limit: int) -> tuple[list[Item], str | None]:
    """Return a page of a list that is held whole, and the cursor of the next."""
    end = offset + limit
    return list(items[offset:end]), cursor_of(end) if end < len(items) else None


def box_of(text: str) -> tuple[float, float, float, float] | None:
    """Return "west,south,east,north" as numbers in degrees; None for an empty text.

    Raises:
        BadInput: not four finite numbers in that order.
    """
    if not text:
        return None
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        raise BadInput("bbox-wrong") from None
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise BadInput("bbox-wrong")
    return west, south, east, north


def version_of(if_match: str) -> int:
    """Return the version that an ``If-Match`` header names."""
    return int(if_match.strip('"'))
