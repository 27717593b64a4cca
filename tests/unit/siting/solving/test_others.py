"""The models beside maximal covering, each against trying everything."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, product

import numpy as np
import pytest

from luylau.kernel.arrays import Int64
from luylau.kernel.errors import BadInput
from luylau.siting.solving.capacitated import capacitated_median
from luylau.siting.solving.cover_all import cover_all
from luylau.siting.solving.layers import backup, backup_value, most_even, unit_shares, with_floors
from luylau.siting.solving.median import p_median
from luylau.siting.solving.plan import broken, evaluate
from luylau.siting.solving.problem import CoverProblem
from luylau.siting.solving.scenarios import outlook
from luylau.siting.solving.solve import solve
from luylau.siting.storm_cover import in_storms
from tests.unit.siting.solving.cases import cover_of, random_problem


def plans(problem: CoverProblem) -> Iterator[Int64]:
    offers = [[-1, *np.flatnonzero(problem.site == one).tolist()] for one in np.unique(problem.site)]
    for picked in product(*offers):
        chosen = np.array(sorted(column for column in picked if column >= 0), np.int64)
        if not broken(problem, chosen):
            yield chosen


@pytest.mark.parametrize("seed", range(6))
def test_every_point_is_reached_at_the_least_cost(seed: int) -> None:
    rng = np.random.default_rng(seed)
    lists = [sorted(rng.choice(12, rng.integers(2, 6), replace=False).tolist()) for _ in range(9)]
    lists.append(list(range(0, 12, 2)))
    lists.append(list(range(1, 12, 2)))
    cost = np.round(rng.uniform(1, 4, len(lists)), 2)
    best = min(
        cost[list(some)].sum()
        for size in range(1, len(lists) + 1)
        for some in combinations(range(len(lists)), size)
        if set().union(*(lists[one] for one in some)) == set(range(12))
    )
    plan = cover_all(cover_of(lists, 12), cost, seconds=20)
    assert set().union(*(lists[one] for one in plan.chosen.tolist())) == set(range(12))
    assert plan.cost == pytest.approx(best)
    assert plan.least_cost == pytest.approx(best)


def test_a_larger_set_covering_keeps_its_bound_below_its_cost() -> None:
    problem = random_problem(3, sites=60, options=2, points=400)
    plan = cover_all(problem.cover, problem.cost, seconds=20, whole=False)
    reached = np.unique(problem.cover.points)
    mine = np.unique(np.concatenate([problem.cover.column(one) for one in plan.chosen.tolist()]))
    assert mine.tolist() == reached.tolist()
    assert plan.least_cost == pytest.approx(plan.cost)


def test_points_out_of_reach_are_counted() -> None:
    with pytest.raises(BadInput) as caught:
        cover_all(cover_of([[0], [1]], 4), np.ones(2))
    assert caught.value.key == "siting-points-unreachable"
    assert caught.value.fields == {"count": 2}
    assert cover_all(cover_of([[0], [1]], 4), np.ones(2), whole=False).chosen.tolist() == [0, 1]


@pytest.mark.parametrize("first", [0.5, 0.7, 1.0])
@pytest.mark.parametrize("seed", range(4))
def test_backup_coverage_is_worth_most(seed: int, first: float) -> None:
    problem = random_problem(seed)
    if seed == 3:
        problem = replace(problem, installed=np.array([1]), must=np.array([4]))
    best = max(backup_value(problem, plan, first) for plan in plans(problem))
    plan = backup(problem, first=first, seconds=20)
    assert plan.value == pytest.approx(best)
    assert plan.bound == pytest.approx(best)
    assert not broken(problem, plan.chosen)


@pytest.mark.parametrize("seed", range(4))
def test_floors_of_units_are_kept_by_the_plan_that_covers_most(seed: int) -> None:
    problem = random_problem(seed, sites=6)
    unit = np.arange(25) % 3
    floor = np.full(3, 0.3)
    kept = [plan for plan in plans(problem) if (unit_shares(problem, unit, plan, 3) >= floor).all()]
    found = with_floors(problem, unit, floor, seconds=20)
    assert (found is None) == (not kept)
    if found is not None:
        assert (unit_shares(problem, unit, found.chosen, 3) >= floor - 1e-9).all()
        assert found.value == pytest.approx(max(evaluate(problem, plan) for plan in kept))


def test_floors_nobody_can_keep_have_no_plan() -> None:
    assert with_floors(random_problem(1), np.zeros(25, np.int64), np.ones(1), seconds=10) is None


@pytest.mark.parametrize("seed", range(3))
def test_the_most_even_plan_is_near_max_min(seed: int) -> None:
    problem = random_problem(seed, sites=6)
    unit = np.arange(25) % 2
    best = max(unit_shares(problem, unit, plan, 2).min() for plan in plans(problem))
    reached, plan = most_even(problem, unit, seconds=20)
    assert reached == pytest.approx(unit_shares(problem, unit, plan.chosen, 2).min())
    assert best - 0.02 <= reached <= best + 1e-9


@pytest.mark.parametrize("seed", range(4))
def test_the_value_in_storms_is_the_mean_over_them_for_every_plan(seed: int) -> None:
    problem = random_problem(seed)
    rng = np.random.default_rng(seed)
    alive = rng.random((64, int(problem.site.max()) + 1)) < 0.7
    of_column = alive[:, problem.site]
    cover, weights = in_storms(problem.cover, problem.weights, problem.site, alive)
    spread = replace(problem, cover=cover, weights=weights)
    for plan in list(plans(problem))[:: 7 + seed]:
        by_hand = [evaluate(problem, plan[of_column[scenario, plan]]) for scenario in range(64)]
        seen = outlook(problem, plan, of_column)
        assert seen.value.tolist() == pytest.approx(by_hand)
        assert evaluate(spread, plan) == pytest.approx(seen.mean)
        assert seen.worst == pytest.approx(min(by_hand))
    best = max(outlook(problem, plan, of_column).mean for plan in plans(problem))
    found = solve(spread, seconds=20)
    assert found.value == pytest.approx(best)
    assert found.bound == pytest.approx(best)


@pytest.mark.parametrize("seed", range(6))
def test_medians_have_the_shortest_ways(seed: int) -> None:
    rng = np.random.default_rng(seed)
    place, site = rng.random((20, 2)), rng.random((9, 2))
    away = np.linalg.norm(place[:, None] - site[None], axis=2)
    weights = rng.uniform(0.5, 3, 20)
    best = min(float((weights * away[:, list(some)].min(axis=1)).sum()) for some in combinations(range(9), 3))
    plan = p_median(away, 3, weights=weights, seconds=20, seed=seed)
    assert plan.cost == pytest.approx(best)
    assert plan.bound == pytest.approx(best)
    assert (weights * away[np.arange(20), plan.serves]).sum() == pytest.approx(best)


@pytest.mark.parametrize("count", [1, 9])
def test_one_median_and_all_of_them(count: int) -> None:
    away = np.random.default_rng(1).random((20, 9))
    best = away.sum(axis=0).min() if count == 1 else away.min(axis=1).sum()
    assert p_median(away, count, seconds=10).cost == pytest.approx(best)


def test_a_number_of_medians_that_cannot_be_is_refused() -> None:
    with pytest.raises(BadInput, match="siting-count-wrong"):
        p_median(np.ones((3, 2)), 3)
    with pytest.raises(BadInput, match="siting-distance-wrong"):
        p_median(-np.ones((3, 2)), 1)


@pytest.mark.parametrize("seed", range(3))
def test_capacities_are_kept_at_the_least_cost(seed: int) -> None:
    rng = np.random.default_rng(seed)
    away, demand = rng.random((7, 4)), rng.integers(1, 5, 7).astype(float)
    capacity = np.full(4, np.ceil(demand.sum() * 0.6))
    best = np.inf
    for pair in combinations(range(4), 2):
        for to in product(pair, repeat=7):
            load = np.bincount(to, demand, minlength=4)
            if (load <= capacity).all():
                best = min(best, float((demand * away[np.arange(7), list(to)]).sum()))
    plan = capacitated_median(away, demand, capacity, 2, seconds=20)
    assert (np.bincount(plan.serves, demand, minlength=4) <= capacity + 1e-9).all()
    assert len(plan.chosen) <= 2
    assert plan.cost == pytest.approx(best)
    assert plan.bound == pytest.approx(best)


def test_capacity_that_is_too_small_is_refused() -> None:
    with pytest.raises(BadInput, match="siting-capacity-short"):
        capacitated_median(np.ones((3, 2)), np.ones(3), np.ones(2), 2)
