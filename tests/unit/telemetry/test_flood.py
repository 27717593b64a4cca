"""The limit on messages: burst, rate, and a backlog read late."""

from hypothesis import given
from hypothesis import strategies as st

from luylau.telemetry.flood import FloodGate

SECOND = 1_000_000


def test_a_burst_passes_and_then_the_rate() -> None:
    gate = FloodGate(rate=2, burst=10)
    assert [gate.admits("mqtt", "a", 0) for _ in range(12)] == [True] * 10 + [False] * 2
    assert [gate.admits("mqtt", "a", SECOND) for _ in range(3)] == [True, True, False]
    assert [gate.admits("mqtt", "a", SECOND + SECOND // 2) for _ in range(2)] == [True, False]


def test_one_device_takes_nothing_from_another() -> None:
    gate = FloodGate(rate=1, burst=1)
    assert gate.admits("mqtt", "a", 0)
    assert not gate.admits("mqtt", "a", 0)
    assert gate.admits("mqtt", "b", 0)


def test_a_long_silence_saves_no_more_than_a_burst() -> None:
    gate = FloodGate(rate=100, burst=5)
    assert gate.admits("mqtt", "a", 0)
    late = 86_400 * SECOND
    assert sum(gate.admits("mqtt", "a", late) for _ in range(50)) == 5


def test_a_backlog_read_beside_live_messages_opens_no_gap() -> None:
    gate = FloodGate(rate=1, burst=2)
    hour = 3_600 * SECOND
    passed = 0
    for step in range(1_000):
        # Live ones from now, and those of an hour ago from the durable stream, turn by turn.
        passed += gate.admits("live", "a", 2 * hour + step)
        passed += gate.admits("mqtt", "a", hour + step)
    assert passed == 4


def test_a_clock_that_jumps_back_stops_nobody_for_long() -> None:
    gate = FloodGate(rate=1, burst=1)
    assert gate.admits("mqtt", "a", 100 * SECOND)
    assert not gate.admits("mqtt", "a", 5 * SECOND)
    assert gate.admits("mqtt", "a", 7 * SECOND)


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
        passed += gate.admits("mqtt", "a", now)
        assert passed <= burst + rate * now / SECOND + 1e-6
