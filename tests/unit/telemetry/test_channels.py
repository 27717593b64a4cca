"""Names to series: a device speaks of itself alone, and strangers stay within limits."""

from pathlib import Path

import pytest

from luylau.telemetry import channels
from luylau.telemetry.observations import Quality
from luylau.telemetry.senml import Refused
from tests.unit.telemetry.decoding import TENANT, Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def key_of(desk: Desk, device: str, channel: str, name: str) -> tuple[str, str]:
    return desk.table.keys[desk.book.names(device, channel)[name]]


@pytest.mark.parametrize(
    ("topic", "name", "channel"),
    [
        ("water_level", "", "water_level"),
        ("water_level", "gauge-1", "water_level"),
        ("water_level", "gauge-1:", "water_level"),
        ("water_level", f"urn:luylau:{TENANT}:asset:gauge-1", "water_level"),
        ("water_level", f"urn:luylau:{TENANT}:asset:gauge-1:", "water_level"),
        ("water_level", "battery", "battery"),
        ("senml", "battery", "battery"),
        ("senml", "gauge-1:battery", "battery"),
        ("senml", "gauge-1/battery", "battery"),
        ("senml", f"urn:luylau:{TENANT}:asset:gauge-1:battery", "battery"),
        ("water_level", "_sum", "water_level_sum"),
        ("water_level", "gauge-1_sum", "water_level_sum"),
        ("senml", "gauge-1:flow_sum", "flow_sum"),
    ],
)
def test_names_that_a_device_may_use(desk: Desk, topic: str, name: str, channel: str) -> None:
    assert key_of(desk, "gauge-1", topic, name) == ("gauge-1", channel)
    assert key_of(desk, "gauge-1", topic, name) == ("gauge-1", channel), "also when it is remembered"


@pytest.mark.parametrize(
    ("topic", "name", "key"),
    [
        ("water_level", "gauge-2:water_level", "refused-other-device"),
        ("senml", "urn:luylau:other:asset:gauge-1:battery", "refused-other-device"),
        ("senml", f"urn:luylau:{TENANT}:asset:gauge-2:battery", "refused-other-device"),
        ("senml", "gauge-2/battery", "refused-other-device"),
        ("senml", "urn:dev:ow:10e2073a01080063", "refused-other-device"),
        ("senml", "", "refused-no-name"),
        ("senml", "gauge-1:", "refused-no-name"),
        ("senml", "_sum", "refused-no-name"),
        ("senml", "Battery", "refused-name"),
        ("senml", "a.b", "refused-name"),
        ("senml", "gauge-2", "refused-name"),
        ("senml", "gauge-1:a:b", "refused-name"),
        ("senml", "x" * 64, "refused-name"),
        ("senml", "pin\n", "refused-name"),
        ("senml", "mực_nước", "refused-name"),
    ],
)
def test_names_that_are_refused(desk: Desk, topic: str, name: str, key: str) -> None:
    with pytest.raises(Refused) as refused:
        desk.book.names("gauge-1", topic)[name]
    assert refused.value.key == key
    assert len(desk.table) == 0


@pytest.mark.parametrize(
    ("device", "channel"),
    [
        ("", "water_level"), ("gauge-1", ""), ("Gauge", "a"), ("a.b", "c"), ("gauge-1", "a.b"), ("*", "a"),
        (">", "a"), ("gauge-1", "/"), ("../x", "a"), ("a" * 65, "b"), ("gauge-1", "1a"), ("g\u200b", "a"),
    ],
)  # fmt: skip
def test_topics_that_are_none(desk: Desk, device: str, channel: str) -> None:
    with pytest.raises(Refused) as refused:
        desk.book.names(device, channel)
    assert refused.value.key == "refused-topic"


def test_flags_say_what_the_pack_does_not_know(desk: Desk) -> None:
    known = desk.book.names("gauge-1", "senml")
    battery, noise = known["battery"], known["noise"]
    assert desk.book.flags[battery] == 0
    assert desk.book.flags[noise] == Quality.UNKNOWN_CHANNEL
    stranger = desk.book.names("stranger", "senml")
    assert not stranger.known
    there = stranger["battery"]
    assert desk.book.flags[there] == Quality.UNKNOWN_DEVICE


def test_only_so_many_strangers_are_held(desk: Desk) -> None:
    for number in range(5):
        desk.book.names(f"new-{number}", "a")
    with pytest.raises(Refused) as refused:
        desk.book.names("new-5", "a")
    assert refused.value.key == "refused-too-many-unknown"
    desk.book.names("new-4", "b")
    desk.book.names("gauge-2", "a")


def test_only_so_many_strange_channels_are_kept_of_one_device(desk: Desk) -> None:
    for device in ("gauge-1", "stranger"):
        names = desk.book.names(device, "senml")
        for number in range(3):
            names[f"x{number}"]
        with pytest.raises(Refused) as refused:
            names["x3"]
        assert refused.value.key == "refused-too-many-channels"
        names["x2"]
    desk.book.names("gauge-1", "senml")["water_level"]


def test_limits_hold_over_a_restart(desk: Desk) -> None:
    for number in range(3):
        desk.book.names("gauge-1", "senml")[f"x{number}"]
    for number in range(5):
        desk.book.names(f"new-{number}", "a")[""]
    desk.book.forget()
    with pytest.raises(Refused):
        desk.book.names("gauge-1", "senml")["x3"]
    with pytest.raises(Refused):
        desk.book.names("new-5", "a")
    desk.book.names("new-3", "a")


def test_inventing_topics_fills_no_memory(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(channels, "_MOST_TOPICS", 50)
    for number in range(1_000):
        desk.book.names("gauge-1", f"c{number}")
    assert len(desk.book._topics) <= 50


def test_inventing_names_fills_no_memory(desk: Desk) -> None:
    names = desk.book.names("gauge-1", "water_level")
    for prefix in ("", "gauge-1:", "gauge-1/"):
        for _ in range(1_000):
            names[f"{prefix}battery"]
    for number in range(5_000):
        with pytest.raises(Refused):
            names[f"bad:{number}"]
    assert len(names) <= 1_000
