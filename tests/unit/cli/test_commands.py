"""The command line as a whole: every command is there, and says what it does in each language."""

from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from luylau.cli import main
from luylau.kernel.messages import LANGUAGES, Language


def leaves(command: click.Command, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """Return the words of every command, groups included."""
    found = [path]
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            found += leaves(below, (*path, name))
    return found


def test_the_help_lists_every_command() -> None:
    said = CliRunner().invoke(main, ["--help"])
    assert said.exit_code == 0, said.output
    for name in ("up", "city", "devices", "users", "replay", "simulate", "audit"):
        assert f"\n  {name} " in said.output


@pytest.mark.parametrize("path", leaves(main), ids=" ".join)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_has_help(
    path: tuple[str, ...], language: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", f"{language}_XX.UTF-8")
    said = CliRunner().invoke(main, [*path, "--help"])
    assert said.exit_code == 0, said.output
    if path:
        # The help of a command that lacks its text would be the key itself.
        assert not any(line.strip().startswith("cli-") for line in said.output.splitlines()), said.output


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_folder_that_may_not_be_used_is_named(
    language: Language, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Not by the folder's rights: the tests may run as root, who may do everything.
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", str(tmp_path / "data"))

    monkeypatch.setattr(Path, "mkdir", refuse)
    said = CliRunner().invoke(main, ["up", "--data", str(tmp_path / "data"), "--lang", language])
    assert said.exit_code == 1
    assert str(tmp_path / "data") in said.output
    assert "Traceback" not in said.output


def test_an_unknown_command_is_refused() -> None:
    said = CliRunner().invoke(main, ["fly"])
    assert said.exit_code == 2
    assert "fly" in said.output
