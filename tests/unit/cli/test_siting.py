import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from luylau.city import shipped_pack
from luylau.cli import main
from luylau.kernel.messages import LANGUAGES

STUDY = """
id = "tiny"
names = { vi = "Nhỏ", en = "Tiny", ja = "小" }
question = { vi = "Ở đâu?", en = "Where?", ja = "どこ？" }
currency = "million VND"
seconds = 5

[[demand]]
id = "clinics"
names = { vi = "Phòng khám", en = "Clinics", ja = "診療所" }
source = "assets"
kinds = ["clinic"]

[[option]]
id = "mast"
names = { vi = "Cột", en = "Mast", ja = "柱" }
cost = 10
range_m = 3000

[sites]
source = "assets"
kinds = ["clinic"]

[limits]
budget = 55
"""


@pytest.fixture
def study(tmp_path: Path) -> Path:
    file = tmp_path / "tiny.toml"
    file.write_text(STUDY, encoding="utf-8")
    return file


def call(*words: str | Path) -> tuple[int, str]:
    said = CliRunner().invoke(main, [*map(str, words), "--lang", "en"])
    return said.exit_code, said.output


def test_a_study_is_answered_and_written(study: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    code, said = call("siting", "run", study, "--data", tmp_path / "none", "--out", out)
    assert code == 0, said
    assert "5 of 49 sites, at 50 million VND" in said
    assert "this is proven" in said
    kept = json.loads((out / "answer.json").read_bytes())
    assert len(kept["sites"]) == 5
    assert kept["gap"] < 1e-6
    notes = {f"note.{language}.{form}" for language in LANGUAGES for form in ("pdf", "html")}
    assert {one.name for one in out.iterdir()} == notes | {"answer.json", "sites.csv", "sites.geojson"}


def test_the_same_study_gives_the_same_bytes(study: Path, tmp_path: Path) -> None:
    kept = []
    for name in ("one", "two"):
        code, said = call("siting", "run", study, "--data", tmp_path / "none", "--out", tmp_path / name)
        assert code == 0, said
        kept.append({one.name: one.read_bytes() for one in (tmp_path / name).iterdir()})
    assert kept[0] == kept[1]


def test_a_good_study_has_no_faults_and_a_bad_one_names_each(study: Path) -> None:
    code, said = call("siting", "check", study)
    assert (code, said) == (0, "The study “Tiny” (version 1) has no faults.\n")
    study.write_text(
        STUDY.replace("range_m = 3000", 'range_m = "far"').replace("budget = 55", ""), encoding="utf-8"
    )
    code, said = call("siting", "check", study)
    assert code == 1
    assert "tiny.toml" in said
    assert "range_m" in said
    study.write_text(STUDY.replace("budget = 55", ""), encoding="utf-8")
    code, said = call("siting", "check", study)
    assert code == 1
    assert "Nothing limits the plan" in said


def test_what_is_not_there_is_named(tmp_path: Path) -> None:
    code, said = call("siting", "run", tmp_path / "none.toml")
    assert code == 1
    assert "The study's file cannot be read" in said


def test_a_folder_that_cannot_be_written_is_told(study: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    code, said = call("siting", "run", study, "--data", tmp_path / "none", "--out", tmp_path / "file" / "out")
    assert code == 1
    assert str(tmp_path / "file" / "out") in said


def test_a_study_of_the_pack_goes_by_its_id(study: Path, tmp_path: Path) -> None:
    pack = tmp_path / "pack"
    shutil.copytree(shipped_pack("bac-ninh"), pack)
    shutil.copy(study, pack / "studies" / "tiny.toml")
    code, said = call("siting", "run", "tiny", "--city", pack)
    assert code == 0, said
    assert "5 of 49 sites" in said
    code, said = call("siting", "run", "no-such", "--city", pack)
    assert code == 1
    assert "The study's file cannot be read" in said


def test_the_files_that_a_study_names_are_checked_too(study: Path) -> None:
    head, limits = STUDY.split("[sites]")
    text = f'{head}[sites]\nsource = "file"\nfile = "a.csv"\n\n[limits]{limits.split("[limits]")[1]}'
    study.write_text(text, encoding="utf-8")
    (study.parent / "a.csv").write_text("lat,lon\n21.1,here\n", encoding="utf-8")
    code, said = call("siting", "check", study)
    assert code == 1
    assert "a.csv" in said
    assert "here" in said
