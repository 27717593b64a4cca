"""What every reader of network files gives back, and how files are written."""

import os
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex

from luylau.kernel.errors import Fault
from luylau.power.model import Grid


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A grid read from a file. ``notes`` name what the file holds and the grid does not, though it changes no
    flow: measurements, zero-sequence figures, what is out of service, what a converter warned of."""

    grid: Grid
    notes: tuple[Fault, ...] = ()


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file so that at any moment either the old or the new one is whole on the disk, however many
    write it at once.

    Raises:
        OSError: it cannot be written; the old one stands.
    """
    fresh = path.with_name(f".{token_hex(8)}.new")
    try:
        with fresh.open("xb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
