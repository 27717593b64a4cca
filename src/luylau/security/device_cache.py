"""The view of device credentials in memory, kept up with the database by a version number."""

import hashlib
import logging
from collections.abc import Callable
from threading import Lock
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from luylau.kernel.sql import reader
from luylau.security.tables import device_credentials, device_enrolments, device_registry

log = logging.getLogger(__name__)

CachedKind = Literal["issued", "reissued", "adopted", "revoked"]


def device_hash(device: str, secret: str) -> bytes:
    """Return the SHA-256 hash of a device's secret; the id in it makes equal secrets differ."""
    said = secret.encode("utf-8", "replace")
    return hashlib.sha256(b"luylau-device\0%b\0%b" % (device.encode(), said)).digest()


def next_version(connection: Connection) -> int:
    """Return a new version number for a row that the caller changes in this transaction."""
    version = connection.execute(
        device_registry.update()
        .values(version=device_registry.c.version + 1)
        .returning(device_registry.c.version)
    ).scalar()
    if version is None:
        connection.execute(device_registry.insert().values(id=1, version=1))
        return 1
    return int(version)


class DeviceCache:
    """Hashes by device. A refresh reads one row when nothing changed, else the rows that did."""

    def __init__(self, engine: Engine, max_age_s: float, monotonic: Callable[[], float]) -> None:
        self.credentials: dict[str, tuple[CachedKind, bytes]] = {}
        self.enrolments: dict[str, bytes] = {}
        self.enrolment_hash: bytes | None = None
        self._engine = engine
        self._max_age_s = max_age_s
        self._monotonic = monotonic
        self._version = 0
        self._looked_at = float("-inf")
        self._lock = Lock()

    def refresh(self, *, now: bool = False) -> bool:
        """Look at the database if the view is too old, or ``now``; say whether anything had changed."""
        if not now and self._monotonic() - self._looked_at < self._max_age_s:
            return False
        try:
            with reader(self._engine) as connection:
                return self.load(connection)
        except sa.exc.OperationalError as error:
            # Devices that are known must go on while the database is away.
            log.warning("device credentials are checked from memory: %s", error)
            return False

    def load(self, connection: Connection) -> bool:
        """Take over what ``connection`` sees as changed; say whether anything was."""
        with self._lock:
            started = self._monotonic()
            row = connection.execute(sa.select(device_registry)).one_or_none()
            changed = row is not None and row.version != self._version
            if row is not None and changed:
                self._take_over(connection, row.version)
                self.enrolment_hash = None if row.enrolment_hash is None else bytes(row.enrolment_hash)
            self._looked_at = started
            return changed

    def _take_over(self, connection: Connection, version: int) -> None:
        # A version below ours means that the database was restored from a backup: read all of it again.
        since = self._version if version > self._version else -1
        credentials = self.credentials if since >= 0 else {}
        enrolments = self.enrolments if since >= 0 else {}
        for row in connection.execute(
            sa.select(device_credentials).where(device_credentials.c.changed > since)
        ):
            kind: CachedKind = row.kind if row.revoked_us is None else "revoked"
            credentials[row.device] = (kind, bytes(row.hash))
        for row in connection.execute(
            sa.select(device_enrolments).where(device_enrolments.c.changed > since)
        ):
            if row.closed_us is None:
                enrolments[row.device] = bytes(row.hash)
            else:
                enrolments.pop(row.device, None)
        # Assigned at the end, so that no other thread ever sees an empty view while this one reads.
        self.credentials, self.enrolments, self._version = credentials, enrolments, version
