"""Deliveries as they are read: who was told what, when, and what became of it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal, cast, get_args

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from luylau.incidents.notify.channels import Channel
from luylau.incidents.notify.tables import notify_addresses, notify_deliveries
from luylau.kernel.clock import MICROS
from luylau.kernel.errors import Field
from luylau.kernel.ids import new_id
from luylau.kernel.sql import reader

DeliveryState = Literal["collected", "suppressed", "pending", "sent", "failed", "dropped"]
STATES: tuple[DeliveryState, ...] = get_args(DeliveryState)
WAITING: tuple[DeliveryState, ...] = ("collected", "suppressed", "pending")
Held = Literal["", "digest", "quiet", "flood", "late"]

DAY_US = 24 * 3_600 * MICROS


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One message to one address. Times are microseconds UTC; ``reason`` is a message key.

    ``data`` tells of the incident as it was; of a digest and a test it is empty.
    """

    id: str
    address: str
    user: str
    channel: Channel
    incident: str
    occasion: str
    data: Mapping[str, Any]
    state: DeliveryState
    held: Held
    digest: str
    items: int
    created_us: int
    due_us: int
    sent_us: int | None
    attempts: int
    reason: str
    reason_fields: Mapping[str, Field]


class DeliveryReader:
    """Lists deliveries; takes no lock."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def page(
        self,
        *,
        user: str = "",
        incident: str = "",
        address: str = "",
        states: Collection[DeliveryState] = (),
        before: str = "",
        limit: int = 50,
    ) -> tuple[Delivery, ...]:
        """Return up to ``limit`` deliveries, newest first, of those before the id ``before``.

        An empty filter lets everything through.
        """
        query = sa.select(notify_deliveries)
        if user:
            query = query.where(notify_deliveries.c.user == user)
        if incident:
            query = query.where(notify_deliveries.c.incident == incident)
        if address:
            query = query.where(notify_deliveries.c.address == address)
        if states:
            query = query.where(notify_deliveries.c.state.in_(list(states)))
        if before:
            query = query.where(notify_deliveries.c.id < before)
        query = query.order_by(notify_deliveries.c.id.desc()).limit(limit)
        with reader(self._engine) as connection:
            return tuple(delivery_of(row) for row in connection.execute(query))

    def names_of(self, addresses: Collection[str]) -> Mapping[str, str]:
        """Return what their owners call addresses, by id; those deleted since are not there."""
        these = notify_addresses.c.id.in_(list(addresses))
        query = sa.select(notify_addresses.c.id, notify_addresses.c.name).where(these)
        with reader(self._engine) as connection:
            return {row.id: row.name for row in connection.execute(query)}

    def counts(self, now_us: int) -> Mapping[str, int]:
        """Return how many messages wait, and how many were sent and have failed in the last 24 hours."""
        table = notify_deliveries.c
        alone = table.digest == ""
        recent = table.due_us > now_us - DAY_US
        waits = table.state.in_(WAITING)
        query = (
            sa.select(table.state, sa.func.count())
            .where(alone & (waits | (table.state.in_(("sent", "failed")) & recent)))
            .group_by(table.state)
        )
        counted = {"pending": 0, "collected": 0, "suppressed": 0, "sent": 0, "failed": 0}
        with reader(self._engine) as connection:
            counted |= {state: int(many) for state, many in connection.execute(query)}
        return counted


def delivery_of(row: sa.Row[Any]) -> Delivery:
    """Return the delivery of a row of its table."""
    return Delivery(**{part.name: getattr(row, part.name) for part in fields(Delivery)})


def insert_delivery(
    connection: Connection,
    *,
    address: str,
    user: str,
    channel: str,
    occasion: str,
    now_us: int,
    due_us: int,
    state: DeliveryState = "pending",
    held: Held = "",
    event_seq: int | None = None,
    incident: str = "",
    data: Mapping[str, Any] | None = None,
    items: int = 1,
) -> Delivery:
    """Write a new delivery; return it."""
    made = Delivery(
        id=new_id("notice"),
        address=address,
        user=user,
        channel=cast(Channel, channel),
        incident=incident,
        occasion=occasion,
        data=dict(data or {}),
        state=state,
        held=held,
        digest="",
        items=items,
        created_us=now_us,
        due_us=due_us,
        sent_us=None,
        attempts=0,
        reason="",
        reason_fields={},
    )
    values = {part.name: getattr(made, part.name) for part in fields(Delivery)}
    connection.execute(notify_deliveries.insert().values(**values, event_seq=event_seq))
    return made
