"""The system's health as one answer: for the page that shows it, and for the stream."""

import logging
from collections.abc import Mapping

import sqlalchemy as sa

from luylau import __version__
from luylau.api.health import INGEST_PART, PartView, counts, flat
from luylau.api.models.system import IngestCounts, Part, StoreSize, SystemHealth, Trouble
from luylau.api.services import Services
from luylau.kernel.messages import Language, message
from luylau.kernel.sql import AWAY, reader
from luylau.telemetry.history.tables import history_segments

_log = logging.getLogger(__name__)

_SIZE = {
    "sqlite": sa.text("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"),
    "postgresql": sa.text("SELECT pg_database_size(current_database())"),
}
"""How each database says how many bytes it takes."""


def health_of(services: Services, language: Language) -> SystemHealth:
    """Return how the platform is, its troubles in ``language``."""
    board = services.health
    parts = board.parts()
    figures = next(
        (flat(part.said.figures) for part in parts if part.part == INGEST_PART and part.said is not None), {}
    )
    stores, event_seq = _stores(services)
    return SystemHealth(
        state=board.overall(),
        now=services.clock.now_us(),
        parts=[_part(part, language) for part in parts],
        ingest=IngestCounts(
            accepted=int(figures.get("accepted", 0)),
            marked=counts(figures, "marked"),
            refused=counts(figures, "refused"),
            lag_s=figures.get("lag_s"),
        ),
        stores=stores,
        event_seq=event_seq,
        stream_clients=len(services.hub),
        version=__version__,
    )


def _part(view: PartView, language: Language) -> Part:
    said = view.said
    return Part(
        part=view.part,
        state=view.state,
        since=view.since_us,
        last_said=said.time_us if said else None,
        started=said.started_us if said else None,
        version=said.version if said else "",
        memory_mb=said.memory_mb if said else None,
        trouble=[_trouble(one, language) for one in (said.trouble if said else [])],
        figures=flat(said.figures) if said else {},
    )


def _trouble(told: Mapping[str, object], language: Language) -> Trouble:
    key = str(told.get("key", ""))
    given = told.get("fields")
    fields = {
        str(name): value if isinstance(value, int | float) else str(value)
        for name, value in (given.items() if isinstance(given, Mapping) else ())
    }
    return Trouble(
        key=key,
        fields=fields,
        text=message(language, key, fields),
        remedy=message(language, key, fields, part="remedy"),
    )


def _stores(services: Services) -> tuple[list[StoreSize], int | None]:
    """Return the size of the history and of the database, and the newest event's seq; nothing if away."""
    try:
        with reader(services.engine) as connection:
            rows, size = connection.execute(
                sa.select(sa.func.sum(history_segments.c.rows), sa.func.sum(history_segments.c.bytes))
            ).one()
            database = connection.execute(_SIZE[connection.dialect.name]).scalar()
            seq = services.events.last(connection)
    except AWAY as error:
        _log.warning("the database does not answer: %s", error)
        return [], None
    return [
        StoreSize(name="history", bytes=int(size or 0), rows=int(rows or 0)),
        StoreSize(name="database", bytes=int(database or 0), rows=None),
    ], seq
