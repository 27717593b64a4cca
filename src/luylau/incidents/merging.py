"""Merging incidents into one, and taking findings out into one of their own."""

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from luylau.incidents.acts import UNDONE, Acts, check_not_over, locked
from luylau.incidents.gathering import final_incident, incident_values, unresolved
from luylau.incidents.incident import finding_of, not_over, worst_finding
from luylau.incidents.links import between
from luylau.incidents.rules import SEVERITIES
from luylau.incidents.settling import restarted, settle, severity_values
from luylau.incidents.tables import findings, incident_links, incident_merges, incident_tasks, incidents
from luylau.incidents.urgency import asset_parts, parts_of, with_severity
from luylau.kernel.errors import BadInput, Conflict
from luylau.kernel.ids import new_id

_CHUNK = 500
"""Ids that one statement names at most: databases bound the parameters."""


class MergeDesk(Acts):
    """What people do where one trouble has several incidents, or one incident several troubles."""

    def merge(self, incident: str, into: str, *, actor: str, version: int | None = None) -> str:
        """Move all findings, tasks and links of ``incident`` into another; return that one's id.

        The first is resolved as merged; what is found later in its place joins the other while that is not
        over.

        Raises:
            NotFound: there is no such incident (``incident-unknown``).
            Conflict: the first changed since (``incident-changed``), one of them is over
                (``incident-not-open``) or an exercise, which ends by itself (``incident-merge-drill``).
            BadInput: both are the same (``incident-merge-self``).
        """
        if incident == into:
            raise BadInput("incident-merge-self")
        now_us = self._clock.now_us()
        with self._engine.begin() as connection:
            row, target = locked(connection, incident, version), locked(connection, into)
            for each in (row, target):
                check_not_over(each)
            if row.drill or target.drill:
                raise Conflict("incident-merge-drill")
            moved = {
                "findings": _move_all(connection, findings, incident, into),
                "tasks": _move_all(connection, incident_tasks, incident, into),
            }
            links, added = _move_links(connection, incident, into)
            connection.execute(
                incident_merges.insert().values(incident=incident, links=links, added_links=added, **moved)
            )
            values = {
                "state": "resolved", "resolution": "merged", "merged_into": into, "resolved_us": now_us,
                "resolved_by": actor, "snoozed_until_us": None, **restarted(now_us),
            }  # fmt: skip
            _update(connection, row, values, now_us)
            _update(connection, target, {}, now_us)
            settle(self._log, connection, into, now_us)
            count = len(moved["findings"])
            said = {"asset": row.asset, "into": into, "findings": count}
            self._tell(connection, "incident.merged", incident, actor, said)
            said = {"asset": target.asset, "incident": incident, "findings": count}
            self._tell(connection, "incident.absorbed", into, actor, said)
            self._audit(connection, "incident.merge", incident, actor, {"into": into, "findings": count})
        return into

    def unmerge(self, incident: str, *, actor: str, version: int | None = None) -> str:
        """Take a merge back: what was moved goes back to ``incident``, which is what it was; return its id.

        Raises:
            NotFound: there is no such incident (``incident-unknown``).
            Conflict: it changed since (``incident-changed``), no person merged it (``incident-not-merged``),
                another one has taken its place (``incident-replaced``), or none of its findings lasts
                (``incident-over``).
        """
        now_us = self._clock.now_us()
        mine = incident_merges.c.incident == incident
        with self._engine.begin() as connection:
            row = locked(connection, incident, version)
            kept = connection.execute(sa.select(incident_merges).where(mine)).one_or_none()
            if kept is None:
                raise Conflict("incident-not-merged", incident=incident)
            current = connection.execute(not_over(row.group, row.asset)).one_or_none()
            if current is not None:
                raise Conflict("incident-replaced", incident=incident, current=current.id)
            target = final_incident(connection, incident)
            for table, ids in ((findings, kept.findings), (incident_tasks, kept.tasks)):
                for some in _chunks(ids):
                    there = (table.c.incident == target.id) & table.c.id.in_(some)
                    connection.execute(table.update().where(there).values(incident=incident))
            _links_back(connection, kept)
            worst = worst_finding(connection, incident)
            if worst is None:
                raise Conflict("incident-over", incident=incident)
            graded = severity_values(row, worst)
            _update(connection, row, unresolved(row) | restarted(now_us) | graded, now_us)
            _update(connection, target, {}, now_us)
            connection.execute(incident_merges.delete().where(mine))
            settle(self._log, connection, target.id, now_us)
            said = {"asset": row.asset, "from": target.id}
            self._tell(connection, "incident.unmerged", incident, actor, said)
            said = {"asset": target.asset, "incident": incident}
            self._tell(connection, "incident.returned", target.id, actor, said)
            self._audit(connection, "incident.merge", incident, actor, {"from": target.id, **UNDONE})
        return incident

    def split(self, incident: str, chosen: Sequence[str], *, actor: str, version: int | None = None) -> str:
        """Give some findings of an incident one of their own; return the new one's id.

        It is as far on as the other, with the same owner. To take it back, merge it into the other.

        Raises:
            NotFound: there is no such incident (``incident-unknown``).
            Conflict: it changed since (``incident-changed``) or is over (``incident-not-open``); none of the
                chosen findings lasts (``incident-split-over``), or none of the others
                (``incident-split-all``).
            BadInput: a finding is none of this incident (``incident-split-unknown``).
        """
        now_us = self._clock.now_us()
        ids = sorted(set(chosen))
        with self._engine.begin() as connection:
            row = locked(connection, incident, version)
            check_not_over(row)
            mine = findings.c.incident == incident
            picked = [
                found
                for some in _chunks(ids)
                for found in connection.execute(sa.select(findings).where(mine & findings.c.id.in_(some)))
            ]
            if len(picked) != len(ids):
                raise BadInput("incident-split-unknown")
            lasting = [found for found in picked if found.cleared_us is None]
            if not lasting:
                raise Conflict("incident-split-over")
            last = sa.select(sa.func.count()).where(mine & findings.c.cleared_us.is_(None))
            if connection.execute(last).scalar_one() == len(lasting):
                raise Conflict("incident-split-all")
            worst = max(lasting, key=lambda found: (found.severity, found.opened_us))
            new = _split_off(connection, row, worst, min(found.opened_us for found in picked), now_us)
            for some in _chunks(ids):
                connection.execute(findings.update().where(findings.c.id.in_(some)).values(incident=new))
            _update(connection, row, {}, now_us)
            settle(self._log, connection, incident, now_us)
            said = {"asset": worst.asset, "severity": SEVERITIES[worst.severity], "from": incident}
            self._tell(connection, "incident.opened", new, actor, said)
            said = {"asset": row.asset, "into": new, "findings": len(ids)}
            self._tell(connection, "incident.split", incident, actor, said)
            self._audit(connection, "incident.merge", incident, actor, {"split": new, "findings": len(ids)})
        return new


def _split_off(
    connection: Connection, row: sa.Row[Any], worst: sa.Row[Any], opened_us: int, now_us: int
) -> str:
    new = new_id("incident")
    severity = SEVERITIES[worst.severity]
    known = asset_parts(parts_of(row.urgency_parts)) if row.asset == worst.asset else ()
    values = incident_values(new, finding_of(worst), with_severity(known, severity), now_us)
    if connection.execute(not_over(worst.group, worst.asset)).first() is not None:
        # The other keeps the group: what is found later joins that one.
        values["group"] = new
    same = ("state", "confirmed_us", "confirmed_by", "started_us", "owner", "agency")
    values |= {name: getattr(row, name) for name in same} | {"opened_us": opened_us}
    connection.execute(incidents.insert().values(values))
    return new


def _update(connection: Connection, row: sa.Row[Any], values: dict[str, Any], now_us: int) -> None:
    values = {**values, "updated_us": now_us, "version": row.version + 1}
    connection.execute(incidents.update().where(incidents.c.id == row.id).values(values))


def _move_all(connection: Connection, table: sa.Table, incident: str, into: str) -> list[str]:
    mine = table.c.incident == incident
    ids = list(connection.execute(sa.select(table.c.id).where(mine).order_by(table.c.id)).scalars())
    connection.execute(table.update().where(mine).values(incident=into))
    return ids


def _move_links(
    connection: Connection, incident: str, into: str
) -> tuple[list[dict[str, Any]], list[list[str]]]:
    """Move an incident's links to another; return those there were, and the ends of those there are now."""
    mine = (incident_links.c.incident == incident) | (incident_links.c.other == incident)
    links = [dict(row._mapping) for row in connection.execute(sa.select(incident_links).where(mine))]
    connection.execute(incident_links.delete().where(mine))
    added = []
    for link in links:
        ends = [into if end == incident else end for end in (link["incident"], link["other"])]
        if _add_link(connection, {**link, "incident": ends[0], "other": ends[1]}):
            added.append(ends)
    return links, added


def _links_back(connection: Connection, kept: sa.Row[Any]) -> None:
    for one, other in kept.added_links:
        connection.execute(incident_links.delete().where(between(one, other)))
    for link in kept.links:
        _add_link(connection, link)


def _add_link(connection: Connection, link: dict[str, Any]) -> bool:
    one, other = link["incident"], link["other"]
    known = sa.select(incident_links).where(between(one, other))
    if one == other or connection.execute(known).first() is not None:
        return False
    connection.execute(incident_links.insert().values(link))
    return True


def _chunks(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(ids), _CHUNK):
        yield ids[start : start + _CHUNK]
