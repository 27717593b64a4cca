"""Passwords of cameras: in a file for its owner alone, whole at every moment, shown nowhere."""

import json
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from luylau.kernel.errors import BadFile, BadInput, Unavailable
from luylau.vision import passwords
from luylau.vision.passwords import FILE, Passwords


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "secrets"


def test_what_is_kept_is_read_again(folder: Path) -> None:
    Passwords(folder).put("cam-1", "admin", "Đúng mật-khẩu: 1")
    Passwords(folder).put("cam-2", "root", "")
    assert Passwords(folder).of("cam-1") == ("admin", "Đúng mật-khẩu: 1")
    assert Passwords(folder).of("cam-2") == ("root", "")
    assert Passwords(folder).of("cam-3") is None
    assert json.loads((folder / FILE).read_text(encoding="utf-8"))["cam-1"] == {
        "user": "admin",
        "password": "Đúng mật-khẩu: 1",
    }


def test_the_owner_alone_can_read_it(folder: Path) -> None:
    Passwords(folder).put("cam-1", "admin", "x")
    assert stat.S_IMODE((folder / FILE).stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_new_one_takes_the_place_of_the_old_and_can_be_forgotten(folder: Path) -> None:
    kept = Passwords(folder)
    kept.put("cam-1", "admin", "old")
    kept.put("cam-1", "operator", "new")
    assert kept.of("cam-1") == ("operator", "new")
    assert kept.forget("cam-1") is True
    assert kept.forget("cam-1") is False
    assert kept.of("cam-1") is None


def test_a_password_does_not_show_itself(folder: Path) -> None:
    kept = Passwords(folder)
    kept.put("cam-1", "admin", "hunter2")
    assert "hunter2" not in repr(kept.of("cam-1"))


@pytest.mark.parametrize(
    ("camera", "user", "password"),
    [
        ("../cam", "a", "x"),
        ("cam-1", "", "x"),
        ("cam-1", "a:b", "x"),
        ("cam-1", "a", "x\ny"),
        ("cam-1", "a", "hunter2" * 20),
    ],
)
def test_what_no_camera_could_be_told_is_refused_and_not_repeated(
    folder: Path, camera: str, user: str, password: str
) -> None:
    with pytest.raises(BadInput) as wrong:
        Passwords(folder).put(camera, user, password)
    assert password not in str(wrong.value) or password == "x"
    assert not (folder / FILE).exists()


@pytest.mark.parametrize("content", ["", "[]", "{", '{"cam-1": 1}', '{"cam-1": {"user": "a"}}', "\xff"])
def test_a_damaged_file_is_neither_used_nor_overwritten(folder: Path, content: str) -> None:
    folder.mkdir()
    (folder / FILE).write_text(content, encoding="latin-1")
    assert Passwords(folder).of("cam-1") is None
    with pytest.raises(BadFile):
        Passwords(folder).put("cam-2", "a", "x")
    with pytest.raises(BadFile):
        Passwords(folder).shared()
    assert (folder / FILE).read_text(encoding="latin-1") == content


def test_a_full_disk_leaves_the_file_as_it_was(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Passwords(folder).put("cam-1", "admin", "x")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(passwords, "write_private", full)
    with pytest.raises(Unavailable):
        Passwords(folder).put("cam-1", "admin", "y")
    assert Passwords(folder).of("cam-1") == ("admin", "x")


def test_several_at_once_lose_nothing(folder: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: Passwords(folder).put(f"cam-{number}", "a", str(number)), range(40)))
    assert all(Passwords(folder).of(f"cam-{number}") == ("a", str(number)) for number in range(40))


def test_cameras_with_one_password_are_named(folder: Path) -> None:
    kept = Passwords(folder)
    for camera, word in (("cam-1", "x"), ("cam-2", "y"), ("cam-3", "x")):
        kept.put(camera, "admin", word)
    assert kept.shared() == [("cam-1", "cam-3")]
