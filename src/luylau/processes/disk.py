"""The disk under the data folder: is there room, and may it be written to?"""

import os
from pathlib import Path
from typing import Literal

DiskTrouble = Literal["", "disk-full", "disk-read-only"]
"""A message key, field ``folder``; "" for a sound disk."""

LEAST_BYTES = 8_000_000
"""With less room than this a disk counts as full: the history's next segment may not fit any more."""


def disk_trouble(folder: Path, least_bytes: int = LEAST_BYTES) -> DiskTrouble:
    """Say what is wrong with the disk under ``folder``; it is only asked, nothing is written."""
    try:
        found = os.statvfs(folder)
    except OSError:
        return "disk-read-only"
    if found.f_flag & os.ST_RDONLY:
        return "disk-read-only"
    # A file system that does not count its files says that it has none.
    no_files = found.f_files > 0 and found.f_favail == 0
    return "disk-full" if no_files or found.f_bavail * found.f_frsize < least_bytes else ""
