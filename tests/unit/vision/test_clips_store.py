"""Kept clips: encrypted, audited, read by ranges, deleted for good; a killed writer leaves nothing."""

import errno
import hashlib
import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st
from pyrage import x25519  # type: ignore[import-untyped]
from sqlalchemy.engine import Engine

from luylau.kernel.clock import MICROS, ManualClock
from luylau.kernel.errors import BadInput, NotFound, Unavailable
from luylau.kernel.sql import metadata, open_engine, reader, sqlite_url
from luylau.security.audit import AuditEntry, AuditLog
from luylau.security.vault import Custodian, open_with, read_header
from luylau.security.verify import verify_log
from luylau.vision.archive import About, Clip, ClipStore, Original, Recording, SteadyClock
from luylau.vision.archive import store as store_module
from luylau.vision.archive.files import writing
from luylau.vision.archive.sealing import CHUNK, new_key, opened, sealed
from luylau.vision.archive.steady import STEADY_S
from luylau.vision.archive.tables import clips
from luylau.vision.clips import code, seal_original
from luylau.vision.masking import MASK_VERSION
from luylau.vision.plan import Policy
from tests.support.postgres import new_database
from tests.unit.vision.masked_pictures import START_US, masked, plan

ROOT = Path(__file__).resolve().parents[3]
DAY_US = 86_400 * MICROS
ABOUT = About(
    camera="cam-1",
    finding="finding-1",
    scene="fence",
    purpose={"vi": "An toàn trạm biến áp", "en": "Safety of the substation"},
    model="yolox-nano 1f2e3d4c5b6a",
    rules_version=3,
    expires_us=START_US + 30 * DAY_US,
)


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(START_US + 60 * MICROS)


on_sqlite = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
"""Looks at the database's own files or plans."""


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    url = sqlite_url(tmp_path / "luylau.db") if request.param == "sqlite" else new_database()
    opened_engine = open_engine(url)
    metadata.create_all(opened_engine)
    yield opened_engine
    opened_engine.dispose()


@pytest.fixture
def store(tmp_path: Path, engine: Engine, clock: ManualClock) -> ClipStore:
    return ClipStore(tmp_path / "clips", engine, clock, AuditLog())


@pytest.fixture(scope="module")
def recording() -> Recording:
    made = code(masked(10))
    assert made is not None
    # Longer than a chunk, so that ranges cross from one into the next.
    return replace(made, data=made.data + os.urandom(3 * CHUNK))


def entries(engine: Engine, resource: str) -> list[AuditEntry]:
    with reader(engine) as connection:
        assert verify_log(connection).trouble == ""
        return AuditLog().read(connection, resource=resource)[::-1]


def files(store: ClipStore) -> list[str]:
    return sorted(path.name for path in store._folder.iterdir())


def test_a_clip_is_kept_with_all_that_is_known_of_it(
    store: ClipStore, engine: Engine, clock: ManualClock, recording: Recording
) -> None:
    clip = store.keep(recording, ABOUT)
    assert clip == store.find(clip.id)
    assert (clip.camera, clip.finding, clip.scene, clip.purpose) == (
        "cam-1",
        "finding-1",
        "fence",
        ABOUT.purpose,
    )
    assert (clip.from_us, clip.to_us, clip.made_us) == (recording.from_us, recording.to_us, clock.now_us())
    assert (clip.sha256, clip.size) == (hashlib.sha256(recording.data).hexdigest(), len(recording.data))
    assert (clip.model, clip.rules_version, clip.mask_version) == (ABOUT.model, 3, MASK_VERSION)
    assert (clip.state, clip.ended_us, clip.original_until_us) == ("kept", None, None)
    (made,) = entries(engine, clip.id)
    assert (made.action, made.actor, made.index) == ("clip.make", "system:vision", clip.audit_index)
    assert made.detail["sha256"] == clip.sha256
    assert made.detail["mask_version"] == MASK_VERSION
    assert store.thumbnail(clip.id) == recording.thumbnail


def test_nothing_of_a_clip_stands_on_the_disk_in_clear(store: ClipStore, recording: Recording) -> None:
    clip = store.keep(recording, ABOUT, original=Original(sealed=b"sealed original" * 20, until_us=START_US))
    assert files(store) == [f"{clip.id}.clip", f"{clip.id}.original"]
    for path in store._folder.iterdir():
        held = path.read_bytes()
        assert path.stat().st_mode & 0o077 == 0
        assert b"webm" not in held
        assert b"sealed original" not in held
        assert recording.data[1000:1032] not in held


def test_any_range_is_read(store: ClipStore, recording: Recording) -> None:
    clip = store.keep(recording, ABOUT)
    size = len(recording.data)
    for start, stop in (
        (0, None),
        (0, 1),
        (size - 1, size),
        (CHUNK - 1, CHUNK + 1),
        (CHUNK, 2 * CHUNK),
        (5, 9),
    ):
        read = b"".join(store.read(clip.id, actor="user-1", start=start, stop=stop))
        assert read == recording.data[start:stop], (start, stop)
    for start, stop in ((-1, 5), (5, 5), (0, size + 1), (size, None)):
        with pytest.raises(BadInput) as refused:
            store.read(clip.id, actor="user-1", start=start, stop=stop)
        assert refused.value.key == "clip-range"


def test_reading_is_audited_once_for_a_person_and_a_while(
    store: ClipStore, engine: Engine, clock: ManualClock, recording: Recording
) -> None:
    clip = store.keep(recording, ABOUT)
    for actor in ("user-1", "user-1", "user-2", "user-1"):
        store.read(clip.id, actor=actor)
    clock.advance(601)
    store.read(clip.id, actor="user-1", start=100)
    read = [one.actor for one in entries(engine, clip.id) if one.action == "clip.read"]
    assert read == ["user-1", "user-2", "user-1"]


def test_a_reading_whose_entry_could_not_be_written_does_not_count_as_one(
    store: ClipStore, engine: Engine, recording: Recording, monkeypatch: pytest.MonkeyPatch
) -> None:
    clip = store.keep(recording, ABOUT)

    def locked(*_: object, **__: object) -> None:
        raise sa.exc.OperationalError("x", {}, Exception("database is locked"))

    with monkeypatch.context() as patched:
        patched.setattr(AuditLog, "append", locked)
        with pytest.raises(sa.exc.OperationalError):
            store.read(clip.id, actor="user-1")
    store.read(clip.id, actor="user-1")
    assert [one.action for one in entries(engine, clip.id)] == ["clip.make", "clip.read"]


def test_a_changed_cut_or_exchanged_file_is_not_shown(store: ClipStore, recording: Recording) -> None:
    clip, other = store.keep(recording, ABOUT), store.keep(recording, ABOUT)
    path = store._folder / f"{clip.id}.clip"
    held = path.read_bytes()
    for wrong in (
        held[:-1],
        held + b"x",
        held[: CHUNK + 24],
        held[:5000] + bytes([held[5000] ^ 1]) + held[5001:],
        held[:8]
        + held[8 + CHUNK + 16 : 8 + 2 * (CHUNK + 16)]
        + held[8 : 8 + CHUNK + 16]
        + held[8 + 2 * (CHUNK + 16) :],
        (store._folder / f"{other.id}.clip").read_bytes(),
    ):
        path.write_bytes(wrong)
        with pytest.raises(Unavailable) as refused:
            b"".join(store.read(clip.id, actor="user-1"))
        assert refused.value.key == "clip-file-changed"
    path.unlink()
    with pytest.raises(Unavailable) as gone:
        b"".join(store.read(clip.id, actor="user-1"))
    assert gone.value.key == "clip-file-gone"


def test_a_file_cut_short_between_two_chunks_is_found_whatever_its_size_is_said_to_be(tmp_path: Path) -> None:
    key, path = new_key(), tmp_path / "x"
    path.write_bytes(b"".join(sealed(bytes(2 * CHUNK), key, "x"))[: 8 + CHUNK + 16])
    with pytest.raises(Unavailable) as refused:
        b"".join(opened(path, key, "x", CHUNK))
    assert refused.value.key == "clip-file-changed"


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 3 * CHUNK), st.integers(0, 3 * CHUNK), st.integers(0, 3 * CHUNK))
def test_what_was_sealed_is_opened_at_any_range(
    tmp_path_factory: pytest.TempPathFactory, size: int, one: int, other: int
) -> None:
    data, key = os.urandom(size), new_key()
    path = tmp_path_factory.mktemp("sealed") / "x"
    path.write_bytes(b"".join(sealed(data, key, "x")))
    start, stop = sorted((min(one, size), min(other, size)))
    assert b"".join(opened(path, key, "x", size, start, stop)) == data[start:stop]
    assert b"".join(opened(path, key, "x", size)) == data


def test_clips_are_found_by_camera_finding_and_time(store: ClipStore, recording: Recording) -> None:
    def kept(at_s: int, camera: str = "cam-1", finding: str = "finding-1") -> Clip:
        shifted = replace(recording, from_us=START_US + at_s * MICROS, to_us=START_US + (at_s + 10) * MICROS)
        return store.keep(shifted, replace(ABOUT, camera=camera, finding=finding))

    old, new, other = kept(0), kept(100, finding="finding-2"), kept(50, camera="cam-2")
    assert store.search() == [new, other, old]
    assert store.search(camera="cam-1", limit=1) == [new]
    assert store.search(finding="finding-2") == [new]
    assert store.search(from_us=START_US + 5 * MICROS, to_us=START_US + 55 * MICROS) == [other, old]
    store.delete(old.id, actor="user-1", reason="asked for")
    assert old.id not in [one.id for one in store.search()]
    assert old.id in [one.id for one in store.search(deleted=True)]


@on_sqlite
def test_what_has_expired_is_deleted_with_its_key_and_that_is_proven(
    store: ClipStore, engine: Engine, tmp_path: Path, clock: ManualClock, recording: Recording
) -> None:
    clip = store.keep(recording, ABOUT)
    stays = store.keep(recording, replace(ABOUT, expires_us=ABOUT.expires_us + 1))
    with reader(engine) as connection:
        key = connection.execute(sa.select(clips.c.key).where(clips.c.id == clip.id)).scalar_one()
    assert key in (tmp_path / "luylau.db").read_bytes() + (tmp_path / "luylau.db-wal").read_bytes()
    assert store.retain(ABOUT.expires_us - 1) == []
    clock.set(ABOUT.expires_us)
    assert store.retain() == [clip.id]
    assert store.retain() == []
    assert files(store) == [f"{stays.id}.clip"]
    gone = store.find(clip.id)
    assert (gone.state, gone.ended_us, gone.ended_by) == ("deleted", ABOUT.expires_us, "system:retention")
    last = entries(engine, clip.id)[-1]
    assert (last.action, last.actor) == ("clip.delete", "system:retention")
    assert last.detail == {"sha256": clip.sha256, "reason": "retention", "key": "unset"}
    assert store.settle()
    gone_for_good = entries(engine, clip.id)[-1]
    assert (gone_for_good.action, gone_for_good.actor) == ("clip.key_gone", "system:retention")
    assert gone_for_good.detail == {"sha256": clip.sha256, "unset": last.index, "key": "destroyed"}
    assert store.settle()
    assert entries(engine, clip.id)[-1] == gone_for_good
    for path in tmp_path.glob("luylau.db*"):
        assert key not in path.read_bytes()
    for ask in (lambda: store.read(clip.id, actor="user-1"), lambda: store.thumbnail(clip.id)):
        with pytest.raises(NotFound) as refused:
            ask()
        assert refused.value.key == "clip-deleted"


def key_of(engine: Engine, clip: Clip) -> bytes:
    with reader(engine) as connection:
        return bytes(connection.execute(sa.select(clips.c.key).where(clips.c.id == clip.id)).scalar_one())


@on_sqlite
def test_a_key_is_said_to_be_destroyed_once_it_is_in_no_file_of_the_database(
    store: ClipStore,
    engine: Engine,
    tmp_path: Path,
    clock: ManualClock,
    recording: Recording,
) -> None:
    clip, other = store.keep(recording, ABOUT), store.keep(recording, ABOUT)
    key = key_of(engine, clip)
    engine.dispose()
    # Somebody reads, as a backup does, and has not come to an end.
    reads = sqlite3.connect(tmp_path / "luylau.db")
    reads.execute("BEGIN")
    reads.execute("SELECT count(*) FROM clips").fetchone()
    store.delete(clip.id, actor="user-1", reason="asked for")
    with engine.begin() as connection:
        # That somebody may delete is noted under the same name where they ask for it.
        AuditLog().append(
            connection, actor="user-1", action="clip.delete", resource="x", outcome="refused", time_us=1
        )
    assert not store.settle()
    assert any(key in path.read_bytes() for path in tmp_path.glob("luylau.db*"))
    assert [one.action for one in entries(engine, clip.id)] == ["clip.make", "clip.delete"]
    reads.close()
    # Another process does it, as this one may have been killed.
    again = ClipStore(tmp_path / "clips", engine, clock, AuditLog())
    assert again.settle()
    assert not any(key in path.read_bytes() for path in tmp_path.glob("luylau.db*"))
    assert store.settle()
    assert [one.action for one in entries(engine, clip.id)][2:] == ["clip.key_gone"]
    store.delete(other.id, actor="user-1", reason="asked for")
    assert [one.action for one in entries(engine, other.id)][1:] == ["clip.delete", "clip.key_gone"]
    assert len(entries(engine, clip.id)) == 3


def test_a_file_that_cannot_be_removed_keeps_no_other_key_alive(
    store: ClipStore, engine: Engine, recording: Recording, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_module, "_AT_ONCE", 1)
    kept = [store.keep(recording, ABOUT) for _ in range(3)]
    stuck = store._folder / f"{kept[0].id}.clip"
    unlink = Path.unlink

    def refuse(path: Path, missing_ok: bool = False) -> None:
        if path == stuck:
            raise PermissionError(errno.EPERM, "Operation not permitted")
        unlink(path, missing_ok)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", refuse)
        with pytest.raises(Unavailable) as refused:
            store.retain(ABOUT.expires_us)
        assert refused.value.key == "clip-read-only"
        assert files(store) == [stuck.name]
        (store._folder / "clip-zzz.clip").write_bytes(b"x")
        with pytest.raises(Unavailable):
            store.sweep()
        assert files(store) == [stuck.name]
    assert [store.find(one.id).state for one in kept] == ["deleted"] * 3
    assert store.sweep() == [stuck.name]


def test_a_shorter_policy_reaches_what_is_kept_already(
    store: ClipStore, engine: Engine, clock: ManualClock, recording: Recording
) -> None:
    until_us = recording.to_us + 7 * DAY_US
    clip = store.keep(recording, ABOUT, original=Original(sealed=b"blob", until_us=until_us))
    other = store.keep(recording, replace(ABOUT, camera="cam-2"))
    clock.advance(86_400)
    assert store.shorten("cam-1", days=400, original_days=7) == 0
    assert store.find(clip.id) == clip
    assert store.shorten("cam-1", days=2, original_days=3) == 1
    assert store.find(clip.id).expires_us == clip.made_us + 2 * DAY_US
    assert store.find(clip.id).original_until_us == recording.to_us + 3 * DAY_US
    assert store.find(other.id) == other
    (told,) = entries(engine, "cam-1")
    assert (told.action, told.actor) == ("clip.shorten", "system:retention")
    assert told.detail == {"days": 2, "original_days": 3, "clips": 1, "originals": 1}
    # No originals any more: the next round takes them.
    assert store.shorten("cam-1", days=2, original_days=0) == 1
    assert store.retain() == []
    assert files(store) == sorted([f"{clip.id}.clip", f"{other.id}.clip"])
    assert store.shorten("cam-1", days=2, original_days=0) == 0
    clock.set(clip.made_us + 2 * DAY_US)
    assert store.retain() == [clip.id]


def test_what_was_made_under_a_clock_that_was_ahead_counts_from_the_next_round_on(
    store: ClipStore, clock: ManualClock, recording: Recording
) -> None:
    now_us = clock.now_us()
    clock.advance(3 * 365 * 86_400)
    clip = store.keep(recording, replace(ABOUT, expires_us=clock.now_us() + 30 * DAY_US))
    clock.set(now_us)
    store.shorten("cam-1", days=30, original_days=0)
    assert store.find(clip.id).expires_us == now_us + 30 * DAY_US
    clock.advance(86_400)
    assert store.shorten("cam-1", days=30, original_days=0) == 0


def test_a_clock_that_has_jumped_is_believed_again_when_it_has_gone_on_evenly() -> None:
    running_s = 1000.0
    steady = SteadyClock(START_US, running_s=lambda: running_s)
    now_us = START_US + DAY_US // 2
    looks = []
    for wait_s, jump_us in (
        *((0, 0), (600, 0), (STEADY_S, 0)),
        # A jump that comes in small steps is one too.
        *((600, 20 * 3600 * MICROS), (600, 20 * 3600 * MICROS), (600, 0), (STEADY_S, 0)),
        # Ahead for a while, and back.
        *((600, 1000 * DAY_US), (600, 0), (600, -1000 * DAY_US), (STEADY_S - 1, 0), (1, 0)),
    ):
        running_s += wait_s
        now_us += round(wait_s * MICROS) + jump_us
        looks.append(steady.believes(now_us))
    assert looks == [*[True] * 3, *(True, False, False, True), *(False, False, False, False, True)]
    for known_us, believed in (
        (None, True),
        (now_us - DAY_US, True),
        (now_us + 2 * DAY_US, False),
        (0, False),
    ):
        at_start = SteadyClock(known_us, running_s=lambda: running_s)
        assert (at_start.believes(now_us), at_start.jumped) == (believed, False)


def test_originals_go_before_their_clips_and_are_handed_out_for_a_reason_only(
    store: ClipStore, engine: Engine, recording: Recording
) -> None:
    clip = store.keep(recording, ABOUT, original=Original(sealed=b"blob", until_us=START_US + DAY_US))
    assert clip.original_until_us == START_US + DAY_US
    assert store.original(clip.id, actor="user-1", reason="police, case 7") == b"blob"
    with pytest.raises(BadInput):
        store.original(clip.id, actor="user-1", reason=" ")
    assert store.retain(START_US + DAY_US) == []
    assert files(store) == [f"{clip.id}.clip"]
    assert [one.action for one in entries(engine, clip.id)] == [
        "clip.make",
        "clip.read_original",
        "clip.delete_original",
    ]
    with pytest.raises(NotFound) as refused:
        store.original(clip.id, actor="user-1", reason="police, case 7")
    assert refused.value.key == "clip-no-original"
    assert b"".join(store.read(clip.id, actor="user-1")) == recording.data


def test_an_original_is_sealed_only_where_the_policy_says_so_and_it_is_noted_for_whom(
    store: ClipStore, engine: Engine, recording: Recording
) -> None:
    pair = [x25519.Identity.generate() for _ in range(2)]
    custodians = [Custodian(name=f"c-{i}", key=str(one.to_public())) for i, one in enumerate(pair)]

    def never() -> bytes:
        raise AssertionError("the original was asked for")

    assert seal_original(plan(), recording, never, custodians) is None
    kept = replace(plan(), policy=Policy(original=True, original_purpose="Collisions", original_days=3))
    made = seal_original(kept, recording, lambda: b"unmasked", custodians)
    assert made is not None
    assert made.until_us == recording.to_us + 3 * DAY_US
    clip = store.keep(recording, ABOUT, original=made)
    assert entries(engine, clip.id)[0].detail["custodians"] == [
        {"name": one.name, "sha256": hashlib.sha256(one.key.encode()).hexdigest()} for one in custodians
    ]
    assert read_header(made.sealed).sealing.purpose == "Collisions"
    assert open_with(made.sealed, str(pair[0]), str(pair[1])) == b"unmasked"
    with pytest.raises(BadInput) as refused:
        seal_original(kept, recording, lambda: b"unmasked", custodians[:1])
    assert refused.value.key == "vault-too-few"
    with pytest.raises(BadInput) as refused:
        seal_original(replace(kept, policy=Policy(original=True)), recording, never, custodians)
    assert refused.value.key == "clip-original-no-purpose"


@on_sqlite
def test_a_person_deletes_for_a_reason_and_once(
    store: ClipStore, engine: Engine, recording: Recording
) -> None:
    clip = store.keep(recording, ABOUT, original=Original(sealed=b"blob", until_us=START_US + DAY_US))
    with pytest.raises(BadInput):
        store.delete(clip.id, actor="user-1", reason="")
    assert store.delete(clip.id, actor="user-1", reason="asked for").ended_by == "user-1"
    assert files(store) == []
    with pytest.raises(NotFound):
        store.delete(clip.id, actor="user-1", reason="asked for")
    assert [one.action for one in entries(engine, clip.id)][1:] == [
        *("clip.delete", "clip.delete_original"),
        *("clip.key_gone", "clip.key_gone"),
    ]


@pytest.mark.parametrize("name", ["clip-none", "../luylau", "", "x" * 200])
def test_an_unknown_clip_is_said_to_be_one(store: ClipStore, name: str) -> None:
    with pytest.raises(NotFound) as refused:
        store.read(name, actor="user-1")
    assert refused.value.key == "clip-missing"


@on_sqlite
def test_nothing_is_left_when_the_disk_or_the_database_refuses(
    store: ClipStore, engine: Engine, recording: Recording
) -> None:
    with engine.begin() as connection:
        clips.drop(connection)
    with pytest.raises(sa.exc.OperationalError):
        store.keep(recording, ABOUT)
    assert files(store) == []
    store._folder.rmdir()
    with pytest.raises(Unavailable) as refused:
        store.keep(recording, ABOUT)
    assert refused.value.key == "clip-write-failed"


def test_a_sweep_removes_what_is_unfinished_unknown_or_deleted_and_nothing_else(
    store: ClipStore, engine: Engine, recording: Recording
) -> None:
    clip, gone = store.keep(recording, ABOUT), store.keep(recording, ABOUT)
    left = store._folder / f"{gone.id}.clip"
    held = left.read_bytes()
    store.delete(gone.id, actor="user-1", reason="asked for")
    left.write_bytes(held)
    for name in ("clip-a.clip.part", "clip-b.clip", f"{clip.id}.original"):
        (store._folder / name).write_bytes(b"x")
    others = ["clip-a.clip.bak", "clip-x.mp4", "lost.part", "report.pdf"]
    for name in others:
        (store._folder / name).write_bytes(b"somebody else's")
    with writing(store._folder / "clip-c.clip", [b"being written by a living process"]):
        swept = store.sweep()
        assert "clip-c.clip" in files(store)
    assert sorted(swept) == sorted(["clip-a.clip.part", "clip-b.clip", f"{clip.id}.original", left.name])
    assert files(store) == sorted([f"{clip.id}.clip", "clip-c.clip", *others])
    store._folder.rename(store._folder.with_name("away"))
    with pytest.raises(Unavailable):
        store.sweep()


WRITER = textwrap.dedent("""
    import sys
    from pathlib import Path
    from luylau.kernel.clock import SystemClock
    from luylau.kernel.sql import open_engine, sqlite_url
    from luylau.security.audit import AuditLog
    from luylau.vision.archive import About, ClipStore, Recording
    folder = Path(sys.argv[1])
    engine = open_engine(sqlite_url(folder / "luylau.db"))
    store = ClipStore(folder / "clips", engine, SystemClock(), AuditLog())
    made = Recording(
        data=bytes(8_000_000), thumbnail=b"x", from_us=0, to_us=1, width=2, height=2, frames=1
    )
    while True:
        print(store.keep(made, About(camera="cam-1", expires_us=2)).id, flush=True)
""")


@on_sqlite
def test_a_writer_that_is_killed_leaves_no_half_written_clip(
    store: ClipStore, engine: Engine, tmp_path: Path
) -> None:
    for _ in range(8):
        child = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        try:
            assert child.stdout is not None
            assert child.stdout.readline()
            waiting = threading.Event()
            for _ in range(2000):
                if any(name.endswith(".part") for name in files(store)):
                    break
                waiting.wait(0.001)
        finally:
            child.send_signal(signal.SIGKILL)
            child.communicate(timeout=10)
        half_written = any(name.endswith(".part") for name in files(store))
        store.sweep()
        kept = store.search(limit=10_000)
        assert files(store) == sorted(f"{one.id}.clip" for one in kept)
        assert kept
        if half_written:
            break
    else:
        pytest.fail("no writer was killed while it wrote")
    for clip in kept:
        assert hashlib.sha256(b"".join(store.read(clip.id, actor="user-1"))).hexdigest() == clip.sha256
    with reader(engine) as connection:
        assert verify_log(connection).trouble == ""
