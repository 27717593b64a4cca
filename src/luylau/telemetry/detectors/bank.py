"""The bank of detectors: one small model per series, all of them in one pass."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from luylau.telemetry.detectors import kernel
from luylau.telemetry.detectors.band import Band, expected_band
from luylau.telemetry.detectors.settings import AnomalyKind, DetectorSettings
from luylau.telemetry.detectors.state import COLD, HOT, fresh
from luylau.telemetry.observations import BAD, Bool, Float64, Int32, Int64, Quality, UInt16
from luylau.telemetry.records import Records, aligned

Float32 = NDArray[np.float32]

_UNFIT = BAD | int(Quality.LATE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """An anomaly of one series began or ended, and why.

    ``row`` is the row of the batch. ``score`` is the surprise in nats; ``expected``, ``low`` and ``high``
    are in the channel's unit: a value outside of low to high alone would make an anomaly likely. ``z`` is
    how many spreads the value lies off what was expected. ``kind`` at the end is what it began with.

    ``low`` to ``high`` explains a JUMP alone: the values of a DRIFT or of NOISE may lie within. ``drift`` is
    by how much, at the least, the values of a DRIFT that begins erred on average (in the channel's unit;
    above what was expected if positive); 0 otherwise.
    """

    row: int
    series: int
    time_us: int
    began: bool
    kind: AnomalyKind
    score: float
    value: float
    expected: float
    low: float
    high: float
    z: float
    drift: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class DetectorOutput:
    """What the bank says of a batch; arrays have shape (n,), NaN where a row was not scored.

    ``score`` is the surprise in nats, ``kind`` an ``AnomalyKind``, ``z`` the error in spreads; ``expected``
    and
    ``reach`` are in the channel's unit, and the expected band is ``expected`` plus or minus ``reach``.
    Rows that are bad, late, of a series switched off, or still warming up have no score.
    """

    score: Float32
    kind: NDArray[np.uint8]
    z: Float32
    expected: Float64
    reach: Float32
    transitions: tuple[Transition, ...]

    @property
    def likelihood(self) -> Float64:
        """How sure it is that the row is anomalous, 0 to 1: one minus exp(-score)."""
        return -np.expm1(-self.score.astype(np.float64))

    @property
    def low(self) -> Float64:
        """The lower edge of what was expected."""
        return self.expected - self.reach

    @property
    def high(self) -> Float64:
        """The upper edge of what was expected."""
        return self.expected + self.reach


class DetectorBank:
    """Detectors for all series of a table; a series costs 256 bytes.

    Results depend only on the order of the observations of each series, never on how they were cut into
    batches.
    """

    def __init__(self, settings: DetectorSettings | None = None, *, series: int = 0) -> None:
        self.settings = settings or DetectorSettings()
        self._tuning = self.settings.tuning()
        self._hot, self._cold = fresh(series)
        # Compiles, or loads what was compiled, now and not with the first batch.
        empty = np.empty(0)
        self.update(empty.astype(np.int32), empty.astype(np.int64), empty)

    def __len__(self) -> int:
        return len(self._hot)

    def grow(self, series: int) -> None:
        """Make room for at least ``series`` series; new ones are enabled."""
        more = series - len(self._hot)
        if more > 0:
            # By halves, so that devices that come one by one do not copy everything each time.
            hot, cold = fresh(max(series, len(self._hot) * 3 // 2))
            hot[: len(self._hot)] = self._hot
            cold[: len(self._cold)] = self._cold
            self._hot, self._cold = hot, cold

    def configure(self, *, enabled: Bool | None = None, resolution: Float64 | None = None) -> None:
        """Switch series on or off and set the finest step of their sensors.

        Args:
            enabled: shape (series,), which are watched. A series switched off keeps its model and has no
            scores. resolution: shape (series,), in the channels' units; NaN where unknown. A spread below
            half of it is
                not believed.
        """
        for column in (enabled, resolution):
            if column is not None:
                self.grow(len(column))
        if enabled is not None:
            self._hot["enabled"][: len(enabled)] = enabled
        if resolution is not None:
            self._hot["floor"][: len(resolution)] = np.nan_to_num(resolution) / 2

    def update(
        self, series: Int32, time_us: Int64, value: Float64, quality: UInt16 | None = None
    ) -> DetectorOutput:
        """Score a batch and learn from it.

        Args:
            series: shape (n,), series numbers; the bank grows to hold them.
            time_us: shape (n,), microseconds since 1970-01-01 UTC.
            value: shape (n,), in the channels' units.
            quality: shape (n,), flags of the quality checker; bad and late rows are left out. Without it only
                values that are not finite and times that do not move on are.

        Raises:
            ValueError: columns of unequal length, or a negative series number.
        """
        count = len(series)
        if not count == len(time_us) == len(value) or (quality is not None and len(quality) != count):
            raise ValueError("columns of unequal length")
        if count:
            if int(series.min()) < 0:
                raise ValueError("a series number is negative")
            self.grow(int(series.max()) + 1)
        flags = np.empty(0, np.uint16) if quality is None else quality
        score, z, reach = (np.empty(count, np.float32) for _ in range(3))
        kind = np.empty(count, np.uint8)
        expected = np.empty(count)
        changes = np.empty((count, 4), np.int64)
        changed = kernel.run(
            self._hot, self._cold, series, time_us, value, flags, _UNFIT, self._tuning,
            score, kind, z, expected, reach, changes,
        )  # fmt: skip
        return DetectorOutput(
            score=score,
            kind=kind,
            z=z,
            expected=expected,
            reach=reach,
            transitions=tuple(
                Transition(
                    row=int(row),
                    series=int(series[row]),
                    time_us=int(time_us[row]),
                    began=bool(began),
                    kind=AnomalyKind(int(cause)),
                    score=float(score[row]),
                    value=float(value[row]),
                    expected=float(expected[row]),
                    low=float(expected[row] - reach[row]),
                    high=float(expected[row] + reach[row]),
                    z=float(z[row]),
                    drift=self._drift(value[row] - expected[row], z[row], side)
                    if cause == AnomalyKind.DRIFT
                    else 0.0,
                )
                for row, cause, began, side in changes[:changed]
            ),
        )

    def _drift(self, error: float, z: float, side: int) -> float:
        """Return what a CUSUM that has grown says of the mean error: it exceeds the slack."""
        return float(side * self.settings.slack * (error / z)) if z else 0.0

    def active(self) -> NDArray[np.uint8]:
        """Return the ``AnomalyKind`` that each series is in now, 0 for none; shape (len(self),)."""
        return self._hot["active"].copy()

    def band(self, series: Int32, at_us: int) -> Band:
        """Return where the next values of ``series`` are expected at a time (microseconds since 1970 UTC).

        Raises:
            IndexError: a series that the bank never had.
        """
        return expected_band(self._hot, self._cold, self.settings, series, at_us)

    def save(self) -> dict[str, Records]:
        """Return a copy of what was learned, for a checkpoint."""
        return {"hot": self._hot.copy(), "cold": self._cold.copy()}

    def load(self, state: Mapping[str, Records]) -> None:
        """Take what ``save`` gave. What ``configure`` set stays for the series that the bank already has.

        Raises:
            ValueError: the state is of another version, or its parts do not fit together.
        """
        hot, cold = state.get("hot"), state.get("cold")
        if hot is None or cold is None or hot.dtype != HOT or cold.dtype != COLD or len(hot) != len(cold):
            raise ValueError("not a state of this version of the detector bank")
        set_before = {name: self._hot[name].copy() for name in ("enabled", "floor")}
        self._hot, self._cold = aligned(len(hot), HOT), aligned(len(cold), COLD)
        self._hot[:], self._cold[:] = hot, cold
        kept = len(set_before["enabled"])
        self.grow(kept)
        for name, column in set_before.items():
            self._hot[name][:kept] = column
