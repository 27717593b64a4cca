"""What scenes have found is told once, in order, and nothing of it is lost while somebody is away."""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine

from luylau.city import load
from luylau.city.model import City
from luylau.incidents import FindingChange
from luylau.kernel.clock import MICROS, ManualClock
from luylau.kernel.errors import Unavailable
from luylau.kernel.sql import metadata, open_engine, sqlite_url
from luylau.processes import camera_telling
from luylau.processes.camera_telling import CameraTelling
from luylau.security.audit import AuditLog
from luylau.vision.events import EventBook, Search
from luylau.vision.plan import CameraPlan, Scene
from luylau.vision.scenes import SceneChange
from tests.support.small_city import post, write_small_city

T0 = 1_760_000_000 * MICROS
CAMERA = post(0)
FENCE = Scene(
    id="fence", name="Hàng rào", kind="intrusion", points=((0, 0), (1, 0), (1, 1)), severity="major"
)
PLAN = CameraPlan(camera=CAMERA, main="file:a", scenes=(FENCE,))


class Signals:
    """Takes what is told, or is away."""

    def __init__(self) -> None:
        self.told: list[FindingChange] = []
        self.away = False

    async def call(self, subject: str, said: list[FindingChange], result: type[int]) -> int:
        if self.away:
            raise Unavailable("part-not-answering", subject=subject)
        self.told += said
        return len(said)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = open_engine(sqlite_url(tmp_path / "test.db"))
    metadata.create_all(made)
    yield made
    made.dispose()


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> City:
    return load(write_small_city(tmp_path_factory.mktemp("city") / "pack", 1))


def change(what: str, second: int, *, since: int = 0, version: int = 1, scene: str = "fence") -> SceneChange:
    return SceneChange(
        finding=f"{scene}-{since}-{version}",
        what=what,  # type: ignore[arg-type]
        camera=CAMERA,
        scene=scene,
        kind="intrusion",
        version=version,
        time_us=T0 + second * MICROS,
        since_us=T0 + since * MICROS,
        confidence=0.8,
        value=second,
        threshold=2,
        unit="s",
        key="vision-scene-intrusion",
        fields={"seconds": second},
        label="person",
        box=(0.1, 0.2, 0.3, 0.4),
    )


class Worker:
    """A telling with what is around it; a restart is another one on the same database."""

    def __init__(self, engine: Engine, city: City, signals: Signals) -> None:
        self.signals = signals
        self.book = EventBook(engine, ManualClock(T0), AuditLog())
        self.telling = CameraTelling(signals, self.book, lambda: city, lambda _: True)  # type: ignore[arg-type]

    async def see(self, *changes: SceneChange) -> bool:
        self.telling.take(PLAN, changes, "model")
        await asyncio.sleep(0)
        return await self.telling.tell()

    @property
    def told(self) -> list[tuple[str, str]]:
        return [(one.what, one.finding.id) for one in self.signals.told]


def run(made: object) -> None:
    asyncio.run(made)  # type: ignore[arg-type]


def test_a_finding_is_told_from_its_beginning_to_its_end(engine: Engine, city: City) -> None:
    async def play() -> None:
        worker = Worker(engine, city, Signals())
        for what, second in (("opened", 3), ("refreshed", 9), ("cleared", 12)):
            assert await worker.see(change(what, second))
        assert [what for what, _ in worker.told] == ["opened", "refreshed", "cleared"]
        assert len({finding for _, finding in worker.told}) == 1
        (event,) = worker.book.search(Search())
        assert (event.opened_us, event.cleared_us) == (T0, T0 + 12 * MICROS)
        finding = worker.signals.told[0].finding
        assert (finding.rule, finding.group, finding.channel) == ("scene-intrusion", "person-inside", "fence")
        assert (finding.severity, finding.asset, finding.cleared_us) == ("major", CAMERA, None)
        assert finding.names["en"] == "Somebody inside “Hàng rào”"

    run(play())


def test_what_happens_while_signals_is_away_is_told_as_it_is_by_then(engine: Engine, city: City) -> None:
    async def play() -> None:
        worker = Worker(engine, city, Signals())
        worker.signals.away = True
        assert not await worker.see(change("opened", 3))
        assert worker.telling.trouble == "part-not-answering"
        assert not await worker.see(change("refreshed", 9))
        assert not await worker.see(change("opened", 20, since=18, scene="other"))
        assert not await worker.see(change("cleared", 22, since=18, scene="other"))
        worker.signals.away = False
        assert await worker.telling.tell()
        assert worker.telling.trouble == ""
        # The one goes on: one opening, as it was last. The other is over: both ends are told.
        assert [what for what, _ in worker.told] == ["opened", "opened", "cleared"]
        assert [one.finding.value for one in worker.signals.told] == [9, 22, 22]
        assert await worker.see(change("cleared", 30))
        assert worker.told[-1][0] == "cleared"

    run(play())


def test_a_restart_goes_on_with_the_same_finding(engine: Engine, city: City) -> None:
    async def play() -> None:
        signals = Signals()
        await Worker(engine, city, signals).see(change("opened", 3))
        first = signals.told[0].finding.id
        again = Worker(engine, city, signals)
        assert await again.see(change("opened", 40, since=38))
        assert await again.see(change("cleared", 50, since=38))
        assert again.told[1:] == [("opened", first), ("cleared", first)]
        event = again.book.get(first)
        assert (event.opened_us, event.cleared_us) == (T0, T0 + 50 * MICROS)

    run(play())


def test_what_is_not_found_again_after_a_restart_is_taken_back(
    engine: Engine, city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def play() -> None:
        signals = Signals()
        await Worker(engine, city, signals).see(change("opened", 3), change("opened", 4, scene="gate"))
        again = Worker(engine, city, signals)
        again.telling.look(T0 + 10 * MICROS)
        assert await again.telling.tell()
        assert len(signals.told) == 2
        # Another version of the scene is another thing to see.
        assert await again.see(change("opened", 20, since=19, version=2))
        later_s = time.monotonic() + camera_telling.ORPHANED_S + 1
        monkeypatch.setattr(time, "monotonic", lambda: later_s)
        again.telling.look(T0 + 200 * MICROS)
        assert await again.telling.tell()
        gone = [one.finding.channel for one in signals.told if one.what == "cleared"]
        assert sorted(gone) == ["fence", "gate"]
        assert [one.scene_version for one in again.book.lasting()] == [2]

    run(play())


def test_what_a_changed_plan_does_not_watch_any_more_is_taken_back(engine: Engine, city: City) -> None:
    async def play() -> None:
        worker = Worker(engine, city, Signals())
        dark = replace(change("opened", 5, scene="condition:dark"), kind="dark")
        await worker.see(change("opened", 3), change("opened", 4, scene="gate"), dark)
        worker.telling.leave(CAMERA, T0 + 9 * MICROS, scenes={"fence": 1})
        assert await worker.telling.tell()
        assert [one.finding.channel for one in worker.signals.told if one.what == "cleared"] == ["gate"]
        worker.telling.leave(CAMERA, T0 + 11 * MICROS)
        assert await worker.telling.tell()
        assert worker.book.lasting() == ()

    run(play())


def test_what_goes_on_after_a_changed_plan_is_the_same_finding_or_ends(
    engine: Engine, city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def play() -> None:
        worker = Worker(engine, city, Signals())
        await worker.see(change("opened", 3), change("opened", 4, scene="gate"))
        first = worker.signals.told[0].finding.id
        worker.telling.leave(CAMERA, T0 + 9 * MICROS, scenes={"fence": 1, "gate": 1})
        # The camera begins anew, and finds one of both again.
        await worker.see(change("opened", 15, since=12))
        assert worker.told[2:] == [("opened", first)]
        later_s = time.monotonic() + camera_telling.ORPHANED_S + 1
        monkeypatch.setattr(time, "monotonic", lambda: later_s)
        worker.telling.look(T0 + 200 * MICROS)
        assert await worker.telling.tell()
        assert [one.finding.channel for one in worker.signals.told if one.what == "cleared"] == ["gate"]
        assert [one.id for one in worker.book.lasting()] == [first]

    run(play())


def test_many_are_told_a_hundred_at_a_time(engine: Engine, city: City) -> None:
    class Small(Signals):
        async def call(self, subject: str, said: list[FindingChange], result: type[int]) -> int:
            assert len(said) <= 100
            return await super().call(subject, said, result)

    async def play() -> None:
        worker = Worker(engine, city, Small())
        assert await worker.see(*(change("opened", 3, scene=f"scene-{number}") for number in range(250)))
        assert len(worker.told) == 250

    run(play())


def test_what_goes_on_after_it_was_taken_back_is_another_finding(engine: Engine, city: City) -> None:
    async def play() -> None:
        worker = Worker(engine, city, Signals())
        await worker.see(change("opened", 3))
        worker.telling.leave(CAMERA, T0 + 4 * MICROS)
        assert await worker.telling.tell()
        assert worker.telling.lasting(CAMERA) == frozenset()
        # The camera has kept it over a restart and shows it again.
        await worker.see(change("refreshed", 400), change("refreshed", 405))
        assert worker.telling.finding_of(change("refreshed", 405)) == worker.told[-1][1]
        await worker.see(change("cleared", 410))
        await worker.see(change("cleared", 415))
        assert [what for what, _ in worker.told] == ["opened", "cleared", "opened", "cleared"]
        assert len({finding for _, finding in worker.told}) == 2
        lasted = worker.book.search(Search(), limit=10)
        assert sorted(one.cleared_us or 0 for one in lasted) == [T0 + 4 * MICROS, T0 + 410 * MICROS]
        # The second begins after the first is over.
        assert sorted(one.opened_us for one in lasted) == [T0, T0 + 400 * MICROS]

    run(play())


def test_what_lasts_of_a_camera_that_is_begun_anew_is_known(engine: Engine, city: City) -> None:
    async def play() -> None:
        worker = Worker(engine, city, Signals())
        await worker.see(change("opened", 3), change("opened", 3, scene="condition:moved"))
        assert worker.telling.lasting(CAMERA) == frozenset()
        worker.telling.leave(CAMERA, T0 + 4 * MICROS, scenes={"fence": 1})
        assert worker.telling.lasting(CAMERA) == {"fence", "condition:moved"}
        again = Worker(engine, city, Signals())
        assert again.telling.lasting(CAMERA) == {"fence", "condition:moved"}
        assert again.telling.lasting("cam-other") == frozenset()
        # Told anew, it is no longer among those that wait to be found again.
        await again.see(change("refreshed", 9))
        assert again.telling.lasting(CAMERA) == {"condition:moved"}
        assert [what for what, _ in again.told] == ["refreshed"]

    run(play())
