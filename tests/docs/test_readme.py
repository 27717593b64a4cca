"""What the first page says is there."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from luylau.cli import main

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PICTURE_MOST = 400_000


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\]\(([^)#]+)\)", README))))
def test_every_link_leads_somewhere(target: str) -> None:
    assert (ROOT / target).exists()


def test_the_picture_is_small_enough_to_load_at_once() -> None:
    picture = (ROOT / "docs" / "images" / "console.png").read_bytes()
    assert picture.startswith(b"\x89PNG")
    # Width and height stand in the first chunk of a PNG.
    assert (int.from_bytes(picture[16:20]), int.from_bytes(picture[20:24])) == (1280, 800)
    assert len(picture) < PICTURE_MOST


def test_every_script_and_option_that_is_named_exists() -> None:
    for script in re.findall(r"scripts/\w+", README):
        assert (ROOT / script).stat().st_mode & 0o111, script
    known = CliRunner().invoke(main, ["up", "--help"]).output
    uses = (ROOT / "scripts" / "run").read_text(encoding="utf-8").splitlines()[2]
    for line in [*re.findall(r"scripts/run (--.*)", README), uses]:
        for option in re.findall(r"--[\w-]+", line):
            assert option in known, option
    commands = re.findall(r"^    luylau ([a-z]+(?: [a-z]+)?)\b", README, re.MULTILINE)
    assert len(commands) >= 4
    for words in commands:
        # "up" has no commands of its own; its second word would be an argument.
        said = CliRunner().invoke(main, [*words.split(), "--help"])
        assert said.exit_code == 0, words
