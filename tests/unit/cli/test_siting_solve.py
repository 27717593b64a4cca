import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from luylau.cli import main
from luylau.kernel.messages import LANGUAGES

MCLP = """NAME : corner
TYPE : MCLP
EDGE_WEIGHT_TYPE : COORD
DIMENSION : 4
NODE_COORD_SECTION
40.0000000 -074.0000000
40.0000000 -073.9960000
40.0030000 -074.0000000
41.0000000 -074.0000000
DEMAND_SECTION
2
988
1344
700
EOF
"""


def call(*words: str | Path, lang: str = "en") -> Result:
    return CliRunner().invoke(main, ["siting", "solve", *map(str, words), "--lang", lang])


@pytest.fixture
def sjc(tmp_path: Path) -> Path:
    (tmp_path / "A.txt").write_text("4\n0 0\n30 0\n60 0\n900 0\n")
    (tmp_path / "demand-A.dat").write_text("5\n7\n4\n10\n")
    return tmp_path / "A.txt"


@pytest.fixture
def pmed(tmp_path: Path) -> Path:
    (tmp_path / "p.txt").write_text("4 3 1\n1 2 10\n2 3 4\n3 4 7\n")
    return tmp_path / "p.txt"


@pytest.fixture
def mclp(tmp_path: Path) -> Path:
    (tmp_path / "m.txt").write_text(MCLP)
    return tmp_path / "m.txt"


def test_a_covering_is_told(sjc: Path) -> None:
    said = call(sjc, "--format", "sjc", "-p", "1", "-r", "30")
    assert said.exit_code == 0, said.output
    *lines, proof, took = said.stdout.splitlines()
    assert lines == [
        "A: 4 nodes with a demand of 26; p = 1, r = 30",
        "Chosen (1): 2",
        "Demand covered: 16 (61.54 %); no choice covers more than 16",
        "Gap: 0 %",
    ]
    assert proof.startswith("Proven: no choice is better (")
    assert took.startswith("Took ")


def test_the_file_says_how_many_medians_unless_p_does(pmed: Path) -> None:
    said = call(pmed, "--format", "pmed")
    assert said.stdout.startswith("p: 4 nodes with a demand of 4; p = 1\n")
    assert "Sum of ways: 25; no choice has less than 25\n" in said.stdout
    found = json.loads(call(pmed, "--format", "pmed", "-p", "2", "--json").stdout)
    assert (found["p"], found["value"], found["bound"], found["optimal"]) == (2, 11, 11, True)


def test_json_stands_alone_and_degrees_are_metres(mclp: Path, tmp_path: Path) -> None:
    out = tmp_path / "new" / "chosen.csv"
    words = ("--format", "mclp", "-p", "1", "-r", "345", "--seconds", "5", "--seed", "3")
    said = call(mclp, *words, "--json", "--output", out)
    found = json.loads(said.stdout)
    assert found | {"seconds": 0, "proof": "", "gap": 0} == {
        "name": "corner", "nodes": 4, "demand": 3034.0, "p": 1, "r": 345.0, "chosen": [1],
        "value": 2334.0, "bound": 2334.0, "proof": "", "seconds": 0, "seed": 3, "gap": 0, "optimal": True,
    }  # fmt: skip
    with out.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert rows == [{"number": "1", "x": "40.0", "y": "-74.0", "nodes": "3", "demand": "2334.0"}]


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (("--format", "sjc", "-r", "30"), "-p 5"),
        (("--format", "sjc", "-p", "1"), "-r 800"),
        (("--format", "sjc", "-p", "0", "-r", "30"), "Choose a number from 1"),
        (("--format", "sjc", "-p", "5", "-r", "30"), "5 of 4 sites cannot be chosen"),
        (("--format", "sjc", "-p", "1", "-r", "-1"), "cannot reach as far as -1"),
        (("--format", "sjc", "-p", "1", "-r", "nan"), "cannot reach"),
        (("--format", "sjc", "-p", "1", "-r", "1", "--seconds", "0"), "no time to solve in"),
        (("--format", "pmed", "-r", "30"), "knows no radius"),
        (("--format", "pmed"), "begin end length"),
        (("--format", "mclp", "-p", "1", "-r", "30"), "A.txt, row 1: "),
    ],
)
def test_what_is_wrong_is_said_with_its_remedy(sjc: Path, words: tuple[str, ...], part: str) -> None:
    said = call(sjc, *words)
    assert (said.exit_code, said.stdout) == (1, "")
    assert part in said.stderr


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_broken_file_is_named_with_row_and_field_in_every_language(sjc: Path, lang: str) -> None:
    sjc.with_name("demand-A.dat").write_text("5\n7\n-4\nmany\n")
    said = call(sjc, "--format", "sjc", "-p", "1", "-r", "30", lang=lang)
    assert said.exit_code == 1
    lines = said.stderr.splitlines()
    for line, parts in zip(lines, (("3", "-4", "0"), ("4", "many"), ()), strict=False):
        for part in ("demand-A.dat", *parts):
            assert part in line
    assert len(lines) == 3


@pytest.mark.parametrize("lang", LANGUAGES)
def test_all_is_told_in_every_language(sjc: Path, pmed: Path, lang: str) -> None:
    said = call(sjc, "--format", "sjc", "-p", "2", "-r", "30", lang=lang).stdout
    said += call(pmed, "--format", "pmed", lang=lang).stdout
    for part in ("26", "r = 30", "100 %", "25"):
        assert part in said
    assert "siting-" not in said


def test_files_that_are_not_there_or_cannot_be_written_are_named(sjc: Path, tmp_path: Path) -> None:
    said = call(tmp_path / "none.txt", "--format", "mclp", "-p", "1", "-r", "30")
    assert said.exit_code == 1
    assert "none.txt: The file cannot be read" in said.stderr
    said = call(sjc, "--format", "sjc", "-p", "1", "-r", "30", "--output", sjc / "out.csv")
    assert said.exit_code == 1
    assert str(sjc) in said.stderr
    assert "Chosen (1): 2" in said.stdout


def test_the_help_names_the_formats() -> None:
    said = call("--help").stdout
    assert "OR-Library" in said
    assert "[sjc|pmed|mclp]" in said
