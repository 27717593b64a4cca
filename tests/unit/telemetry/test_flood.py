"""The limit on messages: burst, rate, and a backlog read late."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from luylau.telemetry.flood import FloodGate

SECOND = 1_000_000


def admits(gate: FloodGate, source: str, device: str, received_us: int) -> bool:
    return bool(gate.admit(source, [device], np.array([received_us]))[0])


def test_a_burst_passes_and_then_the_rate() -> None:
    gate = FloodGate(rate=2, burst=10)
    assert [admits(gate, "mqtt", "a", 0) for _ in range(12)] == [True] * 10 + [False] * 2
    assert [admits(gate, "mqtt", "a", SECOND) for _ in range(3)] == [True, True, False]
    assert [admits(gate, "mqtt", "a", SECOND + SECOND // 2) for _ in range(2)] == [True, False]


def test_one_device_takes_nothing_from_another() -> None:
    gate = FloodGate(rate=1, burst=1)
    assert admits(gate, "mqtt", "a", 0)
    assert not admits(gate, "mqtt", "a", 0)
    assert admits(gate, "mqtt", "b", 0)


def test_a_long_silence_saves_no_more_than_a_burst() -> None:
    gate = FloodGate(rate=100, burst=5)
    assert admits(gate, "mqtt", "a", 0)
    late = 86_400 * SECOND
    assert sum(admits(gate, "mqtt", "a", late) for _ in range(50)) == 5


def test_a_backlog_read_beside_live_messages_opens_no_gap() -> None:
    gate = FloodGate(rate=1, burst=2)
    hour = 3_600 * SECOND
    passed = 0
    for step in range(1_000):
        # Live ones from now, and those of an hour ago from the durable stream, turn by turn.
        passed += admits(gate, "live", "a", 2 * hour + step)
        passed += admits(gate, "mqtt", "a", hour + step)
    assert passed == 4


def test_a_clock_that_jumps_back_stops_nobody_for_long() -> None:
    gate = FloodGate(rate=1, burst=1)
    assert admits(gate, "mqtt", "a", 100 * SECOND)
    assert not admits(gate, "mqtt", "a", 5 * SECOND)
    assert admits(gate, "mqtt", "a", 7 * SECOND)


def test_a_run_is_judged_as_its_messages_one_by_one() -> None:
    devices = [f"post-{number * number % 7}" for number in range(3_000)]
    received_us = np.arange(3_000) * SECOND // 50
    whole, single = FloodGate(rate=3, burst=20), FloodGate(rate=3, burst=20)
    at_once = whole.admit("mqtt", devices, received_us)
    one_by_one = [
        admits(single, "mqtt", device, int(us)) for device, us in zip(devices, received_us, strict=True)
    ]
    assert at_once.tolist() == one_by_one
    assert 0 < at_once.sum() < 3_000


def test_there_is_room_for_any_number_of_devices() -> None:
    gate = FloodGate(rate=1, burst=1)
    devices = [f"post-{number}" for number in range(5_000)]
    moments = np.zeros(5_000, np.int64)
    assert gate.admit("mqtt", devices, moments).all()
    assert not gate.admit("mqtt", devices, moments).any()


@given(
    st.lists(st.integers(0, 10 * SECOND), max_size=60),
    st.floats(0.1, 20),
    st.integers(1, 20),
)
def test_never_more_than_burst_and_rate_allow(gaps: list[int], rate: float, burst: int) -> None:
    gate = FloodGate(rate=rate, burst=burst)
    now, passed = 0, 0
    for gap in gaps:
        now += gap
        passed += admits(gate, "mqtt", "a", now)
        assert passed <= burst + rate * now / SECOND + 1e-6
