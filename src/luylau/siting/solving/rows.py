"""Rows of numbers in a text file, each number checked, with the faults that were found."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from luylau.kernel.errors import BadFile, Fault, Field

MOST_FAULTS: Final = 50
"""Faults of one file that are told; a wrong column would else bring one for each of its rows."""


@dataclass(frozen=True, slots=True)
class Column:
    """What a number in a row is called, its bounds (``low`` and ``high`` themselves are good), and whether it
    is a whole number."""

    name: str
    low: float = -math.inf
    high: float = math.inf
    whole: bool = False


class Rows:
    """The lines of a file that are not empty, with their rows.

    Faults go into ``faults``, which several files may share, until ``refuse`` raises them.
    """

    def __init__(self, file: Path, faults: list[Fault]) -> None:
        """Read the file.

        Raises:
            BadFile: it cannot be read, is no text in UTF-8, or holds nothing.
        """
        self.file, self._faults = file, faults
        try:
            text = file.read_bytes().decode("utf-8-sig")
        except OSError as error:
            self.fault(0, "", "siting-instance-unreadable", said=error.strerror or str(error))
            self.refuse()
        except UnicodeDecodeError as error:
            self.fault(error.object.count(b"\n", 0, error.start) + 1, "", "siting-file-not-utf8")
            self.refuse()
        self._lines = [(row, line) for row, line in enumerate(text.splitlines(), 1) if line.strip()]
        if not self._lines:
            self.fault(0, "", "siting-file-empty")
            self.refuse()

    def __iter__(self) -> Iterator[tuple[int, str]]:
        """Go through the rows, counted as an editor does, and their lines."""
        return iter(self._lines)

    def numbers(self, row: int, line: str, columns: Sequence[Column]) -> list[float]:
        """Return a line's numbers, one for each column; not a number where there is a fault."""
        words = line.split()
        if len(words) != len(columns):
            self.fault(row, " ".join(one.name for one in columns), "siting-instance-line")
            return [math.nan] * len(columns)
        return [self._number(row, word, column) for word, column in zip(words, columns, strict=True)]

    def counted(self, row: int, column: str, given: int, needed: float) -> None:
        """Note a fault where there are not as many rows as are needed; not where that is not a number."""
        if given != needed and not math.isnan(needed):
            self.fault(row, column, "siting-instance-count", given=given, needed=int(needed))

    def fault(self, row: int, column: str, key: str, **fields: Field) -> None:
        """Note a fault; ``row`` 0 is the whole file.

        Raises:
            BadFile: these are the most that are told.
        """
        self._faults.append(Fault(file=self.file.name, row=row, column=column, key=key, fields=fields))
        if len(self._faults) >= MOST_FAULTS:
            self.refuse()

    def refuse(self) -> None:
        """Raise what was noted.

        Raises:
            BadFile: there are faults.
        """
        if self._faults:
            raise BadFile(self._faults)

    def _number(self, row: int, word: str, column: Column) -> float:
        try:
            value = float(word)
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            self.fault(row, column.name, "siting-file-number", value=word, name=column.name)
        elif column.whole and not value.is_integer():
            self.fault(row, column.name, "siting-instance-whole", value=word, name=column.name)
        elif value < column.low or value > column.high:
            key = "siting-instance-low" if math.isinf(column.high) else "siting-instance-range"
            bounds = (
                {"low": column.low} if math.isinf(column.high) else {"low": column.low, "high": column.high}
            )
            self.fault(row, column.name, key, value=word, name=column.name, **bounds)
        else:
            return value
        return math.nan
