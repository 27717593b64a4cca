"""Each method of a study on a small case against every plan there is."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from luylau.city import City
from luylau.kernel.errors import BadFile, BadInput
from luylau.kernel.geo import distance_m
from luylau.power.grids import grid_of
from luylau.siting.comparing import compared
from luylau.siting.finding import find, mean_way_m
from luylau.siting.ground import ground_of
from luylau.siting.instance import Instance, instance_of, instance_on
from luylau.siting.solving.plan import Proof, covered, evaluate, unit_reach
from luylau.siting.study import Limits, Option, Sites, Study, load_study, study_from_data, study_to_data
from luylau.siting.study.model import Demand
from tests.unit.siting.shipped import PACK, STUDIES

NAMES = {"vi": "a", "en": "a", "ja": "a"}
SITES = 8
WIDE = Option(id="post", names=NAMES, cost=1.0, range_m=4_600.0)


@pytest.fixture(scope="module")
def folder(city: City, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Demand and sites strewn about two neighbouring units."""
    made = tmp_path_factory.mktemp("points")
    rng = np.random.default_rng(4)
    units = [city.places["phuong-kinh-bac"], city.places["phuong-vo-cuong"]]
    for name, count in (("demand", 14), ("sites", SITES)):
        rows = ["id,lat,lon,people"]
        for number in range(count):
            unit = units[number % 2]
            north, east = rng.normal(0, 0.012, 2)
            rows.append(f"{name}{number},{unit.lat + north},{unit.lon + east},{rng.integers(1, 20)}")
        (made / f"{name}.csv").write_text("\n".join(rows), encoding="utf-8")
    return made


def study(**changed: object) -> Study:
    values: dict[str, object] = {
        "id": "small", "names": NAMES, "question": NAMES, "currency": "million VND", "seconds": 10.0,
        "demand": (Demand(id="people", names=NAMES, source="file", file="demand.csv", column="people"),),
        "options": (Option(id="post", names=NAMES, cost=1.0, range_m=1_800.0),),
        "sites": Sites(source="file", file="sites.csv"), "limits": Limits(most_sites=3),
    }  # fmt: skip
    return Study(**(values | changed))  # type: ignore[arg-type]


def made(city: City, folder: Path, **changed: object) -> Instance:
    return instance_of(study(**changed), city, None, folder)


def plans(count: int | None = None) -> Iterator[np.ndarray]:
    for size in range(1, SITES + 1) if count is None else [count]:
        for one in combinations(range(SITES), size):
            yield np.array(one)


def test_all_that_can_be_reached_is_reached_at_the_least_cost(city: City, folder: Path) -> None:
    costs = (
        Option(id="small", names=NAMES, cost=1.0, range_m=1_300.0),
        Option(id="large", names=NAMES, cost=1.7, range_m=2_100.0),
    )
    instance = made(city, folder, method="cover_all", limits=Limits(), options=costs)
    found = find(instance, seconds=10)
    problem = instance.problem
    reachable = covered(problem.cover, np.arange(problem.columns))
    least = np.inf
    for pick in np.ndindex(*[3] * SITES):
        columns = np.array([site + SITES * (option - 1) for site, option in enumerate(pick) if option])
        if len(columns) and bool((covered(problem.cover, columns) >= reachable).all()):
            least = min(least, float(problem.cost[columns].sum()))
    assert found.cost == pytest.approx(least)
    assert found.least_cost == pytest.approx(least)
    assert (found.gap, found.value) == (pytest.approx(0.0), pytest.approx(problem.weights[reachable].sum()))
    assert found.bound == found.value
    assert compared(instance, found) is None


def test_what_must_be_used_and_what_stands_counts_before_more_is_bought(city: City, folder: Path) -> None:
    free = made(city, folder, method="cover_all", limits=Limits())
    best = find(free, seconds=10)
    worst = next(site for site in range(SITES) if site not in best.chosen)
    name = free.ground.sites.id[worst]
    forced = made(city, folder, method="cover_all", limits=Limits(must=(name,)))
    found = find(forced, seconds=10)
    reachable = covered(forced.problem.cover, np.arange(SITES))
    least = min(
        len(one)
        for one in plans()
        if worst in one and (covered(forced.problem.cover, one) >= reachable).all()
    )
    assert worst in found.chosen
    assert (found.cost, found.least_cost) == (least, pytest.approx(least))
    refused = made(
        city, folder, method="cover_all", limits=Limits(must_not=(free.ground.sites.id[best.chosen[0]],))
    )
    assert best.chosen[0] not in find(refused, seconds=10).chosen


@pytest.mark.parametrize("count", [1, 3])
def test_the_median_has_the_shortest_ways(city: City, folder: Path, count: int) -> None:
    instance = made(city, folder, method="median", limits=Limits(most_sites=count))
    found = find(instance, seconds=10)
    points, sites = instance.ground.points, instance.ground.sites
    ways = np.array(
        [
            [distance_m(points.lat[i], points.lon[i], sites.lat[j], sites.lon[j]) for j in range(SITES)]
            for i in range(len(points))
        ]
    )
    mean = {
        tuple(one): float(np.average(ways[:, one].min(axis=1), weights=points.weight)) for one in plans(count)
    }
    best = min(mean, key=lambda one: mean[one])
    assert tuple(found.chosen.tolist()) == best
    assert mean_way_m(instance, found) == pytest.approx(mean[best], rel=1e-3)
    assert found.proof is Proof.EXACT or found.gap < 1e-6


@pytest.mark.parametrize("room", [1.05, 1.4, 3.0])
def test_sites_that_serve_so_much_at_most_serve_each_point_whole(
    city: City, folder: Path, room: float
) -> None:
    free = made(city, folder, method="median", limits=Limits(most_sites=2))
    demand = free.ground.points.weight
    capacity = room * float(demand.sum()) / 2
    option = replace(study().options[0], capacity=capacity)
    instance = made(city, folder, method="median", options=(option,), limits=Limits(most_sites=2))
    found = find(instance, seconds=20)
    weights, cover = instance.problem.weights, instance.problem.cover
    share = np.zeros((SITES, len(weights)))
    for site in range(SITES):
        share[site, cover.column(site)] = cover.column_shares(site)
    # The best way to serve all from any two sites, point by point with what is left of each.
    best = -np.inf
    for pair in plans(2):
        left = {(0.0, 0.0): 0.0}
        for point in np.argsort(-demand).tolist():
            after: dict[tuple[float, ...], float] = {}
            for used, value in left.items():
                for place in range(2):
                    more = used[place] + float(demand[point])
                    if more <= capacity + 1e-9:
                        state = (*used[:place], more, *used[place + 1 :])
                        reached = value + float(weights[point] * share[pair[place], point])
                        after[state] = max(after.get(state, -np.inf), reached)
            left = after
        best = max([best, *left.values()])
    assert found.value == pytest.approx(best, rel=1e-6)
    assert found.bound == pytest.approx(best, rel=1e-6)
    assert found.value <= find(free, seconds=10).value + 1e-9


def test_a_median_in_storms_counts_them(city: City, folder: Path) -> None:
    shipped = load_study(STUDIES / "pilot-cameras.toml")
    grid = grid_of(PACK, city)
    limits = Limits(most_sites=3, powered=True, scenarios=4)
    asked = replace(shipped, method="median", limits=limits, options=shipped.options[:1], seconds=3.0)
    asked = replace(asked, sites=Sites(source="loads", most=12), demand=shipped.demand[1:2])
    ground = ground_of(asked, city, grid, STUDIES)
    for coarse in (True, False):
        instance = instance_on(ground, asked, coarse=coarse)
        found = find(instance, seconds=5)
        best = max(evaluate(instance.problem, np.array(one)) for one in combinations(range(12), 3))
        assert found.value == pytest.approx(best, rel=1e-6)
        assert found.bound >= best * (1 - 1e-9)


def test_a_median_with_other_limits_keeps_them(city: City, folder: Path) -> None:
    free = made(city, folder, method="median", limits=Limits(most_sites=2))
    best = find(free, seconds=10)
    name = free.ground.sites.id[best.chosen[0]]
    instance = made(city, folder, method="median", limits=Limits(most_sites=2, must_not=(name,)))
    found = find(instance, seconds=10)
    assert best.chosen[0] not in found.chosen
    others = [one for one in plans(2) if best.chosen[0] not in one]
    weights, cover = instance.problem.weights, instance.problem.cover
    share = np.zeros((SITES, len(weights)))
    for site in range(SITES):
        share[site, cover.column(site)] = cover.column_shares(site)
    assert found.value == pytest.approx(max(float(weights @ share[one].max(axis=0)) for one in others))
    assert found.value <= best.value


def test_every_unit_has_its_floor(city: City, folder: Path) -> None:
    free = made(city, folder, options=(WIDE,), limits=Limits(most_sites=1))
    unit = free.ground.point_unit
    units = len(free.ground.units)

    def shares(instance: Instance, plan: np.ndarray) -> np.ndarray:
        asked, got = unit_reach(instance.problem, plan, unit, units).T
        return np.asarray(got[asked > 0] / asked[asked > 0])

    even = max(float(shares(free, one).min()) for one in plans(1))
    floor = round(even - 0.005, 3)
    bound = made(city, folder, options=(WIDE,), limits=Limits(most_sites=1, unit_reach=floor))
    found = find(bound, seconds=10)
    assert shares(bound, found.chosen).min() >= floor - 1e-9
    good = [one for one in plans(1) if shares(free, one).min() >= floor]
    reach = max(float(free.problem.weights[covered(free.problem.cover, one)].sum()) for one in good)
    assert found.value == pytest.approx(reach)
    with pytest.raises(BadInput, match="siting-floor-none-found"):
        find(
            made(city, folder, options=(WIDE,), limits=Limits(most_sites=1, unit_reach=even + 0.01)),
            seconds=10,
        )
    short = Option(id="post", names=NAMES, cost=1.0, range_m=200.0)
    with pytest.raises(BadInput, match="siting-floor-unreachable"):
        find(made(city, folder, options=(short,), limits=Limits(most_sites=1, unit_reach=0.9)), seconds=10)


def test_a_second_cover_counts_its_part(city: City, folder: Path) -> None:
    instance = made(city, folder, limits=Limits(most_sites=3, twice=0.4))
    found = find(instance, seconds=10)
    problem = instance.problem

    def worth(one: np.ndarray) -> float:
        times = sum(covered(problem.cover, np.array([site])).astype(int) for site in one)
        return float(problem.weights @ (0.6 * (times >= 1) + 0.4 * (times >= 2)))

    assert found.value == pytest.approx(max(worth(one) for one in plans(3)))
    assert found.value == pytest.approx(worth(found.chosen))


@pytest.mark.parametrize(
    ("changed", "column", "key"),
    [
        ({"method": "cover_all"}, "limits.most_sites", "study-cover-all-limit"),
        (
            {
                "method": "cover_all",
                "limits": Limits(),
                "options": (replace(study().options[0], headings=4, angle_deg=90.0),),
            },
            "option.0",
            "study-cover-all-option",
        ),
        (
            {"method": "median", "limits": Limits(most_sites=1, twice=0.2)},
            "limits.twice",
            "study-layer-alone",
        ),
        (
            {"limits": Limits(most_sites=1, twice=0.2, unit_reach=0.1)},
            "limits.unit_reach",
            "study-layer-alone",
        ),
        (
            {
                "limits": Limits(most_sites=1, unit_reach=0.1),
                "options": (replace(study().options[0], decay="linear"),),
            },
            "limits.unit_reach",
            "study-layer-alone",
        ),
        ({"method": "median", "limits": Limits()}, "limits.budget", "study-limit-missing"),
        (
            {"options": (replace(study().options[0], capacity=5.0),)},
            "option.0.capacity",
            "study-capacity-alone",
        ),
        (
            {
                "method": "median",
                "limits": Limits(most_sites=1, budget=5.0),
                "options": (replace(study().options[0], capacity=5.0),),
            },
            "option.0.capacity",
            "study-capacity-alone",
        ),
    ],
)
def test_what_does_not_go_together_is_refused(changed: dict[str, object], column: str, key: str) -> None:
    _, faults = study_from_data(study_to_data(study(**changed)), "small.toml")
    assert (column, key) in {(one.column, one.key) for one in faults}
    assert BadFile(faults).faults == tuple(faults)
