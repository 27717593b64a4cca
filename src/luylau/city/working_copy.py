"""The working copy of a pack: changed whole or not at all, by one writer at a time, each change undoable.

Before a change, the files it replaces are kept in ``.undo/NNNN`` with a mark "pending"; the mark goes when
all files are in place. A writer that finds a mark puts the kept files back, so a crash leaves the pack before
the change, never between.
"""

import fcntl
import json
import os
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from luylau.city.columns import PACK_FILES
from luylau.city.pack import pack_version, read_contents, read_pack
from luylau.city.study_files import STUDIES, study_files
from luylau.kernel.errors import BadFile, BadInput, Conflict, Fault, Field, NotFound, Unavailable

LOCK_TIMEOUT_S = 10.0
"""How long a writer waits for another."""
KEPT_CHANGES = 50
"""How many changes can be undone."""
_UNDO = ".undo"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A change of the pack: its number, and what it was as a message key with fields."""

    number: int
    key: str
    fields: Mapping[str, Field] = field(default_factory=dict)


def shipped_pack(city: str) -> Path:
    """Return the folder of a pack: one that ships, by its id, or any folder that holds a ``city.toml``.

    Raises:
        NotFound: neither.
    """
    shipped = Path(__file__).resolve().parents[1] / "cities" / city.replace("-", "_")
    for folder in (shipped, Path(city)):
        if (folder / "city.toml").is_file():
            return folder
    raise NotFound("city-pack-unknown", city=city)


def ensure_working_copy(shipped: Path, folder: Path) -> bool:
    """Make ``folder`` a working copy of the pack ``shipped`` unless it is one; say whether it was made.

    Raises:
        BadInput: ``folder`` holds something else.
    """
    if (folder / "city.toml").is_file():
        return False
    if folder.exists() and any(folder.iterdir()):
        raise BadInput("city-folder-taken", folder=str(folder))
    folder.parent.mkdir(parents=True, exist_ok=True)
    # Made beside it and renamed, so that a half-copied pack is never taken for a whole one.
    fresh = folder.with_name(f".{folder.name}.{os.getpid()}")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir()
    for name in PACK_FILES:
        if (shipped / name).is_file():
            _write(fresh / name, (shipped / name).read_bytes())
    if studies := study_files(shipped):
        (fresh / STUDIES).mkdir()
        for name in studies:
            _write(fresh / name, (shipped / name).read_bytes())
        _sync_folder(fresh / STUDIES)
    fresh.rename(folder)
    _sync_folder(folder.parent)
    return True


@contextmanager
def locked(folder: Path, timeout_s: float = LOCK_TIMEOUT_S) -> Iterator[None]:
    """Hold the pack against other writers; a change that was cut off is taken back first.

    Raises:
        Conflict: another writer did not finish within ``timeout_s`` seconds.
        NotFound: ``folder`` is no pack.
    """
    if not (folder / "city.toml").is_file():
        raise NotFound("city-pack-unknown", city=str(folder))
    handle = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        until = time.monotonic() + timeout_s
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError as error:
                if time.monotonic() >= until:
                    raise Conflict("city-locked", folder=str(folder)) from error
                time.sleep(0.02)
        _recover(folder)
        yield
    finally:
        os.close(handle)


def replace_files(
    folder: Path,
    files: Mapping[str, bytes],
    *,
    key: str,
    fields: Mapping[str, Field] | None = None,
    expected: str = "",
) -> str:
    """Replace files of the pack, all or none, if the pack is good afterwards; return its new version.

    ``key`` and ``fields`` say what the change is, for the list of changes. ``expected`` is the version that
    the change was worked out on; empty takes whatever is there.

    Raises:
        BadFile: the pack would have faults.
        Conflict: the pack is not at ``expected``, or another writer holds it.
        Unavailable: the files cannot be written; the pack is as before.
    """
    strangers = sorted(set(files) - set(PACK_FILES))
    if strangers:
        raise BadInput("city-not-a-pack-file", file=strangers[0])
    with locked(folder):
        if expected and pack_version(folder) != expected:
            raise Conflict("city-changed-meanwhile")
        faults: list[Fault] = []
        read_pack({**read_contents(folder, faults), **files}, faults)
        if faults:
            raise BadFile(faults)
        try:
            _keep(folder, files, key, fields or {})
            for name, data in files.items():
                _write(folder / name, data)
            _sync_folder(folder)
            (_newest(folder) / "pending").unlink()
        except OSError as error:
            _recover(folder)
            raise Unavailable("city-not-written", reason=error.strerror or str(error)) from error
        for old in _kept(folder)[:-KEPT_CHANGES]:
            shutil.rmtree(old)
        return pack_version(folder)


def changes(folder: Path) -> list[Change]:
    """Return the changes that can be undone, oldest first."""
    found = []
    for kept in _kept(folder):
        told = json.loads((kept / "change.json").read_text(encoding="utf-8"))
        found.append(Change(number=int(kept.name), key=told["key"], fields=told["fields"]))
    return found


def undo(folder: Path) -> Change:
    """Take the newest change back and return what it was.

    Raises:
        NotFound: there is none.
        Conflict: another writer holds the pack.
    """
    with locked(folder):
        known = changes(folder)
        if not known:
            raise NotFound("city-nothing-to-undo")
        # From here on a crash is finished by whoever locks next.
        _write(_newest(folder) / "pending", b"")
        _recover(folder)
        return known[-1]


def _keep(folder: Path, files: Mapping[str, bytes], key: str, fields: Mapping[str, Field]) -> None:
    kept = _kept(folder)
    number = int(kept[-1].name) + 1 if kept else 1
    fresh = folder / _UNDO / f".{number:04d}"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    for name in files:
        if (folder / name).is_file():
            _write(fresh / name, (folder / name).read_bytes())
    told = {"key": key, "fields": dict(fields), "files": sorted(files)}
    _write(fresh / "change.json", json.dumps(told, ensure_ascii=False).encode())
    _write(fresh / "pending", b"")
    fresh.rename(folder / _UNDO / f"{number:04d}")
    _sync_folder(folder / _UNDO)


def _recover(folder: Path) -> None:
    kept = _kept(folder)
    if not kept or not (kept[-1] / "pending").exists():
        return
    newest = kept[-1]
    for name in json.loads((newest / "change.json").read_text(encoding="utf-8"))["files"]:
        if (newest / name).is_file():
            _write(folder / name, (newest / name).read_bytes())
        else:
            (folder / name).unlink(missing_ok=True)
    _sync_folder(folder)
    shutil.rmtree(newest)


def _kept(folder: Path) -> list[Path]:
    undo_folder = folder / _UNDO
    if not undo_folder.is_dir():
        return []
    return sorted(
        (path for path in undo_folder.iterdir() if path.name.isdigit()), key=lambda path: int(path.name)
    )


def _newest(folder: Path) -> Path:
    return _kept(folder)[-1]


def _write(path: Path, data: bytes) -> None:
    fresh = path.with_name(f".{path.name}.new")
    with fresh.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    fresh.rename(path)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
