"""One run of a study, as it stands in the book."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

import sqlalchemy as sa

from luylau.kernel.errors import Fault, Field

RunState = Literal["queued", "running", "done", "failed", "cancelled"]
STATES: Final[tuple[RunState, ...]] = get_args(RunState)
ACTIVE: Final[tuple[RunState, ...]] = ("queued", "running")
"""What is not over yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A run: what was asked, by whom, and what became of it. Times are microseconds UTC, None for not yet.

    ``data``: the study as it was. ``cancelling``: somebody has asked to end it, and its worker has not heard
    yet. ``share`` from 0 to 1 and the message key ``step`` say how far it is. ``key``, ``fields`` and
    ``faults``: why it failed. ``worker`` has it, ``tries`` counts those that began. ``pack``: version of the
    pack that was asked. ``sha256``, ``size``: of its answer, in bytes.
    """

    id: str
    study: str
    version: int
    data: Mapping[str, Any]
    actor: str
    state: RunState
    cancelling: bool
    share: float
    step: str
    key: str
    fields: Mapping[str, Field]
    faults: tuple[Fault, ...]
    asked_us: int
    started_us: int | None
    ended_us: int | None
    worker: str
    tries: int
    pack: str
    sha256: str
    size: int

    @property
    def is_active(self) -> bool:
        """Whether it waits or runs."""
        return self.state in ACTIVE


def run_of(row: sa.Row[Any]) -> Run:
    """Return a row of the table as a run."""
    known = dict(row._mapping)
    del known["beat_us"]
    faults = tuple(Fault(**one) for one in known.pop("faults"))
    return Run(**known, faults=faults)
