"""Links between incidents: related, or one caused by the other."""

from typing import Literal

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from luylau.incidents.acts import UNDONE, Acts, locked
from luylau.incidents.incident import Link, incident_of, incidents_query
from luylau.incidents.tables import incident_links, incidents
from luylau.kernel.errors import BadInput, Conflict, NotFound

LinkKind = Literal["related", "caused_by"]


class LinkDesk(Acts):
    """What people do with links. A link is told on both incidents' time lines; versions stay as they are."""

    def link(
        self, incident: str, other: str, kind: LinkKind, *, actor: str, version: int | None = None
    ) -> None:
        """Link two incidents; with "caused_by", ``incident`` comes from ``other``.

        Raises:
            NotFound: there is no such incident (``incident-unknown``).
            Conflict: the first changed since (``incident-changed``), they are linked already
                (``incident-linked``), or only one is an exercise (``incident-link-drill``).
            BadInput: both are the same (``incident-link-self``).
        """
        if incident == other:
            raise BadInput("incident-link-self")
        with self._engine.begin() as connection:
            if locked(connection, incident, version).drill != locked(connection, other).drill:
                raise Conflict("incident-link-drill")
            if connection.execute(sa.select(incident_links).where(between(incident, other))).first():
                raise Conflict("incident-linked", incident=other)
            connection.execute(
                incident_links.insert().values(
                    incident=incident,
                    other=other,
                    kind=kind,
                    created_us=self._clock.now_us(),
                    created_by=actor,
                )
            )
            seen = "related" if kind == "related" else "causes"
            self._tell(connection, "incident.linked", incident, actor, {"other": other, "link": kind})
            self._tell(connection, "incident.linked", other, actor, {"other": incident, "link": seen})
            detail = {"linked": other, "kind": kind}
            self._audit(connection, "incident.merge", incident, actor, detail)

    def unlink(self, incident: str, other: str, *, actor: str, version: int | None = None) -> None:
        """Take the link between two incidents away, whichever way round it is.

        Raises:
            NotFound: there is no such incident (``incident-unknown``) or link (``incident-link-unknown``).
            Conflict: the first changed since (``incident-changed``).
        """
        with self._engine.begin() as connection:
            locked(connection, incident, version)
            if not connection.execute(incident_links.delete().where(between(incident, other))).rowcount:
                raise NotFound("incident-link-unknown", incident=other)
            self._tell(connection, "incident.unlinked", incident, actor, {"other": other})
            self._tell(connection, "incident.unlinked", other, actor, {"other": incident})
            self._audit(connection, "incident.merge", incident, actor, {"linked": other, **UNDONE})


def between(one: str, other: str) -> sa.ColumnElement[bool]:
    """Return the condition for the link between two incidents."""
    there = (incident_links.c.incident == one) & (incident_links.c.other == other)
    back = (incident_links.c.incident == other) & (incident_links.c.other == one)
    return there | back


def links_of(connection: Connection, incident: str) -> tuple[Link, ...]:
    """Return the links of an incident, oldest first."""
    mine = (incident_links.c.incident == incident) | (incident_links.c.other == incident)
    query = sa.select(incident_links).where(mine)
    rows = connection.execute(query.order_by(incident_links.c.created_us, incident_links.c.other)).all()
    ids = [row.other if row.incident == incident else row.incident for row in rows]
    named = {
        row.id: incident_of(row)
        for row in connection.execute(incidents_query().where(incidents.c.id.in_(ids)))
    }
    return tuple(
        Link(
            other=named[other],
            kind="causes" if row.kind == "caused_by" and row.other == incident else row.kind,
            created_us=row.created_us,
            created_by=row.created_by,
        )
        for row, other in zip(rows, ids, strict=True)
    )
