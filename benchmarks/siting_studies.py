"""Studies around their plan: storms, what-if, and how firm a plan is.

- expectation: what a plan of 150 sites covers of a million points in each of 64 storms, exactly, held against
  each storm valued by itself.
- storms: cameras on the shipped grid, planned for 64 storms and planned blind to storms; the worst and the
  mean of 512 storms that neither has seen.
- what_if: a weight of the shipped study of 60 cameras is moved; seconds until its plan on the coarse model.
- acceptability: 20 plans ranked under 1,000 drawn weightings of 4 criteria.
"""

import argparse
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from benchmarks.common import Result, Table, run

if TYPE_CHECKING:
    from luylau.siting.ground import Ground
    from luylau.siting.study import Study

Found = TypeVar("Found")

STORMS, UNSEEN = 64, 512
SIDE_M = 40_000.0


def expectation(points: int) -> dict[str, Any]:
    """Value a plan in every storm."""
    from luylau.siting.coverage import Places, cover_by_radius
    from luylau.siting.solving.plan import evaluate
    from luylau.siting.solving.problem import CoverProblem
    from luylau.siting.solving.scenarios import outlook

    rng = np.random.default_rng(1)
    made, sites = rng.random((points, 2)) * SIDE_M, rng.random((10_000, 2)) * SIDE_M
    cover = cover_by_radius(
        Places.of_metres(made[:, 0], made[:, 1]), Places.of_metres(sites[:, 0], sites[:, 1]), 1_400.0
    )
    problem = CoverProblem(
        weights=rng.integers(1, 11, points).astype(np.float64),
        cover=cover,
        cost=np.ones(10_000),
        site=np.arange(10_000),
        budget=150.0,
    )
    chosen = np.sort(rng.choice(10_000, 150, replace=False))
    # Storms take whole feeders of some ten sites.
    dark = rng.random((STORMS, 1_000)) < 0.3
    alive = ~dark[:, np.arange(10_000) // 10]
    seconds, found = median(lambda: outlook(problem, chosen, alive), 5)
    by_hand = statistics.mean(evaluate(problem, chosen[alive[storm, chosen]]) for storm in range(STORMS))
    assert abs(found.mean - by_hand) <= 1e-9 * by_hand
    return {"points": points, "pairs": cover.pairs, "storms": STORMS, "seconds": seconds}


def storms() -> dict[str, Any]:
    """Plan for storms and blind to them; hold both against unseen ones."""
    from luylau.siting.finding import find
    from luylau.siting.instance import instance_on
    from luylau.siting.solving.scenarios import outlook

    study, ground = shipped()
    blind_study = replace(study, limits=replace(study.limits, powered=False))
    aware = find(instance_on(ground, study), seconds=study.seconds, gap=0.003)
    plain = instance_on(replace(ground, power=None), blind_study)
    blind = find(plain, seconds=study.seconds, gap=0.003)
    unseen = unseen_power(study, ground)
    alive = unseen[:, plain.problem.site]
    found: dict[str, Any] = {"planned_for": STORMS, "unseen": UNSEEN}
    for name, plan in (("aware", aware), ("blind", blind)):
        seen = outlook(plain.problem, plan.chosen, alive)
        found[name] = {
            "mean": seen.mean,
            "worst": seen.worst,
            "fair_weather": float(outlook(plain.problem, plan.chosen, np.ones_like(alive[:1])).mean),
        }
    found["aware"]["in_sample_mean"] = aware.value
    return found


def shipped() -> "tuple[Study, Ground]":
    """Return the shipped study of cameras and its ground."""
    from luylau.city import load, shipped_pack
    from luylau.power.grids import grid_of
    from luylau.siting.ground import ground_of
    from luylau.siting.study import load_study

    pack = shipped_pack("bac-ninh")
    city = load(pack)
    study = load_study(pack / "studies" / "pilot-cameras.toml")
    return study, ground_of(study, city, grid_of(pack, city), pack / "studies", pack)


def unseen_power(study: "Study", ground: "Ground") -> np.ndarray:
    """Return which sites have power in storms of another seed, shape (storms, sites)."""
    from luylau.city import load, shipped_pack
    from luylau.power.grids import grid_of
    from luylau.siting.storm import storm_power

    pack = shipped_pack("bac-ninh")
    grid = grid_of(pack, load(pack))
    assert grid is not None
    return storm_power(grid, ground.sites.node, UNSEEN, study.seed + 1).alive


def what_if(turns: int) -> dict[str, Any]:
    """Move a weight again and again."""
    from luylau.city import load, shipped_pack
    from luylau.power.grids import grid_of
    from luylau.siting.coarse import CoarseModels
    from luylau.siting.study import load_study

    pack = shipped_pack("bac-ninh")
    city, models = load(pack), CoarseModels()
    grid = grid_of(pack, city)
    found: dict[str, Any] = {}
    for name in ("pilot-cameras", "backup-supplies", "private-clinic"):
        study = load_study(pack / "studies" / f"{name}.toml")
        taken: list[float] = []
        for turn in range(turns + 2):
            moved = (replace(study.demand[0], weight=1.0 + turn), *study.demand[1:])
            begun = time.perf_counter()
            models.answer(replace(study, demand=moved), city, grid, pack / "studies", pack, "1")
            taken.append(time.perf_counter() - begun)
        # The first look gathers what the study stands on; the second may still compile.
        found[name.replace("-", "_")] = {
            "first_seconds": taken[0],
            "seconds": statistics.median(taken[2:]),
            "slowest_seconds": max(taken[2:]),
        }
    return found


def weightings() -> dict[str, Any]:
    """Rank plans under drawn weightings."""
    from luylau.siting.alternatives.acceptability import acceptability

    values = np.random.default_rng(1).random((20, 4))
    seconds, found = median(lambda: acceptability(values, draws=1_000), 5)
    return {"plans": 20, "draws": 1_000, "seconds": seconds, "first": float(found.first.max())}


def median(work: Callable[[], Found], turns: int) -> tuple[float, Found]:
    """Return the median of the seconds that a piece of work takes, once compiled, and what it returns."""
    found, taken = work(), []
    for _ in range(turns):
        begun = time.perf_counter()
        found = work()
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken), found


def measure(arguments: argparse.Namespace) -> Result:
    quick = arguments.quick
    figures: dict[str, Any] = {
        "expectation": expectation(100_000 if quick else 1_000_000),
        "what_if": what_if(5 if quick else 15),
        "acceptability": weightings(),
    }
    times = Table(title="seconds", columns=["what", "median", "slowest", "first"])
    times.add("a plan in 64 storms", figures["expectation"]["seconds"], None, None)
    times.add("1,000 weightings", figures["acceptability"]["seconds"], None, None)
    for name, one in figures["what_if"].items():
        times.add(f"what-if, {name}", one["seconds"], one["slowest_seconds"], one["first_seconds"])
    tables = [times]
    if not quick:
        figures["storms"] = storms()
        beside = Table(
            title=f"% reached in {UNSEEN} storms that no plan has seen",
            columns=["60 cameras planned", "mean", "worst", "all have power"],
        )
        for name in ("aware", "blind"):
            one = figures["storms"][name]
            beside.add(f"{name} of storms", one["mean"], one["worst"], one["fair_weather"])
        tables.append(beside)
    return Result(tables=tables, figures=figures)


if __name__ == "__main__":
    run(__doc__ or "", measure)
