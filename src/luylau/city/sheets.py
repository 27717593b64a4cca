"""A CSV file of the pack read into records, with every fault in it named."""

import csv
import difflib
import io
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from luylau.city.columns import Column, Sheet
from luylau.city.reading import decode, fault
from luylau.kernel.errors import Fault
from luylau.kernel.ids import is_channel, is_id

MAX_TEXT = 500
"""Longest text of one cell, in letters."""
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
_FLAGS = {"true": True, "false": False, "": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One row: its number in the file and its cells, by column. An empty number is NaN."""

    row: int
    texts: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, float] = field(default_factory=dict)
    flags: dict[str, bool] = field(default_factory=dict)

    @property
    def names(self) -> dict[str, str]:
        """Names in other languages, by tag."""
        return {tag: name for tag in ("en", "ja") if (name := self.texts.get(f"name_{tag}"))}


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A CSV file as it stands: header and rows of text, each with its line number."""

    header: list[str]
    rows: list[tuple[int, list[str]]]


def near(word: str, known: Iterable[str]) -> str:
    """Return the known word most like ``word``; a dash where none is alike."""
    found = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return found[0] if found else "—"


def read_table(file: str, data: bytes, faults: list[Fault]) -> Table | None:
    """Return the cells of a CSV file; None with a fault noted where it is not one."""
    text = decode(file, data, faults)
    if text is None:
        return None
    first = text.partition("\n")[0]
    for mark, name in ((";", ";"), ("\t", "TAB")):
        if mark in first and "," not in first:
            faults.append(fault(file, 1, "", "city-separator", found=name))
            return None
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[tuple[int, list[str]]] = []
    try:
        rows.extend(
            (reader.line_num, [cell.strip() for cell in cells])
            for cells in reader
            if any(map(str.strip, cells))
        )
    except csv.Error as error:
        faults.append(fault(file, reader.line_num, "", "city-csv-broken", reason=str(error)))
        return None
    if not rows:
        faults.append(fault(file, 0, "", "city-file-empty"))
        return None
    return Table(header=rows[0][1], rows=rows[1:])


def read_sheet(sheet: Sheet, data: bytes, faults: list[Fault]) -> list[Record]:
    """Return the records of ``data``; every fault found is appended to ``faults``."""
    table = read_table(sheet.file, data, faults)
    if table is None:
        return []
    _check_header(sheet, table.header, faults)
    known = {column.name: column for column in sheet.columns}
    columns = [(index, known[name]) for index, name in enumerate(table.header) if name in known]
    records = []
    first: dict[tuple[str, ...], int] = {}
    for number, cells in table.rows:
        if len(cells) != len(table.header):
            faults.append(
                fault(sheet.file, number, "", "city-cells-count", found=len(cells), wanted=len(table.header))
            )
            cells = cells[: len(table.header)] + [""] * (len(table.header) - len(cells))
        record = Record(row=number)
        for index, column in columns:
            _read_cell(sheet.file, record, column, cells[index], faults)
        records.append(record)
        key = tuple(record.texts.get(name, "") for name in sheet.key)
        if all(key[:1]) and first.setdefault(key, number) != number:
            said = " / ".join(key)
            faults.append(
                fault(sheet.file, number, sheet.key[0], "city-id-twice", value=said, first=first[key])
            )
        if sheet.needs_source and not record.texts.get("source") and not record.flags.get("assumed"):
            faults.append(fault(sheet.file, number, "source", "city-source-missing"))
    return records


def _check_header(sheet: Sheet, header: list[str], faults: list[Fault]) -> None:
    faults.extend(
        fault(sheet.file, 1, column.name, "city-column-missing")
        for column in sheet.columns
        if column.required and column.name not in header
    )
    for index, name in enumerate(header):
        if name not in sheet.names:
            free = [known for known in sheet.names if known not in header]
            faults.append(fault(sheet.file, 1, name, "city-column-unknown", near=near(name, free)))
        elif name in header[:index]:
            faults.append(fault(sheet.file, 1, name, "city-column-twice"))


def _read_cell(file: str, record: Record, column: Column, text: str, faults: list[Fault]) -> None:
    name, key, said = column.name, "", {"value": text}
    if column.required and not text:
        key = "city-required"
    if column.form == "number":
        number, key_of_number = _number(column, text)
        record.numbers[name] = number
        key = key or key_of_number
        if key_of_number == "city-number-range":
            said |= {"low": f"{column.low:g}", "high": f"{column.high:g}"}
    elif column.form == "flag":
        if text.lower() not in _FLAGS:
            key = "city-flag-form"
        record.flags[name] = _FLAGS.get(text.lower(), False)
    else:
        record.texts[name] = text
        key = key or text_key(column, text)
        if key == "city-choice":
            said["choices"] = ", ".join(column.choices)
        elif key == "city-text-long":
            said |= {"length": str(len(text)), "limit": str(MAX_TEXT)}
    if key:
        faults.append(fault(file, record.row, name, key, **said))


def text_key(column: Column, text: str) -> str:
    """Return the message key of what is wrong with a cell of text; empty where nothing is."""
    if not text:
        return ""
    if column.form == "id" and not is_id(text):
        return "city-id-form"
    if column.form == "channel" and not is_channel(text):
        return "city-channel-form"
    if column.form == "choice" and text not in column.choices:
        return "city-choice"
    if len(text) > MAX_TEXT:
        return "city-text-long"
    # A spreadsheet would run such a cell as a formula when somebody opens an export.
    return "city-text-formula" if text[0] in "=@+" or "\n" in text else ""


def _number(column: Column, text: str) -> tuple[float, str]:
    if not text:
        return math.nan, ""
    if not _NUMBER.fullmatch(text):
        return math.nan, "city-number-form"
    number = float(text)
    return number, "" if column.low <= number <= column.high else "city-number-range"
