"""Files that are whole or not there: written beside, flushed to the disk, renamed into place.

A rename is atomic, and the folder is flushed after it, so a power cut leaves the old file or the new one.
"""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from luylau.kernel.errors import Unavailable

TEMPORARY = ".part"
"""Suffix of a file that is being written; one that is found at start was never finished."""


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Yield a temporary path to write to; put it in the place of ``path`` once the block is done.

    Raises:
        OSError: the disk is full, read-only or broken. Nothing lies beside ``path``, and it is what it was;
        unless
            only flushing its folder failed: then it is the new file, which a power cut may still undo.
    """
    part = path.with_name(path.name + TEMPORARY)
    try:
        yield part
        sync(part)
        part.replace(path)
        sync(path.parent)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise


def sync(path: Path) -> None:
    """Flush a file, or a folder's entries, to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_folder(path: Path) -> None:
    """Make a folder and those above it, each flushed into its parent so that a power cut loses none."""
    if path.is_dir():
        return
    make_folder(path.parent)
    path.mkdir(exist_ok=True)
    sync(path.parent)


def unwritable(error: OSError, folder: Path) -> Unavailable:
    """Return ``error`` as what a person should read: disk full, read-only, or another failure by its
    number.
    """
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return Unavailable("history-disk-full", folder=str(folder))
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return Unavailable("history-read-only", folder=str(folder))
    name = errno.errorcode.get(error.errno or 0, type(error).__name__)
    return Unavailable("history-write-failed", folder=str(folder), reason=name)
