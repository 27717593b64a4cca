"""What may stand in an audit entry: short, printable, and no secret."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from luylau.kernel.secret import Secret

REDACTED = "[redacted]"
"""What stands where a secret would have."""

_NAME = re.compile(r"secret|token|passw|cookie|authorization|api_?key|private_?key|signature", re.IGNORECASE)
_TEXT = re.compile(r"enrol:\S+|(?:bearer|basic) \S+|#[A-Za-z0-9_-]{32,}", re.IGNORECASE)
_MAX_TEXT = 1_000
_MAX_ITEMS = 100
_MAX_DEPTH = 6


def clean_text(text: str, limit: int) -> str:
    """Return ``text`` at most ``limit`` letters long, without anything that UTF-8 or SQL cannot hold."""
    sound = text.encode("utf-8", "replace").decode("utf-8").replace("\x00", "�")
    return sound if len(sound) <= limit else sound[: limit - 1] + "…"


def redact(value: Any, *, _depth: int = 0) -> Any:  # noqa: ANN401 - any JSON-like value
    """Return a copy of a JSON-like value that is safe to keep for ever.

    Values under a name that speaks of a secret, ``Secret`` strings, enrolment passwords, authorization
    headers and sign-in links become ``[redacted]``; long texts and lists are cut; what JSON cannot say
    becomes text.
    """
    if isinstance(value, Secret):
        return REDACTED
    if isinstance(value, str):
        return clean_text(_TEXT.sub(REDACTED, value), _MAX_TEXT)
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return value if -(2**63) <= value < 2**63 else str(value)[:_MAX_TEXT]
    if isinstance(value, float):
        # NaN and the infinities are no JSON.
        return value if value - value == 0 else str(value)
    if _depth >= _MAX_DEPTH:
        return "…"
    if isinstance(value, Mapping):
        return {
            clean_text(str(name), 100): (
                REDACTED if _NAME.search(str(name)) else redact(held, _depth=_depth + 1)
            )
            for name, held in list(value.items())[:_MAX_ITEMS]
        }
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        return [redact(held, _depth=_depth + 1) for held in value[:_MAX_ITEMS]]
    return clean_text(type(value).__name__, 100)
