"""The list of unknown devices: first sights, decisions, refusals, and texts that strangers sent."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from luylau.kernel.clock import MICROS
from luylau.kernel.errors import NotFound
from luylau.kernel.events import SqlEventLog, events
from luylau.kernel.sql import metadata, open_engine, reader, sqlite_url
from luylau.security.callout import RefusedConnect
from luylau.telemetry.unknown import (
    DISMISSED_US,
    MOST_REFUSED,
    TELL_AGAIN_US,
    Sighting,
    UnknownDevices,
    excerpt,
)

NOW = 1_760_000_000 * MICROS


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    made = open_engine(sqlite_url(tmp_path / "test.db"))
    metadata.create_all(made)
    return made


@pytest.fixture
def unknown(engine: Engine) -> UnknownDevices:
    return UnknownDevices(engine, SqlEventLog())


def sight(device: str, at_s: float = 0, channel: str = "water_level", payload: bytes = b"1") -> Sighting:
    return Sighting(
        device=device, channel=channel, payload=payload, received_us=NOW + round(at_s * MICROS), via="mqtt"
    )


def refusal(device: str, at_us: int = 0, reason: str = "device-credential-none") -> RefusedConnect:
    return RefusedConnect(
        device=device, address="10.0.0.9", client_id=device, reason=reason, time_us=NOW + at_us, count=2
    )


def told(engine: Engine) -> list[tuple[str, str]]:
    with reader(engine) as connection:
        rows = connection.execute(sa.select(events.c.kind, events.c.subject).order_by(events.c.seq))
        return [(row.kind, row.subject) for row in rows]


def test_a_first_sight_is_listed_and_told_of_once(engine: Engine, unknown: UnknownDevices) -> None:
    unknown.note([sight("b", 1), sight("a", 2), sight("b", 3, "battery", b'{"value": 3.3}')])
    unknown.note([sight("b", 9)])
    assert told(engine) == [("device.unknown", "device:b"), ("device.unknown", "device:a")]
    first, second = unknown.listed()
    assert (first.device, first.messages, first.channels) == ("b", 3, ("water_level", "battery"))
    assert (first.first_seen, first.last_seen) == (NOW + 1 * MICROS, NOW + 9 * MICROS)
    assert (first.last_channel, first.excerpt, first.source) == ("water_level", "1", "mqtt")
    assert second.device == "a"


def test_nothing_seen_writes_nothing(engine: Engine, unknown: UnknownDevices) -> None:
    unknown.note([])
    unknown.note_refused([])
    assert unknown.listed("held", "refused", "adopted", "dismissed") == []
    assert told(engine) == []


def test_a_thousand_devices_at_once(unknown: UnknownDevices) -> None:
    for start in (0, 600):
        unknown.note([sight(f"d-{number}") for number in range(start, start + 600)])
    assert len(unknown.listed()) == 1_200


def test_an_adopted_device_comes_back_only_when_it_is_unknown_again(
    engine: Engine, unknown: UnknownDevices
) -> None:
    unknown.note([sight("a")])
    with engine.begin() as connection:
        unknown.forget(connection, "a")
        unknown.forget(connection, "never-seen")
    unknown.note([sight("a", 5)])
    assert unknown.listed() == []
    assert [one.device for one in unknown.listed("adopted")] == ["a"]
    unknown.note([sight("a", 3600)])
    assert [one.device for one in unknown.listed()] == ["a"]
    assert told(engine).count(("device.unknown", "device:a")) == 2


def test_a_dismissed_device_rests_for_a_day_and_is_still_counted(
    engine: Engine, unknown: UnknownDevices
) -> None:
    unknown.note([sight("a")])
    with engine.begin() as connection:
        unknown.dismiss(connection, "a")
    with engine.begin() as connection, pytest.raises(NotFound):
        unknown.dismiss(connection, "a")
    unknown.note([sight("a", 60)])
    assert unknown.listed() == []
    assert unknown.listed("dismissed")[0].messages == 2
    unknown.note([sight("a", DISMISSED_US / MICROS + 61)])
    assert unknown.listed()[0].messages == 3


def test_a_decision_that_is_rolled_back_is_none(engine: Engine, unknown: UnknownDevices) -> None:
    unknown.note([sight("a")])
    with engine.connect() as connection:
        unknown.dismiss(connection, "a")
        connection.rollback()
    assert [one.device for one in unknown.listed()] == ["a"]


def test_refusals_are_listed_apart_and_told_of_when_they_say_something_new(
    engine: Engine, unknown: UnknownDevices
) -> None:
    unknown.note_refused([refusal("x")])
    unknown.note_refused([refusal("x", 5 * MICROS)])
    unknown.note_refused([refusal("x", 6 * MICROS, "device-credential-wrong")])
    unknown.note_refused([refusal("x", 7 * MICROS + TELL_AGAIN_US, "device-credential-wrong")])
    assert told(engine) == [("device.refused", "device:x")] * 3
    assert unknown.listed() == []
    (one,) = unknown.listed("refused")
    assert (one.reason, one.address, one.messages) == ("device-credential-wrong", "10.0.0.9", 0)


def test_a_refused_device_that_is_let_in_later_is_held(engine: Engine, unknown: UnknownDevices) -> None:
    unknown.note_refused([refusal("x")])
    unknown.note([sight("x", 1)])
    assert [one.state for one in unknown.listed("held", "refused")] == ["held"]
    unknown.note_refused([refusal("x", 9 * MICROS, "device-locked")])
    (one,) = unknown.listed()
    assert (one.state, one.reason) == ("held", "device-locked")
    assert one.last_seen == NOW + MICROS
    assert told(engine)[1] == ("device.unknown", "device:x")


def test_inventing_names_pushes_out_only_refused_ones(unknown: UnknownDevices) -> None:
    unknown.note([sight("real")])
    unknown.note_refused([refusal(f"n-{number}", number) for number in range(MOST_REFUSED + 50)])
    kept = {one.device for one in unknown.listed("refused")}
    assert len(kept) == MOST_REFUSED
    assert "n-0" not in kept
    assert f"n-{MOST_REFUSED + 49}" in kept
    assert [one.device for one in unknown.listed()] == ["real"]


@pytest.mark.parametrize(
    ("payload", "shown"),
    [
        (b'{"value": 1}', '{"value": 1}'),
        ("Đáp Cầu 水位".encode(), "Đáp Cầu 水位"),
        (b"a\nb\x1b[2Jc\x00", "a\ufffdb\ufffd[2Jc\ufffd"),
        ("left\u202eright\u200b".encode(), "left\ufffdright\ufffd"),
        (b"\xff\xfe", "\ufffd\ufffd"),
        (b"x" * 10_000_000, "x" * 500),
        (b"", ""),
    ],
)
def test_what_strangers_send_is_safe_to_show(payload: bytes, shown: str) -> None:
    assert excerpt(payload) == shown
