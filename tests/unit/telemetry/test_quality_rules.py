"""Every rule of the quality checker on cases worked by hand."""

import math

import numpy as np
import pytest

from luylau.telemetry.observations import Batch, Quality
from luylau.telemetry.quality import QualityChecker, QualitySettings
from tests.unit.telemetry.quality_help import T0, S, Specs, batch, flags

GOOD = Quality.GOOD


def test_without_limits_nothing_is_wrong() -> None:
    checker = QualityChecker(Specs())
    assert flags(checker, batch([1.0, -1e9, 1e9, 1e9, 1e9])) == [GOOD] * 5


def test_range_is_inclusive() -> None:
    checker = QualityChecker(Specs(low=-1.0, high=2.0))
    values = [-1.0, 2.0, np.nextafter(-1.0, -2.0), np.nextafter(2.0, 3.0)]
    assert flags(checker, batch(values)) == [GOOD, GOOD, Quality.RANGE, Quality.RANGE]


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_not_finite(value: float) -> None:
    checker = QualityChecker(Specs(low=-1.0, high=2.0, max_rate=1.0))
    assert flags(checker, batch([0.0, value, 0.5])) == [GOOD, Quality.NOT_FINITE, GOOD]


def test_words_are_not_numbers_gone_wrong() -> None:
    checker = QualityChecker(Specs(low=0.0, high=2.0))
    given = batch([math.nan, math.nan], text={1: "open"})
    assert flags(checker, given) == [Quality.NOT_FINITE, GOOD]


def test_spike_is_flagged_and_the_series_goes_on() -> None:
    # 0.01 a second is 0.6 a minute.
    checker = QualityChecker(Specs(max_rate=0.01))
    assert flags(checker, batch([1.0, 1.5, 9.0, 1.6, 2.1])) == [GOOD, GOOD, Quality.SPIKE, GOOD, GOOD]


def test_rate_limit_counts_from_the_last_good_value() -> None:
    # 2.5 is two minutes after 1.5: 1.0 is under 1.2 and so possible.
    checker = QualityChecker(Specs(max_rate=0.01))
    assert flags(checker, batch([1.5, 50.0, 2.5])) == [GOOD, Quality.SPIKE, GOOD]


def test_one_step_of_the_sensor_is_no_spike() -> None:
    coarse = QualityChecker(Specs(max_rate=0.001, resolution=0.5))
    fine = QualityChecker(Specs(max_rate=0.001))
    assert flags(coarse, batch([1.0, 1.5])) == [GOOD, GOOD]
    assert flags(fine, batch([1.0, 1.5])) == [GOOD, Quality.SPIKE]


def test_readings_a_moment_apart_may_differ_by_a_second_of_change() -> None:
    checker = QualityChecker(Specs(max_rate=0.1))
    assert flags(checker, batch([1.0, 1.09, 1.3], at_s=[0, 0.01, 0.02])) == [GOOD, GOOD, Quality.SPIKE]


def test_a_real_step_is_accepted_after_three_values_that_agree() -> None:
    checker = QualityChecker(Specs(max_rate=0.001))
    found = flags(checker, batch([1.0, 8.0, 8.01, 8.02, 8.03, 1.0]))
    assert found == [GOOD, Quality.SPIKE, Quality.SPIKE, GOOD, GOOD, Quality.SPIKE]


def test_values_that_disagree_are_never_a_step() -> None:
    checker = QualityChecker(Specs(max_rate=0.001))
    wild = [1.0, *[100.0 * (-1) ** k * (k + 1) for k in range(20)]]
    assert flags(checker, batch(wild)) == [GOOD] + [Quality.SPIKE] * 20


def test_a_value_that_fits_again_ends_the_count_of_a_step() -> None:
    checker = QualityChecker(Specs(max_rate=0.001))
    found = flags(checker, batch([1.0, 8.0, 8.0, 1.0, 8.0, 8.0]))
    assert found == [GOOD, Quality.SPIKE, Quality.SPIKE, GOOD, Quality.SPIKE, Quality.SPIKE]


def test_the_count_of_a_step_can_be_set() -> None:
    checker = QualityChecker(Specs(max_rate=0.001), QualitySettings(settle_count=5))
    found = flags(checker, batch([1.0] + [8.0] * 5))
    assert found == [GOOD] + [Quality.SPIKE] * 4 + [GOOD]


def test_stuck_only_after_longer_than_allowed() -> None:
    checker = QualityChecker(Specs(stuck_after_s=120.0))
    found = flags(checker, batch([5.0, 5.0, 5.0, 5.0, 5.1, 5.1]))
    assert found == [GOOD, GOOD, GOOD, Quality.STUCK, GOOD, GOOD]


def test_stuck_looks_at_the_last_bit() -> None:
    checker = QualityChecker(Specs(stuck_after_s=120.0))
    value, values = 5.0, []
    for _ in range(6):
        values.append(value)
        value = float(np.nextafter(value, 6.0))
    assert flags(checker, batch(values)) == [GOOD] * 6


def test_the_same_value_after_a_silence_is_not_stuck() -> None:
    checker = QualityChecker(Specs(stuck_after_s=600.0, period_s=60.0))
    found = flags(checker, batch([5.0, 5.0, 5.0, 5.0], at_s=[0, 60, 4000, 4060]))
    assert found == [GOOD, GOOD, Quality.GAP, GOOD]


def test_gap_is_more_than_three_periods() -> None:
    checker = QualityChecker(Specs(period_s=60.0))
    found = flags(checker, batch([1.0, 2.0, 3.0], at_s=[0, 180, 361]))
    assert found == [GOOD, GOOD, Quality.GAP]


def test_late_values_are_kept_good_but_rule_nothing() -> None:
    checker = QualityChecker(Specs(max_rate=0.01, period_s=60.0))
    given = batch([1.0, 2.0, 1.5, 2.1], at_s=[0, 120, 60, 180], received_s=[0, 120, 130, 180])
    assert flags(checker, given) == [GOOD, GOOD, Quality.LATE, GOOD]


def test_a_late_value_can_be_a_spike() -> None:
    checker = QualityChecker(Specs(max_rate=0.01))
    given = batch([1.0, 2.0, 50.0, 2.1], at_s=[0, 120, 60, 180], received_s=[0, 120, 130, 180])
    assert flags(checker, given) == [GOOD, GOOD, Quality.LATE | Quality.SPIKE, GOOD]


def test_duplicates_of_the_newest_and_of_recent_times() -> None:
    checker = QualityChecker(Specs())
    at = [0, 60, 60, 120, 0]
    found = flags(checker, batch([1.0] * 5, at_s=at, received_s=[200] * 5))
    assert found == [GOOD, GOOD, Quality.DUPLICATE, GOOD, Quality.DUPLICATE | Quality.LATE]


def test_a_batch_sent_twice_is_wholly_duplicate() -> None:
    checker = QualityChecker(Specs())
    sent = batch([1.0] * 8)
    assert flags(checker, sent) == [GOOD] * 8
    assert all(Quality.DUPLICATE in flag for flag in flags(checker, sent))


def test_the_same_time_of_two_series_is_no_duplicate() -> None:
    checker = QualityChecker(Specs(2))
    assert flags(checker, batch([1.0, 1.0], at_s=[0, 0], series=[0, 1])) == [GOOD, GOOD]


def test_a_duplicate_does_not_move_the_last_good_value() -> None:
    checker = QualityChecker(Specs(max_rate=0.01))
    given = batch([1.0, 9.0, 1.1], at_s=[0, 0, 60], received_s=[60] * 3)
    assert flags(checker, given) == [GOOD, Quality.DUPLICATE, GOOD]


def test_future_is_judged_by_reception() -> None:
    checker = QualityChecker(Specs())
    given = batch([1.0, 1.0], at_s=[60.0, 120.000001], received_s=[0.0, 60.0])
    assert flags(checker, given) == [GOOD, Quality.FUTURE]


def test_future_is_judged_by_the_clock_too() -> None:
    checker = QualityChecker(Specs())
    given = batch([1.0], at_s=[1000.0], received_s=[1000.0])
    assert flags(checker, given, now_s=0.0) == [Quality.FUTURE]


def test_a_lying_clock_does_not_poison_what_follows() -> None:
    checker = QualityChecker(Specs(period_s=60.0, max_rate=0.01))
    year = 366 * 86_400
    given = batch([1.0, 1.0, 1.0], at_s=[0, year, 60], received_s=[0, 30, 60])
    assert flags(checker, given) == [GOOD, Quality.FUTURE, GOOD]


def test_ancient_times_do_not_poison_either() -> None:
    checker = QualityChecker(Specs())
    never_set = -(T0 / S)  # 1970-01-01
    six_years = -6 * 366 * 86_400
    given = batch([1.0, 1.0, 1.0, 1.0], at_s=[0, never_set, six_years, 60], received_s=[0, 1, 2, 60])
    assert flags(checker, given) == [GOOD, Quality.ANCIENT, Quality.ANCIENT, GOOD]


def test_an_impossible_value_at_an_impossible_time_says_both() -> None:
    checker = QualityChecker(Specs(high=5.0))
    given = batch([9.0], at_s=[1000], received_s=[0])
    assert flags(checker, given) == [Quality.FUTURE | Quality.RANGE]


def test_the_platforms_clock_a_year_ahead_and_back() -> None:
    checker = QualityChecker(Specs(period_s=60.0, max_rate=0.001, stuck_after_s=1e6))
    year = 366 * 86_400.0
    # Observations without a time of their own carry the platform's; for two minutes that is a year ahead.
    at = [0.0, 60.0, year, year + 60, 120.0, 180.0, 240.0]
    found = [
        flags(checker, batch([1.0 + 0.01 * k], at_s=[second]), now_s=second)[0] for k, second in enumerate(at)
    ]
    assert found == [
        GOOD,
        GOOD,
        Quality.GAP,
        GOOD,
        GOOD,  # the newest time, a year ahead, is forgotten
        GOOD,
        GOOD,
    ]


def test_flags_from_the_decoder_stay_and_switch_value_checks_off() -> None:
    checker = QualityChecker(Specs(low=0.0, high=2.0, max_rate=0.01))
    given = batch([1.0, 40.0, 50.0, 1.1], quality=[0, Quality.UNIT, Quality.UNKNOWN_DEVICE, 0])
    assert flags(checker, given) == [GOOD, Quality.UNIT, Quality.UNKNOWN_DEVICE | Quality.RANGE, GOOD]


def test_values_of_an_unknown_device_rule_nothing() -> None:
    checker = QualityChecker(Specs(max_rate=0.01))
    given = batch([1.0, 1.4, 1.9], quality=[0, Quality.UNKNOWN_DEVICE, 0])
    # 1.9 is compared with the 1.0 of two minutes ago, not with the 1.4.
    assert flags(checker, given) == [GOOD, Quality.UNKNOWN_DEVICE, GOOD]


def test_huge_values_break_nothing() -> None:
    checker = QualityChecker(Specs(max_rate=1.0))
    found = flags(checker, batch([1.0, 1e308, -1e308, 1.0]))
    assert found == [GOOD, Quality.SPIKE, Quality.SPIKE, GOOD]


def test_extreme_times_break_nothing() -> None:
    checker = QualityChecker(Specs(period_s=60.0))
    given = batch([1.0, 1.0, 1.0])
    hostile = Batch(
        stream="test",
        series=given.series,
        time_us=np.array([2**63 - 1, -(2**63), T0], np.int64),
        received_us=given.received_us,
        value=given.value,
        quality=given.quality,
        seq=given.seq,
    )
    assert flags(checker, hostile) == [Quality.FUTURE, Quality.ANCIENT, GOOD]
