"""The outage log: who was without power, from when to when, why.

One row is one step of an interruption: the customers of one feeder in one unit that went out at one moment by
one root and came back together. Where they come back step by step, each step is a row of its own with the
same ``begun_us`` and ``root`` (IEEE Std 1366-2012), so that sums over rows are the standard's sums::

    begun      09:00   09:00   09:00
    ended      09:40   10:15   (still out)
    customers    800     500     200
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from luylau.kernel.clock import iso
from luylau.kernel.errors import BadInput, Conflict, Field, NotFound
from luylau.kernel.ids import new_id
from luylau.kernel.sql import reader
from luylau.power.tables import power_interruptions as table


class Cause(StrEnum):
    """Why the power went; a planned one was announced."""

    STORM = "storm"
    LIGHTNING = "lightning"
    VEGETATION = "vegetation"
    ANIMAL = "animal"
    EQUIPMENT = "equipment"
    THIRD_PARTY = "third-party"
    OVERLOAD = "overload"
    SUPPLY = "supply"
    """The network above fails, or cuts by rota."""
    PLANNED = "planned"
    UNKNOWN = "unknown"


class Origin(StrEnum):
    """How a row came into the log."""

    LIVE = "live"
    """A switch told of it."""
    ESTIMATED = "estimated"
    """No switch told of it: the meters' silence did."""
    IMPORTED = "imported"


@dataclass(frozen=True, slots=True, kw_only=True)
class Interruption:
    """One step of an interruption. ``root`` is the element that failed or was switched, ``place`` the unit
    that the customers live in; "" where it is not known. Times are microseconds since 1970 UTC, ``ended_us``
    None while they are still without power."""

    id: str
    begun_us: int
    ended_us: int | None = None
    feeder: str = ""
    place: str = ""
    root: str = ""
    cause: Cause = Cause.UNKNOWN
    customers: int
    source: Origin = Origin.LIVE
    simulated: bool = False

    @property
    def same(self) -> tuple[str, str, str]:
        """What cannot be interrupted twice at a time: feeder, unit, root."""
        return self.feeder, self.place, self.root


def trouble(one: Interruption) -> tuple[str, dict[str, Field]] | None:
    """Return message key and fields of what contradicts itself in a row; None where nothing does."""
    if one.customers < 0:
        return "outage-customers-negative", {"said": one.customers}
    if one.ended_us is not None and one.ended_us < one.begun_us:
        return "outage-ends-before-begin", {"begun": iso(one.begun_us), "ended": iso(one.ended_us)}
    return None


def clash(one: Interruption, other: Interruption) -> str:
    """Return the message key of what makes two rows of the same feeder, unit and root contradict each other.

    Steps of one interruption share their beginning; rows that begin apart must not overlap, or the same
    customers would be counted twice. Empty where the two go together.
    """
    if one.begun_us == other.begun_us:
        return "outage-twice" if one.ended_us == other.ended_us else ""
    first, second = sorted((one, other), key=lambda row: row.begun_us)
    return "outage-overlaps" if first.ended_us is None or first.ended_us > second.begun_us else ""


def clashes(rows: Iterable[Interruption]) -> Iterator[tuple[Interruption, Interruption, str]]:
    """Yield rows that contradict an earlier one: the later, the earlier, the message key."""
    groups: dict[tuple[str, str, str], list[Interruption]] = {}
    for row in rows:
        groups.setdefault(row.same, []).append(row)
    for group in groups.values():
        # The one that lasts longest of those before stands for all of them.
        group.sort(key=lambda row: (row.begun_us, _end(row)))
        longest: Interruption | None = None
        before: Interruption | None = None
        for row in group:
            if longest is not None and longest.begun_us != row.begun_us and clash(longest, row):
                yield row, longest, "outage-overlaps"
            elif before is not None and clash(before, row):
                yield row, before, clash(before, row)
            before = row
            if longest is None or _end(row) > _end(longest):
                longest = row


def _end(row: Interruption) -> float:
    return float("inf") if row.ended_us is None else row.ended_us


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What an import brought, or would bring: new rows, and rows that the log held already."""

    new: int
    known: int


class OutageLog:
    """The log in the database; every change is one transaction."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def begin(self, one: Interruption, *, others: bool = False) -> None:
        """Write down that customers are without power.

        Args:
            one: the row.
            others: whether the caller knows that these are other customers than those of the rows of the same
                feeder, unit and root.

        Raises:
            BadInput: the row contradicts itself.
            Conflict: the id is taken, or the same feeder, unit and root are out already.
        """
        wrong = trouble(one)
        if wrong is not None:
            raise BadInput(wrong[0], **wrong[1])
        with self._engine.begin() as connection:
            if _find(connection, one.id) is not None:
                raise Conflict("outage-id-taken", id=one.id)
            if not others:
                _refuse_clash(connection, one)
            connection.execute(table.insert().values(asdict(one)))

    def end(self, id_: str, ended_us: int, customers: int | None = None) -> str:
        """Write down that customers are back: all of the row, or the first ``customers`` of them.

        Those who come back alone become a step of their own; the row goes on with the others.

        Returns:
            The id of the row that ended.

        Raises:
            NotFound: there is no such row.
            Conflict: it has ended already.
            BadInput: it would end before it began, or more come back than are out.
        """
        with self._engine.begin() as connection:
            row = _find(connection, id_)
            if row is None:
                raise NotFound("outage-unknown", id=id_)
            if row.ended_us is not None:
                raise Conflict("outage-ended", id=id_, ended=iso(row.ended_us))
            back = row.customers if customers is None else customers
            if not 0 <= back <= row.customers:
                raise BadInput("outage-more-back-than-out", back=back, out=row.customers)
            step = replace(row, ended_us=ended_us, customers=back)
            wrong = trouble(step)
            if wrong is not None:
                raise BadInput(wrong[0], **wrong[1])
            if back == row.customers:
                connection.execute(table.update().where(table.c.id == id_).values(ended_us=ended_us))
                return id_
            step = replace(step, id=new_id("outage"))
            connection.execute(table.insert().values(asdict(step)))
            left = row.customers - back
            connection.execute(table.update().where(table.c.id == id_).values(customers=left))
            return step.id

    def add(self, rows: Sequence[Interruption], *, dry_run: bool = False) -> Added:
        """Take rows over, all or none; what the log holds in the same words is passed over.

        Args:
            rows: checked rows, as ``outage_file.read_outages`` gives them.
            dry_run: say what would be done, and write nothing.

        Raises:
            BadInput: a row contradicts itself.
            Conflict: an id is taken by another row, or a row contradicts the log or another row.
        """
        for row in rows:
            wrong = trouble(row)
            if wrong is not None:
                raise BadInput(wrong[0], **wrong[1])
        for late, early, key in clashes(rows):
            raise Conflict(key, id=late.id, other=early.id)
        with self._engine.begin() as connection:
            new = []
            for row in rows:
                known = _find(connection, row.id)
                if known is None:
                    new.append(row)
                elif known != row:
                    raise Conflict("outage-id-taken", id=row.id)
            for row in new:
                _refuse_clash(connection, row)
            if new and not dry_run:
                connection.execute(table.insert(), [asdict(row) for row in new])
        return Added(new=len(new), known=len(rows) - len(new))

    def begun_between(self, from_us: int, to_us: int) -> tuple[Interruption, ...]:
        """Return what began in the period, its end left out; oldest first. An interruption counts in full to
        the moment at which it began."""
        query = sa.select(table).where((table.c.begun_us >= from_us) & (table.c.begun_us < to_us))
        return self._rows(query)

    def still_out(self) -> tuple[Interruption, ...]:
        """Return what has not ended, oldest first."""
        return self._rows(sa.select(table).where(table.c.ended_us.is_(None)))

    def first_us(self) -> int | None:
        """Return when the oldest interruption of the log began; None for an empty log."""
        with reader(self._engine) as connection:
            found: int | None = connection.execute(sa.select(sa.func.min(table.c.begun_us))).scalar()
        return found

    def _rows(self, query: sa.Select[Any]) -> tuple[Interruption, ...]:
        with reader(self._engine) as connection:
            found = connection.execute(query.order_by(table.c.begun_us, table.c.id))
            return tuple(_row(one) for one in found)


def _row(row: sa.Row[Any]) -> Interruption:
    values = dict(row._mapping)
    values["cause"], values["source"] = Cause(row.cause), Origin(row.source)
    return Interruption(**values)


def _find(connection: Connection, id_: str) -> Interruption | None:
    found = connection.execute(sa.select(table).where(table.c.id == id_)).one_or_none()
    return None if found is None else _row(found)


def _refuse_clash(connection: Connection, one: Interruption) -> None:
    """Refuse a row that contradicts one of the log."""
    beside = (table.c.feeder == one.feeder) & (table.c.place == one.place) & (table.c.root == one.root)
    apart = table.c.ended_us.is_(None) | (table.c.ended_us >= one.begun_us)
    until = table.c.begun_us <= one.ended_us if one.ended_us is not None else sa.true()
    for row in connection.execute(sa.select(table).where(beside & apart & until)):
        other = _row(row)
        key = clash(one, other)
        if key:
            raise Conflict(key, id=one.id, other=other.id)
