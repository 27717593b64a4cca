import csv
import io
import json
from dataclasses import replace

import numpy as np
import pytest

from luylau.city import City
from luylau.kernel.messages import LANGUAGES, Language, message
from luylau.power.model import Grid
from luylau.siting.answer import Answer, answer_of, sites_csv, sites_geojson
from luylau.siting.answer.drawing import placed
from luylau.siting.answer.note import note_of
from luylau.siting.answer.note_html import note_html
from luylau.siting.answer.note_parts import Map, Rows
from luylau.siting.answer.note_pdf import note_pdf
from luylau.siting.comparing import compared
from luylau.siting.instance import Instance, instance_of, instance_on
from luylau.siting.solving.plan import Plan, Proof, evaluate
from luylau.siting.study import Study, load_study
from tests.unit.siting.shipped import STUDIES


def made(name: str, city: City, grid: Grid, **limits: object) -> Instance:
    study: Study = load_study(STUDIES / f"{name}.toml")
    sites = replace(study.sites, most=100) if study.sites.source == "loads" else study.sites
    study = replace(study, limits=replace(study.limits, **limits), sites=sites)  # type: ignore[arg-type]
    return instance_of(study, city, grid, STUDIES)


def plan(instance: Instance, *chosen: int, bound: float = 100.0) -> Plan:
    columns = np.array(chosen, np.int64)
    return Plan(
        chosen=columns,
        value=evaluate(instance.problem, columns),
        bound=bound,
        cost=float(instance.problem.cost[columns].sum()),
        proof=Proof.LAGRANGE,
        seconds=1.0,
        seed=1,
    )


@pytest.fixture(scope="module")
def cameras(city: City, grid: Grid) -> tuple[Instance, Plan]:
    instance = made("pilot-cameras", city, grid, powered=False)
    reach = instance.problem.cover.reached(instance.problem.weights)
    best = np.argsort(-reach[:100])[:3]
    return instance, plan(instance, *sorted(best.tolist()))


@pytest.fixture(scope="module")
def answer(cameras: tuple[Instance, Plan], city: City) -> Answer:
    return answer_of(*cameras, city)


def test_what_sites_units_and_criteria_get_sums_to_the_plans_value(answer: Answer) -> None:
    assert answer.unit == "percent"
    assert answer.value == pytest.approx(sum(one.reached for one in answer.units))
    assert sum(one.demand for one in answer.units) == pytest.approx(answer.total) == pytest.approx(100)
    weights = {"people": 50, "critical": 30, "parks": 20}
    by_criterion = sum(weights[one.criterion] * one.reached / one.demand for one in answer.criteria)
    assert by_criterion == pytest.approx(answer.value)
    # What two reach is what neither adds.
    assert sum(one.adds for one in answer.sites) <= answer.value <= sum(one.own for one in answer.sites)
    assert sum(one.sites for one in answer.units) == 3


def test_an_answer_is_kept_and_read_back_the_same_to_the_byte(
    answer: Answer, cameras: tuple[Instance, Plan], city: City
) -> None:
    again = Answer.of_json(answer.to_json())
    assert again == answer
    slower = replace(cameras[1], seconds=5.0)
    assert answer_of(cameras[0], slower, city).to_json() == answer.to_json()


def test_every_figure_says_what_it_rests_on(answer: Answer, city: City, grid: Grid) -> None:
    assert answer.marks == ("siting-mark-assumed", "siting-mark-grid", "siting-mark-units")
    supplies = made("backup-supplies", city, grid, scenarios=40)
    found = answer_of(supplies, plan(supplies, 0, bound=1e6), city)
    assert "siting-mark-storm" in found.marks
    assert found.unit == "hours"
    assert found.sites[0].name == city.assets[found.sites[0].asset].name
    assert 0 <= (found.sites[0].powered or 0) <= 1


def test_sites_go_into_other_programs(answer: Answer) -> None:
    rows = list(csv.DictReader(io.StringIO(sites_csv(answer).decode("utf-8-sig"))))
    assert [row["site"] for row in rows] == [one.site for one in answer.sites]
    assert float(rows[0]["lat"]) == answer.sites[0].lat
    features = json.loads(sites_geojson(answer))["features"]
    assert [one["geometry"]["coordinates"] for one in features] == [[s.lon, s.lat] for s in answer.sites]
    dangerous = replace(answer, sites=(replace(answer.sites[0], name="=cmd()"),))
    assert "'=cmd()" in sites_csv(dangerous).decode("utf-8-sig")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_note_tells_it_in_every_language(answer: Answer, city: City, language: Language) -> None:
    note = note_of(answer, city, language)
    page = note_html(note).decode()
    assert "siting-" not in page
    assert f'<html lang="{language}">' in page
    assert "<script" not in page
    assert page.count("<svg") == 1
    for site in answer.sites:
        assert (site.name or site.site) in page
    pdf = note_pdf(note)
    assert pdf.startswith(b"%PDF-")
    assert pdf == note_pdf(note_of(answer, city, language))


def test_what_people_wrote_is_no_markup(answer: Answer, city: City) -> None:
    names = dict.fromkeys(LANGUAGES, "<b>bold</b> & co")
    note = note_of(replace(answer, study={**answer.study, "names": names}), city, "en")
    assert "<b>bold" not in note_html(note).decode()
    assert note_pdf(note).startswith(b"%PDF-")


def test_the_map_keeps_north_up_and_distances_even() -> None:
    of = Map(chosen=((21.0, 106.0), (21.1, 106.0), (21.0, 106.1)), left=(), units=(), words="")
    _, _, (a, north, east) = placed(of, 400, 300)
    assert north[1] < a[1]
    assert north[0] == pytest.approx(a[0])
    assert east[0] > a[0]
    # A tenth of a degree of longitude is shorter by the cosine of the latitude.
    assert (east[0] - a[0]) / (a[1] - north[1]) == pytest.approx(np.cos(np.radians(21.05)))
    assert placed(Map((), (), (), ""), 400, 300) == ([], [], [])
    _, _, alone = placed(Map(((21.0, 106.0),), (), (), ""), 400, 300)
    assert alone == [(200.0, 150.0)]


@pytest.fixture(scope="module")
def beside(cameras: tuple[Instance, Plan], city: City) -> Answer:
    instance, best = cameras
    study = replace(instance.study, limits=replace(instance.study.limits, budget=405.0))
    asked = instance_on(instance.ground, study)
    return answer_of(asked, best, city, compared(asked, best))


def test_other_plans_are_told_beside_it(beside: Answer) -> None:
    first, *others = beside.plans
    assert first.id == "best"
    assert {one.site for one in first.sites} == {one.site for one in beside.sites}
    assert (first.value, first.bound, first.cost) == (beside.value, beside.bound, beside.cost)
    assert {one.kind for one in others} >= {"budget"}
    assert all(one.storm_worst is None and one.regret is None for one in beside.plans)
    assert beside.draws > 0
    for placed_site in beside.sites:
        in_plans = placed_site.in_plans
        assert in_plans is not None
        wanted = "core" if in_plans >= 0.9 else "flips" if in_plans > 0.1 else "rare"
        assert placed_site.standing == wanted
    assert Answer.of_json(beside.to_json()) == beside


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_note_compares_and_says_what_stays(beside: Answer, city: City, language: Language) -> None:
    page = note_html(note_of(beside, city, language)).decode()
    assert "siting-" not in page
    for key in ("plans", "firm"):
        assert message(language, f"siting-note-{key}") in page
    assert message(language, "siting-note-plan-budget", {"share": 50, "number": "1"}) in page
    assert message(language, "siting-note-unranked") not in page
    unranked = replace(beside, plans=tuple(replace(one, rank=None, score=None) for one in beside.plans))
    note = note_of(unranked, city, language)
    assert message(language, "siting-note-unranked") in note_html(note).decode()
    heads = [one.head for part in note.parts for one in part.body if isinstance(one, Rows)]
    assert all(message(language, "siting-note-head-rank") not in head for head in heads)
