"""The detector bank and the quality checks on one core, beside river's running statistics and plain numpy.

100,000 series report once a minute in random order, in batches as the ingest hands them on. Every core but
one is taken away from the process first. The peers do less than the bank (mean, spread and a z-score only):

* river: ``stats.EWMean`` and ``stats.EWVar`` per series, an observation at a time, as its users write it;
* numpy: the same two recurrences over a round of all series at once, which needs the observations sorted into
  rounds beforehand (that is not counted).
"""

import argparse
import os
import statistics
from collections.abc import Callable, Iterator

import numpy as np
from river import stats

from benchmarks.common import Result, Table, run, timed
from luylau.telemetry.detectors import DetectorBank
from luylau.telemetry.observations import Batch, Float64
from luylau.telemetry.quality import QualityChecker

SERIES = 100_000
START_US = 1_760_000_000_000_000
MINUTE_US = 60_000_000
BATCH = 20_000  # a tenth of a second at 200,000 observations a second
WARM_ROUNDS = 70  # past the warm-up: every row is scored


class Limits:
    """Limits of all series: a plausible thermometer."""

    columns = {  # noqa: RUF012
        "low": -50.0,
        "high": 90.0,
        "max_rate": 1.0,
        "stuck_after_s": 86_400.0,
        "period_s": 60.0,
        "resolution": 0.01,
    }

    def __init__(self) -> None:
        self._full = {name: np.full(SERIES, value) for name, value in self.columns.items()}

    def __len__(self) -> int:
        return SERIES

    def limit(self, name: str) -> Float64:
        return self._full[name]


def rounds(count: int, seed: int) -> Iterator[Batch]:
    """Yield rounds of one observation of every series, in random order; row ``k`` comes at its own moment."""
    rng = np.random.default_rng(seed)
    moments = np.arange(SERIES, dtype=np.int64) * MINUTE_US // SERIES
    for number in range(count):
        series = rng.permutation(SERIES).astype(np.int32)
        t = START_US + number * MINUTE_US + moments
        yield Batch(
            stream="bench",
            series=series,
            time_us=t,
            received_us=t + 20_000,
            value=20 + rng.normal(0, 1, SERIES),
            quality=np.zeros(SERIES, np.uint16),
            seq=np.arange(SERIES, dtype=np.int64),
        )


def rate(work: Callable[[Batch], object], batches: int, size: int, warm: int) -> tuple[float, float]:
    """Return observations a second: the median over batches of ``size`` rows, and over all of the time."""
    rates, seconds, rows = [], 0.0, 0
    for number, whole in enumerate(rounds(warm + batches, 1)):
        for start in range(0, SERIES, size):
            piece = slice(start, start + size)
            batch = Batch(
                stream=whole.stream,
                series=whole.series[piece],
                time_us=whole.time_us[piece],
                received_us=whole.received_us[piece],
                value=whole.value[piece],
                quality=whole.quality[piece],
                seq=whole.seq[piece],
            )
            with timed() as timer:
                work(batch)
            if number >= warm:
                rates.append(len(batch) / timer.seconds)
                seconds += timer.seconds
                rows += len(batch)
    return statistics.median(rates), rows / seconds


def river_rate(rows: int) -> float:
    """Return river's observations a second over ``rows`` rows."""
    means = [stats.EWMean(0.01) for _ in range(SERIES)]
    spreads = [stats.EWVar(0.01) for _ in range(SERIES)]
    batch = next(rounds(1, 2))
    numbers, values = batch.series[:rows].tolist(), batch.value[:rows].tolist()
    scores = []
    with timed() as timer:
        for number, value in zip(numbers, values, strict=True):
            mean, spread = means[number], spreads[number]
            variance = spread.get()
            scores.append((value - (mean.get() or 0.0)) / (variance**0.5 if variance else 1.0))
            mean.update(value)
            spread.update(value)
    return rows / timer.seconds


def numpy_rate(count: int) -> float:
    """Return plain numpy's observations a second over ``count`` rounds of all series."""
    rng = np.random.default_rng(3)
    mean, variance = np.zeros(SERIES), np.ones(SERIES)
    with timed() as timer:
        pass
    for _ in range(count):
        value = rng.normal(0, 1, SERIES)
        with timed(timer):
            error = value - mean
            score = error / np.sqrt(variance)
            mean += 0.01 * error
            variance += 0.01 * (error * error - variance)
            np.clip(score, -9, 9, out=score)
    return count * SERIES / timer.seconds


def measure(arguments: argparse.Namespace) -> Result:
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(cores)})
    try:
        batches = 40 if arguments.quick else 400
        bank, checker = DetectorBank(series=SERIES), QualityChecker(Limits())
        detectors, detectors_whole = rate(
            lambda batch: bank.update(batch.series, batch.time_us, batch.value, batch.quality),
            batches, BATCH, WARM_ROUNDS,
        )  # fmt: skip
        big_bank = DetectorBank(series=SERIES)
        detectors_big, _ = rate(
            lambda batch: big_bank.update(batch.series, batch.time_us, batch.value, batch.quality),
            batches // 4, SERIES, WARM_ROUNDS,
        )  # fmt: skip
        quality, quality_whole = rate(
            lambda batch: checker.check(batch, now_us=int(batch.received_us[-1])), batches, BATCH, 5
        )
        river = river_rate(20_000 if arguments.quick else 100_000)
        plain = numpy_rate(batches)
    finally:
        os.sched_setaffinity(0, cores)
    state = bank.save()
    bytes_a_series = sum(part.nbytes for part in state.values()) / len(bank)
    table = Table(
        title=f"Observations a second on one core, {SERIES:,} series in random order",
        columns=("", "observations/s", "beside the bank"),
    )
    for name, figure in (
        (f"detector bank, batches of {BATCH:,}", detectors),
        ("  the same, all time counted", detectors_whole),
        ("detector bank, batches of 100,000 (fresh pages for each)", detectors_big),
        ("quality checks", quality),
        ("river EWMean + EWVar", river),
        ("numpy, sorted into rounds beforehand", plain),
    ):
        table.add(name, figure, figure / detectors)
    return Result(
        tables=[table],
        figures={
            "observations_per_s": detectors,
            "mean_observations_per_s": detectors_whole,
            "batches_of_100k": {"observations_per_s": detectors_big},
            "quality_observations_per_s": quality,
            "quality_mean_observations_per_s": quality_whole,
            "bytes_per_series": bytes_a_series,
            "river": {"observations_per_s": river},
            "numpy": {"observations_per_s": plain},
            "ratio_river": detectors / river,
            "ratio_numpy": detectors / plain,
        },
    )


if __name__ == "__main__":
    run("Detector bank and quality checks on one core", measure)
