"""TOML files of a pack: read, or told why not; and written in one step."""

import fcntl
import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import tomli_w

from luylau.kernel.errors import Fault, Field, Unavailable

_WHERE = re.compile(r"at line (\d+), column (\d+)")


def read_toml(file: Path, missing: str, *, words: str) -> tuple[str, dict[str, Any], list[Fault]]:
    """Return a file's text and data and no fault, or neither and why it cannot be read.

    ``missing`` is the message key for a file that is not there or that the disk does not hand out; those of
    the other faults are ``words`` with "-file-not-utf8" and "-file-not-toml".
    """

    def wrong(row: int, key: str, **fields: Field) -> tuple[str, dict[str, Any], list[Fault]]:
        return "", {}, [Fault(file=file.name, row=row, column="", key=key, fields=fields)]

    try:
        text = file.read_text(encoding="utf-8")
        return text, tomllib.loads(text), []
    except OSError:
        return wrong(0, missing)
    except UnicodeDecodeError as error:
        return wrong(error.object.count(b"\n", 0, error.start) + 1, f"{words}-file-not-utf8")
    except tomllib.TOMLDecodeError as error:
        where = _WHERE.search(str(error))
        line, column = (int(where[1]), int(where[2])) if where else (text.count("\n") + 1, 1)
        return wrong(line, f"{words}-file-not-toml", line=line, column=column)


@contextmanager
def file_lock(file: Path) -> Iterator[None]:
    """Keep every other process that asks for it from changing a file meanwhile.

    Raises:
        Unavailable: the disk is read-only.
    """
    try:
        handle = file.with_name(f".{file.name}.lock").open("w")
    except OSError as error:
        raise _unwritable(error) from error
    with handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def stage_toml(file: Path, data: Mapping[str, Any]) -> Path:
    """Write what shall stand in a file beside it, for ``put_file``; hold its ``file_lock``.

    Raises:
        Unavailable: the disk is full or read-only.
    """
    staged = file.with_name(f".{file.name}.new")
    try:
        with staged.open("wb") as out:
            tomli_w.dump(data, out)
            out.flush()
            os.fsync(out.fileno())
    except OSError as error:
        raise _unwritable(error) from error
    return staged


def put_file(file: Path, staged: Path) -> None:
    """Put what ``stage_toml`` wrote in the place of a file, whatever stands there; hold its ``file_lock``.

    Raises:
        Unavailable: the disk refuses.
    """
    try:
        staged.replace(file)
        _sync_folder(file)
    except OSError as error:
        raise _unwritable(error) from error


def delete_file(file: Path) -> None:
    """Delete a file for good; hold its ``file_lock``.

    Raises:
        Unavailable: the disk refuses.
    """
    try:
        file.unlink(missing_ok=True)
        _sync_folder(file)
    except OSError as error:
        raise _unwritable(error) from error


def _sync_folder(file: Path) -> None:
    handle = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _unwritable(error: OSError) -> Unavailable:
    return Unavailable("city-not-written", reason=error.strerror or str(error))
