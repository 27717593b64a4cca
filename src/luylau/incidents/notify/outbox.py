"""The outbox: which deliveries are to be tried now, and what became of each try. All of it is in the
database, so a crash at any point loses none; one that was under way is tried again after its time.
"""

import random
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from luylau.incidents.notify.channels import Channel, NotSent, Target
from luylau.incidents.notify.deliveries import DAY_US, WAITING, Delivery, delivery_of, insert_delivery
from luylau.incidents.notify.naming import CityNames
from luylau.incidents.notify.preferences import Quiet, quiet_until
from luylau.incidents.notify.tables import notify_addresses, notify_deliveries, notify_settings
from luylau.incidents.tables import incidents
from luylau.kernel.clock import MICROS, Clock
from luylau.kernel.messages import Language
from luylau.kernel.sql import reader
from luylau.security.tables import users
from luylau.settings.notify import NotifySettings

MEMBERS_MOST: Final = 500
"""Messages that one digest holds; what is more goes into the next."""
_LOOKED_AT: Final = 200
_GRACE_S: Final = 30.0
"""What one try may take beyond its own time until another one may begin: a busy database, say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A delivery to be tried now; ``members`` are what a digest holds, the oldest first."""

    delivery: Delivery
    target: Target
    language: Language
    members: tuple[Delivery, ...]


class Outbox:
    """Hands out deliveries and notes what became of them."""

    def __init__(
        self,
        engine: Engine,
        clock: Clock,
        settings: NotifySettings,
        names: Callable[[], CityNames],
        chance: random.Random | None = None,
    ) -> None:
        self._engine = engine
        self._clock = clock
        self._settings = settings
        self._names = names
        self._chance = chance or random.Random()  # noqa: S311 - it only spreads tries in time

    def bind_digests(self) -> int:
        """Gather what was held back and is due now: one digest for each address; return how many.

        What is alone is sent as it is, and so is a digest; what has become part of another incident is
        dropped. Of all that waits, what came while the clock was ahead is due now that it has been set back.
        """
        now_us = self._clock.now_us()
        self._pull_back(now_us)
        table = notify_deliveries.c
        query = (
            sa.select(notify_deliveries, incidents.c.merged_into)
            .select_from(notify_deliveries.outerjoin(incidents, incidents.c.id == table.incident))
            .where(table.state.in_(("collected", "suppressed")) & (table.due_us <= now_us))
            .where(table.digest == "")
            .order_by(table.address, table.id)
            .limit(MEMBERS_MOST)
        )
        if not self._any(query):
            return 0
        with self._engine.begin() as connection:
            due: dict[str, list[sa.Row[Any]]] = {}
            for row in connection.execute(query).all():
                if row.occasion == "digest":
                    _change(connection, row.id, state="pending")
                elif row.merged_into:
                    _drop(connection, row.id, "notify-merged", now_us)
                else:
                    due.setdefault(row.address, []).append(row)
            for address, rows in due.items():
                digest = ""
                if len(rows) > 1:
                    digest = insert_delivery(
                        connection,
                        address=address,
                        user=rows[0].user,
                        channel=rows[0].channel,
                        occasion="digest",
                        now_us=now_us,
                        due_us=now_us,
                        items=len(rows),
                    ).id
                these = table.id.in_([row.id for row in rows])
                connection.execute(
                    notify_deliveries.update().where(these).values(state="pending", digest=digest)
                )
        return len(due)

    def claim(self, channel: Channel, busy: Collection[str], most: int) -> list[Claim]:
        """Return up to ``most`` deliveries of a channel that are due, at most one for each address, none for
        the addresses that are ``busy``.

        Each counts as tried from now on, and is due again a while after its try must have ended. What is not
        to be sent any more is dropped with its reason: the address or its owner is switched off, or the
        incident has become part of another. What its owner's quiet hours have begun over meanwhile waits for
        their end: a further try, and what was due while the platform was down.
        """
        now_us = self._clock.now_us()
        again_us = now_us + round((self._settings.try_s + _GRACE_S) * MICROS)
        claimed: list[Claim] = []
        taken = set(busy)
        query = _due(channel, now_us).where(notify_deliveries.c.address.not_in(list(taken)))
        if most <= 0 or not self._any(query):
            return []
        zone = ZoneInfo(self._names().city.time_zone)
        with self._engine.begin() as connection:
            for row in connection.execute(query).all():
                if len(claimed) >= most:
                    break
                if row.address in taken:
                    continue
                reason = _unwanted(row)
                this = notify_deliveries.update().where(notify_deliveries.c.id == row.id)
                if reason:
                    _drop(connection, row.id, reason, now_us)
                    continue
                until_us = _quiet_until(connection, row, now_us, zone)
                if until_us is not None:
                    connection.execute(this.values(held="quiet"))
                    _change(connection, row.id, state="suppressed", due_us=until_us)
                    continue
                taken.add(row.address)
                connection.execute(this.values(attempts=row.attempts + 1, due_us=again_us))
                claimed.append(_claim(connection, row))
        return claimed

    def sent(self, claim: Claim) -> None:
        """Note that a message was taken over by its receiver."""
        now_us = self._clock.now_us()
        with self._engine.begin() as connection:
            _change(connection, claim.delivery.id, state="sent", sent_us=now_us, due_us=now_us)
            this = notify_addresses.c.id == claim.delivery.address
            connection.execute(notify_addresses.update().where(this).values(last_sent_us=now_us, trouble=""))

    def not_sent(self, claim: Claim, error: NotSent) -> None:
        """Note why a message did not get through: it is tried again later, or has failed.

        All else that waits for the same address waits as long. An address that is gone is switched off.
        """
        now_us = self._clock.now_us()
        delivery = claim.delivery
        said = {"reason": error.key, "reason_fields": dict(error.fields)}
        with self._engine.begin() as connection:
            if error.gone:
                this = notify_addresses.c.id == delivery.address
                connection.execute(
                    notify_addresses.update().where(this).values(enabled=False, trouble=error.key)
                )
            if error.permanent or delivery.attempts >= self._settings.tries:
                _change(connection, delivery.id, state="failed", due_us=now_us, **said)
                return
            again_us = now_us + round(self._pause_s(delivery.attempts, error) * MICROS)
            this_one = notify_deliveries.c.id == delivery.id
            connection.execute(notify_deliveries.update().where(this_one).values(due_us=again_us, **said))
            waiting = (notify_deliveries.c.address == delivery.address) & (
                notify_deliveries.c.state == "pending"
            )
            later = notify_deliveries.update().where(waiting & (notify_deliveries.c.due_us < again_us))
            connection.execute(later.values(due_us=again_us))

    def _pull_back(self, now_us: int) -> None:
        """Let what waits for a time that the clock was ahead by come now.

        That is what has been made in the future, and what is tried later than any pause lasts.
        """
        settings, table = self._settings, notify_deliveries.c
        longest_s = max(settings.settle_s, settings.retry_most_s, settings.try_s + _GRACE_S)
        far = (table.state == "pending") & (table.due_us > now_us + round(longest_s * MICROS))
        ahead = table.state.in_(WAITING) & ((table.created_us > now_us) | far)
        if self._any(sa.select(table.id).where(ahead)):
            with self._engine.begin() as connection:
                these = notify_deliveries.update().where(ahead)
                connection.execute(these.values(created_us=now_us, due_us=now_us))

    def _any(self, query: sa.Select[Any]) -> bool:
        """Say whether a query finds something; unlike a look before a write, this takes no lock."""
        with reader(self._engine) as connection:
            return connection.execute(query.limit(1)).first() is not None

    def _pause_s(self, attempts: int, error: NotSent) -> float:
        """Return how long to wait: twice as long each time, less a random part of a half, and as long as the
        receiver asks for, but never longer than is set."""
        settings = self._settings
        pause_s = min(settings.retry_s * 2.0 ** (attempts - 1), settings.retry_most_s)
        pause_s *= self._chance.uniform(0.5, 1.0)
        return max(pause_s, min(error.retry_after_s, settings.retry_most_s))

    def forget(self) -> int:
        """Delete what came to its end longer ago than is to be kept; return how much."""
        before_us = self._clock.now_us() - self._settings.keep_days * DAY_US
        table = notify_deliveries.c
        over = table.state.in_(("sent", "failed", "dropped")) & (table.due_us < before_us)
        with self._engine.begin() as connection:
            return connection.execute(notify_deliveries.delete().where(over)).rowcount


def _due(channel: Channel, now_us: int) -> sa.Select[Any]:
    table = notify_deliveries.c
    joined = (
        notify_deliveries.join(users, users.c.id == table.user)
        .outerjoin(notify_addresses, notify_addresses.c.id == table.address)
        .outerjoin(incidents, incidents.c.id == table.incident)
        .outerjoin(notify_settings, notify_settings.c.user == table.user)
    )
    due = (table.channel == channel) & (table.state == "pending") & (table.digest == "")
    return (
        sa.select(
            notify_deliveries,
            users.c.language.label("language"),
            users.c.disabled.label("disabled"),
            notify_addresses.c.to.label("to"),
            notify_addresses.c.p256dh.label("p256dh"),
            notify_addresses.c.auth.label("auth"),
            notify_addresses.c.enabled.label("enabled"),
            incidents.c.merged_into.label("merged_into"),
            notify_settings.c.quiet.label("quiet"),
        )
        .select_from(joined)
        .where(due & (table.due_us <= now_us))
        .order_by(table.due_us, table.id)
        .limit(_LOOKED_AT)
    )


def _unwanted(row: sa.Row[Any]) -> str:
    """Return the message key of why a delivery is not sent any more; empty where it is."""
    if row.to is None:
        return "notify-address-deleted"
    if not row.enabled and row.occasion != "test":
        return "notify-address-off"
    if row.disabled:
        return "notify-user-off"
    return "notify-merged" if row.merged_into else ""


def _quiet_until(connection: Connection, row: sa.Row[Any], now_us: int, zone: ZoneInfo) -> int | None:
    """Return until when a row of ``_due`` has to wait for its owner's quiet hours; None where it need not."""
    quiet = None if row.quiet is None else Quiet(**row.quiet)
    # Hours that last all day end and begin at once: what waited for their end goes, whatever the tries.
    if quiet is None or quiet.begin == quiet.end or row.occasion == "test":
        return None
    until_us = quiet_until(quiet, now_us, zone)
    if until_us is not None and quiet.critical_breaks:
        told = [one.data for one in (row, *_members(connection, row))]
        if any(data.get("severity") == "critical" for data in told):
            return None
    return until_us


def _members(connection: Connection, row: sa.Row[Any]) -> Sequence[sa.Row[Any]]:
    """Return what a delivery holds where it is a digest, the oldest first."""
    if row.occasion != "digest":
        return ()
    of_it = sa.select(notify_deliveries).where(notify_deliveries.c.digest == row.id)
    return connection.execute(of_it.order_by(notify_deliveries.c.id)).all()


def _claim(connection: Connection, row: sa.Row[Any]) -> Claim:
    """Return a row of ``_due`` that has just been counted as tried."""
    values = delivery_of(row)
    current = connection.execute(
        sa.select(notify_deliveries).where(notify_deliveries.c.id == values.id)
    ).one()
    return Claim(
        delivery=delivery_of(current),
        target=Target(id=row.address, to=row.to, p256dh=row.p256dh, auth=row.auth),
        language=row.language,
        members=tuple(delivery_of(one) for one in _members(connection, row)),
    )


def _drop(connection: Connection, delivery: str, reason: str, now_us: int) -> None:
    """Say that a delivery is not sent any more, and why; with a digest all that it holds."""
    _change(connection, delivery, state="dropped", reason=reason, due_us=now_us)


def _change(connection: Connection, delivery: str, **values: Any) -> None:
    """Change a delivery that still waits, and with a digest all that it holds."""
    table = notify_deliveries.c
    these = ((table.id == delivery) | (table.digest == delivery)) & table.state.in_(WAITING)
    connection.execute(notify_deliveries.update().where(these).values(**values))
