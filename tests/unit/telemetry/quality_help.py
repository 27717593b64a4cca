"""Batches and limits for the tests of the quality checker, written in seconds."""

from collections.abc import Mapping, Sequence

import numpy as np

from luylau.telemetry.observations import Batch, Float64, Quality
from luylau.telemetry.quality import QualityChecker

T0 = 1_760_000_000_000_000
S = 1_000_000


class Specs:
    """Limits of a few series, by name; NaN where not given."""

    def __init__(self, count: int = 1, **columns: float) -> None:
        self.count = count
        self.columns = columns

    def __len__(self) -> int:
        return self.count

    def limit(self, name: str) -> Float64:
        return np.full(self.count, self.columns.get(name, np.nan))


def batch(
    values: Sequence[float],
    *,
    at_s: Sequence[float] | None = None,
    received_s: Sequence[float] | None = None,
    series: Sequence[int] | None = None,
    quality: Sequence[int] | None = None,
    text: Mapping[int, str] | None = None,
) -> Batch:
    """One observation a minute unless told otherwise, received as measured."""
    count = len(values)
    times = [60.0 * row for row in range(count)] if at_s is None else at_s
    received = times if received_s is None else received_s
    return Batch(
        stream="test",
        series=np.array([0] * count if series is None else series, np.int32),
        time_us=np.array([T0 + round(second * S) for second in times], np.int64),
        received_us=np.array([T0 + round(second * S) for second in received], np.int64),
        value=np.array(values, np.float64),
        quality=np.array([0] * count if quality is None else quality, np.uint16),
        seq=np.arange(count, dtype=np.int64),
        text=text or {},
    )


def flags(checker: QualityChecker, given: Batch, *, now_s: float | None = None) -> list[Quality]:
    """Check a batch; the platform's clock is at the last reception unless told otherwise."""
    now = int(given.received_us.max()) if now_s is None else T0 + round(now_s * S)
    return [Quality(int(flag)) for flag in checker.check(given, now_us=now).quality]
