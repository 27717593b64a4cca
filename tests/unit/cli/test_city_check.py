"""``luylau city check`` names everything that a start would refuse."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from luylau.cities import find_pack
from luylau.cli import main
from luylau.kernel.errors import Fault
from luylau.kernel.messages import LANGUAGES, Language, fault_text


def check(folder: Path, language: Language = "en") -> Result:
    return CliRunner().invoke(main, ["city", "check", str(folder), "--lang", language])


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return Path(shutil.copytree(find_pack("bac-ninh"), tmp_path / "pack"))


def test_the_shipped_pack_is_good(pack: Path) -> None:
    said = check(pack)
    assert said.exit_code == 0
    assert "no fault" in said.output


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_fault_of_the_rules_is_named_too(pack: Path, language: Language) -> None:
    rules = pack / "rules.toml"
    text = rules.read_text(encoding="utf-8")
    row = text.count("\n") + 2
    rules.write_text(f'{text}\n[[rule]]\nid = "x"\n', encoding="utf-8")
    said = check(pack, language)
    assert said.exit_code == 1
    assert "rules.toml" in said.output
    assert str(row) in said.output


def test_a_rule_that_refers_to_nothing_is_named(pack: Path) -> None:
    rules = pack / "rules.toml"
    text = rules.read_text(encoding="utf-8").replace('level = "alarm-3"', 'level = "alarm-9"')
    rules.write_text(text, encoding="utf-8")
    said = check(pack)
    assert said.exit_code == 1
    assert "alarm-9" in said.output


def test_a_fault_of_the_playbooks_is_named_too(pack: Path) -> None:
    playbooks = pack / "playbooks.toml"
    text = playbooks.read_text(encoding="utf-8")
    playbooks.write_text(text.replace("{customers}", "{clients}", 1), encoding="utf-8")
    said = check(pack)
    assert said.exit_code == 1
    assert "playbooks.toml" in said.output
    assert '"clients"' in said.output


def test_a_playbook_for_a_rule_that_is_not_there_is_named(pack: Path) -> None:
    playbooks = pack / "playbooks.toml"
    text = playbooks.read_text(encoding="utf-8").replace('"wind-force-8"', '"wind-force-9"')
    playbooks.write_text(text, encoding="utf-8")
    said = check(pack)
    assert said.exit_code == 1
    assert "wind-force-9" in said.output


def test_a_missing_folder_is_one_fault(tmp_path: Path) -> None:
    said = check(tmp_path / "none")
    assert said.exit_code == 1
    assert "1 fault" in said.output


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_row_is_written_as_editors_count_it(language: Language) -> None:
    fault = Fault(file="assets.csv", row=12_345, column="lat", key="city-required")
    assert "12345" in fault_text(language, fault)
    whole = Fault(file="assets.csv", row=0, column="", key="city-file-empty")
    assert fault_text(language, whole).startswith("assets.csv: ")
