"""How much disk each stream of the broker may take."""

import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_FREE_SHARE = 0.8
"""Part of the free disk that the streams may fill; the history and the database need the rest."""
_MQTT_SHARE = 0.65
_INGEST_SHARE = 0.25
_LEAST_BYTES = 16_000_000
"""A stream below this could not hold a second of a busy city."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamBudget:
    """Bytes that each stream may take; retained messages and sessions have the rest of the whole."""

    mqtt: int
    ingest: int


def stream_budget(folder: Path, max_store_gb: float) -> StreamBudget:
    """Return the budget: what is set, or less where the broker's ``folder`` on this disk has less room."""
    total = max_store_gb * 1e9
    if folder.is_dir():
        total = min(total, (shutil.disk_usage(folder).free + _used(folder)) * _FREE_SHARE)
    return StreamBudget(
        mqtt=max(_LEAST_BYTES, int(total * _MQTT_SHARE)),
        ingest=max(_LEAST_BYTES, int(total * _INGEST_SHARE)),
    )


def _used(folder: Path) -> int:
    """Return the bytes of all files under ``folder``; those that vanish meanwhile count nothing."""
    used = 0
    for file in folder.rglob("*"):
        with suppress(OSError):
            used += file.stat().st_size if file.is_file() else 0
    return used
