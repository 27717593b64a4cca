"""What time it is for silence: a clock that runs only while the platform can hear.

When nothing comes from anybody, the fault lies with the platform's own ears (broker, ingest, network), not
with 1,500 devices at once. So the time in which a device may be silent stands still then, and one finding
says that sight is lost. A machine's clock that jumps, or a process that slept, makes no device silent either.

Messages come by several ways (MQTT, HTTP, SCADA). What counts are those that carry much: a single feed that
still comes by another one proves nothing of the many that fell silent together.
"""

from dataclasses import dataclass, field

from luylau.kernel.clock import MICROS

MAX_STEP_US = 5 * MICROS
"""The longest step of the machine's clock that is believed between two looks at it."""
QUIET_US = 10 * MICROS
"""Quiet from everybody for less than this is nothing unusual, however many devices there are."""
LOST_US = 30 * MICROS
"""Quiet from everybody for this long is lost sight at the earliest."""
_MESSAGES = 10
"""With few devices: the quiet must last as long as this many messages would take on average."""
_HALF_US = 3_600 * MICROS
"""What a way has carried counts half after so long."""
_MUCH = 0.5
"""A way counts if it carries so much of what the busiest one does."""


@dataclass(slots=True)
class Way:
    """One way by which messages come: how many came lately, reckoned at the steady time ``at_us``."""

    carried: float
    at_us: int

    def by(self, steady_us: int) -> float:
        """Return how many came lately, as they count at a time."""
        return float(self.carried * 0.5 ** ((steady_us - self.at_us) / _HALF_US))


@dataclass(slots=True)
class Sight:
    """The sight clock, in microseconds; it starts at the wall clock's time and falls behind it.

    ``steady_us`` follows the wall clock without its jumps; ``now_us`` moreover stands still in long quiet.
    """

    steady_us: int
    now_us: int
    heard_us: int
    """Steady time of the last message by a way that counts."""
    wall_us: int | None = None
    """The wall clock when last looked at; None right after a start."""
    rate: float = 0.0
    """Messages a second that all watched devices together should send."""
    ways: dict[str, Way] = field(default_factory=dict)

    @classmethod
    def at(cls, now_us: int) -> "Sight":
        """Return a clock that starts now, with nothing heard yet."""
        return cls(steady_us=now_us, now_us=now_us, heard_us=now_us)

    @property
    def quiet_us(self) -> int:
        """How long quiet from everybody still counts against the single device."""
        return max(QUIET_US, self._expected_us)

    @property
    def lost_after_us(self) -> int:
        """How long quiet from everybody may last before sight is lost."""
        return max(LOST_US, self._expected_us)

    @property
    def is_lost(self) -> bool:
        """Whether nothing that counts came for too long, though something should have."""
        return self.rate > 0 and self.steady_us - self.heard_us >= self.lost_after_us

    def move(self, wall_us: int) -> None:
        """Follow the wall clock to ``wall_us``; steps back and longer steps than 5 s are not believed."""
        before, self.wall_us = self.wall_us, wall_us
        if before is None:
            return
        step = min(max(wall_us - before, 0), MAX_STEP_US)
        self.now_us += min(max(self.heard_us + self.quiet_us - self.steady_us, 0), step)
        self.steady_us += step

    def hear(self, way: str, count: int) -> None:
        """Say that so many messages came by a way."""
        known = self.ways.setdefault(way, Way(carried=0.0, at_us=self.steady_us))
        known.carried, known.at_us = known.by(self.steady_us) + count, self.steady_us
        if known.carried >= _MUCH * max(one.by(self.steady_us) for one in self.ways.values()):
            self.heard_us = self.steady_us

    def to_wall(self, sight_us: int) -> int:
        """Return the wall clock's time of a moment of this clock, as the wall clock runs now."""
        return (self.wall_us or self.now_us) - (self.now_us - sight_us)

    @property
    def _expected_us(self) -> int:
        return round(_MESSAGES / self.rate * MICROS) if self.rate > 0 else 0
