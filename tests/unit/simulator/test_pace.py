"""A simulation that does not keep up says so: soon, not often, and with the speed that it really reaches."""

import asyncio
from typing import cast

import pytest
from click.testing import CliRunner

from luylau.cli.common import SpokenCommand, lang_option
from luylau.cli.simulate import say_lag
from luylau.kernel.clock import MICROS, ManualClock
from luylau.kernel.messages import LANGUAGES
from luylau.simulator import Lag, Schedule
from luylau.simulator.fleet import Fleet
from luylau.simulator.pace import LATE_S, SAY_EVERY_S, Clockwork, LagWatch
from luylau.simulator.run import AT_ONCE, MOST_UNACKNOWLEDGED, _follow

BEGIN_US = 1_000_000 * MICROS
NOW_US = BEGIN_US + 100_000 * MICROS


class Run:
    """A run of simulated time beside a clock that is moved by hand."""

    def __init__(self, speed: float = 60.0, begin_us: int = BEGIN_US) -> None:
        self.clock = ManualClock(NOW_US)
        self.told: list[Lag] = []
        self.clockwork = Clockwork(self.clock, begin_us, speed)
        self.watch = LagWatch(self.clockwork, self.told.append)
        self.at_us = begin_us

    def go(self, seconds: int, speed: float) -> None:
        """Let the simulation do ``speed`` times real time, and look each second."""
        for _ in range(seconds):
            self.clock.advance(1)
            self.at_us = min(self.at_us + round(speed * MICROS), self.clockwork.now_us())
            if self.at_us == self.clockwork.now_us():
                self.watch.on_time()
            else:
                self.watch.at(self.at_us)


def test_what_keeps_up_says_nothing() -> None:
    run = Run()
    run.go(300, 60.0)
    assert run.told == []


def test_a_small_lag_is_no_matter() -> None:
    run = Run()
    run.go(round(LATE_S) - 1, 0.0)
    run.go(300, 60.0)
    assert run.told == []


def test_a_lag_is_told_at_once_and_then_calmly() -> None:
    run = Run()
    run.go(100, 60.0)
    assert run.told == []
    run.go(20, 30.0)
    (first,) = run.told
    assert (first.wanted, first.reached, first.late_s) == (60.0, 30.0, LATE_S)
    run.go(3 * round(SAY_EVERY_S), 45.0)
    assert [(lag.wanted, round(lag.reached)) for lag in run.told[1:]] == [(60.0, 42), (60.0, 45), (60.0, 45)]
    late = [lag.late_s for lag in run.told]
    assert late == sorted(late)


def test_what_catches_up_says_no_more() -> None:
    run = Run()
    run.go(6, 0.0)
    assert len(run.told) == 1
    run.go(200, 70.0)
    assert len(run.told) == 1
    run.go(200, 60.0)
    assert len(run.told) == 1


def test_a_stutter_is_not_told_each_time() -> None:
    run = Run()
    for _ in range(6):
        run.go(6, 0.0)
        run.go(1, 10_000.0)
    assert len(run.told) == 1


def test_in_real_time_the_speed_wanted_is_one() -> None:
    run = Run(begin_us=NOW_US - 590 * MICROS)
    run.go(20, 60.0)
    assert run.clockwork.pace == 1.0
    run.go(10, 0.5)
    (lag,) = run.told
    assert (lag.wanted, lag.reached, lag.late_s) == (1.0, 0.5, LATE_S)


@pytest.mark.parametrize(("speed", "pace"), [(0.5, 0.5), (1.0, 1.0), (60.0, 60.0)])
def test_the_pace_at_the_beginning(speed: float, pace: float) -> None:
    begin_us = BEGIN_US if speed > 1 else NOW_US
    run = Run(speed, begin_us)
    run.clock.advance(10)
    assert run.clockwork.pace == pace


class Due:
    """A schedule on which something is due at each second."""

    def __init__(self) -> None:
        self.next_us = BEGIN_US

    def step(self) -> None:
        self.next_us += MICROS // AT_ONCE


class Stuck:
    """A fleet whose broker does not acknowledge; time passes while it is asked."""

    def __init__(self, clock: ManualClock) -> None:
        self._clock = clock

    @property
    def unacknowledged(self) -> int:
        self._clock.advance(1)
        return MOST_UNACKNOWLEDGED + 1


def test_a_broker_that_hangs_is_told_while_it_hangs() -> None:
    clock = ManualClock(NOW_US)

    async def run() -> Lag:
        told: asyncio.Future[Lag] = asyncio.get_running_loop().create_future()
        clockwork = Clockwork(clock, BEGIN_US, 60.0)
        watch = LagWatch(clockwork, lambda lag: None if told.done() else told.set_result(lag))
        clock.advance(1)
        following = asyncio.create_task(
            _follow(cast(Schedule, Due()), cast(Fleet, Stuck(clock)), clockwork, watch)
        )
        try:
            return await asyncio.wait_for(told, 30)
        finally:
            following.cancel()

    lag = asyncio.run(run())
    assert lag.wanted == 60.0
    assert lag.reached < 1
    assert LATE_S <= lag.late_s < LATE_S + 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_said_in_the_user_s_language(language: str) -> None:
    @lang_option
    def speak() -> None:
        say_lag(Lag(wanted=60.0, reached=12.3456, late_s=7.4))

    command = SpokenCommand("speak", callback=speak, params=getattr(speak, "__click_params__", []))
    said = CliRunner().invoke(command, ["--lang", language])
    assert said.exit_code == 0, said.output
    for part in ("60", "12", "7", "--speed", "--kind"):
        assert part in said.output
    assert "simulate-behind" not in said.output
    assert "12.3456" not in said.output
