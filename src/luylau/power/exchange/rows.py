"""Rows of a JSON file as columns: every value that is not what it should be is a fault that names its element
and field, and the reader goes on with a harmless value, so that all faults are found at once."""

import math
from collections.abc import Mapping, Sequence
from enum import IntEnum
from typing import Final

import numpy as np

from luylau.kernel.arrays import Bool, Float64, Int8, Int64
from luylau.kernel.errors import Fault, Field
from luylau.power.model import Criticality, FeederKind, Feeders, Loads, Switches, SwitchKind, Table

Row = Mapping[str, object]
Column = tuple[str, ...] | Float64 | Int64 | Int8 | Bool

NAMED: Final[Mapping[tuple[type[Table], str], type[IntEnum]]] = {
    (Switches, "kind"): SwitchKind,
    (Loads, "criticality"): Criticality,
    (Feeders, "kind"): FeederKind,
}
"""Columns whose numbers stand in files by name."""

_USUAL: Final[Mapping[tuple[type[Table], str], int]] = {
    (Switches, "kind"): SwitchKind.LOAD_BREAK,
    (Loads, "criticality"): Criticality.NORMAL,
    (Loads, "customers"): 0,
}
_ENDLESS: Final = {"inf": math.inf, "+inf": math.inf, "-inf": -math.inf}


def usual(table: type[Table], column: str) -> float | int | str:
    """Return what a column holds where nothing is said: unknown, but for few columns."""
    sample = getattr(table.none(), column)
    if isinstance(sample, tuple):
        return ""
    if sample.dtype.kind == "f":
        return math.nan
    return _USUAL.get((table, column), 0 if sample.dtype.kind == "b" else -1)


class Rows:
    """The rows of one component. ``names`` are what faults call its elements by; ``faults`` is shared by all
    components of a file."""

    def __init__(self, file: str, kind: str, rows: Sequence[Row], faults: list[Fault]) -> None:
        self.file, self.kind, self.rows, self.faults = file, kind, rows, faults
        self.names = tuple(str(row.get("id", number)) for number, row in enumerate(rows))

    def __len__(self) -> int:
        return len(self.rows)

    def chosen(self, which: Bool) -> "Rows":
        """Return some of the rows under the same names."""
        kept = [number for number, one in enumerate(which.tolist()) if one]
        made = Rows(self.file, self.kind, [self.rows[number] for number in kept], self.faults)
        made.names = tuple(self.names[number] for number in kept)
        return made

    def fault(self, row: int, field: str, key: str, **fields: Field) -> None:
        """Note a fault of an element."""
        column = f"{self.kind}[{self.names[row]}]{field and '.'}{field}"
        self.faults.append(Fault(file=self.file, row=0, column=column, key=key, fields=fields))

    def numbers(self, field: str, default: float | None = None, *, endless: bool = False) -> Float64:
        """Return a column of numbers, shape (rows,); where none is said ``default``, or a fault without one.
        Infinite ones are faults unless ``endless``."""
        found = np.ones(len(self.rows))
        for number, row in enumerate(self.rows):
            said = row.get(field)
            if said is None and default is not None:
                found[number] = default
                continue
            value = _number(said)
            if value is None or (math.isinf(value) and not endless):
                self.fault(number, field, "grid-number-wrong", said=_said(said))
            else:
                found[number] = value
        return found

    def wholes(self, field: str, default: int | None = None) -> Int64:
        """Return a column of whole numbers, shape (rows,); where none is said ``default``, or a fault."""
        found = np.full(len(self.rows), -1 if default is None else default)
        for number, row in enumerate(self.rows):
            said = row.get(field)
            if type(said) is int and abs(said) < 1 << 62:
                found[number] = said
            elif said is not None or default is None:
                self.fault(number, field, "grid-whole-number-wrong", said=_said(said))
        return found

    def phases(self, field: str) -> Float64:
        """Return the sum of three phases of a column, shape (rows,)."""
        found = np.zeros(len(self.rows))
        for number, row in enumerate(self.rows):
            said = row.get(field)
            each = [_number(one) for one in said] if isinstance(said, list) and len(said) == 3 else [None]
            finite = [one for one in each if one is not None and math.isfinite(one)]
            if len(finite) == 3:
                found[number] = sum(finite)
            else:
                self.fault(number, field, "grid-number-wrong", said=_said(said))
        return found

    def numbered(self, field: str, at: Mapping[int, int], key: str, default: int | None = None) -> Int64:
        """Return the row numbers of what a column of ids refers to, shape (rows,).

        ``key`` is the fault where ``at`` does not know the id; ``default`` stands where none is said.
        """
        said = self.wholes(field, default)
        found = np.zeros(len(said), np.int64)
        for number, one in enumerate(said.tolist()):
            if one in at:
                found[number] = at[one]
            elif self.rows[number].get(field) is None and default is not None:
                found[number] = default
            elif type(self.rows[number].get(field)) is int:
                self.fault(number, field, key, said=str(one))
        return found

    def column(self, table: type[Table], name: str) -> Column:
        """Return a column of a table of the grid as ``cell`` has written it, with its type."""
        sample, missing = getattr(table.none(), name), usual(table, name)
        if isinstance(sample, tuple):
            return tuple(self._text(number, name) for number in range(len(self.rows)))
        if sample.dtype.kind == "f":
            return self.numbers(name, math.nan, endless=True)
        if names := NAMED.get((table, name)):
            known = {one.name.lower(): int(one) for one in names}
            return np.array(
                [self._one_of(number, name, known, int(missing)) for number in range(len(self.rows))],
                sample.dtype,
            )
        if sample.dtype.kind == "b":
            known = {"true": 1, "false": 0}
            return np.array(
                [self._one_of(number, name, known, 0) for number in range(len(self.rows))], np.bool_
            )
        held: Int64 = self.wholes(name, int(missing)).astype(sample.dtype)
        return held

    def _text(self, number: int, name: str) -> str:
        said = self.rows[number].get(name, "")
        if not isinstance(said, str):
            self.fault(number, name, "grid-text-wrong", said=_said(said))
            return ""
        return said

    def _one_of(self, number: int, name: str, known: Mapping[str, int], missing: int) -> int:
        said = self.rows[number].get(name)
        if said is None:
            return missing
        word = str(said).lower() if isinstance(said, bool) else said
        if not isinstance(word, str) or word not in known:
            self.fault(number, name, "grid-word-unknown", said=_said(said), known=", ".join(known))
            return missing
        return known[word]


def cell(table: type[Table], name: str, value: float | int | str | bool) -> float | int | str | bool | None:
    """Return how a value of a column stands in a file; None where it is the usual one and is left out.

    Raises:
        ValueError: a kind that does not exist.
    """
    if value == usual(table, name) or value != value:
        return None
    if names := NAMED.get((table, name)):
        return names(int(value)).name.lower()
    return str(value) if isinstance(value, float) and math.isinf(value) else value


def _number(said: object) -> float | None:
    if type(said) is float or type(said) is int:
        try:
            return float(said)
        except OverflowError:
            return None
    return _ENDLESS.get(said) if isinstance(said, str) else None


def _said(value: object) -> str:
    return "–" if value is None else str(value)[:60]
