"""Changing the studies of the working copy: checked, versioned, undoable, audited.

Each change is an event with the study before and after, so any of them can be taken back later.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from luylau.kernel.clock import Clock
from luylau.kernel.errors import BadFile, BadInput, Conflict, NotFound, TooMany, Unavailable
from luylau.kernel.events import Event, EventLog, events
from luylau.kernel.ids import is_id
from luylau.kernel.sql import reader
from luylau.kernel.toml_files import delete_file, file_lock
from luylau.security.audit import AuditLog
from luylau.siting.shelf import StudyShelf
from luylau.siting.study import Study, save_study, study_from_data, study_to_data

KIND: Final = "study.changed"
MOST_STUDIES: Final = 500
MOST_CHANGES: Final = 50
"""Changes of a study that are told."""
_DEEPEST: Final = 8
_MOST_WHOLE: Final = 2**63


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyChange:
    """One change of a study: its number in the event log, who made it, and the study before and after, as
    data; None where there was none."""

    seq: int
    time_us: int
    actor: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None


class StudyDesk:
    """The one way to change the studies of the working copy in ``pack``.

    Every change names the version that it was made on, 0 for a study that is not there or cannot be read; if
    there is another by now, nothing is changed.
    """

    def __init__(
        self, pack: Path, engine: Engine, event_log: EventLog, clock: Clock, audit: AuditLog
    ) -> None:
        self.shelf: Final = StudyShelf(pack)
        self._engine = engine
        self._events = event_log
        self._clock = clock
        self._audit = audit

    def create(self, data: Mapping[str, Any], *, actor: str) -> Study:
        """Add a study, named by the id in its data.

        Raises:
            BadFile: the data have faults; nothing is changed.
            Conflict: there is one of this id (``study-exists``).
            TooMany: the pack has as many studies as it may.
            Unavailable: the disk is full or read-only; likewise.
        """
        study = study_of(data)
        if self.shelf.has(study.id):
            raise Conflict("study-exists", study=study.id)
        if len(self.shelf.all()) >= MOST_STUDIES:
            raise TooMany("studies-many", limit=MOST_STUDIES)
        return self._put(study, None, actor, 0)

    def replace(self, study_id: str, data: Mapping[str, Any], *, actor: str, version: int) -> Study:
        """Put what ``data`` say in place of a study.

        Raises:
            NotFound: there is none of this id.
            BadInput: the data are of another study (``study-id-differs``).
            BadFile: the data have faults, or the file that is there; nothing is changed.
            Conflict: there is another version by now (``study-changed``).
            Unavailable: the disk is full or read-only.
        """
        study = study_of(data)
        if study.id != study_id:
            raise BadInput("study-id-differs", path=study_id, study=study.id)
        return self._put(study, self.shelf.get(study_id), actor, version)

    def delete(self, study_id: str, *, actor: str, version: int) -> None:
        """Take a study away; the files beside it stay.

        Raises:
            NotFound: there is none of this id.
            Conflict: there is another version by now (``study-changed``).
            Unavailable: the disk is read-only.
        """
        if not self.shelf.has(study_id):
            raise NotFound("study-unknown", study=study_id)
        file = self.shelf.file(study_id)
        with self._engine.begin() as connection, file_lock(file):
            before = self._sound(study_id)
            found = before.version if before else 0
            if found != version:
                raise Conflict("study-changed", expected=version, found=found)
            self._record(connection, study_id, before, None, actor)
            # Last of all, as with every change here: what cannot be written down is not done.
            delete_file(file)

    def changes(self, study_id: str) -> list[StudyChange]:
        """Return the changes of a study, newest first; one that is gone has some too."""
        query = (
            sa.select(events)
            .where((events.c.subject == _subject(study_id)) & (events.c.kind == KIND))
            .order_by(events.c.seq.desc())
            .limit(MOST_CHANGES)
        )
        with reader(self._engine) as connection:
            rows = connection.execute(query).all()
        return [
            StudyChange(
                seq=row.seq,
                time_us=row.time_us,
                actor=row.actor,
                before=row.data["study_before"],
                after=row.data["study_after"],
            )
            for row in rows
        ]

    def undo(self, study_id: str, change: int, *, actor: str, version: int) -> Study | None:
        """Put a study back to what it was before a change; return it, None where there was none.

        Raises:
            NotFound: the study has no such change (``study-change-unknown``).
            BadFile, Conflict, Unavailable: as for the other changes.
        """
        found = next((one for one in self.changes(study_id) if one.seq == change), None)
        if found is None:
            raise NotFound("study-change-unknown", study=study_id, change=change)
        if found.before is None:
            self.delete(study_id, actor=actor, version=version)
            return None
        return self._put(study_of(found.before), self._sound(study_id), actor, version)

    def version(self, study_id: str) -> int:
        """Return the version that a change has to name: 0 for a study that is not there or cannot be read."""
        found = self._sound(study_id)
        return found.version if found else 0

    def _put(self, study: Study, before: Study | None, actor: str, version: int) -> Study:
        file = self.shelf.file(study.id)
        try:
            file.parent.mkdir(exist_ok=True)
        except OSError as error:
            raise Unavailable("city-not-written", reason=error.strerror or str(error)) from error
        # One that is made anew goes on from what was there, or an old change could still name its version.
        next_version = version + 1 if before else self._last_version(study.id) + 1
        after = study_to_data(study) | {"version": next_version}
        with self._engine.begin() as connection:
            self._record(connection, study.id, before, after, actor)
            return save_study(file, study, expected_version=version, version=next_version)

    def _last_version(self, study_id: str) -> int:
        newest = self.changes(study_id)[:1]
        known = [one for change in newest for one in (change.before, change.after) if one]
        return max((int(one.get("version", 1)) for one in known), default=0)

    def _record(
        self,
        connection: sa.engine.Connection,
        study_id: str,
        before: Study | None,
        after: Mapping[str, Any] | None,
        actor: str,
    ) -> None:
        now_us, version = self._clock.now_us(), after["version"] if after else 0
        data = {
            "study": study_id,
            "version": version,
            "study_before": study_to_data(before) if before else None,
            "study_after": after,
        }
        subject = _subject(study_id)
        self._events.append(
            connection, Event(kind=KIND, subject=subject, actor=actor, time_us=now_us, data=data)
        )
        self._audit.append(
            connection,
            actor=actor,
            action="study.edit",
            resource=subject,
            outcome="done",
            time_us=now_us,
            detail={"version": version, "version_before": before.version if before else 0},
        )

    def _sound(self, study_id: str) -> Study | None:
        """Return a study where it is there and can be read."""
        try:
            return self.shelf.get(study_id)
        except (BadFile, NotFound):
            return None


def study_of(data: Mapping[str, Any]) -> Study:
    """Return the study that data from outside describe.

    Raises:
        BadInput: they hold what cannot be kept (``study-data-unkeepable``).
        BadFile: they have faults.
    """
    if not _is_keepable(data, _DEEPEST):
        raise BadInput("study-data-unkeepable")
    name = str(data.get("id", ""))
    study, faults = study_from_data(data, f"{name}.toml" if is_id(name) else "study.toml")
    if study is None:
        raise BadFile(faults)
    return study


def _is_keepable(value: object, depth: int) -> bool:
    """Say whether a value can stand in TOML and in any database: no text that is not Unicode or holds a NUL,
    no number beyond 64 bits, no table within tables without end."""
    match value:
        case str():
            return "\0" not in value and not any("\ud800" <= letter <= "\udfff" for letter in value)
        case bool():
            return True
        case int():
            return -_MOST_WHOLE <= value < _MOST_WHOLE
        case float():
            return math.isfinite(value)
        case Mapping():
            return depth > 0 and all(
                isinstance(key, str) and _is_keepable(key, 0) and _is_keepable(inner, depth - 1)
                for key, inner in value.items()
            )
        case list():
            return depth > 0 and all(_is_keepable(inner, depth - 1) for inner in value)
    return False


def _subject(study_id: str) -> str:
    return f"study:{study_id}"
