"""Reliability indices: a year worked by hand, major event days, and what makes no sense."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from luylau.power.reliability import (
    Interruptions,
    daily_saidi_min,
    indices,
    major_events,
    without_days,
)

DAY_US = 86_400_000_000
YEAR_S = 365 * 86_400.0
HANOI_S = 7 * 3_600.0


def log(*rows: tuple[float, float, int, int]) -> Interruptions:
    """Rows of (day, minutes, customers, group)."""
    return Interruptions(
        start_us=np.array([round(row[0] * DAY_US) for row in rows], np.int64),
        duration_s=np.array([row[1] * 60 for row in rows], np.float64),
        customers=np.array([row[2] for row in rows], np.int64),
        group=np.array([row[3] for row in rows], np.int64),
    )


def test_a_year_worked_by_hand() -> None:
    """Two feeders of 2,000 and 1,000 customers.

    Feeder 0: 500 customers for 8.17 minutes, 1,500 for 175.7, of 800 more 300 for 120 and 500 for 240 (they
    came back in two steps); a reclosing of 4 minutes hits all. Feeder 1: exactly five minutes, which is
    momentary.

    SAIFI 0 = (500 + 1500 + 300 + 500) / 2000 = 1.4
    SAIDI 0 = (500 x 8.17 + 1500 x 175.7 + 300 x 120 + 500 x 240) / 2000 = 423,635 / 2000 = 211.8175 minutes
    """
    found = indices(
        log(
            (3, 8.17, 500, 0), (40, 175.7, 1_500, 0), (80, 120, 300, 0), (80, 240, 500, 0), (90, 4, 2_000, 0),
            (91, 5, 1_000, 1),
        ),
        np.array([2_000, 1_000]),
        YEAR_S,
    )  # fmt: skip
    assert found.saifi.tolist() == [pytest.approx(1.4), 0.0]
    assert found.saidi_min.tolist() == [pytest.approx(211.8175), 0.0]
    assert found.caidi_min[0] == pytest.approx(211.8175 / 1.4)
    assert math.isnan(found.caidi_min[1])
    assert found.maifi.tolist() == [1.0, 1.0]
    assert found.asai.tolist() == [pytest.approx(1 - 211.8175 / 525_600), 1.0]


def test_a_published_saidi_and_saifi_give_their_caidi() -> None:
    """EVNNPC, first eight months of 2019: SAIDI 283 minutes and SAIFI 2.83 give a CAIDI of 100 minutes."""
    found = indices(log((0, 100, 283, 0)), np.array([100]), 243 * 86_400.0)
    assert (found.saifi[0], found.saidi_min[0]) == (pytest.approx(2.83), pytest.approx(283))
    assert found.caidi_min[0] == pytest.approx(100)


def test_a_group_that_serves_nobody_has_no_indices() -> None:
    found = indices(log(), np.array([0, 5]), YEAR_S)
    assert math.isnan(found.saifi[0])
    assert (found.saifi[1], found.asai[1]) == (0, 1)


def test_major_event_days_worked_by_hand() -> None:
    """Daily SAIDI of 1, e, 1, e, ... over 20 days, then one of e^10: the logarithms are 0, 1, ..., 10.

    alpha = 20/21, beta = sqrt((10 x alpha^2 + 10 x (1 - alpha)^2 + (10 - alpha)^2) / 20).
    """
    rows = [(day, math.e if day % 2 else 1.0, 1_000, 0) for day in range(20)]
    # In minutes a customer of 100: ten times as long as the SAIDI, for a tenth of them.
    rows = [(day, 10 * minutes, 10, group) for day, minutes, _, group in rows] + [
        (20.0, math.exp(10), 100, 0)
    ]
    days, saidi_min = daily_saidi_min(log(*rows), 100, 0)
    assert days.tolist() == list(range(21))
    assert saidi_min[[0, 1, 20]].tolist() == [
        pytest.approx(1),
        pytest.approx(math.e),
        pytest.approx(math.exp(10)),
    ]
    alpha = 20 / 21
    beta = math.sqrt((10 * alpha**2 + 10 * (1 - alpha) ** 2 + (10 - alpha) ** 2) / 20)
    found = major_events(log(*rows), 100, 0)
    assert found.threshold_min == pytest.approx(math.exp(alpha + 2.5 * beta))
    assert found.days.tolist() == [20]
    assert without_days(log(*rows), found.days, 0).start_us.max() == 19 * DAY_US


def test_an_interruption_counts_to_the_local_day_on_which_it_began() -> None:
    # 18:00 UTC is one in the morning of the next day in Hanoi.
    days, saidi_min = daily_saidi_min(log((0.75, 2_000, 10, 0)), 10, HANOI_S)
    assert (days.tolist(), saidi_min.tolist()) == ([1], [2_000])


def test_of_one_day_nothing_can_be_said() -> None:
    found = major_events(log((0, 60, 1, 0)), 10, 0)
    assert (found.threshold_min, len(found.days)) == (math.inf, 0)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: log((0, -1, 1, 0)),
        lambda: log((0, math.nan, 1, 0)),
        lambda: log((0, 1, -1, 0)),
        lambda: indices(log((0, 10, 1, 2)), np.array([1, 1]), YEAR_S),
        lambda: indices(log(), np.array([1]), 0),
        lambda: major_events(log(), 0, 0),
    ],
)
def test_what_makes_no_sense_is_refused(wrong: object) -> None:
    assert callable(wrong)
    with pytest.raises(ValueError, match=r"\w"):
        wrong()


@given(
    st.lists(
        st.tuples(st.integers(0, 30), st.floats(0, 1e4), st.integers(0, 1_000), st.integers(0, 2)),
        max_size=30,
    )
)
def test_all_together_are_the_mean_of_the_groups_by_their_customers(
    rows: list[tuple[float, float, int, int]],
) -> None:
    served = np.array([10, 200, 3_000])
    each = indices(log(*rows), served, YEAR_S)
    whole = indices(
        log(*((day, minutes, hit, 0) for day, minutes, hit, _ in rows)), served.sum(keepdims=True), YEAR_S
    )
    for name in ("saifi", "saidi_min", "maifi", "asai"):
        mean = (getattr(each, name) * served).sum() / served.sum()
        assert getattr(whole, name)[0] == pytest.approx(mean)
