"""``luylau siting solve`` against published optima; each plan is reckoned anew from the file."""

import csv
import heapq
import json
import math
from pathlib import Path

import pytest
from click.testing import CliRunner

from luylau.cli import main

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "siting"

SJC = (("SJC324", 5, 12152), ("SJC402", 4, 15658), ("SJC500", 3, 15730), ("SJC500", 8, 19707))
"""Demand covered at best within 800 m (M. A. Pereira, L. A. N. Lorena and E. L. F. Senne, "A column
generation approach for the maximal covering location problem", Int. Trans. Operational Research 14(4),
2007)."""
DEGREES = (
    ("NewYork", 50, 400, 1153640),
    ("NewYork", 60, 400, 1288174),
    ("Bronx", 50, 600, 1205051),
    ("Bronx", 60, 600, 1290635),
)
"""Radius in metres and best demand covered (V. R. Maximo, J.-F. Cordeau and M. C. V. Nascimento, "A hybrid
adaptive iterated local search heuristic for the maximal covering location problem", Int. Trans. Operational
Research, 2023)."""


def data(name: str) -> Path:
    if not (DATA / name).exists():
        pytest.skip(f"{name} is not there (shared test data)")
    return DATA / name


def solved(file: Path, *words: str) -> dict[str, object]:
    said = CliRunner().invoke(main, ["siting", "solve", str(file), "--json", *words])
    assert said.exit_code == 0, said.output
    found: dict[str, object] = json.loads(said.stdout)
    return found


def sjc(name: str) -> tuple[list[tuple[float, float]], list[int]]:
    text = data(f"{name}.txt").read_text().splitlines()[1:]
    demand = data(f"demand-{name}.dat").read_text().split()
    places = [(float(x), float(y)) for x, y in (line.split() for line in text if line.strip())]
    return places, [int(one) for one in demand]


def within(places: list[tuple[float, float]], demand: list[int], chosen: list[int], r: float) -> int:
    return sum(
        weight
        for place, weight in zip(places, demand, strict=True)
        if any(math.dist(place, places[one - 1]) <= r for one in chosen)
    )


@pytest.mark.parametrize(("name", "p", "best"), SJC)
def test_the_published_coverage_is_reached_and_proven(name: str, p: int, best: int) -> None:
    found = solved(data(f"{name}.txt"), "--format", "sjc", "-p", str(p), "-r", "800")
    assert found["value"] == found["bound"] == best
    assert found["optimal"] is True
    assert len(set(found["chosen"])) == p
    places, demand = sjc(name)
    assert within(places, demand, found["chosen"], 800) == best
    assert (found["nodes"], found["demand"]) == (len(places), sum(demand))


def test_the_same_instance_with_keywords_gives_the_same(tmp_path: Path) -> None:
    places, demand = sjc("SJC402")
    lines = ["NAME : again", "TYPE : MCLP", "EDGE_WEIGHT_TYPE : EUC_2D", f"DIMENSION : {len(places)}"]
    lines += ["NODE_COORD_SECTION", *(f"{x} {y}" for x, y in places)]
    lines += ["DEMAND_SECTION", *map(str, demand), "EOF"]
    (tmp_path / "a.txt").write_text("\n".join(lines))
    found = solved(tmp_path / "a.txt", "--format", "mclp", "-p", "2", "-r", "800")
    assert (found["name"], found["value"], found["optimal"]) == ("again", 11339, True)
    assert within(places, demand, found["chosen"], 800) == 11339


def ways(file: Path, chosen: list[int]) -> float:
    """The sum of the shortest ways of all vertices to the nearest of those chosen, by Dijkstra from all of
    them at once."""
    rows = [[int(word) for word in line.split()] for line in file.read_text().splitlines() if line.strip()]
    length: dict[tuple[int, int], int] = {}
    for begin, end, far in rows[1:]:
        length[begin, end] = length[end, begin] = far
    near: dict[int, list[tuple[int, int]]] = {}
    for (begin, end), far in length.items():
        near.setdefault(begin, []).append((end, far))
    least: dict[int, int] = {}
    queue = [(0, one) for one in chosen]
    while queue:
        far, at = heapq.heappop(queue)
        if at not in least:
            least[at] = far
            for other, more in near[at]:
                heapq.heappush(queue, (far + more, other))
    assert len(least) == rows[0][0]
    return sum(least.values())


@pytest.mark.parametrize("name", ["pmed1", "pmed2", "pmed5", "pmed10", "pmed11", "pmed15", "pmed21"])
def test_the_published_medians_are_found_and_proven(name: str) -> None:
    with data("pmed_optima.csv").open(encoding="utf-8") as file:
        best = {row["instance"]: int(row["optimum"]) for row in csv.DictReader(file)}[name]
    found = solved(data(f"{name}.txt"), "--format", "pmed")
    assert found["value"] == found["bound"] == best
    assert len(set(found["chosen"])) == found["p"]
    assert ways(data(f"{name}.txt"), found["chosen"]) == best


@pytest.mark.parametrize(("name", "p", "r", "best"), DEGREES)
def test_the_published_coverage_of_degrees_is_reached(name: str, p: int, r: int, best: int) -> None:
    found = solved(data(f"{name}.txt"), "--format", "mclp", "-p", str(p), "-r", str(r), "--seconds", "60")
    assert found["value"] == best
    assert found["bound"] >= best
