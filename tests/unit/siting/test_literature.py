"""Small instances of the literature, held against every choice there is."""

import csv
import io
import json
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from luylau.kernel.errors import BadInput
from luylau.siting.literature import chosen_csv, solve_covering, solve_median, solved_json
from luylau.siting.solving.formats import MedianFile, PointFile, read_pmed


def points(seed: int, count: int = 14, *, whole: bool = True) -> PointFile:
    rng = np.random.default_rng(seed)
    demand = rng.integers(0, 50, count).astype(np.float64)
    return PointFile(
        name="made",
        number=np.arange(1, count + 1),
        x=rng.uniform(0, 100, count),
        y=rng.uniform(0, 100, count),
        demand=demand if whole else demand + 0.3,
    )


def covered(file: PointFile, numbers: tuple[int, ...], r: float) -> float:
    """The demand within r of these points, reckoned pair by pair."""
    at = [one - 1 for one in numbers]
    near = np.hypot(file.x[:, None] - file.x[at], file.y[:, None] - file.y[at]) <= r
    return float(file.demand[near.any(axis=1)].sum())


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize("seed", range(4))
def test_no_choice_covers_more(seed: int, whole: bool) -> None:
    file = points(seed, whole=whole)
    for p in (1, 3, 5):
        solved = solve_covering(file, p, 25.0)
        numbers = tuple(one.number for one in solved.chosen)
        best = max(covered(file, one, 25.0) for one in combinations(range(1, 15), p))
        assert len(set(numbers)) == p
        assert solved.value == pytest.approx(covered(file, numbers, 25.0)) == pytest.approx(best)
        assert solved.bound == pytest.approx(best)
        assert solved.optimal
        assert solved.demand == pytest.approx(file.demand.sum())
        for one in solved.chosen:
            assert one.demand == pytest.approx(covered(file, (one.number,), 25.0))


def test_as_many_are_chosen_as_were_asked_for_even_where_fewer_reach_all() -> None:
    file = points(1)
    for p, r in ((3, 1000.0), (14, 5.0), (14, 0.0)):
        solved = solve_covering(file, p, r)
        assert len(solved.chosen) == p
        assert solved.value == file.demand.sum() == solved.bound


def test_demand_of_nothing_is_covered_by_any_choice() -> None:
    file = points(1)
    file.demand[:] = 0.0
    solved = solve_covering(file, 2, 10.0)
    assert (len(solved.chosen), solved.value, solved.gap, solved.optimal) == (2, 0.0, 0.0, True)


def graph(seed: int) -> MedianFile:
    rng = np.random.default_rng(seed)
    x, y = rng.integers(0, 100, (2, 12))
    return MedianFile(name="made", distance=np.hypot(x[:, None] - x, y[:, None] - y).round(), count=3)


@pytest.mark.parametrize("seed", range(4))
def test_no_choice_has_shorter_ways(seed: int) -> None:
    file = graph(seed)
    for p in (None, 1, 5, 12):
        solved = solve_median(file, p)
        count = 3 if p is None else p
        at = [one.number - 1 for one in solved.chosen]
        best = min(file.distance[:, one].min(axis=1).sum() for one in combinations(range(12), count))
        assert len(set(at)) == count == solved.p
        assert solved.value == file.distance[:, at].min(axis=1).sum() == best == solved.bound
        assert sum(one.nodes for one in solved.chosen) == 12


def test_parts_of_a_graph_need_a_vertex_each(tmp_path: Path) -> None:
    (tmp_path / "p.txt").write_text("6 3 3\n1 2 5\n3 4 1\n5 6 9\n")
    file = read_pmed(tmp_path / "p.txt")
    with pytest.raises(BadInput) as caught:
        solve_median(file, 2)
    assert (caught.value.key, caught.value.fields) == ("siting-instance-apart", {"parts": 3, "count": 2})
    assert solve_median(file).value == 15
    assert solve_median(file, 4).value == 6


@pytest.mark.parametrize(
    ("p", "r", "seconds", "key"),
    [
        (0, 1.0, 1.0, "siting-count-wrong"),
        (15, 1.0, 1.0, "siting-count-wrong"),
        (2, -1.0, 1.0, "siting-radius-wrong"),
        (2, float("nan"), 1.0, "siting-radius-wrong"),
        (2, float("inf"), 1.0, "siting-radius-wrong"),
        (2, 1.0, 0.0, "siting-seconds-wrong"),
        (2, 1.0, float("nan"), "siting-seconds-wrong"),
    ],
)
def test_what_cannot_be_asked_is_refused(p: int, r: float, seconds: float, key: str) -> None:
    with pytest.raises(BadInput, match=key):
        solve_covering(points(0), p, r, seconds=seconds)
    if key != "siting-radius-wrong":
        with pytest.raises(BadInput, match=key):
            solve_median(graph(0), p, seconds=seconds)


def test_json_and_csv_hold_what_was_found() -> None:
    told: list[int] = []
    solved = solve_covering(points(2), 3, 20.0, seed=7, tell=lambda: told.append(1))
    said = json.loads(solved_json(solved))
    assert said["chosen"] == [one.number for one in solved.chosen]
    assert (said["name"], said["nodes"], said["p"], said["r"], said["seed"]) == ("made", 14, 3, 20.0, 7)
    assert (said["value"], said["bound"], said["optimal"]) == (solved.value, solved.bound, True)
    rows = list(csv.DictReader(io.StringIO(chosen_csv(solved))))
    assert [int(row["number"]) for row in rows] == said["chosen"]
    assert [float(row["x"]) for row in rows] == [one.x for one in solved.chosen]
    assert told
    median = solve_median(graph(1), tell=lambda: told.append(1))
    assert json.loads(solved_json(median))["r"] is None
    assert next(csv.DictReader(io.StringIO(chosen_csv(median))))["x"] == ""
