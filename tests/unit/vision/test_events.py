"""The book of what cameras have seen."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from luylau.kernel.clock import MICROS, ManualClock
from luylau.kernel.errors import Conflict, NotFound
from luylau.kernel.sql import metadata, open_engine, reader, sqlite_url
from luylau.security.audit import AuditLog
from luylau.vision.events import CameraEvent, Crossed, EventBook, Precision, Search
from tests.support.postgres import new_database

T0 = 1_760_000_000 * MICROS


on_sqlite = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
"""Looks at the database's own files or plans."""


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    made = open_engine(sqlite_url(tmp_path / "test.db") if request.param == "sqlite" else new_database())
    metadata.create_all(made)
    yield made
    made.dispose()


@pytest.fixture
def book(engine: Engine) -> EventBook:
    return EventBook(engine, ManualClock(T0), AuditLog())


def event(number: int, **other: object) -> CameraEvent:
    values: dict[str, object] = {
        "id": f"finding-{number:02}",
        "camera": "cam-1",
        "place": "ward",
        "scene": "fence",
        "scene_name": "Hàng rào",
        "scene_version": 1,
        "kind": "intrusion",
        "label": "person",
        "severity": "major",
        "opened_us": T0 + number * MICROS,
        "seen_us": T0 + number * MICROS,
        "cleared_us": None,
        "confidence": 0.7,
        "box": (0.1, 0.2, 0.3, 0.5),
        "key": "finding-scene-intrusion",
        "fields": {"seconds": 14, "scene": "Hàng rào"},
        "model": "yolox-nano 0123456789ab",
        "simulated": True,
    }
    return CameraEvent(**(values | other))  # type: ignore[arg-type]


def test_an_event_is_kept_as_it_goes_on(book: EventBook) -> None:
    first = event(1)
    book.record([first])
    assert book.get(first.id) == first
    later = replace(first, seen_us=T0 + 9 * MICROS, cleared_us=T0 + 9 * MICROS, confidence=0.9)
    book.record([later, event(2)])
    assert book.get(first.id) == later
    assert [one.id for one in book.lasting()] == ["finding-02"]
    with pytest.raises(NotFound):
        book.get("nothing")


def test_what_people_said_stays_while_it_goes_on_and_is_audited(book: EventBook, engine: Engine) -> None:
    book.record([event(1)])
    judged = book.judge("finding-01", "wrong", actor="user-1", seen="")
    assert (judged.verdict, judged.verdict_by, judged.verdict_us) == ("wrong", "user-1", T0)
    book.record([event(1, seen_us=T0 + 5 * MICROS)])
    assert book.get("finding-01") == replace(judged, seen_us=T0 + 5 * MICROS)
    with pytest.raises(Conflict):
        book.judge("finding-01", "right", actor="user-2", seen="")
    assert book.judge("finding-01", "", actor="user-2", seen="wrong").verdict_us is None
    with reader(engine) as connection:
        said = [(one.actor, one.action, one.detail["verdict"]) for one in AuditLog().read(connection)]
    assert said == [("user-2", "camera.judge", ""), ("user-1", "camera.judge", "wrong")]


def test_precision_counts_what_was_judged_version_by_version(book: EventBook) -> None:
    book.record([event(number) for number in range(4)])
    book.record([event(9, scene_version=2)])
    for number, verdict in ((0, "right"), (1, "right"), (2, "wrong")):
        book.judge(f"finding-{number:02}", verdict, actor="user-1", seen="")  # type: ignore[arg-type]
    first, second = book.precision("cam-1")
    assert first == Precision(camera="cam-1", scene="fence", scene_version=1, seen=4, right=2, wrong=1)
    assert first.share == pytest.approx(2 / 3)
    assert (second.seen, second.share) == (1, None)
    assert book.precision("cam-2") == ()


def test_search_by_class_zone_time_and_place_page_by_page(book: EventBook) -> None:
    book.record([event(number) for number in range(5)])
    book.record([event(7, camera="cam-2", place="other", kind="crowd", label="", scene="square")])
    book.record([event(8, label="car", cleared_us=T0 + 8 * MICROS, opened_us=T0 + 4 * MICROS)])

    def found(**wanted: object) -> list[str]:
        return [one.id[-2:] for one in book.search(Search(**wanted))]  # type: ignore[arg-type]

    assert found() == ["07", "08", "04", "03", "02", "01", "00"]
    assert found(cameras=["cam-2"]) == found(places=["other"]) == found(kinds=["crowd"]) == ["07"]
    assert found(labels=["car"]) == found(lasting=False) == ["08"]
    assert found(scenes=["fence"], start_us=T0 + 2 * MICROS, end_us=T0 + 4 * MICROS) == ["03", "02"]
    first = book.search(Search(), limit=3)
    rest = book.search(Search(), before=(first[-1].opened_us, first[-1].id))
    assert [one.id[-2:] for one in rest] == ["03", "02", "01", "00"]


def test_counts_are_added_to_those_of_their_minute(book: EventBook) -> None:
    hour = T0 - T0 % (3_600 * MICROS)
    gate = Crossed(camera="cam-1", scene="gate", minute_us=hour, label="person", forward=30, backward=0)
    later = replace(gate, minute_us=hour + 60 * MICROS, forward=1)
    next_hour = replace(gate, minute_us=hour + 3_600 * MICROS, forward=7)
    book.record([], [gate, replace(gate, label="car")])
    book.record([], [replace(gate, forward=1, backward=2), later, next_hour])
    both = replace(gate, forward=31, backward=2)
    car = replace(gate, label="car")
    end = hour + 7_200 * MICROS
    assert book.counts("cam-1", hour, hour + 60 * MICROS) == (car, both)
    assert book.counts("cam-1", hour, end) == (car, both, later, next_hour)
    assert book.counts("cam-1", hour, end, "hour") == (car, replace(both, forward=32), next_hour)
    assert book.counts("cam-2", hour, end) == ()


@on_sqlite
def test_what_is_asked_every_few_seconds_does_not_read_all(book: EventBook, engine: Engine) -> None:
    asked: list[tuple[str, Any]] = []

    @sa.event.listens_for(engine, "before_cursor_execute")
    def note(_: object, __: object, statement: str, values: Any, *___: object) -> None:  # noqa: ANN401
        asked.append((statement, values))

    book.lasting()
    book.search(Search(lasting=True))
    book.search(Search(verdicts=("right", "wrong")))
    book.forget(T0)
    plans = []
    with reader(engine) as connection:
        for statement, values in [one for one in asked if "FROM camera_" in one[0]]:
            rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
            plans.append(" ".join(str(row[-1]) for row in rows))
    for plan, index in zip(
        plans, ("events_ended", "events_ended", "events_judged", "counts_minute", "events_ended"), strict=True
    ):
        assert f"ix_camera_{index}" in plan


def test_what_is_over_for_long_is_forgotten(book: EventBook) -> None:
    book.record([event(1, cleared_us=T0), event(2)])
    assert book.forget(T0) == 0
    assert book.forget(T0 + 1) == 1
    assert [one.id for one in book.search(Search())] == ["finding-02"]
