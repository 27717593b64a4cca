"""``luylau cameras open-original``: two custodians together, nobody alone, and every mishap in words."""

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pyrage import x25519

from luylau.cli import main
from luylau.kernel.errors import LuylauError
from luylau.kernel.messages import LANGUAGES, Language, error_text
from luylau.security.vault import Custodian, Sealing, seal

DATA = b"\x00\x00\x00\x01unmasked" * 500


class Desk:
    """A folder with a sealed original and the files of four people, of whom three are custodians."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        custodians = []
        for number, name in enumerate(("lan", "minh", "hoa", "stranger")):
            identity = x25519.Identity.generate()
            # As age-keygen writes it.
            text = f"# created: 2026-01-0{number + 1}\n# public key: {identity.to_public()}\n{identity}\n"
            (folder / name).write_text(text)
            custodians.append(Custodian(name=name, key=str(identity.to_public())))
        sealing = Sealing(
            subject="cam-1/1-2", camera="cam-1", purpose="Theft", until_us=1_800_000_000_000_000
        )
        self.sealed = folder / "clip.sealed"
        self.sealed.write_bytes(seal(DATA, custodians[:3], sealing))
        self.out = folder / "out.h264"

    def open(self, *who: str, language: Language = "en", file: Path | None = None) -> Result:
        keys = [word for name in who for word in ("--identity", str(self.folder / name))]
        words = ["cameras", "open-original", str(file or self.sealed), *keys, "--to", str(self.out)]
        return CliRunner().invoke(main, [*words, "--lang", language])


def words(done: Result, language: Language = "en") -> str:
    """Return all that a person reads: what was printed, and the error that ended it."""
    error = done.exception
    return done.output + (error_text(language, error) if isinstance(error, LuylauError) else "")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.mark.parametrize("pair", [("lan", "minh"), ("hoa", "lan"), ("minh", "hoa")])
def test_any_two_custodians_open_it_for_its_owner_alone(desk: Desk, pair: tuple[str, str]) -> None:
    done = desk.open(*pair)
    assert done.exit_code == 0, done.output
    assert desk.out.read_bytes() == DATA
    assert stat.S_IMODE(desk.out.stat().st_mode) == 0o600
    for told in ("cam-1", "Theft", "lan + minh", "2027-01-15", "UNMASKED"):
        assert told in done.output
    assert "AGE-SECRET" not in done.output
    # Nothing that is there is replaced.
    again = desk.open(*pair)
    assert again.exit_code != 0
    assert "is there already" in words(again)
    assert desk.out.read_bytes() == DATA


@pytest.mark.parametrize(
    ("who", "told"),
    [
        ((), "0 identities are given"),
        (("lan",), "1 identity is given"),
        (("lan", "minh", "hoa"), "3 identities are given"),
        (("lan", "lan"), "one custodian’s"),
        (("lan", "stranger"), "do not open it together"),
        (("lan", "nobody"), "no file"),
        (("lan", "clip.sealed"), "holds 0 identities"),
    ],
)
def test_who_may_not_open_it_is_told_why_and_nothing_is_written(
    desk: Desk, who: tuple[str, ...], told: str
) -> None:
    refused = desk.open(*who)
    assert refused.exit_code != 0
    assert told in words(refused)
    assert not desk.out.exists()


@pytest.mark.parametrize("typed_as", [str, str.lower])
def test_a_key_in_the_command_is_refused_and_not_repeated(desk: Desk, typed_as: Callable[[str], str]) -> None:
    key = typed_as((desk.folder / "lan").read_text().splitlines()[-1])
    typed = ["cameras", "open-original", str(desk.sealed), "--identity", key, "--identity", key]
    refused = CliRunner().invoke(main, [*typed, "--to", str(desk.out), "--lang", "en"])
    assert refused.exit_code != 0
    assert "in the command" in words(refused)
    assert key not in words(refused)


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        ("end", "was changed since"),
        ("header", "was changed since"),
        ("cut", "was changed since"),
        ("foreign", "no sealed original"),
        ("empty", "no sealed original"),
        ("missing", "no file"),
    ],
)
def test_a_damaged_file_is_named_and_nothing_is_written(desk: Desk, harm: str, told: str) -> None:
    whole = desk.sealed.read_bytes()
    other = desk.folder / "other.sealed"
    harmed = {
        "end": whole[:-1] + bytes([whole[-1] ^ 1]),
        "header": whole.replace(b"Theft", b"Thief"),
        "cut": whole[:-500],
        "foreign": b"PK" + whole,
        "empty": b"",
    }
    if harm in harmed:
        other.write_bytes(harmed[harm])
    refused = desk.open("lan", "minh", file=other)
    assert refused.exit_code != 0
    assert told in words(refused)
    assert not desk.out.exists()


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_speaks_each_language(desk: Desk, language: Language) -> None:
    for who in (("lan",), ("lan", "stranger"), ("lan", "minh"), ("lan", "minh")):
        said = words(desk.open(*who, language=language), language)
        assert said.strip()
        assert "vault-" not in said
        assert "cli-cameras" not in said
        assert "{" not in said


def test_who_breaks_off_leaves_nothing_unmasked(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def half(handle: int, _: str) -> None:
        os.write(handle, DATA[:100])
        os.close(handle)
        assert desk.out.stat().st_size == 100
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fdopen", half)
    assert desk.open("lan", "minh").exit_code != 0
    assert not desk.out.exists()


def test_where_nothing_can_be_written_that_is_said(desk: Desk) -> None:
    desk.out = desk.folder / "nowhere" / "out.h264"
    refused = desk.open("lan", "minh")
    assert refused.exit_code != 0
    assert "cannot be written" in words(refused)
