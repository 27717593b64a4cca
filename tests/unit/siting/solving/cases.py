"""Small random problems, and the best plan of each by trying all of them."""

from itertools import product

import numpy as np

from luylau.kernel.arrays import Int64
from luylau.siting.coverage.cover import Cover
from luylau.siting.solving.plan import broken, evaluate
from luylau.siting.solving.problem import CoverProblem


def cover_of(lists: list[list[int]], points: int, share: list[list[float]] | None = None) -> Cover:
    return Cover(
        np.cumsum([0, *(len(one) for one in lists)]),
        np.array([point for one in lists for point in one], np.int32),
        points,
        None if share is None else np.array([part for one in share for part in one], np.float32),
    )


def random_problem(
    seed: int,
    *,
    sites: int = 5,
    options: int = 2,
    points: int = 25,
    shares: bool = False,
    limits: bool = False,
) -> CoverProblem:
    rng = np.random.default_rng(seed)
    place, site = rng.random((points, 2)), rng.random((sites, 2))
    away = np.linalg.norm(site[:, None] - place[None], axis=2)
    reach = np.array([0.2, 0.35, 0.5])[:options]
    lists = [np.flatnonzero(away[s] <= r).tolist() for s in range(sites) for r in reach]
    parts = [[float(rng.choice([0.25, 0.5, 1.0])) for _ in one] for one in lists] if shares else None
    columns = sites * options
    more = {}
    if limits:
        more = {
            "most_sites": 3,
            "unit": np.repeat(np.arange(sites) % 2, options),
            "unit_least": np.array([1, 0]),
            "unit_most": np.array([2, 1]),
            "apart": np.array([[0, 2]]),
            "forbidden": np.array([columns - 1]),
        }
    return CoverProblem(
        weights=rng.integers(0, 9, points).astype(np.float64),
        cover=cover_of(lists, points, parts),
        cost=np.round(rng.uniform(1, 4, columns), 2),
        site=np.repeat(np.arange(sites), options),
        budget=float(np.round(rng.uniform(4, 9), 2)),
        **more,
    )


def best_by_trying(problem: CoverProblem) -> float:
    """Return the most that any plan covers, or -1 if no plan keeps the limits."""
    sites = np.unique(problem.site)
    offers = [[-1, *np.flatnonzero(problem.site == site).tolist()] for site in sites]
    best = -1.0
    for picked in product(*offers):
        chosen: Int64 = np.array(sorted(column for column in picked if column >= 0), np.int64)
        if not broken(problem, chosen):
            best = max(best, evaluate(problem, chosen))
    return best
