"""Switching plans that people propose to those who switch. The platform itself operates no switch."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from luylau.kernel.clock import Clock
from luylau.kernel.errors import Conflict, NotFound
from luylau.kernel.sql import reader
from luylau.power.tables import power_proposals as table

MOST_LISTED = 200
"""How many proposals are listed; older ones stay in the database and in the audit log."""


class Auditor(Protocol):
    """Where every act of a person is written down (``luylau.security``'s audit log is one)."""

    def append(
        self,
        connection: Connection,
        *,
        actor: str,
        action: str,
        resource: str,
        outcome: Any,  # noqa: ANN401 - the audit log's own literal
        time_us: int,
        detail: Any = None,  # noqa: ANN401
    ) -> object:
        """Append an entry inside the caller's transaction."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A proposed plan. ``out``: elements out of service; ``steps``: switches in order, and whether each is
    closed. Times are microseconds since 1970 UTC; ``withdrawn_us`` None while it stands."""

    id: int
    created_us: int
    author: str
    title: str
    note: str
    out: tuple[str, ...]
    steps: tuple[tuple[str, bool], ...]
    withdrawn_us: int | None = None


class ProposalBook:
    """The proposals in the database; each act and its audit row are one transaction."""

    def __init__(self, engine: Engine, clock: Clock, auditor: Auditor) -> None:
        self._engine = engine
        self._clock = clock
        self._auditor = auditor

    def propose(
        self, *, author: str, title: str, note: str, out: Sequence[str], steps: Sequence[tuple[str, bool]]
    ) -> Proposal:
        """Write a proposal down."""
        now_us = self._clock.now_us()
        said = " ".join(f"{switch}:{'close' if close else 'open'}" for switch, close in steps)
        with self._engine.begin() as connection:
            made = connection.execute(
                table.insert().values(
                    created_us=now_us,
                    author=author,
                    title=title,
                    note=note,
                    out=list(out),
                    steps=[list(step) for step in steps],
                )
            )
            key = made.inserted_primary_key
            assert key is not None
            proposal = _find(connection, int(key[0]))
            self._audit(
                connection, author, proposal, {"title": title, "steps": said, "out": " ".join(out)}, now_us
            )
        return proposal

    def withdraw(self, id_: int, *, actor: str) -> Proposal:
        """Take a proposal back; it stays listed as withdrawn.

        Raises:
            NotFound: there is no such proposal.
            Conflict: it was withdrawn already.
        """
        now_us = self._clock.now_us()
        with self._engine.begin() as connection:
            held = _find(connection, id_)
            if held.withdrawn_us is not None:
                raise Conflict("grid-proposal-withdrawn", id=id_)
            connection.execute(table.update().where(table.c.id == id_).values(withdrawn_us=now_us))
            self._audit(connection, actor, held, {"withdrawn": True}, now_us)
            return _find(connection, id_)

    def newest(self) -> list[Proposal]:
        """Return the proposals, newest first."""
        with reader(self._engine) as connection:
            found = connection.execute(sa.select(table).order_by(table.c.id.desc()).limit(MOST_LISTED))
            return [_proposal(row) for row in found]

    def _audit(
        self, connection: Connection, actor: str, proposal: Proposal, detail: dict[str, object], now_us: int
    ) -> None:
        self._auditor.append(
            connection,
            actor=actor,
            action="grid.propose",
            resource=f"proposal {proposal.id}",
            outcome="done",
            time_us=now_us,
            detail=detail,
        )


def _find(connection: Connection, id_: int) -> Proposal:
    row = connection.execute(sa.select(table).where(table.c.id == id_)).first()
    if row is None:
        raise NotFound("grid-proposal-unknown", id=id_)
    return _proposal(row)


def _proposal(row: sa.Row[Any]) -> Proposal:
    values = row._asdict()
    return Proposal(
        **{
            **values,
            "out": tuple(values["out"]),
            "steps": tuple((str(switch), bool(closed)) for switch, closed in values["steps"]),
        }
    )
