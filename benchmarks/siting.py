"""Maximal covering within a budget on 40 x 40 km, from points to plan, each plan with its proven gap.

- spopt: 10,000 points x 1,000 sites of 1.5 km, 80 to choose. Beside PyPI spopt with CBC and with HiGHS, in
  a process of its own, where it is installed; ``--peer-python`` names another interpreter that has it. The
  spopt.ratio is its seconds by ours, each until its optimum is proven or its 60 s are over, building counted.
- one_second: 10,000 x 1,000 of 2 km, 80 to choose, which is far harder, in one second.
- twenty_thousand: 20,000 x 2,000 of 1.5 km, 120 to choose, 5 s; beside spopt with CBC cut off at 60 s.
- hundred_thousand: 100,000 points x 5,000 columns: sites with three options (500 m, 1 km, 2 km), a budget.
- million: 1,000,000 x 10,000 columns, points and sites in 60 clusters, three options.
- million_uniform: 1,000,000 x 10,000 sites of 1.4 km, strewn evenly, 150 to choose.
- ten_million (not with --quick): 10,000,000 points x 100 sites of 2 km, 20 to choose, to the optimum.

Each million runs in a process of its own, so that its peak is its own. Everything is compiled before.
"""

import argparse
import json
import subprocess
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.common import Cell, Result, Table, peak_mb, run

SIDE_M = 40_000.0
CLUSTERS = 60
RADII_M = (500.0, 1_000.0, 2_000.0)
COSTS = (1.0, 2.2, 5.0)
PEER_LIMIT_S = 60.0
SEED = 1


@dataclass(frozen=True, kw_only=True)
class Case:
    """One instance: ``columns`` of sites with the radii; ``budget`` in costs, or sites where all cost 1."""

    points: int
    columns: int
    radii_m: tuple[float, ...]
    budget: float
    clustered: bool
    seconds: float
    gap: float = 0.0


CASES = {
    "spopt": Case(points=10_000, columns=1_000, radii_m=(1_500.0,), budget=80, clustered=False, seconds=60),
    "one_second": Case(
        points=10_000, columns=1_000, radii_m=(2_000.0,), budget=80, clustered=False, seconds=1
    ),
    "twenty_thousand": Case(
        points=20_000, columns=2_000, radii_m=(1_500.0,), budget=120, clustered=False, seconds=5
    ),
    "hundred_thousand": Case(
        points=100_000, columns=5_000, radii_m=RADII_M, budget=500, clustered=False, seconds=10
    ),
    "million": Case(
        points=1_000_000, columns=10_000, radii_m=RADII_M, budget=300, clustered=True, seconds=55
    ),
    "million_uniform": Case(
        points=1_000_000, columns=10_000, radii_m=(1_400.0,), budget=150, clustered=False, seconds=55
    ),
    "ten_million": Case(
        points=10_000_000, columns=100, radii_m=(2_000.0,), budget=20, clustered=False, seconds=60
    ),
}
WARM = replace(CASES["one_second"], seconds=60, gap=0.05)
"""Has everything compiled."""


@dataclass(frozen=True, kw_only=True)
class Instance:
    """Points and sites in metres, shape (n, 2); weights; cost of each option, shape (sites, options)."""

    points: np.ndarray
    sites: np.ndarray
    weights: np.ndarray
    cost: np.ndarray


def instance(case: Case) -> Instance:
    """Return the instance of a case, always the same."""
    rng = np.random.default_rng(SEED)
    if case.clustered:
        centre, spread = rng.random((CLUSTERS, 2)) * SIDE_M, rng.uniform(500, 3_000, CLUSTERS)
        cluster = rng.choice(CLUSTERS, case.points, p=rng.dirichlet(np.ones(CLUSTERS)))
        points = centre[cluster] + rng.normal(size=(case.points, 2)) * spread[cluster][:, None]
        strewn = rng.random(case.points) < 0.3
        points[strewn] = rng.random((int(strewn.sum()), 2)) * SIDE_M
        points = np.clip(points, 0, SIDE_M)
    else:
        points = rng.random((case.points, 2)) * SIDE_M
    weights = rng.integers(1, 11, case.points).astype(np.float64)
    options = len(case.radii_m)
    count = case.columns // options
    sites = points[rng.choice(case.points, count, replace=False)] if case.clustered else None
    if sites is None:
        sites = rng.random((count, 2)) * SIDE_M
    cost = np.ones((count, 1))
    if options > 1:
        cost = np.round(np.array(COSTS) * rng.uniform(0.9, 1.1, (count, 1)), 2)
    return Instance(points=points, sites=sites, weights=weights, cost=cost)


def solved(case: Case) -> dict[str, Any]:
    """Solve a case; seconds count from the points to the plan."""
    from luylau.siting.coverage import Places, cover_by_radius
    from luylau.siting.solving.plan import broken
    from luylau.siting.solving.problem import CoverProblem
    from luylau.siting.solving.solve import solve

    made = instance(case)
    begun, used = time.perf_counter(), time.process_time()
    radii = case.radii_m[0] if len(case.radii_m) == 1 else case.radii_m
    points = Places.of_metres(made.points[:, 0], made.points[:, 1])
    sites = Places.of_metres(made.sites[:, 0], made.sites[:, 1])
    cover = cover_by_radius(points, sites, radii)
    covering = time.perf_counter() - begun
    problem = CoverProblem(
        weights=made.weights,
        cover=cover,
        cost=made.cost.ravel(),
        site=np.repeat(np.arange(len(made.sites)), len(case.radii_m)),
        budget=case.budget,
    )
    plan = solve(problem, seconds=case.seconds - covering, gap=case.gap, seed=SEED)
    if broken(problem, plan.chosen):
        raise RuntimeError("the plan breaks a limit")
    return {
        "gap": plan.gap,
        "seconds": time.perf_counter() - begun,
        "cpu_seconds": time.process_time() - used,
        "value": plan.value,
        "bound": plan.bound,
        "covered": plan.value / problem.total,
        "proof": str(plan.proof),
        "pairs": cover.pairs,
        "peak_mb": peak_mb(),
    }


def peer(case: Case, solver: str) -> dict[str, Any]:
    """Solve a case with spopt; what it says is valued anew, for it calls answers optimal that are not."""
    import pulp
    from scipy.spatial.distance import cdist
    from spopt.locate import MCLP

    made = instance(case)
    begun = time.perf_counter()
    distance = cdist(made.points, made.sites)
    model = MCLP.from_cost_matrix(
        distance, made.weights, service_radius=case.radii_m[0], p_facilities=int(case.budget)
    )
    building = time.perf_counter() - begun
    if solver == "cbc":
        engine = pulp.PULP_CBC_CMD(msg=False, timeLimit=PEER_LIMIT_S)
    else:
        engine = pulp.HiGHS(msg=False, timeLimit=PEER_LIMIT_S)
    model.problem.solve(engine)
    chosen = [row for row, one in enumerate(model.fac_vars) if (one.value() or 0.0) > 0.5]
    near = (distance[:, chosen] <= case.radii_m[0]).any(axis=1)
    return {
        "seconds": time.perf_counter() - begun,
        "building_seconds": building,
        "value": float(made.weights[near].sum()),
        "said": pulp.LpStatus[model.problem.status],
        "peak_mb": peak_mb(),
    }


def apart(interpreter: str, *arguments: str) -> dict[str, Any] | None:
    """Run this file in a process of its own; None if it cannot."""
    done = subprocess.run(
        [interpreter, "-m", "benchmarks.siting", *arguments],
        capture_output=True, text=True, cwd=Path(__file__).resolve().parents[1], check=False,
    )  # fmt: skip
    if done.returncode:
        return None
    return dict(json.loads(done.stdout.splitlines()[-1]))


def measure(arguments: argparse.Namespace) -> Result:
    if arguments.only:
        found = peer(CASES[arguments.only], arguments.peer) if arguments.peer else warmed(arguments.only)
        print(json.dumps(found))
        sys.exit()
    names = ["one_second", "hundred_thousand"] if arguments.quick else list(CASES)
    table = Table(
        title="from points to plan",
        columns=["case", "covered", "gap %", "proof", "seconds", "CPU s", "peak MB", "million pairs"],
    )
    figures: dict[str, Any] = {}
    for name in names:
        found = apart(sys.executable, "--only", name)
        if found is None:
            raise RuntimeError(f"{name} was not solved")
        figures[name] = found
        table.add(
            name, found["covered"], found["gap"] * 100, found["proof"], found["seconds"],
            found["cpu_seconds"], found["peak_mb"], found["pairs"] / 1e6,
        )  # fmt: skip
    tables = [table]
    if not arguments.quick:
        tables.append(peers(arguments.peer_python, figures))
    return Result(tables=tables, figures=figures)


def peers(interpreter: str, figures: dict[str, Any]) -> Table:
    """Run spopt beside what was solved, and put its figures among ours."""
    table = Table(
        title=f"spopt, cut off at {PEER_LIMIT_S:.0f} s",
        columns=["case and solver", "seconds", "building", "value", "ours", "says", "times as long"],
    )
    for name, solver in (("spopt", "cbc"), ("spopt", "highs"), ("twenty_thousand", "cbc")):
        ours, theirs = figures[name], apart(interpreter, "--only", name, "--peer", solver)
        row: list[Cell] = [f"{name}, {solver}"]
        if theirs is None:
            table.add(*row, None, None, None, ours["value"], "not installed", None)
            continue
        ratio = theirs["seconds"] / ours["seconds"]
        table.add(
            *row, theirs["seconds"], theirs["building_seconds"], theirs["value"], ours["value"],
            theirs["said"], ratio,
        )  # fmt: skip
        figures[name][solver] = theirs
        if solver == "cbc":
            figures[name]["ratio"] = ratio
    return table


def warmed(name: str) -> dict[str, Any]:
    """Solve a case after a small one of each way has had everything compiled."""
    solved(WARM)
    if CASES[name].points >= 1_000_000:
        warm_generation()
    return solved(CASES[name])


def warm_generation() -> None:
    """Have the way of the largest problems compiled."""
    from luylau.siting.solving import solve as way

    kept, way.MANY = way.MANY, 0
    solved(WARM)
    way.MANY = kept


def more(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--only", choices=CASES, help=argparse.SUPPRESS)
    parser.add_argument("--peer", choices=("cbc", "highs"), help=argparse.SUPPRESS)
    parser.add_argument("--peer-python", default=sys.executable, help="an interpreter that has spopt")


if __name__ == "__main__":
    run(__doc__ or "", measure, more)
