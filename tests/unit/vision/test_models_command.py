"""``luylau vision models``: what is there, what is missing, and why something cannot be used."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from luylau.cli import main
from luylau.kernel.messages import LANGUAGES, Language
from luylau.vision.detecting import as_toml
from luylau.vision.models import FOLDER, KNOWN
from tests.unit.vision.networks import bright_yolox, described

pytest.importorskip("onnx", reason="networks for tests are made with onnx")


def said(data: Path, *words: object, language: Language = "en") -> Result:
    return CliRunner().invoke(
        main, ["vision", "models", *map(str, words), "--data", str(data), "--lang", language]
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_new_installation_lists_what_could_be_installed(tmp_path: Path, language: Language) -> None:
    found = said(tmp_path, "list", language=language)
    assert found.exit_code == 0
    assert all(name in found.output for name in KNOWN)
    assert "cli-vision" not in found.output
    assert found.stderr.strip()


@pytest.mark.parametrize("language", LANGUAGES)
def test_install_list_verify(tmp_path: Path, language: Language) -> None:
    source = bright_yolox(tmp_path / "any.onnx")
    put = said(tmp_path, "install", "yolox-nano", "--from", source, language=language)
    assert put.exit_code == 0, put.output
    assert "yolox-nano" in put.output
    listed = said(tmp_path, "list", language=language)
    assert listed.stderr == ""
    checked = said(tmp_path, "verify", language=language)
    assert checked.exit_code == 0
    for found in (put, listed, checked):
        assert "cli-vision" not in found.output
        assert "Apache-2.0" in found.output


def test_a_model_of_ones_own(tmp_path: Path) -> None:
    source, description = bright_yolox(tmp_path / "my.onnx"), tmp_path / "my.toml"
    description.write_text(as_toml(described(name="mine", licence="own")))
    found = said(tmp_path, "install", source, "--description", description)
    assert found.exit_code == 0
    assert "own" in found.stderr
    assert (tmp_path / FOLDER / "mine.toml").is_file()


def test_what_is_wrong_is_said_with_a_remedy(tmp_path: Path) -> None:
    file = tmp_path / "my.onnx"
    file.write_bytes(b"<html>")
    for words, needed in (
        (["install", "yolo"], "yolox-nano"),
        (["install", file], "--description"),
        (["install", "yolox-nano"], "--from"),
        (["install", "nanodet"], "--fetch"),
        (["install", "yolox-nano", "--from", file], str(file)),
        (["install", file, "--description", tmp_path / "none.toml"], "none.toml"),
        (["install", file, "--description", file, "--fetch"], "--fetch"),
        (["verify", "nanodet"], "nanodet"),
    ):
        found = said(tmp_path, *words)
        assert found.exit_code == 1, words
        assert needed in found.stderr
        assert "vision-" not in found.stderr.replace("docs/guide/vision-models.md", "")


def test_every_fault_of_a_description_is_a_line(tmp_path: Path) -> None:
    description = tmp_path / "my.toml"
    description.write_text('name = "x"\nhead = "ssd"\nclasses = "coco-80"\nsource = "here"\n')
    found = said(tmp_path, "install", tmp_path / "my.onnx", "--description", description)
    assert found.exit_code == 1
    assert sum("my.toml" in line for line in found.stderr.splitlines()) >= 2
    assert "licence" in found.stderr
    assert "ssd" in found.stderr


def test_verify_ends_with_status_1_if_one_cannot_be_used(tmp_path: Path) -> None:
    source = bright_yolox(tmp_path / "any.onnx")
    said(tmp_path, "install", "yolox-nano", "--from", source)
    (model,) = (tmp_path / FOLDER).glob("*.onnx")
    model.write_bytes(b"something else")
    found = said(tmp_path, "verify")
    assert found.exit_code == 1
    assert str(model) in found.stderr
