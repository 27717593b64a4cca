"""Chosen sites as planned assets: named, fed, told apart, and never taken over twice."""

from dataclasses import replace
from pathlib import Path

import pytest

from luylau.city import City, adopt_all, load
from luylau.kernel.errors import BadInput, Conflict, NotFound
from luylau.siting.planned import planned_assets
from tests.api.world import PACK
from tests.support.answers import answer, placed
from tests.unit.siting.runs.conftest import STUDY

STUDY = {**STUDY, "option": [{**STUDY["option"][0], "names": {"vi": "Cột đo", "en": "Post", "ja": "柱"}}]}
TWO = answer(STUDY, placed("r1"), placed("r2", asset="ts-1", unit="xa-dong-ky"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in PACK.items():
        (tmp_path / name).write_text(text.lstrip(), encoding="utf-8")
    return tmp_path


@pytest.fixture
def city(folder: Path) -> City:
    return load(folder)


def test_all_sites_become_planned_assets_that_say_where_they_come_from(city: City) -> None:
    first, second = planned_assets(TWO, "run-1", 4, city, "camera")
    assert (first.id, second.id) == ("posts-001", "posts-002")
    assert (first.name, first.names) == ("Cột đo 1", {"en": "Post 1", "ja": "柱 1"})
    assert (first.kind, first.status, first.place, first.lat) == (
        "camera",
        "planned",
        "phuong-kinh-bac",
        21.18,
    )
    assert second.place == "xa-dong-ky"
    assert first.source == "study posts v4, run run-1, site r1"


def test_a_site_is_fed_by_what_stands_on_it_or_by_what_feeds_that(city: City) -> None:
    made = answer(
        STUDY,
        placed("a", asset="ts-1"),
        placed("b", asset="switch-1"),
        placed("c"),
        placed("d", asset="gone"),
    )
    fed = [one.powered_by for one in planned_assets(made, "run-1", 1, city, "camera")]
    assert fed == ["ts-1", "ts-1", "", ""]


def test_some_sites_keep_their_numbers_in_the_plan(city: City) -> None:
    (only,) = planned_assets(TWO, "run-1", 4, city, "camera", ["r2"])
    assert (only.id, only.name) == ("posts-002", "Cột đo 2")


def test_a_site_is_taken_over_once_whichever_run_it_is_of(folder: Path, city: City) -> None:
    first = planned_assets(TWO, "run-1", 4, city, "camera", ["r1"])
    adopt_all(folder, first, key="city-change-planned", fields={"study": "posts", "count": 1})
    now = load(folder)
    assert now.assets["posts-001"].status == "planned"
    with pytest.raises(Conflict) as refused:
        planned_assets(TWO, "run-1", 4, now, "camera")
    assert refused.value.fields == {"site": "r1", "asset": "posts-001"}
    with pytest.raises(Conflict):
        planned_assets(TWO, "run-2", 5, now, "camera")
    again = planned_assets(TWO, "run-2", 5, now, "camera", ["r2"])
    assert [one.id for one in again] == ["posts-002"]
    # Another site that has come to the same number in the plan gets an id of its own.
    other = replace(TWO, sites=(replace(TWO.sites[0], site="r7"),))
    assert [one.id for one in planned_assets(other, "run-2", 5, now, "camera")] == ["posts-001-2"]


def test_a_long_name_of_a_study_leaves_room_for_the_number(city: City) -> None:
    long = answer({**STUDY, "id": "x" * 59 + "-yyyy"}, placed("r1"))
    (made,) = planned_assets(long, "run-1", 1, city, "camera")
    assert made.id == "x" * 59 + "-001"


def test_what_is_not_there_is_refused(city: City) -> None:
    with pytest.raises(NotFound, match="study-kind-unknown"):
        planned_assets(TWO, "run-1", 4, city, "spaceship")
    with pytest.raises(BadInput, match="study-site-not-chosen"):
        planned_assets(TWO, "run-1", 4, city, "camera", ["r9"])
    with pytest.raises(BadInput, match="study-sites-none"):
        planned_assets(replace(TWO, sites=()), "run-1", 4, city, "camera")
