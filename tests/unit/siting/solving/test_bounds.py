import time
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from luylau.siting.solving.core import core, generate, reduced
from luylau.siting.solving.exact import solve_exactly
from luylau.siting.solving.first_order import relax
from luylau.siting.solving.greedy import greedy, value
from luylau.siting.solving.lagrange import bound, knapsack_bound
from luylau.siting.solving.limits import short
from luylau.siting.solving.polish import Guide, polish
from luylau.siting.solving.problem import CoverProblem
from luylau.siting.solving.reduce import Compact, compact
from luylau.siting.solving.simplices import project
from luylau.siting.solving.solve import solve
from luylau.siting.solving.swap import anneal
from tests.unit.siting.solving.cases import best_by_trying, random_problem


def soon(seconds: float = 20.0) -> float:
    return time.monotonic() + seconds


def relaxed_by_simplex(open_: Compact) -> float:
    """Return the relaxation's optimum from scipy: y and x as columns."""
    groups, columns = open_.cover.point_count, open_.columns
    above = np.zeros((groups, groups + columns))
    above[:, :groups] = np.eye(groups)
    for column in range(columns):
        above[open_.cover.column(column), groups + column] = -1.0
    sites = np.zeros((len(open_.site_starts) - 1, groups + columns))
    sites[open_.site, groups + np.arange(columns)] = 1.0
    money = np.concatenate([np.zeros(groups), open_.cost])[None]
    rows = open_.rows()
    more = np.zeros((len(rows.limit), groups + columns))
    row = np.repeat(np.arange(len(rows.limit)), np.diff(rows.starts))
    more[row, groups + rows.column] = rows.value
    found = linprog(
        np.concatenate([-open_.weight, np.zeros(columns)]),
        A_ub=np.vstack([above, sites, money, more]),
        b_ub=np.concatenate([np.zeros(groups), np.ones(len(sites)), [open_.budget], rows.limit]),
        bounds=(0, 1),
    )
    return float(-found.fun)


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 200), st.integers(0, 1_000))
def test_any_duals_give_a_bound(seed: int, of_duals: int) -> None:
    problem = random_problem(seed, sites=4)
    open_ = compact(problem)
    rng = np.random.default_rng(of_duals)
    dual = open_.weight * rng.uniform(-0.5, 1.5, len(open_.weight))
    assert bound(open_, dual) + open_.base >= best_by_trying(problem) - 1e-9


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 100), st.integers(0, 1_000))
def test_any_prices_of_the_limits_give_a_bound(seed: int, of_duals: int) -> None:
    problem = random_problem(seed, sites=4, limits=True)
    best = best_by_trying(problem)
    open_ = compact(problem)
    rng = np.random.default_rng(of_duals)
    mu = rng.uniform(-1, 20, len(open_.rows().limit))
    assert bound(open_, open_.weight * rng.random(len(open_.weight)), mu) + open_.base >= best - 1e-9


@pytest.mark.parametrize("limits", [False, True])
@pytest.mark.parametrize("seed", range(4))
def test_the_relaxation_closes_in_on_the_simplex_optimum(seed: int, limits: bool) -> None:
    open_ = compact(random_problem(seed, sites=12, points=80, limits=limits))
    exact = relaxed_by_simplex(open_)
    found = relax(open_, until=soon(), target=1e-5, most_steps=20_000)
    assert found.bound == pytest.approx(exact, rel=2e-3)
    assert found.bound >= exact - 1e-6
    if not limits:
        assert found.value <= exact + 1e-3
        assert found.value == pytest.approx(exact, rel=2e-3)


def test_a_bound_from_generated_columns_is_that_of_all_columns() -> None:
    open_ = compact(random_problem(4, sites=60, points=900), merged=False)
    exact = relaxed_by_simplex(compact(random_problem(4, sites=60, points=900)))
    found = generate(open_, until=soon(), seed=0)
    assert found.found.bound >= exact - 1e-6
    assert found.found.bound == pytest.approx(exact, rel=3e-3)


def test_the_projection_is_the_nearest_point_within_budget_and_sites() -> None:
    rng = np.random.default_rng(1)
    z, step, cost = rng.uniform(-0.5, 1.5, 6), rng.uniform(0.2, 2, 6), rng.uniform(1, 3, 6)
    starts, out = np.array([0, 3, 4, 6]), np.empty(6)
    project(z, step, cost, starts, 2.0, 0.0, out)
    assert cost @ out <= 2.0 + 1e-8
    assert (np.add.reduceat(out, starts[:-1]) <= 1 + 1e-9).all()
    near = ((out - z) ** 2 / step).sum()
    for _ in range(3_000):
        other = np.maximum(out + rng.normal(size=6) * 0.1, 0)
        other /= np.maximum(np.add.reduceat(other, starts[:-1]), 1)[np.repeat([0, 1, 2], np.diff(starts))]
        other *= min(1.0, 2.0 / (cost @ other))
        assert ((other - z) ** 2 / step).sum() >= near - 1e-7


def test_the_knapsack_bound_is_the_linear_optimum_of_a_case_by_hand() -> None:
    # One site: worth 6 for 2 or 10 for 5; another: 4 for 2. Of 5: 6 + 4 + a third of the step to 10.
    most, price = knapsack_bound(
        np.array([6.0, 10.0, 4.0]), np.array([2.0, 5.0, 2.0]), np.array([0, 2, 3]), 5.0
    )
    assert most == pytest.approx(10 + 4 / 3)
    assert price == pytest.approx(4 / 3)


def test_reduced_costs_tell_what_choosing_a_column_costs_the_bound() -> None:
    problem = random_problem(6, sites=6)
    open_ = compact(problem)
    found = relax(open_, until=soon(), target=1e-5)
    rank = reduced(open_, found.net, found.price)
    for column in range(open_.columns):
        forced = solve(replace(problem, must=open_.column[[column]]), seconds=10)
        assert forced.value <= open_.base + found.bound + rank[column] + 1e-6


@pytest.mark.parametrize("seed", range(5))
def test_heuristics_keep_all_limits_and_do_not_pass_the_optimum(seed: int) -> None:
    problem: CoverProblem = random_problem(seed, sites=10, points=120)
    open_ = compact(problem)
    best = solve_exactly(open_, until=soon())
    assert best.proven
    found = relax(open_, until=soon(), target=1e-4)
    start = greedy(open_)
    annealed = anneal(open_, start, moves=20_000, seed=seed, price=found.price)
    polished = polish(open_, start, Guide(x=found.x, price=found.price), until=soon(), seed=seed, rounds=4)
    for plan in (start, annealed, polished):
        assert open_.cost[plan].sum() <= open_.budget + 1e-9
        assert len(np.unique(open_.site[plan])) == len(plan)
        assert value(open_, plan) <= best.value + 1e-9
    assert value(open_, polished) >= value(open_, start)
    assert value(open_, polished) >= 0.97 * best.value
    assert best.value <= found.bound + 1e-9


def test_annealing_keeps_what_units_need() -> None:
    problem = random_problem(2, sites=10, points=120, limits=True)
    open_ = compact(problem)
    start = greedy(open_)
    assert not short(open_, start)
    for seed in range(5):
        plan = anneal(open_, start, moves=5_000, seed=seed, price=0.5)
        assert not short(open_, plan)
        assert len(plan) <= 3


def test_the_core_holds_the_support_and_the_plans() -> None:
    open_ = compact(random_problem(3, sites=40, points=200))
    found = relax(open_, until=soon(), target=1e-3)
    plan = greedy(open_)
    kept = core(found, reduced(open_, found.net, found.price), plan)
    assert kept[plan].all()
    assert kept[found.x > 1e-3].all()


def test_merging_keeps_every_plans_value() -> None:
    problem = random_problem(9, sites=8, points=400)
    open_ = compact(problem)
    assert open_.cover.point_count < 400
    raw = compact(problem, merged=False)
    rng = np.random.default_rng(0)
    for _ in range(20):
        plan = np.sort(rng.choice(open_.columns, 4, replace=False))
        assert value(open_, plan) == pytest.approx(value(raw, plan))
