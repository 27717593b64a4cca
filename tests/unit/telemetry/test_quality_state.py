"""The quality checker's state: cuts into batches, growth, checkpoints."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luylau.telemetry.observations import Batch, Quality
from luylau.telemetry.quality import QualityChecker, QualitySettings
from tests.unit.telemetry.quality_help import T0, S, Specs, batch, flags

LIMITS = {"low": -5.0, "high": 5.0, "max_rate": 0.05, "stuck_after_s": 100.0, "period_s": 10.0}

rows = st.lists(
    st.tuples(
        st.integers(0, 2),  # series
        st.sampled_from([-40, -10, 0, 3, 10, 10, 10, 45, 500, 10**8, -(10**8), -(10**9)]),  # seconds on
        st.sampled_from([0.0, 0.0, 0.1, 0.4, 3.0, -3.0, 9.0, float("nan"), float("inf")]),
        st.sampled_from([0, 0, 0, int(Quality.UNIT), int(Quality.UNKNOWN_DEVICE)]),
        st.booleans(),  # whether the device's time is the platform's
    ),
    min_size=1,
    max_size=60,
)


def as_batch(drawn: list[tuple[int, int, float, int, bool]]) -> Batch:
    received, times, clock = [], [], 0.0
    for _, ahead, _, _, own in drawn:
        clock += 10.0
        received.append(clock)
        times.append(clock if own else clock + ahead)
    return batch(
        [row[2] for row in drawn],
        at_s=times,
        received_s=received,
        series=[row[0] for row in drawn],
        quality=[row[3] for row in drawn],
    )


def part(whole: Batch, start: int, stop: int) -> Batch:
    rows = slice(start, stop)
    return Batch(
        stream=whole.stream,
        series=whole.series[rows],
        time_us=whole.time_us[rows],
        received_us=whole.received_us[rows],
        value=whole.value[rows],
        quality=whole.quality[rows],
        seq=whole.seq[rows],
    )


@settings(max_examples=150, deadline=None)
@given(rows, st.lists(st.integers(0, 60), max_size=6))
def test_flags_do_not_depend_on_the_cuts(
    drawn: list[tuple[int, int, float, int, bool]], cuts: list[int]
) -> None:
    whole = as_batch(drawn)
    now = int(whole.received_us.max())
    at_once = QualityChecker(Specs(3, **LIMITS)).check(whole, now_us=now).quality

    checker = QualityChecker(Specs(3, **LIMITS))
    edges = sorted({0, len(whole), *(min(cut, len(whole)) for cut in cuts)})
    pieces = []
    for start, stop in pairwise(edges):
        # A checkpoint between any two batches must change nothing either.
        kept = checker.save()
        checker = QualityChecker(Specs(3, **LIMITS))
        checker.load(kept)
        pieces.append(checker.check(part(whole, start, stop), now_us=now).quality)
    np.testing.assert_array_equal(np.concatenate(pieces), at_once)


@settings(max_examples=150, deadline=None)
@given(rows)
def test_series_do_not_touch_each_other(drawn: list[tuple[int, int, float, int, bool]]) -> None:
    whole = as_batch(drawn)
    now = int(whole.received_us.max())
    together = QualityChecker(Specs(3, **LIMITS)).check(whole, now_us=now).quality
    for number in range(3):
        of_one = np.flatnonzero(whole.series == number)
        alone = QualityChecker(Specs(3, **LIMITS))
        found = [alone.check(part(whole, row, row + 1), now_us=now).quality[0] for row in of_one]
        np.testing.assert_array_equal(np.array(found, np.uint16), together[of_one])


@settings(max_examples=100, deadline=None)
@given(rows)
def test_no_history_locks_a_series_out(drawn: list[tuple[int, int, float, int, bool]]) -> None:
    whole = as_batch(drawn)
    checker = QualityChecker(Specs(3, **LIMITS))
    checker.check(whole, now_us=int(whole.received_us.max()))
    # Whatever came before, a device that now reports plainly is good again after a few values.
    later = (int(whole.received_us.max()) - T0) / S + 1000.0
    values = [1.0 + 0.1 * (k % 2) for k in range(8)]
    found = flags(checker, batch(values, at_s=[later + 10.0 * k for k in range(8)]))
    assert found[3:] == [Quality.GOOD] * 5


def test_decoder_flags_are_never_lost_and_the_input_is_untouched() -> None:
    marked = Quality.UNIT | Quality.UNKNOWN_CHANNEL
    before = batch([1.0, 2.0], quality=[marked, 0])
    after = QualityChecker(Specs()).check(before, now_us=T0)
    assert Quality(int(after.quality[0])) & marked == marked
    assert before.quality.tolist() == [int(marked), 0]
    assert after.value is before.value


def test_the_table_may_grow() -> None:
    table = Specs(1, high=5.0)
    checker = QualityChecker(table)
    assert flags(checker, batch([1.0])) == [Quality.GOOD]
    table.count = 5_000
    found = flags(checker, batch([1.0, 9.0], at_s=[0, 0], series=[0, 4_999]))
    assert found == [Quality.DUPLICATE, Quality.RANGE]


@pytest.mark.parametrize("number", [-1, 3])
def test_a_series_outside_of_the_table_is_refused(number: int) -> None:
    checker = QualityChecker(Specs(3))
    with pytest.raises(ValueError, match="not in the table"):
        checker.check(batch([1.0], series=[number]), now_us=T0)


def test_a_state_of_another_version_is_refused() -> None:
    checker = QualityChecker(Specs())
    with pytest.raises(ValueError, match="version"):
        checker.load({"quality": np.zeros(3, [("newest_us", np.int64)])})
    with pytest.raises(ValueError, match="version"):
        checker.load({})


def test_an_older_smaller_state_is_taken() -> None:
    small = QualityChecker(Specs(1))
    flags(small, batch([1.0]))
    large = QualityChecker(Specs(4))
    large.load(small.save())
    assert flags(large, batch([1.0, 1.0], at_s=[0, 0], series=[0, 3])) == [Quality.DUPLICATE, Quality.GOOD]


def test_saving_copies() -> None:
    checker = QualityChecker(Specs())
    kept = checker.save()
    flags(checker, batch([1.0]))
    assert int(kept["quality"]["newest_us"][0]) < 0


@pytest.mark.parametrize(
    "wrong", [{"ahead_s": -1.0}, {"late_s": 0.0}, {"settle_count": 1}, {"settle_count": 256}]
)
def test_settings_out_of_bounds_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="out of bounds"):
        QualitySettings(**wrong)  # type: ignore[arg-type]
