"""Locks after failures, rates of calls, and what an address is counted under."""

import pytest
from sqlalchemy.engine import Engine

from luylau.kernel.clock import MICROS
from luylau.kernel.errors import TooMany
from luylau.kernel.sql import reader
from luylau.security import Lockout, RateLimiter, address_subject
from luylau.security.tables import failures
from luylau.settings.security import SecuritySettings
from tests.unit.security.conftest import NOW_US

LOCK_S = 900


def fails(engine: Engine, subjects: list[str], now_us: int) -> list[str]:
    with engine.begin() as connection:
        return Lockout(SecuritySettings()).fail(connection, subjects, now_us)


def minutes_locked(engine: Engine, subjects: list[str], now_us: int) -> int:
    with reader(engine) as connection:
        try:
            Lockout(SecuritySettings()).check(connection, subjects, now_us)
        except TooMany as error:
            return int(error.fields["minutes"])
    return 0


def test_the_fifth_failure_locks(engine: Engine) -> None:
    for number in range(4):
        assert fails(engine, ["a"], NOW_US + number) == []
        assert minutes_locked(engine, ["a"], NOW_US + number) == 0
    assert fails(engine, ["a", "b"], NOW_US + 4) == ["a"]
    assert minutes_locked(engine, ["a"], NOW_US + 4) == 15
    assert minutes_locked(engine, ["b", "c"], NOW_US + 4) == 0
    assert minutes_locked(engine, ["b", "a"], NOW_US + 4) == 15
    assert minutes_locked(engine, ["a"], NOW_US + 5 + LOCK_S * MICROS) == 0


def test_a_failure_during_a_lock_does_not_open_it(engine: Engine) -> None:
    for _ in range(5):
        fails(engine, ["a"], NOW_US)
    fails(engine, ["a"], NOW_US + 60 * MICROS)
    assert minutes_locked(engine, ["a"], NOW_US + 60 * MICROS) == 14


def test_failures_far_apart_are_not_in_a_row(engine: Engine) -> None:
    for number in range(12):
        assert fails(engine, ["a"], NOW_US + number * 3601 * MICROS) == []


def test_old_failures_are_dropped_and_cleared_ones_forgotten(engine: Engine) -> None:
    lockout = Lockout(SecuritySettings())
    for _ in range(5):
        fails(engine, ["a"], NOW_US)
    with engine.begin() as connection:
        lockout.clear(connection, ["a"])
    assert minutes_locked(engine, ["a"], NOW_US) == 0
    fails(engine, [f"address-{number}" for number in range(10)], NOW_US)
    fails(engine, ["late"], NOW_US + 7200 * MICROS)
    with reader(engine) as connection:
        assert [row.subject for row in connection.execute(failures.select())] == ["late"]


@pytest.mark.parametrize("jump_s", [-365 * 86_400, 365 * 86_400])
def test_a_clock_that_jumps_a_year_keeps_nobody_out(engine: Engine, jump_s: int) -> None:
    for _ in range(5):
        fails(engine, ["a"], NOW_US)
    assert minutes_locked(engine, ["a"], NOW_US + jump_s * MICROS) == 0


def test_a_clock_set_back_a_little_never_lengthens_a_lock(engine: Engine) -> None:
    for _ in range(5):
        fails(engine, ["a"], NOW_US)
    assert minutes_locked(engine, ["a"], NOW_US - 600 * MICROS) == 15


@pytest.mark.parametrize(
    ("address", "subject"),
    [
        ("192.0.2.7", "address:192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "address:2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "address:2001:db8:1:2::/64"),
        ("fe80::1%eth0", "address:fe80::/64"),
        ("::ffff:192.0.2.7", "address:192.0.2.7"),
        ("testclient", "address:testclient"),
        ("x" * 500, "address:" + "x" * 60),
    ],
)
def test_addresses_are_counted_by_who_holds_them(address: str, subject: str) -> None:
    assert address_subject(address) == subject


class Stopwatch:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_bucket_empties_and_fills_at_its_rate() -> None:
    watch = Stopwatch()
    limiter = RateLimiter(2.0, 3, monotonic=watch)
    assert [limiter.take("a") for _ in range(3)] == [0.0, 0.0, 0.0]
    assert limiter.take("a") == pytest.approx(0.5)
    assert limiter.take("b") == 0.0
    watch.now += 0.5
    assert limiter.take("a") == 0.0
    assert limiter.take("a") == pytest.approx(0.5)
    watch.now += 1_000
    assert [limiter.take("a") for _ in range(3)] == [0.0, 0.0, 0.0]
    assert limiter.take("a") > 0


def test_a_call_may_cost_more_and_the_error_says_how_long_to_wait() -> None:
    limiter = RateLimiter(1.0, 10, monotonic=Stopwatch())
    limiter.check("a", cost=8)
    with pytest.raises(TooMany) as refused:
        limiter.check("a", cost=8)
    assert (refused.value.key, refused.value.fields) == ("too-many-requests", {"seconds": 6})


def test_the_callers_remembered_are_bounded() -> None:
    limiter = RateLimiter(1.0, 1, callers=100, monotonic=Stopwatch())
    for number in range(1_000):
        assert limiter.take(f"caller-{number}") == 0.0
    assert limiter.take("caller-999") == pytest.approx(1.0)
    assert len(limiter._buckets) == 100
