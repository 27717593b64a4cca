"""The registry of series: (device, channel) to a small number, with the limits that checks need as columns.

Numbers are given once and never reused, so that Parquet segments can hold them; the table in SQL is the
memory,
the numpy columns are what the hot path reads.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from luylau.kernel.sql import metadata, reader
from luylau.telemetry.observations import Float64

series_table = sa.Table(
    "series",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("device", sa.String(64), nullable=False),
    sa.Column("channel", sa.String(64), nullable=False),
    sa.UniqueConstraint("device", "channel"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelSpec:
    """What is known of one channel of one kind of asset; the units are the channel's own.

    ``low``/``high``: physically possible range. ``max_rate``: fastest possible change per second.
    ``stuck_after_s``: longest it may stay the same to the last bit. ``period_s``: how often a device reports.
    ``resolution``: smallest step of the sensor, below which a change is noise. NaN switches a check off.
    """

    unit: str
    low: float = float("nan")
    high: float = float("nan")
    max_rate: float = float("nan")
    stuck_after_s: float = float("nan")
    period_s: float = float("nan")
    resolution: float = float("nan")


UNKNOWN_SPEC = ChannelSpec(unit="")
"""What holds for a channel that the pack does not know: no check at all."""

SpecOf = Callable[[str, str], ChannelSpec | None]
"""(device, channel) to its spec; None where the pack knows none."""

_COLUMNS = ("low", "high", "max_rate", "stuck_after_s", "period_s", "resolution")


class SeriesTable:
    """All series that were ever heard, numbered from 0 without gaps."""

    def __init__(self, engine: Engine, spec_of: SpecOf) -> None:
        self._engine = engine
        self._ids: dict[tuple[str, str], int] = {}
        self.keys: list[tuple[str, str]] = []
        self.specs: list[ChannelSpec | None] = []
        self._spec_of = spec_of
        self._unsaved: list[int] = []
        self._limits = {name: np.full(1024, np.nan) for name in _COLUMNS}
        with reader(engine) as connection:
            for row in connection.execute(sa.select(series_table).order_by(series_table.c.id)):
                self._append((row.device, row.channel))

    def __len__(self) -> int:
        return len(self.keys)

    def find(self, device: str, channel: str) -> int | None:
        """Return the number of a series, or None if it was never heard."""
        return self._ids.get((device, channel))

    def knows(self, device: str, channel: str) -> bool:
        """Say whether the pack knows this channel, heard or not."""
        return self._spec_of(device, channel) is not None

    def number(self, device: str, channel: str) -> int:
        """Return the number of a series, giving it one if it is new (saved with the next ``save``)."""
        key = (device, channel)
        found = self._ids.get(key)
        if found is None:
            found = self._append(key)
            self._unsaved.append(found)
        return found

    def limit(self, name: str) -> Float64:
        """Return one column of the specs over all series, shape (len(self),); NaN where a check is off."""
        return self._limits[name][: len(self.keys)]

    def respec(self, spec_of: SpecOf) -> None:
        """Take the specs anew, after the pack has changed."""
        self._spec_of = spec_of
        for number, key in enumerate(self.keys):
            self._set_spec(number, key)

    def save(self, connection: sa.Connection) -> int:
        """Write the new numbers in the caller's transaction; return how many, for ``saved`` once it has
        committed.

        May run beside ``number``: what comes meanwhile goes with the next ``save``.
        """
        fresh = self._unsaved[:]
        if fresh:
            connection.execute(
                series_table.insert(),
                [
                    {"id": number, "device": self.keys[number][0], "channel": self.keys[number][1]}
                    for number in fresh
                ],
            )
        return len(fresh)

    def saved(self, count: int) -> None:
        """Say that what ``save`` wrote, so many numbers, is committed."""
        del self._unsaved[:count]

    def _append(self, key: tuple[str, str]) -> int:
        number = len(self.keys)
        if number >= len(self._limits["low"]):
            for name, column in self._limits.items():
                self._limits[name] = np.concatenate([column, np.full(len(column), np.nan)])
        self._ids[key] = number
        self.keys.append(key)
        self.specs.append(None)
        self._set_spec(number, key)
        return number

    def _set_spec(self, number: int, key: tuple[str, str]) -> None:
        spec = self._spec_of(*key)
        self.specs[number] = spec
        for name in _COLUMNS:
            self._limits[name][number] = getattr(spec or UNKNOWN_SPEC, name)
