from dataclasses import replace

import numpy as np
import pytest

from luylau.kernel.errors import BadInput
from luylau.siting.solving import solve as way
from luylau.siting.solving.plan import Proof, broken, evaluate
from luylau.siting.solving.solve import Progress, solve
from tests.unit.siting.solving.cases import best_by_trying, cover_of, random_problem


@pytest.mark.parametrize("seed", range(12))
def test_small_problems_are_solved_to_the_optimum_that_trying_all_plans_finds(seed: int) -> None:
    problem = random_problem(seed)
    plan = solve(problem, seconds=20, seed=seed)
    assert plan.value == pytest.approx(best_by_trying(problem))
    assert plan.bound == pytest.approx(plan.value)
    assert not broken(problem, plan.chosen)


@pytest.mark.parametrize("seed", range(8))
def test_limits_of_units_distance_and_number_are_kept_and_the_best_plan_within_them_is_found(
    seed: int,
) -> None:
    problem = random_problem(seed, limits=True)
    best = best_by_trying(problem)
    if best < 0:
        with pytest.raises(BadInput):
            solve(problem, seconds=20)
        return
    plan = solve(problem, seconds=20, seed=seed)
    assert not broken(problem, plan.chosen)
    assert plan.value == pytest.approx(best)
    assert plan.optimal


@pytest.mark.parametrize("seed", range(6))
def test_partial_coverage_counts_the_largest_share(seed: int) -> None:
    problem = random_problem(seed, shares=True)
    plan = solve(problem, seconds=20, seed=seed)
    assert plan.value == pytest.approx(best_by_trying(problem))
    assert plan.bound >= plan.value


@pytest.mark.parametrize("seed", range(6))
def test_generated_columns_lead_to_a_plan_whose_bound_lies_above_the_optimum(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(way, "MANY", 0)
    problem = random_problem(seed, sites=6)
    best = best_by_trying(problem)
    plan = solve(problem, seconds=20, seed=seed)
    assert plan.value <= best + 1e-9
    assert plan.bound >= best - 1e-6
    assert not broken(problem, plan.chosen)


def test_what_stands_already_covers_costs_nothing_and_keeps_its_site() -> None:
    problem = replace(random_problem(3, sites=4), installed=np.array([1]), must=np.array([4]), budget=6.0)
    plan = solve(problem, seconds=20)
    assert 1 not in plan.chosen
    assert 0 not in plan.chosen
    assert 4 in plan.chosen
    assert plan.value == pytest.approx(best_by_trying(problem))
    assert plan.cost == pytest.approx(problem.cost[plan.chosen].sum())


def test_the_same_seed_gives_the_same_plan() -> None:
    problem = random_problem(5, sites=40, points=300)
    one, other = (solve(problem, seconds=30, gap=0.001, seed=9) for _ in range(2))
    assert one.chosen.tolist() == other.chosen.tolist()
    assert one.bound == other.bound


def test_no_budget_chooses_nothing_and_says_so_with_proof() -> None:
    problem = replace(random_problem(1), budget=0.0)
    plan = solve(problem)
    assert plan.chosen.tolist() == []
    assert (plan.value, plan.bound, plan.gap) == (0.0, 0.0, 0.0)
    assert plan.proof is Proof.EXACT


def test_columns_that_cost_nothing_are_all_taken() -> None:
    problem = replace(random_problem(2, options=1), budget=0.0, cost=np.zeros(5))
    plan = solve(problem)
    assert plan.value == pytest.approx(best_by_trying(problem))


def test_all_points_in_one_place_are_one_point() -> None:
    problem = replace(
        random_problem(1, sites=3, options=1, points=1),
        weights=np.ones(1_000),
        cover=cover_of([list(range(1_000)), [], list(range(1_000))], 1_000),
        budget=5.0,
    )
    assert solve(problem).value == 1_000


def test_cancelling_ends_with_a_plan_that_says_so_and_keeps_its_bound() -> None:
    problem = random_problem(7, sites=60, points=600)
    told: list[Progress] = []

    def cancel(progress: Progress) -> bool:
        told.append(progress)
        return progress.stage != "improving"

    plan = solve(problem, seconds=60, tell=cancel)
    assert plan.cancelled
    assert not broken(problem, plan.chosen)
    assert plan.value == pytest.approx(evaluate(problem, plan.chosen))
    assert plan.bound >= plan.value
    assert {progress.stage for progress in told} >= {"relaxing", "improving"}


def test_progress_tells_a_bound_that_is_never_below_the_end() -> None:
    problem = random_problem(8, sites=30, points=300)
    bounds: list[float] = []
    plan = solve(problem, seconds=20, tell=lambda progress: bounds.append(progress.bound) or True)
    assert min(bounds) >= plan.value - 1e-6


@pytest.mark.parametrize(
    ("changed", "key"),
    [
        ({"weights": np.full(25, -1.0)}, "siting-weight-wrong"),
        ({"weights": np.ones(3)}, "siting-weights-count"),
        ({"cost": np.full(10, -2.0)}, "siting-cost-wrong"),
        ({"budget": float("nan")}, "siting-budget-wrong"),
        ({"site": np.zeros(3, np.int64)}, "siting-columns-length"),
        ({"must": np.array([99])}, "siting-column-unknown"),
        ({"most_sites": -1}, "siting-most-sites-wrong"),
        ({"unit_least": np.array([1])}, "siting-unit-unknown"),
        ({"cover": cover_of([[99]] * 10, 25)}, "siting-cover-wrong"),
    ],
)
def test_impossible_input_is_refused_by_name(changed: dict[str, object], key: str) -> None:
    with pytest.raises(BadInput) as caught:
        solve(replace(random_problem(1), **changed))  # type: ignore[arg-type]
    assert caught.value.key == key


def test_no_time_is_refused() -> None:
    with pytest.raises(BadInput, match="siting-seconds-wrong"):
        solve(random_problem(1), seconds=0)
