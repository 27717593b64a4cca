import numpy as np
import pytest

from luylau.kernel.errors import BadInput
from luylau.siting.alternatives.acceptability import acceptability


def test_a_plan_that_is_better_in_everything_is_always_first() -> None:
    found = acceptability(np.array([[0.5, 0.5], [0.6, 0.7]]))
    np.testing.assert_array_equal(found.ranks, [[0, 1], [1, 0]])
    assert np.isnan(found.central[0]).all()


def test_of_two_criteria_the_shares_are_those_of_the_line() -> None:
    # a is best where w > 0.25 (w on the first): 0.9 w + 0.5 (1 - w) > 0.6 w + 0.6 (1 - w).
    found = acceptability(np.array([[0.9, 0.5], [0.6, 0.6]]), draws=200_000)
    assert found.first[0] == pytest.approx(0.75, abs=0.005)
    # The mean of the weights from 0.25 to 1.
    assert found.central[0][0] == pytest.approx(0.625, abs=0.005)


def test_of_three_criteria_each_corner_is_a_third() -> None:
    found = acceptability(np.eye(3), draws=100_000)
    np.testing.assert_allclose(found.ranks, 1 / 3, atol=0.01)
    np.testing.assert_allclose(found.ranks.sum(axis=0), 1)


def test_stated_weights_are_kept_to() -> None:
    found = acceptability(np.array([[0.9, 0.5], [0.6, 0.6]]), low=np.array([0.3, 0.0]))
    assert found.first.tolist() == [1.0, 0.0]


def test_the_same_seed_draws_the_same() -> None:
    values = np.random.default_rng(3).random((6, 4))
    one, two = acceptability(values, seed=5), acceptability(values, seed=5)
    np.testing.assert_array_equal(one.ranks, two.ranks)


def test_what_is_no_number_and_weights_above_one_are_refused() -> None:
    with pytest.raises(BadInput, match="siting-values-wrong"):
        acceptability(np.array([[np.nan]]))
    with pytest.raises(BadInput, match="siting-least-weights"):
        acceptability(np.eye(2), low=np.array([0.7, 0.7]))
