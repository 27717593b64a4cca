"""What a start takes up again: only what came since the models were written down, by whatever stream."""

from pathlib import Path

import pytest

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
