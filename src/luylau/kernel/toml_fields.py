"""The fields of one table of a TOML file under examination: each read, or told what is wrong with it."""

import math
from collections.abc import Callable, Collection, Mapping
from dataclasses import MISSING, fields
from typing import Any

from luylau.kernel.errors import Fault, Field
from luylau.kernel.ids import is_id
from luylau.kernel.messages import LANGUAGES

YEAR_S = 366 * 86_400.0
"""The longest time that a field may ask for, in s."""


class Row:
    """One table's data under examination; gathers the faults.

    ``words`` begins the message keys of what can be wrong with any field, so that each file says it in its
    own terms: WORDS-field-type, -field-range, -field-choice, -field-missing, -id-bad, -name-missing and
    -key-unknown.
    """

    def __init__(self, data: Mapping[str, Any], file: str, row: int, *, words: str) -> None:
        self.data = data
        self.words = words
        self.faults: list[Fault] = []
        self.file, self._row = file, row

    def fault(self, column: str, key: str, **said: Field) -> None:
        """Note a fault of the field ``column``."""
        self.faults.append(Fault(file=self.file, row=self._row, column=column, key=key, fields=said))

    def is_good(self, name: str) -> bool:
        """Say whether nothing is wrong with the field ``name`` so far."""
        return not any(fault.column.split(".")[0] == name for fault in self.faults)

    def wrong_type(self, name: str, wanted: str) -> None:
        """Note that a field is of another type than ``wanted``."""
        self.fault(name, f"{self.words}-field-type", name=name, wanted=wanted)

    def text(self, name: str, value: object) -> str:
        """Return a text; empty where it is none."""
        if isinstance(value, str):
            return value
        self.wrong_type(name, "text")
        return ""

    def number(self, name: str, value: object, low: float, high: float) -> float:
        """Return a number from ``low`` to ``high``; ``low`` where it is none."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.wrong_type(name, "number")
        elif not (math.isfinite(value) and low <= value <= high):
            self.fault(name, f"{self.words}-field-range", name=name, low=low, high=high)
        else:
            return float(value)
        return low

    def whole(self, name: str, value: object, low: int, high: int) -> int:
        """Return a whole number from ``low`` to ``high``; ``low`` where it is none."""
        if isinstance(value, bool) or not isinstance(value, int):
            self.wrong_type(name, "whole")
        elif not low <= value <= high:
            self.fault(name, f"{self.words}-field-range", name=name, low=low, high=high)
        else:
            return value
        return low

    def truth(self, name: str, value: object) -> bool:
        """Return true or false."""
        if not isinstance(value, bool):
            self.wrong_type(name, "truth")
        return value is True

    def id(self, name: str, value: object) -> str:
        """Return an id."""
        text = self.text(name, value)
        if isinstance(value, str) and not is_id(text):
            self.fault(name, f"{self.words}-id-bad", name=name, value=text)
        return text

    def choice(self, name: str, value: object, choices: tuple[str, ...]) -> str:
        """Return one of the ``choices``."""
        text = self.text(name, value)
        if isinstance(value, str) and text not in choices:
            self.fault(name, f"{self.words}-field-choice", name=name, value=text, choices=", ".join(choices))
        return text

    def names(self, name: str, value: object) -> dict[str, str]:
        """Return the names in all languages."""
        if not isinstance(value, dict):
            self.wrong_type(name, "table")
            return {}
        self.keys(name, value, LANGUAGES)
        for language in LANGUAGES:
            said = value.get(language)
            if not isinstance(said, str) or not said.strip():
                self.fault(f"{name}.{language}", f"{self.words}-name-missing", language=language)
        return {key: str(said) for key, said in value.items()}

    def keys(self, name: str, given: Collection[str], known: Collection[str]) -> None:
        """Note every key that is not one of the ``known``."""
        for key in given:
            if key not in known:
                column = f"{name}.{key}" if name else key
                self.fault(column, f"{self.words}-key-unknown", name=column, known=", ".join(known))


Reader = Callable[[Row, str, object], object]
"""Reads one field, named in faults as the text says, from its value."""


def read_known(
    row: Row, data: Mapping[str, Any], made: type, readers: Mapping[str, Reader], at: str = ""
) -> dict[str, Any]:
    """Return the fields of a dataclass that stand in ``data``; what is unknown, missing or wrong is noted.

    ``readers`` names every field that may stand there; ``at`` is what the column of each begins with.
    """
    row.keys(at.rstrip("."), data, readers)
    values: dict[str, Any] = {}
    for part in fields(made):
        if part.name not in readers:
            continue
        if part.name in data:
            values[part.name] = readers[part.name](row, f"{at}{part.name}", data[part.name])
        elif part.default is MISSING and part.default_factory is MISSING:
            row.fault(f"{at}{part.name}", f"{row.words}-field-missing", name=f"{at}{part.name}")
    return values


def numbers(low: float, high: float) -> Reader:
    """Return what reads a number within bounds."""
    return lambda row, name, value: row.number(name, value, low, high)


def wholes(low: int, high: int) -> Reader:
    """Return what reads a whole number within bounds."""
    return lambda row, name, value: row.whole(name, value, low, high)


def choices(known: tuple[str, ...]) -> Reader:
    """Return what reads one of several words."""
    return lambda row, name, value: row.choice(name, value, known)
