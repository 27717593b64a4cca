"""Device credentials: each device has its own secret, and an unknown one can ask to be let in.

A device signs in with its id and a secret that this platform issued. A device that the city does not know
yet signs in with ``enrol:TOKEN:OWN``: the installation's enrolment token, and a secret of at least 16 letters
that the device made up itself. What it sends is then held as an unknown device's. Adopting it binds the hash
of OWN as its credential, so the device goes on as it is and nobody has to visit it.
"""

import hmac
import logging
import re
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from threading import Lock
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from luylau.kernel.clock import Clock
from luylau.kernel.errors import BadInput, NotFound
from luylau.kernel.ids import is_id, new_secret
from luylau.kernel.secret import Secret
from luylau.kernel.sql import reader
from luylau.security.audit import AuditLog
from luylau.security.device_cache import DeviceCache, device_hash, next_version
from luylau.security.tables import audit_log, device_credentials, device_enrolments, device_registry
from luylau.security.tokens import token_hash
from luylau.settings.security import SecuritySettings

log = logging.getLogger(__name__)

Kind = Literal["known", "enrolling", "refused"]
"""known: publish as this device. enrolling: publish to its own topics, held as unknown. refused: no."""

CredentialKind = Literal["issued", "reissued", "adopted"]
"""issued: the device's first. reissued: the device could come in another way before. adopted: its own."""

_ENROL = re.compile(r"enrol:([A-Za-z0-9_-]{1,100}):(.{1,200})", re.DOTALL)
_OWN_LETTERS = 16
_OWN_DIFFERENT = 8
"""An own secret repeats itself at most so far: ``aaaaaaaaaaaaaaaa`` and ``1234123412341234`` are none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What became of a device's attempt; ``reason`` is a message key, "" unless it was refused."""

    kind: Kind
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """A device's credential without its secret. Times are microseconds since 1970 UTC."""

    device: str
    kind: CredentialKind
    issued_us: int
    revoked_us: int | None


KNOWN = Verdict(kind="known")
ENROLLING = Verdict(kind="enrolling")


class DeviceRegistry:
    """The devices' credentials, checked from memory and changed in the caller's transaction.

    ``verify`` may be called from any thread thousands of times a second. It looks at the database when its
    view is older than ``device_cache_s``, and at once when it would refuse. So a credential just issued works
    at once and a revoked one ends within ``device_cache_s``, also when another process made the change.
    """

    def __init__(
        self,
        engine: Engine,
        clock: Clock,
        *,
        settings: SecuritySettings | None = None,
        audit: AuditLog | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        settings = settings or SecuritySettings()
        self._engine = engine
        self._clock = clock
        self._audit = audit or AuditLog()
        self._most_pending = settings.pending_enrolments
        self._cache = DeviceCache(engine, settings.device_cache_s, monotonic)
        self._enrolling = Lock()

    def verify(self, device: str, password: str) -> Verdict:
        """Say whether ``password`` lets ``device`` in, by its credential or by enrolment."""
        if not is_id(device):
            return Verdict(kind="refused", reason="device-id-invalid")
        self._cache.refresh()
        verdict = self._judge(device, password)
        if verdict.kind == "refused" and self._cache.refresh(now=True):
            verdict = self._judge(device, password)
        if verdict is ENROLLING and device not in self._cache.enrolments:
            try:
                return self._enrol(device, password)
            except sa.exc.OperationalError as error:
                log.warning("could not write down an enrolling device: %s", error)
                return Verdict(kind="refused", reason="enrolment-not-written")
        return verdict

    def fingerprint(self, device: str) -> bytes:
        """Return what tells the credential of ``device`` from any other it had; b"" when it has none."""
        self._cache.refresh(now=True)
        return self._cache.credentials.get(device, ("issued", b""))[1]

    def issue(self, connection: Connection, device: str, *, actor: str) -> Secret:
        """Return a new secret for ``device``, shown this once; one that it had before stops working.

        Raises:
            BadInput: ``device`` is no id.
        """
        return self.issue_many(connection, [device], actor=actor)[device]

    def issue_many(self, connection: Connection, devices: Iterable[str], *, actor: str) -> dict[str, Secret]:
        """Return new secrets by device, as ``issue`` does for one; all of them or none.

        Raises:
            BadInput: one of ``devices`` is no id.
        """
        issued = {device: Secret(new_secret()) for device in devices}
        for device in issued:
            if not is_id(device):
                raise BadInput("device-id-invalid", device=device[:64])
        for device, secret in issued.items():
            kind: CredentialKind = "reissued" if _had_way_in(connection, device) else "issued"
            self._set_credential(connection, device, device_hash(device, secret), kind)
            self._close_enrolment(connection, device)
            self._record(connection, actor, "device.issue_credential", f"device:{device}", {})
        return issued

    def revoke(self, connection: Connection, device: str, *, actor: str) -> None:
        """Revoke the credential of ``device``; it stays out, enrolment included, until a new one is issued.

        Raises:
            NotFound: it has no credential that works.
        """
        gone = connection.execute(
            device_credentials.update()
            .where(device_credentials.c.device == device, device_credentials.c.revoked_us.is_(None))
            .values(revoked_us=self._clock.now_us(), changed=next_version(connection))
        ).rowcount
        if not gone:
            raise NotFound("device-credential-missing", device=device)
        self._record(connection, actor, "device.revoke", f"device:{device}", {})

    def rotate_enrolment(self, connection: Connection, *, actor: str) -> Secret:
        """Return a new enrolment token, shown this once. The one before stops letting new devices in."""
        token = Secret(new_secret())
        self._set_enrolment(connection, token_hash(token), actor, "rotated")
        return token

    def close_enrolment(self, connection: Connection, *, actor: str) -> None:
        """Let no further unknown device in; those adopted already go on."""
        self._set_enrolment(connection, None, actor, "closed")

    def adopt(self, connection: Connection, device: str, *, actor: str) -> None:
        """Make an enrolling device a known one, with the secret that it made up itself.

        Raises:
            NotFound: no such device is enrolling.
        """
        held = self._open_enrolment(connection, device)
        self._set_credential(connection, device, held, "adopted")
        self._close_enrolment(connection, device)
        self._record(connection, actor, "device.adopt", f"device:{device}", {})

    def dismiss(self, connection: Connection, device: str, *, actor: str) -> None:
        """Forget an enrolling device; it may come again, also with another secret.

        Raises:
            NotFound: no such device is enrolling.
        """
        self._open_enrolment(connection, device)
        self._close_enrolment(connection, device)
        self._record(connection, actor, "device.dismiss", f"device:{device}", {})

    def credentials(self, connection: Connection) -> list[Credential]:
        """Return all credentials, revoked ones included, by device."""
        names = ("device", "kind", "issued_us", "revoked_us")
        rows = connection.execute(
            sa.select(*(device_credentials.c[name] for name in names)).order_by(device_credentials.c.device)
        )
        return [Credential(**row._mapping) for row in rows]

    def issuers(self, connection: Connection) -> dict[str, str]:
        """Return by device who issued its newest credential, or adopted it, as the audit log has it."""
        rows = connection.execute(
            sa.select(audit_log.c.resource, audit_log.c.actor)
            .where(
                audit_log.c.action.in_(("device.issue_credential", "device.adopt")),
                audit_log.c.resource.startswith("device:"),
            )
            .order_by(audit_log.c.position)
        )
        return {row.resource.removeprefix("device:"): row.actor for row in rows}

    def revoked_since(self, connection: Connection, version: int) -> tuple[int, list[str]]:
        """Return the devices whose way in has ended after ``version``, and the version to ask from next.

        A credential was revoked or replaced by another, or an enrolment dismissed. Versions count changes, so
        that no jump of a clock hides one. With 0, before all of them, only revoked ones are returned: what
        was replaced before anybody looked has most likely signed in anew.
        """
        now = connection.execute(sa.select(device_registry.c.version)).scalar() or 0
        credential, enrolment = device_credentials.c, device_enrolments.c
        ended: list[sa.ColumnElement[bool]] = [credential.revoked_us.is_not(None)]
        if version:
            ended.append(credential.kind == "reissued")
        queries = [sa.select(credential.device).where(credential.changed > version, sa.or_(*ended))]
        if version:
            held = sa.select(credential.device)
            queries.append(
                sa.select(enrolment.device).where(
                    enrolment.changed > version,
                    enrolment.closed_us.is_not(None),
                    enrolment.device.not_in(held),
                )
            )
        return int(now), sorted(
            {device for query in queries for device in connection.execute(query).scalars()}
        )

    def enrolling(self, connection: Connection) -> dict[str, int]:
        """Return the devices that wait to be adopted, with the time each came first (microseconds UTC)."""
        rows = connection.execute(
            sa.select(device_enrolments.c.device, device_enrolments.c.first_seen_us)
            .where(device_enrolments.c.closed_us.is_(None))
            .order_by(device_enrolments.c.first_seen_us, device_enrolments.c.device)
        )
        return {row.device: row.first_seen_us for row in rows}

    def _judge(self, device: str, password: str) -> Verdict:
        """Judge by the view in memory alone."""
        credential = self._cache.credentials.get(device)
        form = _ENROL.fullmatch(password)
        own = password if form is None else form[2]
        if credential is not None:
            kind, held = credential
            if kind == "revoked":
                return Verdict(kind="refused", reason="device-credential-revoked")
            # An adopted device keeps sending the form that it enrolled with.
            right = hmac.compare_digest(held, device_hash(device, own))
            if right and (form is None or kind == "adopted"):
                return KNOWN
            return Verdict(kind="refused", reason="device-credential-wrong")
        if form is None:
            return Verdict(kind="refused", reason="device-credential-none")
        token = self._cache.enrolment_hash
        if token is None:
            return Verdict(kind="refused", reason="enrolment-closed")
        if not hmac.compare_digest(token, token_hash(form[1])):
            return Verdict(kind="refused", reason="enrolment-token-wrong")
        if len(own) < _OWN_LETTERS or len(set(own)) < _OWN_DIFFERENT:
            return Verdict(kind="refused", reason="enrolment-secret-weak")
        seen = self._cache.enrolments.get(device)
        if seen is not None and not hmac.compare_digest(seen, device_hash(device, own)):
            # The first to come has the name until a person decides; else another could slip in.
            return Verdict(kind="refused", reason="enrolment-secret-differs")
        return ENROLLING

    def _enrol(self, device: str, password: str) -> Verdict:
        """Write down a device that enrols for the first time, unless another process was faster."""
        form = _ENROL.fullmatch(password)
        assert form is not None
        held = device_hash(device, form[2])
        with self._enrolling, self._engine.begin() as connection:
            self._cache.load(connection)
            verdict = self._judge(device, password)
            if verdict is ENROLLING and device not in self._cache.enrolments:
                if len(self._cache.enrolments) >= self._most_pending:
                    return Verdict(kind="refused", reason="enrolment-full")
                values: dict[str, Any] = {
                    "hash": held,
                    "first_seen_us": self._clock.now_us(),
                    "closed_us": None,
                    "changed": next_version(connection),
                }
                _replace(connection, device_enrolments, device, values)
        self._cache.refresh(now=True)
        return verdict

    def _set_credential(self, connection: Connection, device: str, held: bytes, kind: CredentialKind) -> None:
        values: dict[str, Any] = {
            "hash": held,
            "kind": kind,
            "issued_us": self._clock.now_us(),
            "revoked_us": None,
            "changed": next_version(connection),
        }
        _replace(connection, device_credentials, device, values)

    def _open_enrolment(self, connection: Connection, device: str) -> bytes:
        held = connection.execute(
            sa.select(device_enrolments.c.hash).where(
                device_enrolments.c.device == device, device_enrolments.c.closed_us.is_(None)
            )
        ).scalar()
        if held is None:
            raise NotFound("enrolment-missing", device=device)
        return bytes(held)

    def _close_enrolment(self, connection: Connection, device: str) -> None:
        connection.execute(
            device_enrolments.update()
            .where(device_enrolments.c.device == device, device_enrolments.c.closed_us.is_(None))
            .values(closed_us=self._clock.now_us(), changed=next_version(connection))
        )

    def _set_enrolment(self, connection: Connection, held: bytes | None, actor: str, what: str) -> None:
        next_version(connection)
        connection.execute(
            device_registry.update().values(enrolment_hash=held, enrolment_since_us=self._clock.now_us())
        )
        self._record(connection, actor, "device.issue_credential", "enrolment", {what: True})

    def _record(
        self, connection: Connection, actor: str, action: str, resource: str, detail: dict[str, object]
    ) -> None:
        self._audit.append(
            connection,
            actor=actor,
            action=action,
            resource=resource,
            outcome="done",
            detail=detail,
            time_us=self._clock.now_us(),
        )


def _had_way_in(connection: Connection, device: str) -> bool:
    """Say whether a connection of ``device`` may be open: it had a credential, or waits to be adopted."""
    for table in (device_credentials, device_enrolments):
        if connection.execute(sa.select(table.c.device).where(table.c.device == device)).first():
            return True
    return False


def _replace(connection: Connection, table: sa.Table, device: str, values: dict[str, Any]) -> None:
    """Write the row of ``device``, whether it has one or not."""
    if not connection.execute(table.update().where(table.c.device == device).values(**values)).rowcount:
        connection.execute(table.insert().values(device=device, **values))


def enrolment_open(engine: Engine) -> bool:
    """Say whether an enrolment token is set, so that unknown devices may come."""
    with reader(engine) as connection:
        return connection.execute(sa.select(device_registry.c.enrolment_hash)).scalar() is not None
