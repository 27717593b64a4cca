"""What people do with their notifications. Change, event and audit row are one transaction.

Neither events nor audit rows hold addresses or keys: whoever reads the log learns that a person has changed
an address, not where that person can be reached.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from luylau.incidents.acts import Acts, Auditor
from luylau.incidents.notify.channels import Channel
from luylau.incidents.notify.deliveries import WAITING, Delivery, insert_delivery
from luylau.incidents.notify.hosts import AllowedHosts
from luylau.incidents.notify.preferences import (
    DEFAULT,
    Preferences,
    kept,
    preferences_of,
    without_address,
)
from luylau.incidents.notify.tables import notify_addresses, notify_deliveries, notify_settings
from luylau.incidents.notify.targets import check_chat, check_email, check_push
from luylau.incidents.notify.ways import ready_channels
from luylau.kernel.clock import MICROS, Clock
from luylau.kernel.errors import BadInput, Conflict, NotFound, TooMany
from luylau.kernel.events import EventLog
from luylau.kernel.ids import new_id
from luylau.kernel.sql import reader
from luylau.settings.notify import NotifySettings

MOST_ADDRESSES: Final = 20
"""Addresses that one person may have."""
TEST_S: Final = 10
"""Seconds between two tests of one address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where a person is told; ``trouble`` is the message key of why the platform switched it off."""

    id: str
    user: str
    channel: Channel
    name: str
    to: str
    enabled: bool
    trouble: str
    created_us: int
    last_sent_us: int | None


class NotifyDesk(Acts):
    """Settings and addresses, each its owner's alone: an address of somebody else is not found."""

    def __init__(
        self,
        engine: Engine,
        event_log: EventLog,
        clock: Clock,
        auditor: Auditor,
        settings: NotifySettings,
    ) -> None:
        super().__init__(engine, event_log, clock, auditor)
        self._settings = settings

    def preferences(self, user: str) -> Preferences:
        """Return what a person wants to be told of."""
        with reader(self._engine) as connection:
            return _preferences(connection, user)

    def set_preferences(self, user: str, wanted: Preferences, *, version: int) -> Preferences:
        """Set what a person wants to be told of; return it with its version.

        Raises:
            Conflict: it changed since ``version`` (``notify-settings-changed``).
            BadInput: a rule names an address that is none of theirs (``notify-address-not-own``).
        """
        with self._engine.begin() as connection:
            current = _preferences(connection, user)
            if current.version != version:
                raise Conflict("notify-settings-changed", expected=version, found=current.version)
            own = {one.id for one in _addresses(connection, user)}
            for rule in wanted.rules:
                for address in rule.addresses:
                    if address not in own:
                        raise BadInput("notify-address-not-own", address=address)
            self._write(connection, user, replace(wanted, version=version))
            said = {"rules": len(wanted.rules), "quiet": wanted.quiet is not None}
            self._record(connection, "notification.set", user, user, said)
        return replace(wanted, version=version + 1)

    def addresses(self, user: str) -> tuple[Address, ...]:
        """Return a person's addresses, oldest first."""
        with reader(self._engine) as connection:
            return _addresses(connection, user)

    def add_email(self, user: str, *, name: str, email: str) -> Address:
        """Add a mailbox.

        Raises:
            BadInput: see ``check_email``, or the channel is off (``notify-channel-off``).
            Conflict: the person has as many addresses as one may have (``notify-too-many-addresses``), or
                this one already (``notify-address-exists``).
        """
        return self._add(user, "email", name, check_email(email, self._settings))

    def add_chat(self, user: str, channel: Channel, *, name: str, chat: str) -> Address:
        """Add a chat of "telegram" or "zalo"; raises like ``add_email``, and see ``check_chat``."""
        return self._add(user, channel, name, check_chat(channel, chat))

    def add_webhook(self, user: str, *, name: str, url: str) -> Address:
        """Add another system; raises like ``add_email``, and ``BadInput`` where its host is not listed."""
        AllowedHosts(self._settings.webhook_hosts).check(url)
        return self._add(user, "webhook", name, url)

    def add_browser(self, user: str, *, name: str, endpoint: str, p256dh: str, auth: str) -> Address:
        """Add a browser; one that is known already gets the new keys and is switched on again.

        Raises like ``add_email``, and see ``check_push``.
        """
        check_push(endpoint, p256dh, auth, self._settings)
        same = (notify_addresses.c.channel == "web_push") & (notify_addresses.c.to == endpoint)
        with self._engine.begin() as connection:
            known = connection.execute(
                sa.select(notify_addresses.c.id).where(same & (notify_addresses.c.user == user))
            ).scalar_one_or_none()
            # A browser that now belongs to somebody else tells its former owner nothing any more.
            others = sa.select(notify_addresses).where(same & (notify_addresses.c.user != user))
            for row in connection.execute(others).all():
                self._delete(connection, _read(row), actor=user)
            if known is not None:
                values = {"p256dh": p256dh, "auth": auth, "name": name, "enabled": True, "trouble": ""}
                return self._change(connection, user, known, values, {"renewed": True})
        return self._add(user, "web_push", name, endpoint, p256dh, auth)

    def change_address(
        self, user: str, address: str, *, name: str | None = None, enabled: bool | None = None
    ) -> Address:
        """Rename an address, or switch it off or on; return it.

        Raises:
            NotFound: the person has no such address (``notify-address-unknown``).
        """
        values: dict[str, Any] = {} if name is None else {"name": name}
        if enabled is not None:
            values |= {"enabled": enabled, "trouble": ""}
        with self._engine.begin() as connection:
            said = {} if enabled is None else {"enabled": enabled}
            return self._change(connection, user, address, values, said)

    def delete_address(self, user: str, address: str) -> None:
        """Delete an address for good; what waits for it is dropped, and no rule names it any more.

        Raises:
            NotFound: the person has no such address (``notify-address-unknown``).
        """
        with self._engine.begin() as connection:
            self._delete(connection, _address(connection, user, address), actor=user)

    def test(self, user: str, address: str) -> Delivery:
        """Have a message sent that says that it is a test; return its delivery.

        Raises:
            NotFound: the person has no such address (``notify-address-unknown``).
            TooMany: the last test was a moment ago (``notify-test-too-soon``).
        """
        now_us = self._clock.now_us()
        with self._engine.begin() as connection:
            known = _address(connection, user, address)
            this = notify_addresses.c.id == address
            tested_us = connection.execute(sa.select(notify_addresses.c.tested_us).where(this)).scalar_one()
            if tested_us is not None and 0 <= now_us - tested_us < TEST_S * MICROS:
                raise TooMany("notify-test-too-soon", seconds=TEST_S)
            connection.execute(notify_addresses.update().where(this).values(tested_us=now_us))
            said = {"channel": known.channel}
            self._record(connection, "notification.tested", address, user, said)
            return insert_delivery(
                connection,
                address=address,
                user=user,
                channel=known.channel,
                occasion="test",
                now_us=now_us,
                due_us=now_us,
            )

    def _add(
        self, user: str, channel: Channel, name: str, to: str, p256dh: str = "", auth: str = ""
    ) -> Address:
        if not ready_channels(self._settings)[channel]:
            raise BadInput("notify-channel-off")
        with self._engine.begin() as connection:
            own = _addresses(connection, user)
            if len(own) >= MOST_ADDRESSES:
                raise Conflict("notify-too-many-addresses", most=MOST_ADDRESSES)
            if any((one.channel, one.to) == (channel, to) for one in own):
                raise Conflict("notify-address-exists")
            made = new_id("address")
            connection.execute(
                notify_addresses.insert().values(
                    id=made,
                    user=user,
                    channel=channel,
                    name=name,
                    to=to,
                    p256dh=p256dh,
                    auth=auth,
                    enabled=True,
                    trouble="",
                    created_us=self._clock.now_us(),
                    last_sent_us=None,
                    tested_us=None,
                )
            )
            self._record(connection, "notification.address_added", made, user, {"channel": channel})
            return _address(connection, user, made)

    def _change(
        self,
        connection: Connection,
        user: str,
        address: str,
        values: Mapping[str, Any],
        said: Mapping[str, Any],
    ) -> Address:
        known = _address(connection, user, address)
        if values:
            this = notify_addresses.c.id == address
            connection.execute(notify_addresses.update().where(this).values(**values))
            told = {"channel": known.channel, **said}
            self._record(connection, "notification.address_changed", address, user, told)
        return _address(connection, user, address)

    def _delete(self, connection: Connection, known: Address, *, actor: str) -> None:
        connection.execute(notify_addresses.delete().where(notify_addresses.c.id == known.id))
        waits = notify_deliveries.c.state.in_(WAITING)
        its = notify_deliveries.update().where((notify_deliveries.c.address == known.id) & waits)
        now_us = self._clock.now_us()
        connection.execute(its.values(state="dropped", reason="notify-address-deleted", due_us=now_us))
        current = _preferences(connection, known.user)
        left = without_address(current, known.id)
        if left != current:
            self._write(connection, known.user, left)
        said = {"channel": known.channel}
        self._record(connection, "notification.address_deleted", known.id, actor, said)

    def _write(self, connection: Connection, user: str, wanted: Preferences) -> None:
        """Write preferences whose version is that of before."""
        values = {**kept(wanted), "version": wanted.version + 1}
        if wanted.version == 0:
            connection.execute(notify_settings.insert().values(user=user, **values))
        else:
            mine = notify_settings.update().where(notify_settings.c.user == user)
            connection.execute(mine.values(**values))

    def _record(
        self, connection: Connection, kind: str, subject: str, actor: str, said: Mapping[str, Any]
    ) -> None:
        self._tell(connection, kind, subject, actor, said)
        webhook = said.get("channel") == "webhook" and kind == "notification.address_added"
        action = "notification.webhook" if webhook else "notification.own"
        self._audit(connection, action, subject, actor, {"act": kind, **said})


def _preferences(connection: Connection, user: str) -> Preferences:
    query = sa.select(notify_settings).where(notify_settings.c.user == user).with_for_update()
    row = connection.execute(query).one_or_none()
    return DEFAULT if row is None else preferences_of(row.rules, row.quiet, row.version)


def _addresses(connection: Connection, user: str) -> tuple[Address, ...]:
    query = sa.select(notify_addresses).where(notify_addresses.c.user == user)
    return tuple(_read(row) for row in connection.execute(query.order_by(notify_addresses.c.id)))


def _address(connection: Connection, user: str, address: str) -> Address:
    mine = (notify_addresses.c.id == address) & (notify_addresses.c.user == user)
    row = connection.execute(sa.select(notify_addresses).where(mine)).one_or_none()
    if row is None:
        raise NotFound("notify-address-unknown", address=address)
    return _read(row)


def _read(row: sa.Row[Any]) -> Address:
    return Address(
        id=row.id,
        user=row.user,
        channel=row.channel,
        name=row.name,
        to=row.to,
        enabled=row.enabled,
        trouble=row.trouble,
        created_us=row.created_us,
        last_sent_us=row.last_sent_us,
    )
