"""Where solvers are apt to go wrong: rows without columns, plans without value, budgets met to the last."""

from dataclasses import replace

import numpy as np
import pytest

from luylau.kernel.errors import BadInput
from luylau.siting.alternatives.different import different
from luylau.siting.solving import core as generating
from luylau.siting.solving.cover_all import cover_all
from luylau.siting.solving.layers import backup, backup_value, with_floors
from luylau.siting.solving.median import p_median
from luylau.siting.solving.plan import Plan, Proof, broken, evaluate
from luylau.siting.solving.problem import CoverProblem
from luylau.siting.solving.reduce import ANY, compact
from luylau.siting.solving.solve import solve
from luylau.siting.why import next_steps
from tests.unit.siting.solving.cases import best_by_trying, cover_of, random_problem


def same_as_trying(problem: CoverProblem) -> Plan:
    found = solve(problem, seconds=20)
    best = best_by_trying(problem)
    assert broken(problem, found.chosen) == ()
    assert found.value == pytest.approx(best)
    assert found.bound >= best * (1 - 1e-9)
    return found


@pytest.mark.parametrize("seed", range(12))
def test_a_unit_without_open_columns_is_no_trouble(seed: int) -> None:
    problem = random_problem(seed)
    unit = problem.site % 2
    # Unit 2 has no site, unit 3 no limit; a limit nobody meets is one all the same.
    most = np.array([1, 2, 1, ANY])
    same_as_trying(replace(problem, unit=unit, unit_most=most))
    same_as_trying(replace(problem, unit=unit + 1, unit_most=np.array([5, 1, 1]), most_sites=2))


@pytest.mark.parametrize("seed", range(30))
def test_a_plan_that_must_begin_with_nothing_is_found(seed: int) -> None:
    problem = random_problem(seed, sites=4, points=6)
    lists = [problem.cover.column(one).tolist() if problem.site[one] % 2 else [] for one in range(8)]
    asked = replace(
        problem, cover=cover_of(lists, 6), unit=problem.site % 2, unit_least=np.array([1, 0]), most_sites=1,
        budget=20.0,
    )  # fmt: skip
    assert same_as_trying(asked).value == 0.0
    same_as_trying(replace(asked, most_sites=0))


@pytest.mark.parametrize("seed", range(12))
def test_a_gap_that_is_near_enough_proves_nothing_more(seed: int) -> None:
    problem = random_problem(seed)
    best = backup_value(problem, backup(problem, first=0.6, seconds=20).chosen, 0.6)
    found = backup(problem, first=0.6, seconds=20, gap=0.2)
    assert found.bound >= best - 1e-9
    assert found.value <= best + 1e-9
    assert found.proof is not Proof.EXACT or found.value == pytest.approx(best)


@pytest.mark.parametrize("seed", range(20))
def test_a_budget_is_kept_to_the_last_penny(seed: int) -> None:
    loose = random_problem(seed)
    dear = solve(loose, seconds=20)
    # A little less than the best plan costs, by less than solvers usually care for; and in tiny money.
    for factor in (1.0, 1e-7):
        tight = replace(loose, cost=loose.cost * factor, budget=(dear.cost - 5e-7) * factor)
        same_as_trying(tight)
        floors = with_floors(tight, np.zeros(25, np.int64), np.zeros(1), seconds=20)
        assert floors is not None
        assert broken(tight, floors.chosen) == ()


def test_what_costs_nothing_is_open_though_nothing_is_left() -> None:
    problem = CoverProblem(
        weights=np.array([1.0, 1.0, 1.0, 5.0]), cover=cover_of([[0], [1], [2], [3]], 4),
        cost=np.array([0.1, 0.1, 0.1, 0.0]), site=np.arange(4), budget=0.3, must=np.array([0, 1, 2]),
    )  # fmt: skip
    found = solve(problem, seconds=5)
    assert (found.value, found.optimal) == (8.0, True)
    assert next_steps(replace(problem, must=np.empty(0, np.int64)), np.array([0, 1]), 0.0)[0].adds == 5.0
    third = next_steps(replace(problem, must=np.empty(0, np.int64)), np.array([0, 1, 3]), 0.0)
    assert [one.column for one in third] == [2]


def test_generation_that_ends_by_its_rounds_ends_with_what_it_relaxed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    problem = random_problem(3, sites=30, points=200)
    monkeypatch.setattr(generating, "_ROUNDS", 1)
    monkeypatch.setattr(generating, "core", lambda *_: np.arange(60) < 8)
    open_ = compact(problem, merged=False)
    found = generating.generate(open_, until=np.inf, seed=1)
    assert found.problem.columns == len(found.found.x)


def test_who_cannot_be_reached_counts_before_all_else_however_little_it_weighs() -> None:
    distance = np.array([[0.0, 9.0, 9.0], [0.0, 9.0, 9.0], [np.inf, np.inf, 1.0]])
    found = p_median(distance, 2, weights=np.array([1.0, 1.0, 1e-6]), seconds=5)
    assert found.chosen.tolist() == [0, 2]
    assert found.cost == pytest.approx(1e-6)


def test_what_stands_too_near_already_is_no_plans_fault() -> None:
    problem = replace(random_problem(1), installed=np.array([0, 2]), apart=np.array([[0, 1], [3, 3]]))
    assert broken(problem, np.array([6])) == ()
    assert broken(replace(problem, apart=np.array([[0, 3]])), np.array([6])) == ("apart",)


def test_all_covered_says_what_its_cost_is_proven_to_be() -> None:
    cover = cover_of([[0, 1], [1, 2], [2, 0], [0, 1, 2]], 3)
    found = cover_all(cover, np.array([1.0, 1.0, 1.0, 1.9]))
    assert (found.cost, found.least_cost, found.value) == (1.9, pytest.approx(1.9), 3.0)
    assert found.gap == pytest.approx(0.0)
    with pytest.raises(BadInput) as raised:
        cover_all(cover, np.array([1.0, np.inf, 1.0, 1.0]))
    assert raised.value.fields == {"row": 1, "said": "inf"}
    with pytest.raises(BadInput, match="siting-columns-length"):
        cover_all(cover, np.empty(0))


def test_an_alternative_that_the_limits_forbid_is_none() -> None:
    problem = replace(
        random_problem(2), unit=random_problem(2).site, unit_least=np.ones(5, np.int64), budget=99.0
    )
    best = solve(problem, seconds=10)
    for one in different(problem, best, lambda asked: solve(asked, seconds=5), loss=0.9):
        assert broken(problem, one.plan.chosen) == ()


@pytest.mark.parametrize(
    ("changed", "key"),
    [
        ({"apart": np.array([[0, -1]])}, "siting-site-number"),
        ({"site": np.full(10, -1)}, "siting-site-number"),
        ({"unit": np.zeros(10, np.int64), "unit_most": np.array([-1])}, "siting-unit-limit"),
    ],
)
def test_numbers_below_zero_are_refused(changed: dict[str, np.ndarray], key: str) -> None:
    with pytest.raises(BadInput, match=key):
        solve(replace(random_problem(1), **changed), seconds=1)


def test_every_point_has_a_unit_where_units_have_floors() -> None:
    with pytest.raises(BadInput, match="siting-keys-count"):
        with_floors(random_problem(1), np.full(25, -1), np.zeros(1))


def test_a_plan_without_a_bound_may_fall_short_of_everything() -> None:
    problem = random_problem(1)
    plan = solve(problem, seconds=5)
    assert replace(plan, bound=np.inf).gap == 1.0
    assert evaluate(problem, plan.chosen) == plan.value
