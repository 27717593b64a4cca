"""One worker: what hangs, what is broken and what restarts takes nothing from the rest."""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from dataclasses import dataclass, field
from functools import wraps
from pathlib import Path
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa

from luylau.kernel.clock import MICROS, ManualClock
from luylau.kernel.errors import Unavailable
from luylau.kernel.sql import metadata, open_engine, sqlite_url
from luylau.processes import camera_clips, camera_counts, camera_places, camera_runs, camera_worker
from luylau.processes.camera_counts import LineCounting
from luylau.processes.camera_models import ModelsInUse, detector_in_use, find_models
from luylau.processes.camera_places import ClipPlaces
from luylau.processes.camera_runs import Run, Voice, end_together
from luylau.processes.camera_worker import CameraWorker
from luylau.processes.data import DataFolder
from luylau.security.audit import AuditLog
from luylau.settings import Settings
from luylau.vision.camera import ClipJob, Says
from luylau.vision.events import Crossed, EventBook
from luylau.vision.models import best_detector, listed
from luylau.vision.models.folder import keep
from luylau.vision.plan import CameraPlan
from luylau.vision.scenes import LineCount, SceneChange
from tests.support.small_city import write_small_city
from tests.unit.vision.networks import bright_yolox, described

T0 = 1_760_000_000 * MICROS // (60 * MICROS) * (60 * MICROS)


def in_a_loop(test: Callable[..., Coroutine[Any, Any, None]]) -> Callable[..., None]:
    @wraps(test)
    def run(*args: object, **given: object) -> None:
        asyncio.run(test(*args, **given))

    return run


def line(forward: int, backward: int = 0, *, minute: int = 0) -> LineCount:
    made = LineCount(scene="gate", minute_us=T0 + minute * 60 * MICROS, label="car")
    made.forward, made.backward = forward, backward
    return made


@pytest.fixture
def book(tmp_path: Path) -> Iterator[EventBook]:
    engine = open_engine(sqlite_url(tmp_path / "book.db"))
    metadata.create_all(engine)
    yield EventBook(engine, ManualClock(T0), AuditLog())
    engine.dispose()


class Watched(EventBook):
    """A book that says what it was given, and may be away."""

    def __init__(self, book: EventBook) -> None:
        self.book = book
        self.given: list[list[Crossed]] = []
        self.away = False

    def record(self, events: Any, crossed: Any = ()) -> None:  # noqa: ANN401
        if self.away:
            raise sa.exc.OperationalError("", {}, Exception("database is locked"))
        self.given.append(list(crossed))
        self.book.record(events, crossed)

    def of(self, camera: str) -> list[tuple[int, int]]:
        return [(one.forward, one.backward) for one in self.book.counts(camera, 0, 2 * T0)]


@in_a_loop
async def test_only_what_is_new_is_written_and_a_restart_adds_to_it(book: EventBook) -> None:
    watched = Watched(book)
    counting = LineCounting(watched)
    counting.begin("a", ())
    counting.take("a", [line(30), line(2, minute=1)])
    await counting.write()
    counting.take("a", [line(30), line(5, 1, minute=1)])
    await counting.write()
    counting.take("a", [line(30), line(5, 1, minute=1)])
    await counting.write()
    assert [len(one) for one in watched.given] == [2, 1]
    counting.begin("a", ())
    counting.take("a", [line(1, minute=1)])
    await counting.write()
    # A worker that begins knows nothing of what was.
    anew = LineCounting(watched)
    anew.begin("a", [line(4)])
    anew.take("a", [line(5)])
    await anew.write()
    assert watched.of("a") == [(31, 0), (6, 1)]


@in_a_loop
async def test_counts_wait_while_the_database_is_away(
    book: EventBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched = Watched(book)
    counting = LineCounting(watched)
    watched.away = True
    for forward in (1, 3):
        counting.take("a", [line(forward)])
        await counting.write()
    watched.away = False
    counting.take("b", [line(2, minute=number) for number in range(3)])
    monkeypatch.setattr(camera_counts, "AT_ONCE", 2)
    await counting.write()
    assert watched.of("a") == [(3, 0)]
    assert watched.of("b") == [(2, 0)] * 3
    assert [len(one) for one in watched.given] == [2, 2]
    watched.away = True
    monkeypatch.setattr(camera_counts, "MOST_WAITING", 2)
    counting.take("c", [line(1, minute=number) for number in range(4)])
    watched.away = False
    await counting.write()
    assert len(watched.of("c")) == 2


def test_clips_wait_within_bounds_and_one_camera_leaves_room_for_others() -> None:
    places = ClipPlaces()
    size = 24_000_000
    busy = [places.take("busy", size) for _ in range(30)]
    assert busy == [True] * 4 + [False] * 26
    assert all(places.take(f"cam-{number}", size) for number in range(16))
    assert not places.take("late", size)
    assert not places.take("busy", 1)
    places.give("busy", size)
    assert places.take("late", size)
    assert places.waiting == camera_places.MOST_BYTES // size
    many = ClipPlaces()
    assert sum(many.take("busy", 10) for _ in range(200)) == camera_places.SHARE
    assert sum(many.take(f"cam-{number}", 10) for number in range(200)) == (
        camera_places.MOST - camera_places.SHARE
    )


def test_a_bad_face_model_takes_nothing_from_the_detector_nor_the_other_way_round(tmp_path: Path) -> None:
    source = bright_yolox(tmp_path / "source.onnx")
    folder = tmp_path / "models"
    kept = keep(folder, source.read_bytes(), described(name="bright"), source)
    nothing = ModelsInUse()
    (folder / "faces.toml").write_text("no TOML [")
    assert best_detector(folder) is not None
    found = find_models(folder, nothing)
    assert found.detector == kept.file.stem
    assert [type(one).__name__ for one in found.faults] == ["BadFile"]
    # What runs is kept where its own description has become unreadable.
    (folder / "bright.toml").write_text("no TOML [")
    later = find_models(folder, found)
    assert (later, len(later.faults)) == (found, 2)
    models, faults = listed(folder)
    assert detector_in_use(models, faults, kept.file.stem) == kept.file.stem
    for file in folder.glob("*.toml"):
        file.unlink()
    assert find_models(folder, later) == nothing


def test_a_face_model_that_cannot_be_loaded_is_told_beside_the_detector(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = bright_yolox(tmp_path / "source.onnx")
    folder = tmp_path / "models"
    kept = keep(folder, source.read_bytes(), described(name="bright"), source)
    said = (folder / "bright.toml").read_text()
    (folder / "faces.toml").write_text(said.replace("bright", "faces").replace('"yolox"', '"yunet"'))
    (models, faults) = listed(folder)
    assert len(models) == 2, faults
    found = find_models(folder, ModelsInUse())
    assert (found.detector, found.faces, len(found.faults)) == (kept.file.stem, None, 1)


@dataclass
class Stuck:
    """A camera whose read does not return until it is let."""

    plan: CameraPlan
    says: Says
    hangs: bool = False
    failed: bool = False
    joined: list[float] = field(default_factory=list)
    go: threading.Event = field(default_factory=threading.Event)
    lines: tuple[LineCount, ...] = ()
    state: dict[str, Any] | None = None
    """Said to be learned as it is stopped."""
    loaded: list[tuple[Any, Any]] = field(default_factory=list)
    relearned: int = 0

    def load_state(self, state: Any, lasting: Any) -> None:  # noqa: ANN401
        self.loaded.append((state, lasting))
        if state == {"bad": 1}:
            raise ValueError("not a state")

    def relearn(self) -> None:
        self.relearned += 1

    def start(self) -> None: ...

    def stop(self) -> None:
        self.says.picture(self.plan.camera, 1, b"last")
        if self.state is not None:
            self.says.learned(self.plan.camera, self.state)
        if not self.hangs:
            self.go.set()

    def join(self, timeout_s: float) -> bool:
        self.joined.append(timeout_s)
        return self.go.wait(timeout_s)

    def counts(self) -> tuple[LineCount, ...]:
        return self.lines


def run_of(camera: Stuck, says: Says) -> Run:
    voice = Voice(says)
    camera.says = voice.says
    return Run(camera=camera, login=None, voice=voice)  # type: ignore[arg-type]


@in_a_loop
async def test_cameras_end_together_and_who_hangs_says_nothing_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(camera_runs, "JOIN_S", 0.3)
    heard: list[str] = []
    loop = asyncio.get_running_loop()

    def picture(camera: str, time_us: int, _: bytes) -> None:
        loop.call_soon_threadsafe(heard.append, f"{camera} {time_us}")

    says = Says(changes=lambda *_: None, clip=lambda _: None, picture=picture)
    cameras = [
        Stuck(plan=CameraPlan(camera=f"cam-{number}", main="file:a"), says=says, hangs=number < 4)
        for number in range(6)
    ]
    await end_together([run_of(camera, says) for camera in cameras])
    # What was said before is here; all of them shared one bound.
    assert heard == [f"cam-{number} 1" for number in range(6)]
    assert sum(sum(camera.joined) for camera in cameras[:4]) <= 4 * 0.3
    assert cameras[3].joined[0] < 0.1
    for camera in cameras:
        camera.says.picture(camera.plan.camera, 2, b"late")
    await asyncio.sleep(0)
    assert len(heard) == 6


class Bus:
    """Keeps what is published, and who listens."""

    def __init__(self) -> None:
        self.said: dict[str, Any] = {}
        self.heard: dict[str, Callable[[str, bytes], Awaitable[None]]] = {}
        self.connected = True

    async def subscribe(self, subject: str, heard: Callable[[str, bytes], Awaitable[None]]) -> None:
        self.heard[subject] = heard

    async def publish(self, subject: str, said: Any) -> None:  # noqa: ANN401
        self.said[subject] = said

    async def call(self, subject: str, said: list[Any], result: type[int]) -> int:
        return len(said)


CAMERAS = """
version = 1

[[camera]]
camera = "cam-street"
main = "file:nowhere.mkv"
simulated = true
"""


@pytest.fixture
def data(tmp_path: Path) -> DataFolder:
    made = DataFolder(tmp_path / "data")
    made.root.mkdir()
    assets = write_small_city(made.city, 1) / "assets.csv"
    row = "cam-street,camera,Camera,phuong,21.1,106.1,0,normal,simulated,,true\n"
    assets.write_text(assets.read_text(encoding="utf-8") + row, encoding="utf-8")
    for folder in (made.secrets, made.run, made.models, made.footage, made.clips):
        folder.mkdir(parents=True, exist_ok=True)
    return made


async def until(holds: Callable[[], object]) -> None:
    for _ in range(1_000):
        if holds():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it did not come to be")


@in_a_loop
async def test_bad_cameras_at_a_start_are_told_and_watched_once_they_are_mended(
    data: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(camera_worker, "LOOK_S", 0.05)
    monkeypatch.setattr(camera_worker, "STATE_S", 0.05)
    file = data.city / "cameras.toml"
    file.write_text("no TOML [")
    bus = Bus()
    worker = CameraWorker(data, Settings(), bus, ManualClock(T0), 0, 1)  # type: ignore[arg-type]
    stop = asyncio.Event()
    running = asyncio.ensure_future(worker.run(stop))

    def state() -> dict[str, Any]:
        return dict(bus.said.get("cameras.state.0", {}))

    await until(state)
    (trouble,) = state()["troubles"]
    assert (trouble["key"], trouble["fields"]["files"]) == ("file-has-faults", "cameras.toml")
    assert state()["cameras"] == []
    file.write_text(CAMERAS)
    await until(lambda: state()["cameras"])
    assert state()["troubles"] == []
    stop.set()
    await asyncio.wait_for(running, 30)


@pytest.fixture
def made(data: DataFolder, monkeypatch: pytest.MonkeyPatch) -> list[Stuck]:
    """The cameras that workers begin, newest last."""
    begun: list[Stuck] = []

    def camera(plan: CameraPlan, *, says: Says, **_: object) -> Stuck:
        begun.append(Stuck(plan=plan, says=says))
        return begun[-1]

    monkeypatch.setattr(camera_worker, "Camera", camera)
    monkeypatch.setattr(camera_worker, "LOOK_S", 0.05)
    monkeypatch.setattr(CameraWorker, "_state_loop", lambda _: asyncio.Event().wait())
    monkeypatch.setattr(CameraWorker, "_online_loop", lambda _: asyncio.Event().wait())
    (data.city / "cameras.toml").write_text(CAMERAS)
    return begun


def started(data: DataFolder, bus: Bus) -> tuple[asyncio.Event, asyncio.Future[None]]:
    worker = CameraWorker(data, Settings(), bus, ManualClock(T0), 0, 1)  # type: ignore[arg-type]
    stop = asyncio.Event()
    return stop, asyncio.ensure_future(worker.run(stop))


@in_a_loop
async def test_a_camera_goes_on_with_what_it_had_learned(data: DataFolder, made: list[Stuck]) -> None:
    stop, running = started(data, Bus())
    await until(lambda: len(made) == 1)
    assert made[0].loaded == []
    made[0].state = {"learned": 1}
    made[0].failed = True
    await until(lambda: len(made) == 2)
    assert made[1].loaded == [({"learned": 1}, frozenset())]
    made[1].state = {"learned": 2}
    stop.set()
    await asyncio.wait_for(running, 30)
    # Another process reads it from the disk.
    stop, running = started(data, Bus())
    await until(lambda: len(made) == 3)
    assert made[2].loaded == [({"learned": 2}, frozenset())]
    made[2].state = {"bad": 1}
    made[2].failed = True
    await until(lambda: len(made) == 4)
    # What it cannot take hinders nothing.
    assert made[3].loaded == [({"bad": 1}, frozenset())]
    stop.set()
    await asyncio.wait_for(running, 30)


@in_a_loop
async def test_what_lasts_by_the_book_is_said_to_last(data: DataFolder, made: list[Stuck]) -> None:
    stop, running = started(data, Bus())
    await until(lambda: len(made) == 1)
    told = {"kind": "moved", "what": "opened"}
    change = SceneChange(
        since_us=T0, confidence=1.0, value=0.1, threshold=0.5, unit="", key="vision-condition-moved",
        finding="f" * 32, camera="cam-street", scene="condition:moved", version=1, time_us=T0, **told,
    )  # type: ignore[arg-type]  # fmt: skip
    made[0].says.changes(made[0].plan, [change])
    made[0].state = {"learned": 1}
    stop.set()
    await asyncio.wait_for(running, 30)
    stop, running = started(data, Bus())
    await until(lambda: len(made) == 2)
    assert made[1].loaded == [({"learned": 1}, frozenset({"condition:moved"}))]
    stop.set()
    await asyncio.wait_for(running, 30)


@in_a_loop
async def test_who_says_that_a_picture_is_new_reaches_the_camera_and_the_old_one_is_forgotten(
    data: DataFolder, made: list[Stuck]
) -> None:
    bus = Bus()
    stop, running = started(data, bus)
    await until(lambda: len(made) == 1)
    made[0].says.learned("cam-street", {"learned": 1})
    file = data.checkpoint / "cameras" / "cam-street.learned"
    for camera in ("cam-elsewhere", "cam-street"):
        await bus.heard["cameras.relearn"]("", msgspec.json.encode({"camera": camera}))
    assert made[0].relearned == 1
    stop.set()
    await asyncio.wait_for(running, 30)
    assert not file.exists()
    stop, running = started(data, bus)
    await until(lambda: len(made) == 2)
    assert made[1].loaded == []
    stop.set()
    await asyncio.wait_for(running, 30)


@in_a_loop
@pytest.mark.parametrize("status", ["simulated", "installed"])
async def test_a_clip_says_whether_its_camera_is_simulated_as_it_is_made(
    data: DataFolder, made: list[Stuck], monkeypatch: pytest.MonkeyPatch, status: str
) -> None:
    said: list[bool] = []

    def make(job: ClipJob, *_: object, simulated: bool, **__: object) -> None:
        said.append(simulated)
        raise Unavailable("clip-none")

    monkeypatch.setattr(camera_clips, "make_clip", make)
    (data.city / "cameras.toml").write_text(CAMERAS.replace("simulated = true\n", ""))
    assets = data.city / "assets.csv"
    text = assets.read_text(encoding="utf-8")
    row = "cam-street,camera,Camera,phuong,21.1,106.1,0,normal,"
    if status == "installed":
        text = text.replace(f"{row}simulated,,true", f"{row}installed,survey,")
    assets.write_text(text, encoding="utf-8")
    stop, running = started(data, Bus())
    await until(lambda: len(made) == 1)
    change = SceneChange(
        since_us=T0, confidence=1.0, value=1, threshold=1, unit="s", key="vision-scene-intrusion",
        finding="f" * 32, what="opened", camera="cam-street", scene="fence", kind="intrusion", version=1,
        time_us=T0,
    )  # fmt: skip
    job = ClipJob(
        plan=made[0].plan,
        change=change,
        packets=(),
        codings={},
        tracks=(),
        moved=(),
        size=(1, 1),
        apart=False,
    )
    made[0].says.clip(job)
    await until(lambda: said)
    assert said == [status == "simulated"]
    stop.set()
    await asyncio.wait_for(running, 30)


@in_a_loop
async def test_what_is_learned_is_written_now_and_then(
    data: DataFolder, made: list[Stuck], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(camera_worker, "WRITE_S", 0.02)
    stop, running = started(data, Bus())
    await until(lambda: len(made) == 1)
    made[0].says.learned("cam-street", {"learned": 1})
    await until((data.checkpoint / "cameras" / "cam-street.learned").exists)
    stop.set()
    await asyncio.wait_for(running, 30)


@in_a_loop
async def test_counts_are_written_when_a_camera_is_begun_anew_and_before_the_end(
    data: DataFolder, made: list[Stuck]
) -> None:
    stop, running = started(data, Bus())
    await until(lambda: len(made) == 1)
    made[0].lines = (line(30),)
    made[0].failed = True
    await until(lambda: len(made) == 2)
    made[1].lines = (line(1),)
    stop.set()
    await asyncio.wait_for(running, 30)
    engine = open_engine(data.database_url(Settings()))
    (kept,) = EventBook(engine, ManualClock(T0), AuditLog()).counts("cam-street", 0, 2 * T0)
    engine.dispose()
    assert kept.forward == 31
