"""What a start takes up again: only what came since the models were written down, by whatever stream."""

from dataclasses import replace
from pathlib import Path

import pytest

from luylau.incidents import Finding, FindingChange, IncidentReader, group_of_scene, rule_of_scene
from luylau.kernel.clock import MICROS, ManualClock
from luylau.processes.assembly import Assembly, assemble
from luylau.processes.data import DataFolder
from luylau.settings import load_settings
from luylau.telemetry.decode import Message
from tests.support.small_city import CHANNEL, post, write_small_city

T0 = 1_760_000_000 * MICROS


def send(parts: Assembly, clock: ManualClock, stream: str, first: int, count: int) -> None:
    for number in range(first, first + count):
        clock.advance(1)
        now_us = clock.now_us()
        payload = b'{"value": 2.%d}' % (number % 9)
        parts.pipeline.take(stream, [Message(post(0), CHANNEL, payload, number, now_us)], now_us)


def write_down(parts: Assembly) -> None:
    state = parts.memory.copy(parts.pipeline.taken)
    parts.pipeline.commit()
    parts.memory.write(state)


def test_a_start_replays_no_stream_of_an_earlier_life(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    data = DataFolder(tmp_path).prepare()
    write_small_city(data.city, 1)
    clock = ManualClock(T0)
    for life, unwritten in ((1, 0), (2, 0), (3, 4), (4, 0), (5, 0)):
        caplog.clear()
        with caplog.at_level("INFO", "luylau.processes.assembly"):
            parts = assemble(data, load_settings(tmp_path), clock)
        said = [line for line in caplog.messages if line.startswith("replayed")]
        assert said == [f"replayed {4 if life == 4 else 0} observations"]
        send(parts, clock, f"live@{life}", 1, 20)
        write_down(parts)
        if unwritten:
            send(parts, clock, f"mqtt@{life}", 1, unwritten)
            parts.pipeline.commit()
        parts.close()


def test_latest_values_follow_a_clock_that_is_set_right(tmp_path: Path) -> None:
    data = DataFolder(tmp_path).prepare()
    write_small_city(data.city, 1)
    clock = ManualClock(T0)
    parts = assemble(data, load_settings(tmp_path), clock)
    send(parts, clock, "live@1", 1, 3)
    clock.advance(365 * 86_400)
    send(parts, clock, "live@1", 4, 3)
    clock.advance(-365 * 86_400)
    send(parts, clock, "live@1", 7, 2)
    found = parts.latest.get([0])
    assert found.time_us[0] == found.good_time_us[0] == clock.now_us()
    parts.close()


_UNSEEN = """
[[rule]]
id = "silent"
kind = "heartbeat"
names = { vi = "Im lặng", en = "Silent", ja = "応答なし" }
severity = "minor"
group = "silent"
periods = 3

[[combination]]
id = "high-unseen"
names = { vi = "Nước cao và trạm im lặng", en = "High and a silent post", ja = "高水位、観測所応答なし" }
severity = "critical"
group = "high-unseen"
same = "place"
all = [{ rule = "high" }, { rule = "silent" }]
"""


def test_a_symptom_that_waited_for_its_cause_still_makes_a_combination(tmp_path: Path) -> None:
    data = DataFolder(tmp_path).prepare()
    write_small_city(data.city, 6)
    rules = data.city / "rules.toml"
    rules.write_text(rules.read_text(encoding="utf-8") + _UNSEEN, encoding="utf-8")
    clock = ManualClock(T0)
    parts = assemble(data, load_settings(tmp_path), clock)
    for second in range(1, 61):
        clock.advance(1)
        now_us = clock.now_us()
        level = b'{"value": 7.%d}' % (second % 9)
        # The last one speaks no more after 20 s.
        for number in range(6 if second < 20 else 5):
            said = Message(post(number), CHANNEL, level, 6 * second + number, now_us)
            parts.pipeline.take("live@1", [said], now_us)
        parts.pipeline.tick(now_us)
        parts.pipeline.tell()
    found = IncidentReader(parts.engine).page().incidents
    parts.close()
    assert "high-unseen" in {one.rule for one in found}


def test_a_start_with_a_broken_grid_goes_without_and_says_so(tmp_path: Path) -> None:
    data = DataFolder(tmp_path).prepare()
    write_small_city(data.city, 1)
    (data.city / "grid.toml").write_text("nonsense = [\n", encoding="utf-8")
    parts = assemble(data, load_settings(tmp_path), ManualClock(T0))
    parts.close()
    assert parts.grid_fault is not None
    assert parts.grid_fault.faults[0].file == "grid.toml"


def test_what_cameras_see_stands_over_a_restart_until_they_take_it_back(tmp_path: Path) -> None:
    data = DataFolder(tmp_path).prepare()
    write_small_city(data.city, 1)
    clock = ManualClock(T0)
    parts = assemble(data, load_settings(tmp_path), clock)
    asset = parts.now.city.assets[post(0)]
    seen = Finding(
        id="finding-of-a-camera",
        rule=rule_of_scene("intrusion"),
        names={"vi": "Hàng rào", "en": "Fence", "ja": "柵"},
        group=group_of_scene("intrusion"),
        asset=asset.id,
        asset_name=asset.name,
        asset_kind=asset.kind,
        place=asset.place,
        place_name="",
        channel="fence",
        severity="major",
        opened_us=T0,
        last_seen_us=T0,
        value=1,
        threshold=1,
        unit="count",
        key="finding-silent",
        fields={"seconds": 4},
    )
    parts.pipeline.hear_scenes([FindingChange(what="opened", finding=seen)], T0)
    assert parts.pipeline.tell()
    parts.close()
    parts = assemble(data, load_settings(tmp_path), clock)
    parts.pipeline.tick(T0)
    parts.pipeline.tell()
    reader = IncidentReader(parts.engine)
    (incident,) = reader.page().incidents
    assert (incident.group, incident.state) == ("person-inside", "suspected")
    over = replace(seen, cleared_us=T0 + 5 * MICROS)
    parts.pipeline.hear_scenes([FindingChange(what="cleared", finding=over)], T0)
    parts.pipeline.tell()
    (incident,) = reader.page(resolutions=["over"]).incidents
    assert incident.state == "resolved"
    parts.close()
