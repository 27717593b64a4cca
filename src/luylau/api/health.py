"""How the parts are: what each said last of itself, and which have fallen silent."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from luylau.kernel.clock import Clock
from luylau.kernel.health import STALE_AFTER_S, PartHealth

PartState = Literal["ok", "degraded", "lost"]

INGEST_PART = "signals"
"""The part whose figures tell what became of what came in: ``accepted``, ``refused`` and ``marked`` by
reason, ``lag_s``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartView:
    """A part now. ``since_us`` is when it came into its state (microseconds UTC); ``said`` what it last
    said."""

    part: str
    state: PartState
    since_us: int
    said: PartHealth | None


@dataclass(slots=True)
class _Seen:
    said: PartHealth | None
    heard: float
    state: PartState
    since_us: int


class HealthBoard:
    """What is known of the parts. One thread notes, any thread reads.

    Silence is reckoned with the machine's monotonic clock, which no jump of the wall clock moves.
    """

    def __init__(
        self, clock: Clock, expected: tuple[str, ...], *, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        """Begin with the ``expected`` parts, which count as lost if they say nothing in time."""
        self._clock = clock
        self._monotonic = monotonic
        now_us, heard = clock.now_us(), monotonic()
        self._seen = {part: _Seen(None, heard, "ok", now_us) for part in expected}

    def note(self, said: PartHealth) -> None:
        """Take over what a part says of itself."""
        state: PartState = "degraded" if said.state == "degraded" else "ok"
        before = self._seen.get(said.part)
        same = before is not None and before.state == state and before.said is not None
        since_us = before.since_us if before is not None and same else self._clock.now_us()
        self._seen[said.part] = _Seen(said, self._monotonic(), state, since_us)

    def parts(self) -> list[PartView]:
        """Return all parts by name, those silent for more than ``STALE_AFTER_S`` as lost."""
        now = self._monotonic()
        for part, seen in list(self._seen.items()):
            if seen.state != "lost" and now - seen.heard > STALE_AFTER_S:
                self._seen[part] = _Seen(seen.said, seen.heard, "lost", self._clock.now_us())
        return [
            PartView(part=part, state=seen.state, since_us=seen.since_us, said=seen.said)
            for part, seen in sorted(self._seen.items())
        ]

    def overall(self) -> PartState:
        """Return "lost" if a part is lost, else "degraded" if one is, else "ok"."""
        held = {part.state for part in self.parts()}
        return "lost" if "lost" in held else "degraded" if "degraded" in held else "ok"


def flat(figures: Mapping[str, Any], prefix: str = "") -> dict[str, float]:
    """Return the numbers of nested figures by dotted name; what is no finite number is left out."""
    found: dict[str, float] = {}
    for name, value in figures.items():
        if isinstance(value, Mapping):
            found.update(flat(value, f"{prefix}{name}."))
        elif isinstance(value, int | float) and value - value == 0:
            found[f"{prefix}{name}"] = float(value)
    return found


def counts(figures: Mapping[str, float], group: str) -> dict[str, int]:
    """Return the counts of a group of flat figures by their last name, e.g. "refused"."""
    return {
        name.removeprefix(f"{group}."): int(n) for name, n in figures.items() if name.startswith(f"{group}.")
    }
