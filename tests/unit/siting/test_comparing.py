from dataclasses import replace

import numpy as np
import pytest

from luylau.city import City
from luylau.power.model import Grid
from luylau.siting.comparing import NEAR, SHARES, Comparison, compared, merits
from luylau.siting.instance import Instance, instance_of
from luylau.siting.solving.plan import Plan, broken, evaluate
from luylau.siting.solving.solve import solve
from luylau.siting.study import load_study
from tests.unit.siting.shipped import STUDIES


@pytest.fixture(scope="module")
def cameras(city: City, grid: Grid) -> Instance:
    study = load_study(STUDIES / "pilot-cameras.toml")
    limits = replace(study.limits, budget=600.0, scenarios=8)
    sites = replace(study.sites, most=60)
    return instance_of(replace(study, limits=limits, sites=sites), city, grid, STUDIES)


@pytest.fixture(scope="module")
def plan(cameras: Instance) -> Plan:
    return solve(cameras.problem, seconds=10, seed=1)


@pytest.fixture(scope="module")
def comparison(cameras: Instance, plan: Plan) -> Comparison:
    return compared(cameras, plan)


def test_plans_for_other_budgets_keep_to_them_and_reach_no_less_for_more(
    cameras: Instance, plan: Plan, comparison: Comparison
) -> None:
    assert comparison.plans[0].plan is plan
    assert comparison.plans[0].id == "best"
    budgets = [one for one in comparison.plans if one.kind == "budget"]
    assert [one.share for one in budgets] == list(SHARES)
    for one in budgets:
        asked = replace(cameras.problem, budget=cameras.problem.budget * one.share)
        assert broken(asked, one.plan.chosen) == ()
        assert one.plan.value == pytest.approx(evaluate(cameras.problem, one.plan.chosen))
        # Each bound is one for its own budget.
        assert one.plan.value <= one.plan.bound * (1 + 1e-9)
    values = [one.plan.value for one in budgets]
    assert values == sorted(values)
    assert values[1] < plan.value < values[2]


def test_other_plans_are_nearly_as_good_elsewhere(
    cameras: Instance, plan: Plan, comparison: Comparison
) -> None:
    others = [one for one in comparison.plans if one.kind == "other"]
    assert others
    for one in others:
        assert one.plan.value >= (1 - NEAR) * plan.value
        assert one.kept < len(plan.chosen)
        assert one.plan.bound == plan.bound
        assert broken(cameras.problem, one.plan.chosen) == ()


def test_merits_are_those_by_hand(cameras: Instance, comparison: Comparison) -> None:
    problem, ground = cameras.problem, cameras.ground
    assert ground.power is not None
    for one in comparison.plans[:3]:
        # Storm by storm: what the plan's sites that have power reach then.
        by_storm = []
        for alive in ground.power.alive:
            seen = np.zeros(len(ground.points), np.bool_)
            for column in one.plan.chosen.tolist():
                if alive[problem.site[column]]:
                    seen[np.unique(problem.cover.column(column) // cameras.copies)] = True
            weights = problem.weights.reshape(-1, cameras.copies)[:, 0] * cameras.copies
            by_storm.append(float(weights[seen].sum()))
        assert one.merits.by_storm is not None
        np.testing.assert_allclose(one.merits.by_storm, by_storm)
        assert np.mean(by_storm) == pytest.approx(one.plan.value)
        assert one.merits.worst == merits(cameras, one.plan.chosen).worst == 0.0
    table = np.array([one.merits.by_storm for one in comparison.plans])
    regrets = [(table.max(axis=0) - row).max() for row in table]
    np.testing.assert_allclose([one.regret for one in comparison.plans], regrets)


def test_ranks_beaten_and_weightings_fit_together(comparison: Comparison) -> None:
    plans = comparison.plans
    assert sum(one.first for one in plans) == pytest.approx(1.0)
    assert min(one.rank or 0 for one in plans) == 1
    for one in plans:
        better = [
            other
            for other in plans
            if other.plan.cost <= one.plan.cost + 1e-9
            and other.plan.value >= one.plan.value - 1e-9
            and other.merits.by_storm is not None
            and one.merits.by_storm is not None
            and other.merits.by_storm.min() >= one.merits.by_storm.min() - 1e-9
            and (
                other.plan.cost < one.plan.cost - 1e-9
                or other.plan.value > one.plan.value + 1e-9
                or other.merits.by_storm.min() > one.merits.by_storm.min() + 1e-9
            )
        ]
        assert one.beaten == bool(better)
        if one.beaten:
            assert one.first == 0.0


def test_without_a_budget_the_number_of_sites_is_what_moves(city: City, grid: Grid) -> None:
    study = load_study(STUDIES / "private-clinic.toml")
    sites = replace(study.sites, step_m=6_000.0)
    made = instance_of(
        replace(study, sites=sites, limits=replace(study.limits, budget=0.0, most_sites=2)),
        city,
        grid,
        STUDIES,
    )
    found = compared(made, solve(made.problem, seconds=5, seed=1))
    moved = [one for one in found.plans if one.kind == "sites"]
    # Half of two is one; one and a half times two is three; what rounds to two again is left out.
    assert [len(one.plan.chosen) for one in moved] == [1, 3]
    assert all(one.regret is None and one.merits.by_storm is None for one in found.plans)
