"""The outage log as a CSV file: read with every fault named, written so that it can be read again."""

import csv
import io
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Final

from luylau.city.columns import Column, Sheet
from luylau.city.reading import fault, read_bytes
from luylau.city.sheets import Record, near, read_sheet
from luylau.kernel.clock import iso, parse_iso
from luylau.kernel.errors import BadFile, Fault, Field
from luylau.power.outages import Cause, Interruption, Origin, clashes, trouble

_COLUMNS: Final = (
    Column(name="id", form="id", required=True),
    Column(name="begun", required=True),
    Column(name="ended"),
    Column(name="feeder"),
    Column(name="place"),
    Column(name="root"),
    Column(name="cause", form="choice", choices=tuple(Cause), default=Cause.UNKNOWN),
    Column(name="customers", form="number", required=True, low=0, high=1e9),
    Column(name="source", form="choice", choices=tuple(Origin), default=Origin.IMPORTED),
    Column(name="simulated", form="flag"),
)


def read_outages(
    path: Path,
    *,
    now_us: int,
    feeders: Mapping[str, int] | None = None,
    places: Collection[str] | None = None,
) -> tuple[Interruption, ...]:
    """Return the rows of an outage log in CSV (UTF-8, commas, times in RFC 3339 with their offset).

    Columns: id, begun, ended (empty: still out), feeder, place, root, cause, customers, source, simulated.

    Args:
        path: the file.
        now_us: the time; what begins later is a fault.
        feeders: the feeders that there are and how many customers each has; None checks neither.
        places: the units that there are; None checks none.

    Raises:
        BadFile: with every fault of the file, by row and column; nothing of it is to be used.
    """
    faults: list[Fault] = []
    data = read_bytes(path, faults)
    if data is None:
        raise BadFile(faults)
    sheet = Sheet(file=path.name, columns=_COLUMNS, key=("id",))
    records = read_sheet(sheet, data, faults)
    broken = {one.row for one in faults}
    if not broken.isdisjoint((0, 1)):
        raise BadFile(faults)
    rows: dict[str, tuple[int, Interruption]] = {}
    for record in records:
        check = _Row(path.name, record, faults)
        begun_us, ended_us = check.time("begun"), check.time("ended")
        if begun_us is None or record.row in broken or (faults and faults[-1].row == record.row):
            continue
        made = check.interruption(begun_us, ended_us)
        check.known(made, now_us, feeders, places)
        rows[made.id] = (record.row, made)
    for late, early, key in clashes(one for _, one in rows.values()):
        said: dict[str, Field] = {"id": late.id, "other": early.id}
        faults.append(fault(path.name, rows[late.id][0], "begun", key, **said))
    if faults:
        raise BadFile(sorted(faults, key=lambda one: one.row))
    return tuple(one for _, one in rows.values())


class _Row:
    """One record on its way to an interruption."""

    def __init__(self, file: str, record: Record, faults: list[Fault]) -> None:
        self.file = file
        self.record = record
        self.faults = faults

    def wrong(self, column: str, key: str, **fields: Field) -> None:
        """Note a fault of this row."""
        self.faults.append(fault(self.file, self.record.row, column, key, **fields))

    def time(self, column: str) -> int | None:
        """Return a time in microseconds; None where the cell is empty or no time, which is a fault."""
        text = self.record.texts.get(column, "")
        if not text:
            return None
        try:
            return parse_iso(text)
        except (ValueError, OverflowError):
            self.wrong(column, "outage-time-form", said=text)
            return None

    def interruption(self, begun_us: int, ended_us: int | None) -> Interruption:
        """Return the row's interruption; a number of customers that is not whole is a fault."""
        texts, customers = self.record.texts, self.record.numbers["customers"]
        if not customers.is_integer():
            self.wrong("customers", "outage-customers-not-whole", said=f"{customers:g}")
        return Interruption(
            id=texts["id"],
            begun_us=begun_us,
            ended_us=ended_us,
            feeder=texts.get("feeder", ""),
            place=texts.get("place", ""),
            root=texts.get("root", ""),
            cause=Cause(texts.get("cause") or Cause.UNKNOWN),
            customers=int(customers),
            source=Origin(texts.get("source") or Origin.IMPORTED),
            simulated=self.record.flags.get("simulated", False),
        )

    def known(
        self,
        one: Interruption,
        now_us: int,
        feeders: Mapping[str, int] | None,
        places: Collection[str] | None,
    ) -> None:
        """Note what contradicts the clock, the grid, or the row itself."""
        contradiction = trouble(one)
        if contradiction is not None:
            self.wrong("ended", contradiction[0], **contradiction[1])
        if max(one.begun_us, one.ended_us or 0) > now_us:
            column = "begun" if one.begun_us > now_us else "ended"
            self.wrong(column, "outage-in-the-future", said=self.record.texts[column], now=iso(now_us))
        if feeders is not None and one.feeder:
            if one.feeder not in feeders:
                self.wrong("feeder", "outage-feeder-unknown", said=one.feeder, near=near(one.feeder, feeders))
            elif one.customers > feeders[one.feeder]:
                self.wrong(
                    "customers", "outage-customers-too-many", said=one.customers, has=feeders[one.feeder]
                )
        if places is not None and one.place and one.place not in places:
            self.wrong("place", "outage-place-unknown", said=one.place, near=near(one.place, places))


def export_outages(rows: Iterable[Interruption]) -> str:
    """Return rows as a CSV file that ``read_outages`` reads; times in UTC, lines end with CR LF."""
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(column.name for column in _COLUMNS)
    for row in rows:
        ended = "" if row.ended_us is None else iso(row.ended_us)
        writer.writerow(
            (row.id, iso(row.begun_us), ended, row.feeder, row.place, row.root,
             row.cause.value, row.customers, row.source.value, "true" if row.simulated else "")
        )  # fmt: skip
    return written.getvalue()
