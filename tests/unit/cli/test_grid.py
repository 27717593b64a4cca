"""``luylau grid``: a check with exit codes, a conversion that any other program's file may begin."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from luylau.cli import main
from luylau.kernel.messages import LANGUAGES, Language
from luylau.power.exchange.pgm_json import read_pgm_json, write_pgm_json
from luylau.power.model import Grid
from tests.support.cgmes import village
from tests.unit.power.grids import ring
from tests.unit.power.test_pandapower_json import tables
from tests.unit.power.test_pandapower_json import write as write_pandapower
from tests.unit.power.whole_grid import assert_identical


def said(*words: object, language: Language = "en") -> Result:
    return CliRunner().invoke(main, ["grid", *map(str, words), "--lang", language])


def kept(grid: Grid, folder: Path) -> Path:
    file = folder / "network.json"
    write_pgm_json(grid, file)
    return file


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_good_grid(tmp_path: Path, language: Language) -> None:
    found = said("check", kept(ring(), tmp_path), language=language)
    assert found.exit_code == 0
    assert "network.json" in found.output
    assert "grid-check" not in found.output


@pytest.mark.parametrize("language", LANGUAGES)
def test_errors_end_with_one_and_name_the_element(tmp_path: Path, language: Language) -> None:
    grid = ring()
    broken = replace(grid, lines=replace(grid.lines, r_ohm=np.array([0.5, -0.5, 0.5])))
    found = said("check", kept(broken, tmp_path), language=language)
    assert found.exit_code == 1
    assert "lines[b].r_ohm" in found.output


def test_warnings_alone_end_with_zero(tmp_path: Path) -> None:
    grid = ring()
    closed = replace(grid, switches=replace(grid.switches, closed=np.ones(4, np.bool_)))
    found = said("check", kept(closed, tmp_path))
    assert found.exit_code == 0
    assert "Warning – " in found.output
    assert "1 warning." in found.output


@pytest.mark.parametrize(
    "text", ["", "no network", "{", '{"data": {"windmill": []}}', '{"_class": "pandapowerNet"}', "<xml/>"]
)
def test_what_is_no_network_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "net.json"
    file.write_text(text, encoding="utf-8")
    found = said("check", file)
    assert found.exit_code == 1
    assert "net.json" in found.output
    assert "Traceback" not in found.output


def test_a_missing_file_is_one_fault(tmp_path: Path) -> None:
    found = said("check", tmp_path / "none.json")
    assert found.exit_code == 1
    assert "One fault" in found.output


def test_what_has_errors_is_not_converted(tmp_path: Path) -> None:
    grid, out = ring(), tmp_path / "out.json"
    broken = replace(grid, lines=replace(grid.lines, r_ohm=np.array([0.5, -0.5, 0.5])))
    found = said("convert", kept(broken, tmp_path), out)
    assert found.exit_code == 1
    assert "lines[b].r_ohm" in found.output
    assert not out.exists()


def test_pandapower_becomes_what_a_pack_keeps(tmp_path: Path) -> None:
    rows = tables()
    file, out = write_pandapower(tmp_path, rows), tmp_path / "out.json"
    found = said("convert", file, out)
    assert found.exit_code == 0, found.output
    assert read_pgm_json(out).lines.id == ("line-0",)


def test_cgmes_becomes_what_a_pack_keeps(tmp_path: Path) -> None:
    archive, out = village().archive(tmp_path / "net.zip"), tmp_path / "out.json"
    found = said("convert", archive, out)
    assert found.exit_code == 0, found.output
    assert read_pgm_json(out).transformers.id == ("T",)


def test_notes_are_printed(tmp_path: Path) -> None:
    file, out = kept(ring(), tmp_path), tmp_path / "out.json"
    whole = json.loads(file.read_text(encoding="utf-8"))
    whole["data"]["sym_load"][0]["status"] = 0
    file.write_text(json.dumps(whole), encoding="utf-8")
    found = said("convert", file, out)
    assert found.exit_code == 0
    assert "Note – network.json sym_load: " in found.output
    assert len(read_pgm_json(out).loads) == 2


def test_a_file_is_replaced_only_by_force(tmp_path: Path) -> None:
    file, out = kept(ring(), tmp_path), tmp_path / "out.json"
    out.write_text("mine", encoding="utf-8")
    found = said("convert", file, out)
    assert found.exit_code == 1
    assert "--force" in found.output
    assert out.read_text(encoding="utf-8") == "mine"
    assert said("convert", file, out, "--force").exit_code == 0
    assert_identical(read_pgm_json(out), ring())


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    found = said("convert", kept(ring(), tmp_path), tmp_path / "none" / "out.json")
    assert found.exit_code == 1
    assert "could not be written" in found.output
