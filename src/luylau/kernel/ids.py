"""Identifiers: short readable ids inside, URNs at the edges, random tokens for secrets."""

import re
import secrets
import threading
import time

_ID = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")
_CHANNEL = re.compile(r"[a-z][a-z0-9_]{0,62}")
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_CHANCE_BITS = 50
_making = threading.Lock()
_newest = 0
"""The id made last, as a number."""


def is_id(text: str) -> bool:
    """Say whether ``text`` is an id: 1 to 64 of a-z, 0-9 and inner hyphens.

    No dot, slash, space or wildcard can be part of one, so an id is always safe as one level of a topic.
    """
    return _ID.fullmatch(text) is not None


def is_channel(text: str) -> bool:
    """Say whether ``text`` is a channel name: lower snake case, at most 63 letters."""
    return _CHANNEL.fullmatch(text) is not None


def urn(city: str, kind: str, local: str) -> str:
    """Return the outside name of a thing, e.g. ``urn:luylau:bac-ninh:asset:gauge-dap-cau``."""
    return f"urn:luylau:{city}:{kind}:{local}"


def new_id(prefix: str) -> str:
    """Return a new id that sorts by time of making: prefix, 10 letters of time, 10 of chance.

    Those that one process makes in the same millisecond sort in the order of their making too.
    """
    global _newest
    millis = time.time_ns() // 1_000_000
    with _making:
        if millis == _newest >> _CHANCE_BITS:
            number = _newest + 1 + secrets.randbits(_CHANCE_BITS - 20)
        else:
            number = (millis << _CHANCE_BITS) + secrets.randbits(_CHANCE_BITS)
        _newest = number
    letters = []
    for _ in range(20):
        number, rest = divmod(number, 32)
        letters.append(_ALPHABET[rest])
    return f"{prefix}-{''.join(reversed(letters))}"


def new_secret() -> str:
    """Return a secret of 192 random bits, safe in a URL and in an MQTT password."""
    return secrets.token_urlsafe(24)
