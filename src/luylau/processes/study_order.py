"""What ``studies`` and a ``study-worker`` say to each other: one order down, lines of JSON up."""

from typing import Any

import msgspec


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be done: the run, what tells this try of it from others, and its study's data."""

    run: str
    mark: str
    study: dict[str, Any]


class Told(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One line. With ``sha256`` the answer is there; with ``key`` there will be none, for that reason."""

    share: float = 0.0
    step: str = ""
    sha256: str = ""
    size: int = 0
    pack: str = ""
    key: str = ""
    fields: dict[str, str | int | float] = msgspec.field(default_factory=dict)
    faults: list[dict[str, Any]] = msgspec.field(default_factory=list)

    @property
    def is_last(self) -> bool:
        """Whether it says how the run came out."""
        return bool(self.sha256 or self.key)
