"""Rounds of retention: what is deleted for good comes first, and nothing is deleted by a wrong clock."""

import errno
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from luylau.kernel.clock import MICROS, ManualClock
from luylau.kernel.messages import LANGUAGES, message
from luylau.kernel.sql import metadata, open_engine, sqlite_url
from luylau.processes.camera_retention import Retention
from luylau.security.audit import AuditLog
from luylau.vision.archive import About, Clip, ClipStore, Original, Recording, SteadyClock
from luylau.vision.archive.steady import STEADY_S
from luylau.vision.events import EventBook

DAY_US = 86_400 * MICROS
NOW_US = 20_000 * DAY_US
CAMERAS = """
version = 1

[[camera]]
camera = "cam-1"
main = "rtsp://192.0.2.1/main"
[camera.policy]
retention_days = 30
original = true
original_purpose = "court"
original_days = 7
"""


class Bench:
    """A store, a pack and the time."""

    def __init__(self, folder: Path) -> None:
        self.engine: Engine = open_engine(sqlite_url(folder / "luylau.db"))
        metadata.create_all(self.engine)
        self.clock = ManualClock(NOW_US)
        self.running_s = 500.0
        self.folder = folder / "clips"
        self.clips = ClipStore(self.folder, self.engine, self.clock, AuditLog())
        self.pack = folder / "city"
        self.pack.mkdir()
        self.policy(CAMERAS)
        self.begin()

    def begin(self) -> None:
        """Start the platform."""
        events = EventBook(self.engine, self.clock, AuditLog())
        steady = SteadyClock(self.clips.newest_us(), running_s=lambda: self.running_s)
        self.retention = Retention(self.clips, events, self.pack, self.clock, steady)

    def policy(self, text: str) -> None:
        (self.pack / "cameras.toml").write_text(text, encoding="utf-8")

    def wait(self, seconds: float) -> None:
        self.running_s += seconds
        self.clock.advance(seconds)

    def keep(self, original_days: int = 7) -> Clip:
        now_us = self.clock.now_us()
        made = Recording(
            data=b"x" * 100, thumbnail=b"x", from_us=now_us, to_us=now_us, width=2, height=2, frames=1
        )
        original = Original(sealed=b"x", until_us=now_us + original_days * DAY_US)
        about = About(camera="cam-1", expires_us=now_us + 30 * DAY_US)
        return self.clips.keep(made, about, original=original)

    def keys(self) -> list[str]:
        """Run a round; return the keys of what went wrong, each of which has a text in all languages."""
        said = self.retention.round()
        for one in said:
            for language in LANGUAGES:
                assert message(language, one["key"], one["fields"]) != one["key"]
        return [one["key"] for one in said]

    def states(self, *made: Clip) -> list[str]:
        return [self.clips.find(one.id).state for one in made]


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made = Bench(tmp_path)
    yield made
    made.engine.dispose()


def test_a_policy_holds_for_what_is_kept_already(bench: Bench) -> None:
    clip = bench.keep()
    assert bench.keys() == []
    bench.wait(2 * 86_400)
    assert bench.keys() == []
    assert (bench.states(clip), len(list(bench.folder.iterdir()))) == (["kept"], 2)
    bench.policy(CAMERAS.replace("original = true", "original = false"))
    assert bench.keys() == []
    assert [one.name for one in bench.folder.iterdir()] == [f"{clip.id}.clip"]
    bench.policy(CAMERAS.replace("retention_days = 30", "retention_days = 1"))
    assert bench.keys() == []
    assert (bench.states(clip), list(bench.folder.iterdir())) == (["deleted"], [])


def test_a_pack_with_faults_hinders_no_deleting(bench: Bench) -> None:
    clip = bench.keep()
    bench.policy("[[")
    bench.wait(30 * 86_400)
    assert bench.keys() == ["file-has-faults"]
    assert bench.states(clip) == ["deleted"]


def test_a_file_that_cannot_be_removed_hinders_no_key_from_being_destroyed(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    clip = bench.keep()
    stuck = bench.folder / "clip-left.clip"
    stuck.write_bytes(b"x")

    def refuse(path: Path, missing_ok: bool = False) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", refuse)
        bench.wait(30 * 86_400)
        assert bench.keys() == ["clip-read-only", "clip-read-only"]
        assert bench.states(clip) == ["deleted"]
        with bench.engine.connect() as connection:
            actions = connection.execute(sa.text("SELECT action FROM audit_log ORDER BY position")).scalars()
            assert list(actions)[-2:] == ["clip.key_gone", "clip.key_gone"]
    assert bench.keys() == []
    assert list(bench.folder.iterdir()) == []


def test_nothing_is_deleted_by_a_clock_that_is_ahead_for_a_while(bench: Bench) -> None:
    clip = bench.keep()
    assert bench.keys() == []
    bench.clock.advance(1095 * 86_400)
    assert bench.keys() == ["clip-clock-jumped"]
    bench.wait(600)
    assert bench.keys() == ["clip-clock-jumped"]
    bench.clock.advance(-1095 * 86_400)
    assert bench.keys() == ["clip-clock-jumped"]
    bench.wait(STEADY_S)
    assert bench.keys() == []
    assert bench.states(clip) == ["kept"]
    # Who was off for long deletes too, after some hours.
    bench.clock.advance(60 * 86_400)
    bench.begin()
    assert (bench.keys(), bench.states(clip)) == ([], ["kept"])
    bench.wait(STEADY_S)
    assert (bench.keys(), bench.states(clip)) == ([], ["deleted"])


def test_a_clock_that_is_behind_at_a_start_shortens_nothing(bench: Bench) -> None:
    clip = bench.keep()
    bench.clock.set(5 * 365 * DAY_US)
    bench.begin()
    assert bench.keys() == []
    assert bench.clips.find(clip.id).expires_us == clip.expires_us


def test_keys_that_may_be_left_are_told(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.keep()
    with monkeypatch.context() as patched:
        patched.setattr(ClipStore, "settle", lambda _: False)
        assert bench.keys() == ["clip-keys-left"]
    assert bench.keys() == []


def test_a_database_that_is_away_is_told(bench: Bench) -> None:
    with bench.engine.begin() as connection:
        for table in ("clips", "camera_events"):
            connection.exec_driver_sql(f"ALTER TABLE {table} RENAME TO away_{table}")
    (bench.folder / "clip-left.clip").write_bytes(b"x")
    assert bench.keys() == ["database-away"] * 4
