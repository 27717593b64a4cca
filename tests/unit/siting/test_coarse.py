from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from luylau.city import City
from luylau.kernel.errors import BadInput
from luylau.power.model import Grid
from luylau.siting import coarse
from luylau.siting.coarse import CoarseModels
from luylau.siting.coverage.cover import Cover
from luylau.siting.storm_cover import by_chance, in_storms
from luylau.siting.study import Study, load_study
from tests.unit.siting.shipped import PACK, STUDIES


def asked(models: CoarseModels, study: Study, city: City, grid: Grid | None) -> coarse.Answer:
    return models.answer(study, city, grid, STUDIES, PACK, "1")


def test_a_chance_of_power_is_the_mean_over_storms_where_one_site_reaches_each_point() -> None:
    cover = Cover(np.array([0, 2, 3]), np.array([0, 1, 2], np.int32), 3)
    weights, site = np.array([1.0, 2.0, 4.0]), np.array([0, 1])
    alive = np.array([[True, False], [True, True], [False, True], [True, False]])
    exactly, spread = in_storms(cover, weights, site, alive)
    np.testing.assert_allclose(
        by_chance(cover, site, alive).reached(weights), exactly.reached(spread), rtol=1e-6
    )


def test_what_counts_for_the_plan_alone_stands_on_the_same_ground(
    city: City, grid: Grid, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Study] = []
    inner: Callable[..., object] = coarse.ground_of

    def counted(study: Study, *rest: object) -> object:
        made.append(study)
        return inner(study, *rest)

    monkeypatch.setattr(coarse, "ground_of", counted)
    study = load_study(STUDIES / "pilot-cameras.toml")
    models = CoarseModels()
    first = asked(models, study, city, grid)
    heavier = replace(study, demand=(replace(study.demand[0], weight=50.0), *study.demand[1:]))
    poorer = replace(heavier, limits=replace(heavier.limits, budget=1_500.0, most_sites=10))
    second, third = asked(models, heavier, city, grid), asked(models, poorer, city, grid)
    assert len(made) == 1
    assert first.marks[0] == coarse.MARK
    assert first.candidates == coarse.MOST_SITES
    # More for the customers brings more of them, and less money less of all.
    assert second.criteria[0].reached > first.criteria[0].reached
    assert third.cost <= 1_500
    assert len(third.sites) <= 10
    assert third.value < second.value <= second.bound
    options = (replace(study.options[0], range_m=900.0), *study.options[1:])
    farther = asked(models, replace(study, options=options), city, grid)
    assert len(made) == 2
    assert farther.value > first.value


def test_a_named_site_is_there_though_others_are_drawn(city: City, grid: Grid) -> None:
    study = load_study(STUDIES / "pilot-cameras.toml")
    all_sites = replace(study, sites=replace(study.sites, most=0))
    last = grid.loads.id[-1]
    limits = replace(study.limits, must=(last,))
    found = asked(CoarseModels(), replace(all_sites, limits=limits), city, grid)
    assert last in {one.site for one in found.sites}
    with pytest.raises(BadInput, match="siting-grid-none"):
        asked(CoarseModels(), study, city, None)
