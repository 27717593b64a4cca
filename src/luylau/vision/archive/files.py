"""Files of clips: whole or not there, and told apart from those whose writer was killed.

A file is written beside its place under a lock of the operating system, flushed, and renamed; the lock is let
go once the database knows it. A killed process holds no lock, so whatever is unlocked and unknown was left
over, and can be swept while other processes write.
"""

import errno
import fcntl
import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from luylau.kernel.errors import Unavailable

PART: Final = ".part"
"""Suffix of a file that is being written."""

_OURS: Final = re.compile(r"clip-[a-z0-9-]+\.(clip|original)(\.part)?")
"""Names that this package gives to files; others' files in the folder are left alone."""


@contextmanager
def writing(path: Path, parts: Iterable[bytes]) -> Iterator[None]:
    """Write a file whole, and hold its lock within the block; it is removed if the block fails.

    Raises:
        Unavailable: the disk is full, read-only or broken. Nothing is left of the file.
    """
    part = path.with_name(path.name + PART)
    handle = -1
    try:
        try:
            handle = _locked(part)
            with os.fdopen(handle, "wb", closefd=False) as out:
                out.writelines(parts)
            os.fsync(handle)
            part.replace(path)
            sync(path.parent)
        except OSError as error:
            raise _unwritable(error, path.parent) from error
        yield
    except BaseException:
        for left in (part, path):
            with suppress(OSError):
                left.unlink()
        raise
    finally:
        if handle >= 0:
            os.close(handle)


def sync(path: Path) -> None:
    """Flush a file, or a folder's entries, to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def removed(path: Path) -> bool:
    """Remove a file; say whether there was one.

    Raises:
        Unavailable: the disk refuses.
    """
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise _unwritable(error, path.parent) from error
    return True


def sweep_folder(folder: Path, known: Callable[[str], bool]) -> list[str]:
    """Remove what a killed writer left in a folder: unfinished files, and those that are not ``known`` by
    name; return their names. Files of others are not touched.

    Raises:
        Unavailable: the disk refuses; what could be removed is.
    """
    swept = []
    trouble: Unavailable | None = None
    for path in _held(folder):
        if _OURS.fullmatch(path.name) is None or not path.is_file():
            continue
        with _unlocked(path) as ours:
            # Asked under the lock: its writer may have made it known a moment ago.
            if not ours or (path.suffix != PART and known(path.name)):
                continue
            try:
                if removed(path):
                    swept.append(path.name)
            except Unavailable as error:
                trouble = trouble or error
    if swept:
        sync(folder)
    if trouble is not None:
        raise trouble
    return swept


def _held(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError as error:
        raise _unwritable(error, folder) from error


@contextmanager
def _unlocked(path: Path) -> Iterator[bool]:
    """Take a file's lock; yield whether that was possible, and it is still there."""
    try:
        handle = os.open(path, os.O_RDONLY)
    except OSError:
        yield False
        return
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
            return
        yield path.exists()
    finally:
        os.close(handle)


def _locked(part: Path) -> int:
    """Make a file and take its lock; anew if it was swept in between."""
    while True:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        fcntl.flock(handle, fcntl.LOCK_EX)
        with suppress(FileNotFoundError):
            if os.fstat(handle).st_ino == part.stat().st_ino:
                return handle
        os.close(handle)


def _unwritable(error: OSError, folder: Path) -> Unavailable:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return Unavailable("clip-disk-full", folder=str(folder))
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return Unavailable("clip-read-only", folder=str(folder))
    reason = errno.errorcode.get(error.errno or 0, type(error).__name__)
    return Unavailable("clip-write-failed", folder=str(folder), reason=reason)
