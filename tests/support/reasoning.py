"""What ``signals`` does with what is heard, as far as causes go: for tests of what ``web`` makes of them."""

import numpy as np
from sqlalchemy.engine import Engine

from luylau.city.model import City
from luylau.incidents import IncidentBook
from luylau.incidents.causes import CauseBook, CauseEngine, Correlator, Describer
from luylau.incidents.sight import MAX_STEP_US, Sight
from luylau.kernel.clock import Clock
from luylau.kernel.events import SqlEventLog
from luylau.power.impact import places_of_loads
from luylau.power.model import Grid
from luylau.telemetry.observations import Batch


class Reasoning:
    """Hear, then ``tick``: causes are found and written down, at the clock's time."""

    def __init__(self, engine: Engine, city: City, grid: Grid, clock: Clock) -> None:
        events = SqlEventLog()
        self._clock = clock
        self._sight = Sight.at(clock.now_us())
        causes = CauseEngine(city, grid)
        devices = causes.wiring.devices
        self._sight.rate = float((1e6 / devices.period_us).sum())
        self._correlator = Correlator(causes, Describer(city, causes, places_of_loads(grid, city)))
        self._book = IncidentBook(engine, events, clock)
        self._causes = CauseBook(engine, events, clock, self._book)
        self._numbers: dict[tuple[str, str], int] = {}
        self._rows: list[tuple[int, float]] = []

    def hear(self, device: str, channel: str, value: float) -> None:
        """Take a value that comes now."""
        number = self._numbers.setdefault((device, channel), len(self._numbers))
        self._rows.append((number, value))

    def tick(self) -> None:
        """Reason on what has been heard since the last time."""
        now_us, sight = self._clock.now_us(), self._sight
        while (sight.wall_us or 0) < now_us:
            sight.move(now_us if sight.wall_us is None else min(now_us, sight.wall_us + MAX_STEP_US))
        count = len(self._rows)
        if count:
            sight.hear("test", count)
        came = Batch(
            stream="test",
            series=np.array([number for number, _ in self._rows], np.int32),
            time_us=np.full(count, now_us),
            received_us=np.full(count, now_us),
            value=np.array([value for _, value in self._rows], np.float64),
            quality=np.zeros(count, np.uint16),
            seq=np.arange(count),
        )
        self._rows.clear()
        self._correlator.take(came, list(self._numbers), sight.now_us)
        account = self._correlator.tick(sight.now_us, sight.to_wall)
        self._book.record(account.changes)
        self._causes.record(dict(account.described))
