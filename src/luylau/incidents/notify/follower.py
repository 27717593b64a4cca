"""The follower: reads the event log and decides who is told, once for each event, whatever crashes.

The deliveries and the place up to which the log has been read are written in one transaction, so a crash
before it loses nothing and one after it doubles nothing.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from luylau.incidents.incident import Incident, incident_of, incidents_query
from luylau.incidents.notify.deliveries import DeliveryState, Held, insert_delivery
from luylau.incidents.notify.matching import Fact, Reader, Telling, occasion_of, tellings
from luylau.incidents.notify.naming import CityNames
from luylau.incidents.notify.preferences import (
    DEFAULT,
    next_digest,
    preferences_of,
    quiet_until,
)
from luylau.incidents.notify.tables import (
    notify_addresses,
    notify_deliveries,
    notify_settings,
    notify_watermark,
)
from luylau.incidents.tables import incident_tasks, incidents
from luylau.kernel.clock import MICROS, Clock
from luylau.kernel.events import Event, EventLog
from luylau.kernel.sql import reader
from luylau.security.tables import users
from luylau.settings.notify import NotifySettings

BATCH: Final = 500
"""Events that one transaction decides on."""
_HOUR_US: Final = 3_600 * MICROS


class Follower:
    """Turns events into deliveries; ``step`` is to be called about once a second."""

    def __init__(
        self,
        engine: Engine,
        event_log: EventLog,
        clock: Clock,
        settings: NotifySettings,
        names: Callable[[], CityNames],
    ) -> None:
        self._engine = engine
        self._log = event_log
        self._clock = clock
        self._settings = settings
        self._names = names

    def begin(self) -> None:
        """Begin with what comes from now on where the log was never read; else do nothing.

        Raises:
            OperationalError: the database is away; call again later.
        """
        with self._engine.begin() as connection:
            if connection.execute(sa.select(notify_watermark)).one_or_none() is None:
                connection.execute(notify_watermark.insert().values(id=1, seq=self._log.last(connection)))

    def step(self) -> int:
        """Decide on up to ``BATCH`` events; return how many were read, 0 when there is nothing to do.

        Raises:
            OperationalError: the database is away; nothing was written, call again later.
        """
        with reader(self._engine) as connection:
            if self._log.last(connection) <= _read_to(connection):
                return 0
        with self._engine.begin() as connection:
            after = _read_to(connection, lock=True)
            read = self._log.read(connection, after=after, limit=BATCH)
            if not read:
                return 0
            self._decide(connection, read)
            connection.execute(notify_watermark.update().values(seq=read[-1].seq))
        return len(read)

    def _decide(self, connection: Connection, read: Iterable[Event]) -> None:
        facts = list(_facts(connection, read))
        if not facts:
            return
        readers = _readers(connection)
        if not readers:
            return
        names, now_us = self._names(), self._clock.now_us()
        recent = _recent(connection, now_us)
        zone = ZoneInfo(names.city.time_zone)
        for fact in facts:
            for telling in tellings(fact, readers, names):
                state, held, due_us = self._when(fact, telling, recent, now_us, zone)
                if not held:
                    recent[telling.address] += 1
                insert_delivery(
                    connection,
                    event_seq=fact.event.seq,
                    address=telling.address,
                    user=telling.reader.user,
                    channel=telling.reader.addresses[telling.address],
                    incident=fact.incident.id,
                    occasion=fact.occasion,
                    data=told_of(fact),
                    state=state,
                    held=held,
                    now_us=now_us,
                    due_us=due_us,
                )

    def _when(
        self, fact: Fact, telling: Telling, recent: Counter[str], now_us: int, zone: ZoneInfo
    ) -> tuple[DeliveryState, Held, int]:
        """Return in which state a delivery begins, why it is held back, and when it is due."""
        state: DeliveryState = "pending"
        held: Held = ""
        due_us = now_us + round(self._settings.settle_s * MICROS)
        if now_us - fact.event.time_us > self._settings.late_min * 60 * MICROS:
            state, held = "collected", "late"
        elif telling.every_min:
            state, held, due_us = "collected", "digest", next_digest(telling.every_min, now_us, zone)
        elif recent[telling.address] >= self._settings.most_per_hour:
            flood_us = round(self._settings.flood_min * 60 * MICROS)
            # Whole multiples, so that all of one flood shares one digest.
            state, held, due_us = "collected", "flood", (now_us // flood_us + 1) * flood_us
        quiet = telling.reader.preferences.quiet
        breaks = quiet is not None and quiet.critical_breaks and fact.incident.severity == "critical"
        until_us = None if breaks else quiet_until(quiet, due_us, zone)
        if until_us is not None:
            state, held, due_us = "suppressed", "quiet", until_us
        return state, held, due_us


def told_of(fact: Fact) -> dict[str, Any]:
    """Return what is kept of a fact to tell of it later, and what other systems are handed."""
    incident = fact.incident
    told: dict[str, Any] = {
        "incident": incident.id,
        "occasion": fact.occasion,
        "time_us": fact.event.time_us,
        "opened_us": incident.opened_us,
        "names": dict(incident.names),
        "rule": incident.rule,
        "asset": incident.asset,
        "asset_name": incident.asset_name,
        "place": incident.place,
        "severity": incident.severity,
        "state": incident.state,
        "urgency": incident.urgency,
        "resolution": incident.resolution,
        "drill": incident.drill,
        "simulated": incident.simulated,
    }
    if fact.occasion == "tasked":
        told["task"] = str(fact.event.data.get("title", ""))
    return told


def _read_to(connection: Connection, *, lock: bool = False) -> int:
    query = sa.select(notify_watermark.c.seq)
    return int(connection.execute(query.with_for_update() if lock else query).scalar_one())


def _facts(connection: Connection, read: Iterable[Event]) -> Iterable[Fact]:
    """Yield the events that are occasions, with their incidents as they are now.

    What has become part of another incident is left out: people are told of that one.
    """
    occasions = [(event, occasion) for event in read if (occasion := occasion_of(event)) is not None]
    subjects = {event.subject for event, _ in occasions}
    known = _incidents(connection, subjects)
    workers = _workers(connection, subjects)
    for event, occasion in occasions:
        incident = known.get(event.subject)
        if incident is not None and not incident.merged_into:
            yield Fact(
                event=event,
                occasion=occasion,
                incident=incident,
                workers=workers.get(incident.id, frozenset()),
            )


def _incidents(connection: Connection, ids: Iterable[str]) -> Mapping[str, Incident]:
    found = connection.execute(incidents_query().where(incidents.c.id.in_(list(ids))))
    return {row.id: incident_of(row) for row in found}


def _workers(connection: Connection, ids: Iterable[str]) -> Mapping[str, set[str]]:
    table = incident_tasks.c
    open_ones = table.incident.in_(list(ids)) & (table.state == "open") & (table.assignee != "")
    workers: dict[str, set[str]] = {}
    for row in connection.execute(sa.select(table.incident, table.assignee).where(open_ones)):
        workers.setdefault(row.incident, set()).add(row.assignee)
    return workers


def _readers(connection: Connection) -> list[Reader]:
    """Return everybody who has an address that is switched on."""
    addresses: dict[str, dict[str, str]] = {}
    on = sa.select(notify_addresses).where(notify_addresses.c.enabled).order_by(notify_addresses.c.id)
    for row in connection.execute(on):
        addresses.setdefault(row.user, {})[row.id] = row.channel
    set_ones = {row.user: row for row in connection.execute(sa.select(notify_settings))}
    people = sa.select(users.c.id, users.c.language).where(~users.c.disabled).order_by(users.c.id)
    return [
        Reader(
            user=person.id,
            language=person.language,
            preferences=(
                preferences_of(mine.rules, mine.quiet, mine.version)
                if (mine := set_ones.get(person.id)) is not None
                else DEFAULT
            ),
            addresses=addresses[person.id],
        )
        for person in connection.execute(people)
        if person.id in addresses
    ]


def _recent(connection: Connection, now_us: int) -> Counter[str]:
    """Return how many messages each address was to get at once in the last hour."""
    table = notify_deliveries.c
    # What was made while the clock was ahead says nothing of the last hour.
    recent = (table.created_us > now_us - _HOUR_US) & (table.created_us <= now_us)
    mine = recent & (table.held == "") & (table.occasion != "test")
    query = sa.select(table.address, sa.func.count()).where(mine).group_by(table.address)
    return Counter({address: int(many) for address, many in connection.execute(query)})
