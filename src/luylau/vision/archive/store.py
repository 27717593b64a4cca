"""Keeping clips: encrypted files in a folder, what is known of them in the database, all of it audited.

A clip's file comes first, then its row and its audit entry in one transaction; what a crash leaves between
the two is a file without a row, whose key nobody has, and ``sweep`` removes it. Deleting is the other way
round: key, row and audit entry in one transaction, then the file; and ``settle`` sees to it that nothing is
left of the key in the database's own files.
"""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from luylau.kernel.clock import Clock
from luylau.kernel.errors import BadInput, NotFound, Unavailable
from luylau.kernel.ids import is_id, new_id
from luylau.kernel.sql import AWAY, reader
from luylau.security.audit import AuditEntry, AuditLog
from luylau.vision.archive.clip import About, Clip, Original, Recording, clip_of
from luylau.vision.archive.deleting import Ending, Leftovers, unset_keys
from luylau.vision.archive.files import removed, sweep_folder, sync, writing
from luylau.vision.archive.readings import Readings
from luylau.vision.archive.sealing import new_key, opened, sealed
from luylau.vision.archive.searching import FACTS, searching
from luylau.vision.archive.shortening import shorten
from luylau.vision.archive.tables import clips
from luylau.vision.masking import MASK_VERSION

CLIP: Final = ".clip"
ORIGINAL: Final = ".original"

_AT_ONCE: Final = 200


class ClipStore:
    """The clips of one installation. ``folder`` is made if it is not there; any thread and process may use
    it."""

    def __init__(self, folder: Path, engine: Engine, clock: Clock, audit: AuditLog) -> None:
        self._folder = folder
        self._engine = engine
        self._clock = clock
        self._audit = audit
        self._leftovers = Leftovers(engine, clock, audit)
        self._readings = Readings()
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        sync(folder.parent)

    def keep(
        self, made: Recording, about: About, *, actor: str = "system:vision", original: Original | None = None
    ) -> Clip:
        """Keep a clip, and its sealed original where there is one.

        Raises:
            Unavailable: the disk refuses; nothing was kept.
        """
        clip_id = new_id("clip")
        now_us = self._clock.now_us()
        key, original_key = new_key(), new_key()
        facts: dict[str, Any] = {
            "camera": about.camera,
            "finding": about.finding,
            "scene": about.scene,
            "from_us": made.from_us,
            "to_us": made.to_us,
            "sha256": hashlib.sha256(made.data).hexdigest(),
            "size": len(made.data),
            "model": about.model,
            "rules_version": about.rules_version,
            "mask_version": MASK_VERSION,
            "simulated": about.simulated,
            "expires_us": about.expires_us,
        }
        kept: dict[str, Any] = {}
        sealed_for: dict[str, Any] = {}
        with ExitStack() as files:
            files.enter_context(writing(self._path(clip_id, CLIP), sealed(made.data, key, clip_id)))
            if original is not None:
                named = clip_id + ORIGINAL
                files.enter_context(
                    writing(self._path(clip_id, ORIGINAL), sealed(original.sealed, original_key, named))
                )
                facts["original_sha256"] = hashlib.sha256(original.sealed).hexdigest()
                facts["original_until_us"] = original.until_us
                sealed_for["custodians"] = [
                    {"name": name, "sha256": fingerprint} for name, fingerprint in original.custodians
                ]
                kept = {"original_key": original_key, "original_size": len(original.sealed)}
            with self._engine.begin() as connection:
                entry = self._note(
                    connection, actor, "clip.make", clip_id, {**facts, **sealed_for, "made_us": now_us}
                )
                connection.execute(
                    clips.insert().values(
                        **facts,
                        **kept,
                        id=clip_id,
                        made_us=now_us,
                        purpose=dict(about.purpose),
                        width=made.width,
                        height=made.height,
                        frames=made.frames,
                        state="kept",
                        audit_index=entry.index,
                        key=key,
                        thumbnail=made.thumbnail,
                    )
                )
        return self.find(clip_id)

    def find(self, clip_id: str) -> Clip:
        """Return what is known of a clip, of a deleted one too.

        Raises:
            NotFound: there never was such a clip.
        """
        return clip_of(self._row(clip_id, *FACTS))

    def search(
        self,
        *,
        camera: str | None = None,
        finding: str | None = None,
        from_us: int | None = None,
        to_us: int | None = None,
        deleted: bool = False,
        limit: int = 100,
    ) -> list[Clip]:
        """Return up to ``limit`` clips, newest first: of a camera, of a finding, that show something of the
        time between ``from_us`` and ``to_us``."""
        query = searching(camera, finding, from_us, to_us, deleted).limit(limit)
        with reader(self._engine) as connection:
            return [clip_of(row) for row in connection.execute(query)]

    def of_findings(self, findings: Sequence[str]) -> dict[str, str]:
        """Return the id of the newest clip that is kept of each of these findings, where there is one."""
        query = (
            sa.select(clips.c.finding, clips.c.id)
            .where(clips.c.finding.in_(findings) & (clips.c.state == "kept"))
            .order_by(clips.c.from_us, clips.c.id)
        )
        with reader(self._engine) as connection:
            return {row.finding: row.id for row in connection.execute(query)}

    def read(self, clip_id: str, *, actor: str, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
        """Return the bytes ``start`` to ``stop`` of a clip as it is played, in parts; audited.

        Raises:
            NotFound: there is no such clip, or it was deleted.
            BadInput: the range lies outside of it.
            Unavailable: its file is gone or was changed; while the parts are taken.
        """
        row = self._row(clip_id, clips.c.key, clips.c.size)
        if row.key is None:
            raise NotFound("clip-deleted", clip=clip_id)
        end = row.size if stop is None else stop
        if not 0 <= start < end <= row.size:
            raise BadInput("clip-range", clip=clip_id, start=start, stop=end, size=row.size)
        now_us = self._clock.now_us()
        if self._readings.is_news(clip_id, actor, now_us):
            with self._engine.begin() as connection:
                self._note(connection, actor, "clip.read", clip_id, {})
            # Only now: where the entry could not be written, the next reading writes it.
            self._readings.remember(clip_id, actor, now_us)
        return opened(self._path(clip_id, CLIP), row.key, clip_id, row.size, start, end)

    def thumbnail(self, clip_id: str) -> bytes:
        """Return a masked JPEG of a clip.

        Raises:
            NotFound: there is no such clip, or it was deleted.
        """
        row = self._row(clip_id, clips.c.thumbnail)
        if row.thumbnail is None:
            raise NotFound("clip-deleted", clip=clip_id)
        return bytes(row.thumbnail)

    def original(self, clip_id: str, *, actor: str, reason: str) -> bytes:
        """Return the sealed original of a clip, which two custodians can open; audited.

        Raises:
            NotFound: there is no such clip, or no original of it, or no longer.
            BadInput: no reason is given.
            Unavailable: its file is gone or was changed.
        """
        if not reason.strip():
            raise BadInput("clip-no-reason")
        row = self._row(clip_id, clips.c.original_key, clips.c.original_size)
        if row.original_key is None:
            raise NotFound("clip-no-original", clip=clip_id)
        with self._engine.begin() as connection:
            self._note(connection, actor, "clip.read_original", clip_id, {"reason": reason})
        name = clip_id + ORIGINAL
        parts = opened(self._path(clip_id, ORIGINAL), row.original_key, name, row.original_size)
        return b"".join(parts)

    def delete(self, clip_id: str, *, actor: str, reason: str) -> Clip:
        """Delete a clip and its original before their time; audited, with the hashes.

        Raises:
            NotFound: there is no such clip, or it was deleted before.
            BadInput: no reason is given.
            Unavailable: the disk refuses; the keys are unset all the same.
        """
        if not reason.strip():
            raise BadInput("clip-no-reason")
        if self.find(clip_id).state == "deleted":
            raise NotFound("clip-deleted", clip=clip_id)
        ending = Ending(now_us=self._clock.now_us(), actor=actor, reason=reason)
        trouble = self._destroy([clip_id], [clip_id], ending)
        # The clip is deleted whatever becomes of this; what remains is done in the rounds of retention.
        with suppress(*AWAY):
            self.settle()
        if trouble is not None:
            raise trouble
        return self.find(clip_id)

    def newest_us(self) -> int | None:
        """Return when the newest clip that is kept was made; None where there is none."""
        with reader(self._engine) as connection:
            return connection.execute(
                sa.select(sa.func.max(clips.c.made_us)).where(clips.c.state == "kept")
            ).scalar()

    def shorten(self, camera: str, *, days: int, original_days: int) -> int:
        """Let a camera's policy hold for the clips that are kept already: none is kept for longer than
        ``days`` from its making, no original for longer than ``original_days`` from its clip's end (0: none
        is kept). What was made under a clock that was ahead counts from now on. Nothing is kept for longer
        than it was to be. Audited; return how many clips were changed.

        Only for a clock that is believed (``SteadyClock``): under one that is behind, all would end early.
        """
        return shorten(
            self._engine,
            self._audit,
            camera,
            days=days,
            original_days=original_days,
            now_us=self._clock.now_us(),
        )

    def retain(self, now_us: int | None = None) -> list[str]:
        """Delete what has expired: clips with their originals, and originals alone whose time is over; return
        the clips' ids.

        Raises:
            Unavailable: the disk refuses to remove a file; all keys are unset, and ``sweep`` tries again.
        """
        now_us = self._clock.now_us() if now_us is None else now_us
        ending = Ending(now_us=now_us, actor="system:retention", reason="retention")
        expired = sa.select(clips.c.id).where(clips.c.state == "kept", clips.c.expires_us <= now_us)
        stale = sa.select(clips.c.id).where(clips.c.original_until_us <= now_us)
        deleted: list[str] = []
        trouble: Unavailable | None = None
        while True:
            # Some at a time, so that nobody waits long for the database.
            with reader(self._engine) as connection:
                whole = list(connection.execute(expired.limit(_AT_ONCE)).scalars())
                originals = list(connection.execute(stale.limit(_AT_ONCE)).scalars())
            if not whole and not originals:
                break
            refused = self._destroy(whole, [*whole, *originals], ending)
            trouble = trouble or refused
            deleted += whole
        if trouble is not None:
            raise trouble
        return deleted

    def settle(self) -> bool:
        """See to it that nothing is left of unset keys in the database's own files, and note it in the audit
        log; say whether nothing is. Safe at any time; where it says no, try again later."""
        return self._leftovers.clear()

    def sweep(self) -> list[str]:
        """Remove files of clips that a killed process left, unfinished or unknown, and those of deleted
        clips; return their names. Safe at any time.

        Raises:
            Unavailable: the disk refuses; what could be removed is.
        """
        return sweep_folder(self._folder, self._is_kept)

    def _destroy(self, whole: list[str], originals: list[str], ending: Ending) -> Unavailable | None:
        """Unset keys, then remove the files; return why one could not be removed."""
        unset_keys(self._engine, self._audit, whole, originals, ending)
        trouble: Unavailable | None = None
        for kind, ids in ((CLIP, whole), (ORIGINAL, originals)):
            for clip_id in ids:
                try:
                    removed(self._path(clip_id, kind))
                except Unavailable as error:
                    trouble = trouble or error
        return trouble

    def _row(self, clip_id: str, *columns: sa.ColumnElement[Any]) -> sa.Row[Any]:
        row = None
        if is_id(clip_id):
            with reader(self._engine) as connection:
                row = connection.execute(sa.select(*columns).where(clips.c.id == clip_id)).first()
        if row is None:
            raise NotFound("clip-missing", clip=clip_id[:64])
        return row

    def _is_kept(self, name: str) -> bool:
        clip_id, _, kind = name.partition(".")
        key = {CLIP: clips.c.key, ORIGINAL: clips.c.original_key}.get(f".{kind}")
        if key is None:
            return False
        with reader(self._engine) as connection:
            found = connection.execute(sa.select(clips.c.id).where(clips.c.id == clip_id, key.is_not(None)))
            return found.first() is not None

    def _note(
        self, connection: Connection, actor: str, action: str, clip_id: str, detail: dict[str, Any]
    ) -> AuditEntry:
        return self._audit.append(
            connection,
            actor=actor,
            action=action,
            resource=clip_id,
            outcome="done",
            time_us=self._clock.now_us(),
            detail=detail,
        )

    def _path(self, clip_id: str, kind: str) -> Path:
        return self._folder / (clip_id + kind)
