"""Packages of evidence are checked by a stranger with Python alone, and any change is found."""

import hashlib
import io
import json
import random
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine

from luylau.kernel.clock import MICROS, ManualClock
from luylau.kernel.errors import BadInput, NotFound
from luylau.kernel.sql import metadata, open_engine, reader, sqlite_url
from luylau.security.audit import AuditLog
from luylau.security.merkle import TreeHead
from luylau.security.verify import verify_log
from luylau.vision.archive import About, Clip, ClipStore
from luylau.vision.clips import code
from luylau.vision.evidence import Exporting, export, verifier
from luylau.vision.evidence import package as package_module
from luylau.vision.evidence.verifier import FACTS, FILES, WORDS, Wrong, canonical, check, pack, read_package
from tests.unit.vision.masked_pictures import START_US, masked

EXPORTING = Exporting(
    actor="user-1",
    actor_name="Trần Thị Lan",
    why="Police request 12/2026\x1b[2J",
    camera_name="Cổng trạm 110 kV",
    place="Phường Kinh Bắc, Bắc Ninh",
    lat=21.18,
    lon=106.07,
)


class Bench:
    """A store with a clip among other audit entries, and the package of it."""

    def __init__(self, folder: Path, simulated: bool = False) -> None:
        self.engine: Engine = open_engine(sqlite_url(folder / "luylau.db"))
        metadata.create_all(self.engine)
        self.clock = ManualClock(START_US + 60 * MICROS)
        self.store = ClipStore(folder / "clips", self.engine, self.clock, AuditLog())
        self.noise(5)
        made = code(masked(3))
        assert made is not None
        about = About(camera="cam-1", expires_us=START_US * 2, model="m", simulated=simulated)
        self.clip: Clip = self.store.keep(made, about)
        self.data = made.data
        self.noise(7)
        self.clock.advance(60)

    def noise(self, count: int) -> None:
        with self.engine.begin() as connection:
            for i in range(count):
                AuditLog().append(
                    connection, actor="a", action="b", resource=f"{i}", outcome="done", time_us=i
                )

    def export(self, about: Exporting = EXPORTING) -> bytes:
        return export(self.store, self.engine, AuditLog(), self.clock, self.clip.id, about)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made = Bench(tmp_path)
    yield made
    made.engine.dispose()


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[bytes]:
    made = Bench(tmp_path_factory.mktemp("evidence"))
    yield made.export()
    made.engine.dispose()


def unpacked(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as held:
        return {name: held.read(name) for name in held.namelist()}


def verify(program: Path, *arguments: str) -> tuple[int, str]:
    run = subprocess.run(
        [sys.executable, "-I", str(program), *arguments],
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert "Traceback" not in run.stderr, run.stderr
    return run.returncode, run.stdout


def test_a_package_holds_the_clip_and_what_is_known_of_it(bench: Bench) -> None:
    files = unpacked(bench.export())
    assert tuple(files) == FILES
    assert files["clip.webm"] == bench.data
    said = json.loads(files["manifest.json"])
    clip = said["clip"]
    assert clip["sha256"] == hashlib.sha256(bench.data).hexdigest()
    assert (clip["camera_name"], clip["place"]) == (EXPORTING.camera_name, EXPORTING.place)
    assert (clip["from_us"], clip["model"]) == (START_US, "m")
    assert said["export"]["by"] == "Trần Thị Lan"
    with reader(bench.engine) as connection:
        last = AuditLog().read(connection, limit=1)[0]
        assert (last.action, last.actor, last.resource) == ("clip.export", "user-1", bench.clip.id)
        head = json.loads(files["head.json"])
        kept = TreeHead(size=head["size"], root=bytes.fromhex(head["root"]))
        # What "luylau audit verify --head head.json" does, when the log has grown.
        assert verify_log(connection, kept).trouble == ""
    bench.noise(3)
    with reader(bench.engine) as connection:
        assert verify_log(connection, kept).trouble == ""


def test_a_stranger_finds_it_sound_as_a_zip_and_unpacked(package: bytes, tmp_path: Path) -> None:
    (tmp_path / "evidence.zip").write_bytes(package)
    folder = tmp_path / "unpacked"
    shutil.unpack_archive(tmp_path / "evidence.zip", folder)
    root = json.loads((folder / "head.json").read_text())["root"]
    program = tmp_path / "verify.py"
    shutil.copy(folder / "verify.py", program)
    for arguments, verdicts in (
        (
            [str(tmp_path / "evidence.zip")],
            ("CHỈ NGUYÊN VẸN TỰ THÂN. ", "SOUND IN ITSELF ONLY. ", "単体では"),
        ),
        ([str(folder), "--root", root], ("NGUYÊN VẸN. ", "SOUND. ", "異常なし。")),
    ):
        status, said = verify(program, *arguments)
        assert status == 0, said
        lines = said.splitlines()
        each = len(lines) // 3
        for language, verdict in enumerate(verdicts):
            block = lines[language * each : (language + 1) * each]
            assert block[0].startswith(verdict)
            assert EXPORTING.camera_name not in block[0]
            text = "\n".join(block)
            assert EXPORTING.camera_name in text
            assert (root in text) == ("--root" not in arguments)
            assert "{" not in text
            assert "\x1b" not in text
    status, said = verify(folder / "verify.py", "--language", "ja")
    assert (status, said.count("\n")) == (0, 4)
    assert verify(program, str(folder), "--root", "00" * 32)[0] == 1
    assert verify(program, str(tmp_path / "none"))[0] == 2


def test_footage_of_another_place_is_said_to_be_one(tmp_path: Path) -> None:
    made = Bench(tmp_path, simulated=True)
    (tmp_path / "evidence.zip").write_bytes(made.export())
    program = tmp_path / "verify.py"
    program.write_bytes(unpacked(made.export())["verify.py"])
    status, said = verify(program, str(tmp_path / "evidence.zip"), "--language", "en")
    made.engine.dispose()
    assert status == 0
    assert "footage of another place" in said


def forged(name: str, **more: object) -> dict[str, bytes]:
    """A package that somebody made with a log of two entries of their own; everything in it says ``name``."""
    clip = b"forged film"
    facts: dict[str, object] = {
        **dict.fromkeys(FACTS, name),
        **{"from_us": 0, "to_us": 1_000_000, "made_us": 2_000_000, "size": len(clip), "simulated": False},
        "sha256": hashlib.sha256(clip).hexdigest(),
    }
    files = {"clip.webm": clip, "verify.py": b"print('SOUND. It is the root of the log.')"}
    manifest: dict[str, dict[str, object]] = {
        "clip": {
            **{"id": name, **facts, "camera_name": name, "place": name},
            **{"from": "1970-01-01T00:00:00Z", "to": "1970-01-01T00:00:01Z", "made": "1970-01-01T00:00:02Z"},
        },
        "export": {"by": name, "why": name, "time": "1970-01-01T00:00:03Z"},
        "files": {one: hashlib.sha256(held).hexdigest() for one, held in files.items()},
    }
    for path, value in more.items():
        part, _, field = path.partition("__")
        if value is None:
            del manifest[part][field]
        else:
            manifest[part][field] = value
    files["manifest.json"] = canonical(manifest)
    lines = [
        json.dumps({"index": 0, "action": "clip.make", "resource": name, "detail": facts}),
        json.dumps(
            {
                **{"index": 1, "action": "clip.export", "resource": name, "time_us": 3_000_000},
                "detail": {"manifest_sha256": hashlib.sha256(files["manifest.json"]).hexdigest()},
            }
        ),
    ]
    leaves = [hashlib.sha256(b"\0" + line.encode()).digest() for line in lines]
    files["proof.json"] = canonical(
        {
            "made": {"line": lines[0], "proof": [leaves[1].hex()]},
            "exported": {"line": lines[1], "proof": [leaves[0].hex()]},
        }
    )
    files["head.json"] = canonical(
        {"size": 2, "root": hashlib.sha256(b"\1" + leaves[0] + leaves[1]).hexdigest()}
    )
    return files


LIE = 'x". SOUND. Its root is the one given with --root. {root}'


def test_a_package_has_no_say_in_the_verdict(tmp_path: Path) -> None:
    program, file = Path(verifier.__file__), tmp_path / "forged.zip"
    file.write_bytes(pack(forged(LIE)))
    status, said = verify(program, str(file), "--language", "en")
    first, *more = said.splitlines()
    assert (status, first) == (0, WORDS["en"]["alone"])
    # What it says of itself stays within its quotes, and its braces are left alone.
    assert "x'. SOUND." in more[1]
    assert "{root}" in more[1]
    for language, words in WORDS.items():
        status, said = verify(program, str(file), "--language", language, "--root", "4f" * 32)
        assert (status, said) == (1, words["other_root"] + "\n")
    with_texts = {**forged(LIE), "texts.json": canonical({"en": {"unexpected": LIE}})}
    folder = tmp_path / "forged"
    folder.mkdir()
    for name, held in with_texts.items():
        (folder / name).write_bytes(held)
    status, said = verify(program, str(folder), "--language", "en")
    assert (status, said) == (1, WORDS["en"]["unexpected"].format(what="texts.json") + "\n")


def test_times_are_those_of_the_log_whatever_the_manifest_writes_beside_them() -> None:
    check(forged("x"))
    for path in ("clip__from", "clip__to", "clip__made", "export__time"):
        with pytest.raises(Wrong) as found:
            check(forged("x", **{path: "2026-01-01T00:00:00Z"}))
        assert found.value.args == ("other_fact", path.partition("__")[2])


@pytest.mark.parametrize(
    "path", ["clip__camera_name", "clip__place", "clip__from", "export__by", "export__why"]
)
def test_a_manifest_that_lacks_something_is_not_sound(path: str, tmp_path: Path) -> None:
    file = tmp_path / "forged.zip"
    file.write_bytes(pack(forged("x", **{path: None})))
    status, said = verify(Path(verifier.__file__), str(file), "--language", "en")
    assert (status, said.startswith("NOT SOUND. ")) == (1, True)


@pytest.mark.parametrize("name", ["manifest.json", "proof.json", "head.json"])
def test_json_of_any_depth_is_answered(name: str, tmp_path: Path) -> None:
    file = tmp_path / "forged.zip"
    for deep in (b"[" * 200_000, b"[" * 900 + b"]" * 900, b"1" * 10_000, b'{"root": 1e999}'):
        file.write_bytes(pack({**forged("x"), name: deep}))
        status, said = verify(Path(verifier.__file__), str(file), "--language", "en")
        assert (status, said) == (1, WORDS["en"]["changed"].format(what=name) + "\n")


def test_an_entry_of_any_depth_and_any_time_is_answered() -> None:
    files = forged("x")
    proof = json.loads(files["proof.json"])
    proof["made"]["line"] = "[" * 200_000
    with pytest.raises(Wrong):
        check({**files, "proof.json": canonical(proof)})
    with pytest.raises(Wrong):
        check(forged("x", clip__from_us=10**30))


def test_every_changed_byte_of_every_file_is_found(package: bytes) -> None:
    files = unpacked(package)
    chance = random.Random(7)
    check(files)
    for name, held in files.items():
        places = range(len(held)) if len(held) < 6000 else chance.sample(range(len(held)), 600)
        for at in places:
            wrong = held[:at] + bytes([held[at] ^ chance.randint(1, 255)]) + held[at + 1 :]
            with pytest.raises(Wrong):
                check({**files, name: wrong})
        for wrong in (held[:-1], held + b"\n", b""):
            with pytest.raises(Wrong):
                check({**files, name: wrong})


@pytest.mark.parametrize("name", FILES)
def test_the_program_says_which_file_was_changed(package: bytes, tmp_path: Path, name: str) -> None:
    files = unpacked(package)
    program = tmp_path / "verify.py"
    program.write_bytes(files["verify.py"])
    folder = tmp_path / "unpacked"
    folder.mkdir()
    for one, held in files.items():
        (folder / one).write_bytes(held)
    wrong = bytearray(files[name])
    wrong[len(wrong) // 2] ^= 1
    (folder / name).write_bytes(wrong)
    status, said = verify(program, str(folder), "--language", "en")
    assert status == 1, said
    (folder / name).unlink()
    status, said = verify(program, str(folder), "--language", "en")
    assert (status, name in said) == (1, True)
    (folder / name).write_bytes(files[name])
    (folder / "more.txt").write_bytes(b"x")
    assert verify(program, str(folder), "--language", "en")[0] == 1


def test_facts_that_were_made_up_together_do_not_fit_the_log(package: bytes) -> None:
    """Whoever changes the clip, the manifest and all hashes still cannot change what the log says."""
    files = unpacked(package)
    manifest = json.loads(files["manifest.json"])
    manifest["clip"]["camera"] = "cam-2"
    files["manifest.json"] = (
        json.dumps(manifest, ensure_ascii=False, sort_keys=True, indent=1) + "\n"
    ).encode()
    with pytest.raises(Wrong) as found:
        check(files)
    assert found.value.args == ("changed", "manifest.json")


def test_an_export_that_lies_does_not_fit_what_the_log_said_when_the_clip_was_made(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts = package_module._clip_facts
    monkeypatch.setattr(package_module, "_clip_facts", lambda *said: {**facts(*said), "from_us": 5})
    with pytest.raises(Wrong) as found:
        check(unpacked(bench.export()))
    assert found.value.args == ("other_fact", "from_us")


def test_no_other_size_of_the_log_can_be_claimed(package: bytes) -> None:
    files = unpacked(package)
    head = json.loads(files["head.json"])
    for size in range(1, 70):
        if size != head["size"]:
            with pytest.raises(Wrong):
                check({**files, "head.json": canonical({**head, "size": size})})


def test_an_export_needs_a_reason_and_a_clip_that_is_there(bench: Bench) -> None:
    with pytest.raises(BadInput) as refused:
        bench.export(Exporting(actor="user-1", actor_name="Lan", why=" ", camera_name="", place=""))
    assert refused.value.key == "clip-no-reason"
    bench.store.delete(bench.clip.id, actor="user-1", reason="asked for")
    with pytest.raises(NotFound):
        bench.export()


def test_a_damaged_zip_is_found(package: bytes, tmp_path: Path) -> None:
    program, file = tmp_path / "verify.py", tmp_path / "evidence.zip"
    program.write_bytes(unpacked(package)["verify.py"])
    for wrong in (package[:-30], b"PK" + b"x" * 100, b""):
        file.write_bytes(wrong)
        assert verify(program, str(file))[0] == 1


def test_a_changed_byte_between_the_files_of_the_zip_is_found(package: bytes, tmp_path: Path) -> None:
    file = tmp_path / "evidence.zip"
    file.write_bytes(package)
    assert read_package(file) == unpacked(package)
    directory = package.index(b"PK\1\2")
    for at in (*range(45), *range(directory, len(package))):
        file.write_bytes(package[:at] + bytes([package[at] ^ 0x11]) + package[at + 1 :])
        with pytest.raises(Wrong):
            read_package(file)
    for wrong in (package + b"x", b"x" + package):
        file.write_bytes(wrong)
        with pytest.raises(Wrong):
            read_package(file)


def test_a_package_made_anew_with_other_compression_is_no_original(package: bytes, tmp_path: Path) -> None:
    file = tmp_path / "evidence.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as again:
        for name, held in unpacked(package).items():
            again.writestr(name, held)
    with pytest.raises(Wrong):
        read_package(file)


def test_the_program_says_the_same_in_all_languages() -> None:
    places = {
        language: {
            key: sorted(part.split("}")[0] for part in text.split("{")[1:]) for key, text in words.items()
        }
        for language, words in WORDS.items()
    }
    assert places["vi"] == places["en"] == places["ja"]
    for words in WORDS.values():
        assert len(set(words.values())) == len(words)
