from dataclasses import replace

import numpy as np
import pytest

from luylau.kernel.errors import BadInput
from luylau.siting.alternatives.different import different
from luylau.siting.alternatives.front import dominated
from luylau.siting.alternatives.sensitivity import Standing, sensitivity
from luylau.siting.solving.plan import evaluate
from tests.unit.siting.alternatives.brute import best, problem

# a reaches 10, b and c 8 each of other points, d and e as much as b and c from other sites.
TWINS = problem([[0], [1], [2], [1], [2]], [10.0, 8.0, 8.0], [2.0, 2.0, 2.0, 2.0, 2.0], 6.0)


def test_what_is_beaten_is_told() -> None:
    values = np.array([[1.0, 5.0], [1.0, 4.0], [2.0, 3.0], [1.0, 5.0], [0.0, 9.0]])
    assert dominated(values).tolist() == [False, True, False, False, False]


def test_alternatives_are_as_good_and_use_other_sites() -> None:
    plan = best(TWINS)
    found = different(TWINS, plan, best, loss=0.0, count=6)
    assert found
    for one in found:
        assert evaluate(TWINS, one.plan.chosen) == 26.0
        assert one.loss == 0.0
        # Nobody else reaches what a reaches.
        assert 0 in one.plan.chosen
        assert one.kept == len(set(plan.chosen.tolist()) & set(one.plan.chosen.tolist())) < 3
    assert len({tuple(one.plan.chosen.tolist()) for one in found}) == len(found)


def test_where_nothing_else_is_as_good_there_is_no_alternative() -> None:
    alone = problem([[0], [1], [2]], [10.0, 8.0, 1.0], [1.0, 1.0, 1.0], 2.0)
    assert different(alone, best(alone), best, loss=0.05) == ()
    loose = different(alone, best(alone), best, loss=0.45, count=4)
    assert {tuple(one.plan.chosen.tolist()) for one in loose} == {(0, 2)}


def test_what_must_be_used_is_in_every_alternative() -> None:
    bound = replace(TWINS, must=np.array([1]))
    for one in different(bound, best(bound), best, loss=0.1, count=5):
        assert 1 in one.plan.chosen


def test_a_site_that_every_weighing_wants_is_core() -> None:
    # a serves both criteria; b the first alone, c the second alone, of equal worth as stated.
    made = problem([[0, 2], [1], [3]], [5.0, 5.0, 5.0, 5.0], [1.0, 1.0, 1.0], 2.0)
    found = sensitivity(made, best, np.array([0, 0, 1, 1]), draws=200, budget_spread=0.0)
    assert found.standing(0) is Standing.CORE
    assert found.share[0] == 1.0
    assert found.standing(1) is found.standing(2) is Standing.FLIPS
    assert found.share[1] + found.share[2] == pytest.approx(1.0)
    assert found.share[1] == pytest.approx(0.5, abs=0.12)
    np.testing.assert_array_equal(found.weights[0], [10.0, 10.0])


def test_the_budget_moves_too() -> None:
    made = problem([[0], [1]], [5.0, 4.0], [1.0, 1.0], 2.0)
    found = sensitivity(made, best, np.zeros(2, np.int64), draws=400, spread=0.0, budget_spread=0.4)
    assert found.share[0] == 1.0
    # With less than 2 there is one site only: half of the draws but the first.
    assert found.share[1] == pytest.approx(0.5, abs=0.1)
    assert found.budget.min() >= 1.2
    assert found.budget.max() <= 2.8


def test_no_draw_and_odd_spreads_are_refused() -> None:
    for wrong in ({"draws": 0}, {"spread": -1.0}, {"budget_spread": 1.0}):
        with pytest.raises(BadInput, match="siting-spread-wrong"):
            sensitivity(TWINS, best, np.zeros(3, np.int64), **wrong)
