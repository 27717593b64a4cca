import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from luylau.kernel.errors import BadInput
from luylau.siting.coverage.cover import Cover
from luylau.siting.solving.plan import best_share
from luylau.siting.storm_cover import in_storms


def test_a_site_that_doubles_another_counts_where_that_one_is_dark() -> None:
    cover = Cover(np.array([0, 1, 2]), np.array([0, 0], np.int32), 1)
    alive = np.array([[True, False], [False, True], [False, False], [True, True]])
    spread, weights = in_storms(cover, np.array([8.0]), np.arange(2), alive)
    assert weights.tolist() == [2.0] * 4
    values = [float(weights @ best_share(spread, np.array(plan, np.int64))) for plan in ([0], [1], [0, 1])]
    assert values == [4.0, 4.0, 6.0]


def test_what_stands_beyond_the_sites_asked_for_never_goes_dark() -> None:
    cover = Cover(np.array([0, 1, 2]), np.array([0, 1], np.int32), 2)
    spread, weights = in_storms(cover, np.array([1.0, 1.0]), np.array([0, 5]), np.zeros((3, 1), np.bool_))
    np.testing.assert_allclose(best_share(spread, np.array([0, 1])) * weights * 3, [0, 0, 0, 1, 1, 1])


@given(st.data())
def test_the_value_is_the_mean_over_the_scenarios(data: st.DataObject) -> None:
    points, columns, scenarios = (data.draw(st.integers(1, 5)) for _ in range(3))
    rng = np.random.default_rng(data.draw(st.integers(0, 10_000)))
    reach = rng.random((columns, points)) < 0.5
    share = rng.choice([0.25, 0.5, 1.0], reach.shape).astype(np.float32)
    alive = rng.random((scenarios, columns)) < 0.6
    cover = Cover(
        np.concatenate([[0], np.cumsum(reach.sum(axis=1))]),
        np.nonzero(reach)[1].astype(np.int32),
        points,
        share[reach] if data.draw(st.booleans()) else None,
    )
    weights = rng.random(points)
    spread, spread_weights = in_storms(cover, weights, np.arange(columns), alive)
    plan = np.flatnonzero(rng.random(columns) < 0.6)
    by_hand = [weights @ best_share(cover, plan[alive[scenario, plan]]) for scenario in range(scenarios)]
    assert spread_weights @ best_share(spread, plan) == pytest.approx(float(np.mean(by_hand)))


def test_without_scenarios_there_is_no_mean() -> None:
    cover = Cover(np.array([0, 1]), np.array([0], np.int32), 1)
    with pytest.raises(BadInput, match="storm-cases-none"):
        in_storms(cover, np.ones(1), np.zeros(1, np.int64), np.zeros((0, 1), np.bool_))
