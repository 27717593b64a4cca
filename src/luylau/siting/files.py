"""The files that studies name, beside them in the working copy of the pack: points, buildings, roads.

A file is taken in only where one of the readers takes it, whole or not at all; each change is audited, and is
an event. What a file holds is told apart by its SHA-256: a change names that of the content it was made on.
"""

import hashlib
import os
import re
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from sqlalchemy.engine import Connection, Engine

from luylau.city.reading import shown
from luylau.kernel.clock import Clock
from luylau.kernel.errors import BadFile, BadInput, Conflict, NotFound, TooMany, Unavailable
from luylau.kernel.events import Event, EventLog
from luylau.kernel.toml_files import delete_file, file_lock, put_file
from luylau.security.audit import AuditLog
from luylau.siting.contents import Held, Kind, bytes_of, content_of, held_in
from luylau.siting.shelf import Stamp, StudyShelf, stamp_of

EVENT: Final = "study.file_changed"
MOST_FILES: Final = 200
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,63}\.(csv|geojson|json)")


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyFile:
    """A file that studies can name.

    ``size`` in bytes; ``changed_us``: microseconds UTC; ``studies``: ids of those that name it.
    """

    name: str
    size: int
    changed_us: int
    held: Held
    studies: tuple[str, ...]


class StudyFiles:
    """The one way to change the files beside the studies in ``pack``; from several threads.

    ``expected`` of a change is the SHA-256 of the content that it was made on, "" where there was no file; if
    there is another by now, nothing is changed.
    """

    def __init__(
        self, pack: Path, engine: Engine, event_log: EventLog, clock: Clock, audit: AuditLog
    ) -> None:
        self._shelf = StudyShelf(pack)
        self._engine = engine
        self._events = event_log
        self._clock = clock
        self._audit = audit
        self._known: dict[str, tuple[Stamp, Held]] = {}
        # Files are read one at a time: each may take some hundred megabytes of memory meanwhile.
        self._reading = threading.Lock()

    def all(self) -> list[StudyFile]:
        """Return all files by name; those put there by hand under a name that no upload may have are not
        told of."""
        naming, found = self._naming(), []
        for file in self._files():
            with suppress(FileNotFoundError):  # It may be deleted meanwhile.
                found.append(self._told(file, naming))
        return found

    def read(self, name: str) -> tuple[bytes, str]:
        """Return what a file holds, and its SHA-256.

        Raises:
            NotFound: there is none of this name (``study-file-unknown``).
            Unavailable: the disk does not hand it out (``siting-file-unreadable``).
        """
        content = bytes_of(self._file(name))
        if content is None:
            raise NotFound("study-file-unknown", file=shown(name))
        return content, hashlib.sha256(content).hexdigest()

    def put(self, name: str, content: bytes, *, actor: str, expected: str) -> StudyFile:
        """Write a file, in one step.

        Raises:
            BadInput: no file may be called so (``study-file-name``).
            BadFile: no reader takes the content; up to 50 faults are told.
            Conflict: there is one of this name already (``study-file-exists``), or it holds something else by
                now (``study-file-changed``).
            TooMany: there are as many files as there may be (``study-files-many``).
            Unavailable: the disk is full or read-only. After each of these all is as before.
        """
        if not _NAME.fullmatch(name):
            raise BadInput("study-file-name", name=shown(name))
        file, after = self._file(name), hashlib.sha256(content).hexdigest()
        try:
            file.parent.mkdir(exist_ok=True)
        except OSError as error:
            raise _unwritten(error) from error
        with file_lock(file):
            before = _digest(file)
            if before != expected:
                raise Conflict("study-file-changed" if expected else "study-file-exists", file=name)
            if not before and len(self._files()) >= MOST_FILES:
                raise TooMany("study-files-many", limit=MOST_FILES)
            # Under a name that ends as the file's does, for the readers go by that.
            staged = file.with_name(f".{name}")
            try:
                _stage(staged, content)
                kind, rows = self._checked(staged, name)
                with self._engine.begin() as connection:
                    self._record(connection, name, before, after, len(content), actor)
                    # Last of all, as with every change of the pack: what cannot be written down is not done.
                    put_file(file, staged)
            finally:
                with suppress(OSError):
                    staged.unlink(missing_ok=True)
            self._known[name] = stamp_of(file.stat()), Held(sha256=after, kind=kind, rows=rows)
            return self._told(file, self._naming())

    def delete(self, name: str, *, actor: str, expected: str) -> None:
        """Take a file away that no study names.

        Raises:
            NotFound: there is none of this name (``study-file-unknown``).
            Conflict: studies name it (``study-file-named``), or it holds something else by now
                (``study-file-changed``).
            Unavailable: the disk is read-only.
        """
        file = self._file(name)
        if not file.is_file():
            raise NotFound("study-file-unknown", file=shown(name))
        with file_lock(file):
            before = _digest(file)
            if before != expected:
                raise Conflict("study-file-changed", file=name)
            with self._engine.begin() as connection:
                # Asked within the transaction, for no study is changed by another meanwhile.
                if naming := self._naming().get(name):
                    raise Conflict("study-file-named", file=name, studies=", ".join(naming))
                self._record(connection, name, before, "", 0, actor)
                delete_file(file)

    def _file(self, name: str) -> Path:
        """Return where a file lies, or would.

        Raises:
            NotFound: no file may be called so: a name must not lead out of the folder.
        """
        if not _NAME.fullmatch(name):
            raise NotFound("study-file-unknown", file=shown(name))
        return self._shelf.folder / name

    def _files(self) -> list[Path]:
        folder = self._shelf.folder
        if not folder.is_dir():
            return []
        return sorted(file for file in folder.iterdir() if _NAME.fullmatch(file.name) and file.is_file())

    def _naming(self) -> dict[str, list[str]]:
        """Return the ids of the studies that name each file; one with faults names nothing."""
        found: dict[str, list[str]] = {}
        for one in self._shelf.all():
            for name in sorted(one.study.files) if one.study else ():
                found.setdefault(name, []).append(one.id)
        return found

    def _told(self, file: Path, naming: Mapping[str, list[str]]) -> StudyFile:
        stat = file.stat()
        stamp, held = self._known.get(file.name, (None, None))
        if held is None or stamp != stamp_of(stat):
            with self._reading:
                held = held_in(file)
            # What the disk refuses now it may hand out later, without any change of the file.
            if held.sha256:
                self._known[file.name] = stamp_of(stat), held
        return StudyFile(
            name=file.name,
            size=stat.st_size,
            changed_us=stat.st_mtime_ns // 1_000,
            held=held,
            studies=tuple(naming.get(file.name, ())),
        )

    def _checked(self, staged: Path, name: str) -> tuple[Kind, int]:
        try:
            with self._reading:
                return content_of(staged)
        except BadFile as error:
            raise BadFile(replace(fault, file=name) for fault in error.faults) from error

    def _record(
        self, connection: Connection, name: str, before: str, after: str, size: int, actor: str
    ) -> None:
        now_us, subject = self._clock.now_us(), f"study-file:{name}"
        detail = {"sha256": after, "sha256_before": before, "size": size}
        self._events.append(
            connection,
            Event(kind=EVENT, subject=subject, actor=actor, time_us=now_us, data={"file": name, **detail}),
        )
        self._audit.append(
            connection,
            actor=actor,
            action="study.edit",
            resource=subject,
            outcome="done",
            time_us=now_us,
            detail=detail,
        )


def _digest(file: Path) -> str:
    content = bytes_of(file)
    return "" if content is None else hashlib.sha256(content).hexdigest()


def _stage(staged: Path, content: bytes) -> None:
    try:
        with staged.open("wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
    except OSError as error:
        raise _unwritten(error) from error


def _unwritten(error: OSError) -> Unavailable:
    return Unavailable("city-not-written", reason=error.strerror or str(error))
