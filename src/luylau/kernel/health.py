"""How each part of the platform is doing, told each second by itself."""

import resource
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec


class PartHealth(msgspec.Struct, frozen=True, kw_only=True):
    """What one process says of itself.

    ``state`` is "ok" or "degraded"; one that says nothing for ``STALE_AFTER_S`` is "lost" to whoever listens.
    ``trouble`` holds message keys with fields of what is wrong now; ``figures`` counts and gauges by name.
    """

    part: str
    time_us: int
    started_us: int
    state: str
    version: str
    pid: int
    memory_mb: float
    trouble: list[dict[str, Any]]
    figures: Mapping[str, Any]


STALE_AFTER_S = 4.0
"""Seconds of silence after which a part counts as lost."""


def memory_mb(pid: int | None = None) -> float:
    """Return the resident memory of a process (this one by default) in MB; 0 where the system does not
    tell."""
    try:
        pages = int(Path(f"/proc/{pid or 'self'}/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return 0.0
    return pages * resource.getpagesize() / 1e6
