"""Plans against published optima, and against PyPI spopt where it is installed."""

import csv
from pathlib import Path

import numpy as np
import pytest

from luylau.siting.solving.formats import read_pmed, read_sjc
from luylau.siting.solving.median import p_median
from luylau.siting.solving.plan import evaluate
from luylau.siting.solving.solve import solve
from tests.unit.siting.solving.cases import random_problem

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "siting"

SJC_RADIUS_M = 800.0
SJC = {
    324: (5461, 8790, 11604, 12106, 12152),
    402: (6555, 11339, 14690, 15658, 15970, 15984),
    500: (7944, 12454, 15730, 17794, 18859, 19525, 19692, 19707),
}
"""Demand covered at best within 800 m by 1, 2, 3, ... sites (M. A. Pereira, L. A. N. Lorena and E. L. F.
Senne, "A column generation approach for the maximal covering location problem", Int. Trans. Operational
Research 14(4), 2007)."""

QUICK = ("pmed1", "pmed2", "pmed3", "pmed5", "pmed10", "pmed11", "pmed15", "pmed20", "pmed21")
HARD = ("pmed6", "pmed16", "pmed26")
"""Whose relaxation lies further below, so that the proof takes long."""


def data(name: str) -> Path:
    if not (DATA / name).exists():
        pytest.skip(f"{name} is not there (shared test data)")
    return DATA / name


@pytest.mark.parametrize("points", SJC)
def test_the_published_coverage_is_reached_and_proven(points: int) -> None:
    instance = read_sjc(data(f"SJC{points}.txt"))
    for count, best in enumerate(SJC[points], 1):
        problem = instance.problem(SJC_RADIUS_M, count)
        plan = solve(problem, seconds=30)
        assert plan.value == best == evaluate(problem, plan.chosen)
        assert plan.optimal


def optimum(name: str) -> int:
    with data("pmed_optima.csv").open(encoding="utf-8") as file:
        return {row["instance"]: int(row["optimum"]) for row in csv.DictReader(file)}[name]


@pytest.mark.parametrize("name", QUICK)
def test_the_published_medians_are_found_and_proven(name: str) -> None:
    best, instance = optimum(name), read_pmed(data(f"{name}.txt"))
    plan = p_median(instance.distance, instance.count, seconds=60)
    assert plan.cost == best
    assert plan.bound == best


@pytest.mark.parametrize("name", HARD)
def test_medians_whose_proof_takes_long_are_found_with_a_bound_that_holds(name: str) -> None:
    best, instance = optimum(name), read_pmed(data(f"{name}.txt"))
    plan = p_median(instance.distance, instance.count, seconds=3)
    assert plan.cost == best
    assert plan.gap <= 0.015
    assert plan.bound <= best


def test_spopt_finds_the_same_coverage() -> None:
    pytest.importorskip("spopt")
    import pulp
    from spopt.locate import MCLP

    for seed in range(5):
        rng = np.random.default_rng(seed)
        made = random_problem(seed, sites=30, options=1, points=200)
        distance = np.full((200, 30), 9.0)
        for column in range(30):
            distance[made.cover.column(column), column] = 0.0
        count = int(rng.integers(2, 6))
        model = MCLP.from_cost_matrix(distance, made.weights, service_radius=1.0, p_facilities=count)
        model.problem.solve(pulp.PULP_CBC_CMD(msg=False))
        problem = random_problem(seed, sites=30, options=1, points=200)
        object.__setattr__(problem, "cost", np.ones(30))
        object.__setattr__(problem, "budget", float(count))
        assert solve(problem, seconds=20).value == pytest.approx(pulp.value(model.problem.objective))
