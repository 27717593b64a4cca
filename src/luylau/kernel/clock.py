"""Time as the platform counts it: whole microseconds since 1970-01-01 UTC, in an ``int``."""

import time
from datetime import UTC, datetime
from typing import Protocol

MICROS = 1_000_000
"""Microseconds in a second."""


class Clock(Protocol):
    """What tells the time; a test hands in one that it can move."""

    def now_us(self) -> int:
        """Return the time in microseconds since 1970-01-01 UTC."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now_us(self) -> int:
        """Return the machine's time in microseconds since 1970-01-01 UTC."""
        return time.time_ns() // 1_000


class ManualClock:
    """A clock that stands still until it is moved."""

    def __init__(self, now_us: int = 0) -> None:
        self._now_us = now_us

    def now_us(self) -> int:
        """Return the time last set, in microseconds since 1970-01-01 UTC."""
        return self._now_us

    def set(self, now_us: int) -> None:
        """Set the time to ``now_us``; it may jump backwards, as real clocks do."""
        self._now_us = now_us

    def advance(self, seconds: float) -> None:
        """Move the time on by ``seconds``."""
        self._now_us += round(seconds * MICROS)


def to_datetime(time_us: int) -> datetime:
    """Return ``time_us`` as an aware UTC datetime.

    Raises:
        OverflowError: the year lies outside 1 to 9999.
    """
    seconds, micros = divmod(time_us, MICROS)
    return datetime.fromtimestamp(seconds, UTC).replace(microsecond=micros)


def from_datetime(moment: datetime) -> int:
    """Return an aware datetime as microseconds since 1970-01-01 UTC.

    Raises:
        ValueError: ``moment`` carries no time zone, so it names no instant.
    """
    if moment.tzinfo is None:
        raise ValueError("a datetime without a time zone names no instant")
    whole = int(moment.replace(microsecond=0).timestamp())
    return whole * MICROS + moment.microsecond


def iso(time_us: int) -> str:
    """Return ``time_us`` as an RFC 3339 string in UTC, for people and for JSON."""
    return to_datetime(time_us).isoformat().replace("+00:00", "Z")


def parse_iso(text: str) -> int:
    """Return an RFC 3339 string as microseconds since 1970-01-01 UTC.

    Raises:
        ValueError: not an RFC 3339 time, or one without an offset.
    """
    return from_datetime(datetime.fromisoformat(text))
