from dataclasses import replace
from pathlib import Path

import pytest

from luylau.kernel.errors import BadFile, Conflict
from luylau.siting.study.check import study_from_data, study_to_data
from luylau.siting.study.file import load_study, save_study
from luylau.siting.study.model import Study

TEXT = """
id = "pilot"
names = { vi = "Thí điểm", en = "Pilot", ja = "試行" }
question = { vi = "Ở đâu?", en = "Where?", ja = "どこ？" }
currency = "million VND"
seed = 7

[[demand]]
id = "people"
names = { vi = "Người dân", en = "People", ja = "住民" }
source = "customers"
weight = 2

[[demand]]
id = "schools"
names = { vi = "Trường", en = "Schools", ja = "学校" }
source = "file"
file = "schools.csv"
column = "pupils"

[[option]]
id = "dome"
names = { vi = "Xoay", en = "Dome", ja = "ドーム" }
cost = 120
running_cost = 10
range_m = 80

[[option]]
id = "fixed"
names = { vi = "Cố định", en = "Fixed", ja = "固定" }
cost = 40
range_m = 60
near_m = 3
angle_deg = 90
headings = 8
assumed = true

[sites]
source = "loads"
most = 2000

[limits]
budget = 6000
years = 5
most_sites = 60
must = ["a-1"]
"""


def written(folder: Path, text: str = TEXT) -> Path:
    file = folder / "pilot.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_study_is_read_with_its_units_and_defaults(tmp_path: Path) -> None:
    study = load_study(written(tmp_path))
    assert (study.method, study.seed, study.seconds, study.version) == ("covering", 7, 60.0, 1)
    assert [one.weight for one in study.demand] == [2.0, 1.0]
    dome, fixed = study.options
    assert (dome.angle_deg, dome.headings, dome.assumed) == (360.0, 1, False)
    assert (fixed.near_m, fixed.headings, fixed.assumed) == (3.0, 8, True)
    assert study.limits.must == ("a-1",)
    assert study.total_cost(dome) == 120 + 5 * 10


def test_what_is_written_is_read_back_the_same(tmp_path: Path) -> None:
    study = load_study(written(tmp_path))
    again, faults = study_from_data(study_to_data(study), "pilot.toml")
    assert faults == []
    assert again == study


@pytest.mark.parametrize(
    ("old", "new", "line", "column", "key"),
    [
        ("range_m = 80", "range_m = -1", 21, "option.0.range_m", "study-field-range"),
        ("range_m = 80", "", 1, "option.0.range_m", "study-field-missing"),
        ("seed = 7", 'method = "supply"', 1, "option.1.energy_wh", "study-field-missing"),
        ("cost = 40", "", 28, "option.1.cost", "study-field-missing"),
        ("near_m = 3", "near_m = 60", 28, "option.1.near_m", "study-near-not-below-range"),
        ('id = "schools"', 'id = "people"', 14, "demand.1.id", "study-id-twice"),
        ('file = "schools.csv"', 'file = "../secret.csv"', 14, "demand.1.file", "study-file-elsewhere"),
        ('file = "schools.csv"', "", 14, "demand.1.file", "study-field-missing"),
        ('source = "loads"', 'source = "moon"', 1, "sites.source", "study-field-choice"),
        ("budget = 6000", 'budget = "much"', 1, "limits.budget", "study-field-type"),
        ("budget = 6000", "badget = 6000", 1, "limits.badget", "study-key-unknown"),
        ("budget = 6000", "budget = -1", 1, "limits.budget", "study-field-range"),
        ('must = ["a-1"]', 'must = ["a-1"]\nmust_not = ["a-1"]', 1, "limits.must", "study-must-and-must-not"),
        ('ja = "試行"', 'fr = "Essai"', 1, "names.ja", "study-name-missing"),
        ("years = 5", "unit_least = 3\nunit_most = 2", 1, "limits.unit_least", "study-unit-bounds"),
    ],
)
def test_each_fault_names_line_field_and_reason(
    tmp_path: Path, old: str, new: str, line: int, column: str, key: str
) -> None:
    assert TEXT.count(old) == 1
    with pytest.raises(BadFile) as raised:
        load_study(written(tmp_path, TEXT.replace(old, new)))
    found = [(fault.row, fault.column, fault.key) for fault in raised.value.faults]
    assert (line, column, key) in found
    assert {fault.file for fault in raised.value.faults} == {"pilot.toml"}


def test_a_plan_that_nothing_limits_is_refused(tmp_path: Path) -> None:
    text = TEXT.replace("budget = 6000", "").replace("most_sites = 60", "")
    with pytest.raises(BadFile) as raised:
        load_study(written(tmp_path, text))
    assert [fault.key for fault in raised.value.faults] == ["study-limit-missing"]


def test_without_demand_and_options_both_are_told(tmp_path: Path) -> None:
    text = TEXT[: TEXT.index("[[demand]]")] + TEXT[TEXT.index("[sites]") :]
    with pytest.raises(BadFile) as raised:
        load_study(written(tmp_path, text))
    assert [fault.column for fault in raised.value.faults] == ["demand", "option"]


def test_who_saves_over_somebody_elses_change_is_told(tmp_path: Path) -> None:
    file = tmp_path / "pilot.toml"
    study = load_study(written(tmp_path))
    second = save_study(file, replace(study, seed=8), expected_version=1)
    assert (second.version, second.seed) == (2, 8)
    assert load_study(file) == second
    with pytest.raises(Conflict):
        save_study(file, replace(study, seed=9), expected_version=1)
    assert load_study(file).seed == 8


def test_a_study_with_faults_is_not_written(tmp_path: Path) -> None:
    study: Study = load_study(written(tmp_path))
    fresh = tmp_path / "fresh.toml"
    with pytest.raises(BadFile):
        save_study(fresh, replace(study, seconds=-1.0), expected_version=0)
    assert not fresh.exists()
    assert save_study(fresh, study, expected_version=0).version == 1


AREA = """
[[area]]
id = "old-town"
names = { vi = "Phố cổ", en = "Old town", ja = "旧市街" }
use = "sites"
points = [[21.18, 106.05], [21.18, 106.07], [21.2, 106.06]]
"""


def test_an_area_is_read_and_written_back(tmp_path: Path) -> None:
    study = load_study(written(tmp_path, TEXT + AREA))
    assert study.areas[0].points == ((21.18, 106.05), (21.18, 106.07), (21.2, 106.06))
    again, faults = study_from_data(study_to_data(study), "pilot.toml")
    assert (again, faults) == (study, [])
    saved = save_study(tmp_path / "other.toml", study, expected_version=0)
    assert load_study(tmp_path / "other.toml") == saved


@pytest.mark.parametrize(
    ("was", "now", "column", "key"),
    [
        ("[21.2, 106.06]", "[21.18, 106.06]", "area.0.points", "study-area-crossed"),
        ("[21.2, 106.06]", "[21.18, 106.05]", "area.0.points", "study-area-crossed"),
        ("[21.2, 106.06]", "[21.2]", "area.0.points.2", "study-field-type"),
        ("[21.2, 106.06]", "[121.2, 106.06]", "area.0.points.2", "study-field-range"),
        ('use = "sites"', 'use = "all"', "area.0.use", "study-field-choice"),
    ],
)
def test_an_area_that_encloses_nothing_is_refused(
    tmp_path: Path, was: str, now: str, column: str, key: str
) -> None:
    with pytest.raises(BadFile) as raised:
        load_study(written(tmp_path, TEXT + AREA.replace(was, now)))
    first = raised.value.faults[0]
    assert (first.column, first.key) == (column, key)
    assert first.row == TEXT.count("\n") + 2
