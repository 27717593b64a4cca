"""What a note is made of, whatever sets it."""

from collections.abc import Callable
from dataclasses import dataclass

from luylau.kernel.messages import Language


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph; ``alarm`` for what must not be overlooked."""

    text: str
    alarm: bool = False


@dataclass(frozen=True, slots=True)
class Rows:
    """A table: its head, its rows, and the columns' shares of the width."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shares: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Map:
    """Where the sites are: degrees (lat, lon) of the plan's sites with their numbers, of the sites that were
    left, and of the units' centres; ``words`` says the same for those who cannot see it."""

    chosen: tuple[tuple[float, float], ...]
    left: tuple[tuple[float, float], ...]
    units: tuple[tuple[float, float], ...]
    words: str


@dataclass(frozen=True, slots=True)
class Part:
    """A section: its heading and what stands below it."""

    heading: str
    body: tuple[Words | Rows | Map, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A note in one language."""

    language: Language
    title: str
    question: str
    foot: str
    page: Callable[[int], str]
    parts: tuple[Part, ...]
