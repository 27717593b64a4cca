"""The clock jumps a year ahead and back: no crash, no flood of findings, latest values right after."""

import pytest

from luylau.api.live import LiveBatch, LiveValues
from luylau.kernel.clock import MICROS
from luylau.kernel.events import SqlEventLog
from luylau.security import Security
from luylau.settings.security import SecuritySettings
from luylau.telemetry.decode import Message
from luylau.telemetry.observations import Quality
from tests.faults.lives import START_US, STREAM, Lives
from tests.support.small_city import CHANNEL, post

pytestmark = pytest.mark.faults

YEAR_S = 365 * 86_400
_WRONG_TIME = int(Quality.FUTURE | Quality.ANCIENT)


def beat(lives: Lives, seconds: int, value: float = 4.0, *, timed: bool = True) -> None:
    """Let time pass, one observation and one tick a second, as the process does."""
    for second in range(seconds):
        if timed:
            lives.levels(value + second / 1_000)
        else:
            untimed(lives, value + second / 1_000)
        lives.now.pipeline.tick(lives.clock.now_us())
        lives.now.pipeline.tell()
    lives.now.pipeline.commit()


def untimed(lives: Lives, value: float) -> None:
    """Take in an observation of a device that has no clock: the platform's is used."""
    lives.seq += 1
    lives.clock.advance(1)
    payload = b'{"value": %r}' % value
    message = Message(post(0), CHANNEL, payload, lives.seq, lives.clock.now_us())
    lives.now.pipeline.take(STREAM, [message], lives.clock.now_us())


@pytest.mark.parametrize("timed", [True, False])
@pytest.mark.parametrize("way", [1, -1])
def test_a_year_there_and_back(lives: Lives, way: int, timed: bool) -> None:
    beat(lives, 30, timed=timed)
    lives.clock.advance(way * YEAR_S)
    beat(lives, 60, timed=timed)
    lives.clock.advance(-way * YEAR_S)
    beat(lives, 60, 5.0, timed=timed)
    assert lives.told() == []
    # The newest is what was measured last, by the clock that is right again.
    found = lives.now.latest.get([0])
    assert found.value.tolist() == [5.059]
    assert found.time_us.tolist() == [lives.clock.now_us()]
    assert found.quality.tolist()[0] & _WRONG_TIME == 0


@pytest.mark.parametrize("way", [1, -1])
def test_an_alarm_after_the_jump_opens_and_clears_at_its_time(lives: Lives, way: int) -> None:
    beat(lives, 10)
    lives.clock.advance(way * YEAR_S)
    beat(lives, 10)
    lives.clock.advance(-way * YEAR_S)
    beat(lives, 10)
    beat(lives, 5, 7.0)
    assert lives.told() == [(31, None)]
    beat(lives, 5, 4.0)
    assert lives.told() == [(31, 36)]


@pytest.mark.parametrize("way", [1, -1])
def test_silence_of_all_is_not_found_by_a_jump_alone(lives: Lives, way: int) -> None:
    beat(lives, 30)
    for _ in range(5):
        lives.clock.advance(way * YEAR_S)
        lives.now.pipeline.tick(lives.clock.now_us())
        way = -way
    lives.now.pipeline.tell()
    assert lives.told() == []


@pytest.mark.parametrize("way", [1, -1])
def test_killed_while_the_clock_is_wrong(lives: Lives, way: int) -> None:
    beat(lives, 20)
    lives.clock.advance(way * YEAR_S)
    beat(lives, 20)
    lives.checkpoint()
    lives.killed()
    beat(lives, 20)
    lives.clock.advance(-way * YEAR_S)
    lives.killed()
    beat(lives, 20, 5.0)
    assert lives.told() == []
    assert lives.now.latest.get([0]).value.tolist() == [5.019]


@pytest.mark.parametrize("way", [1, -1])
def test_a_session_works_again_once_the_clock_is_right(lives: Lives, way: int) -> None:
    security = Security.wire(
        lives.now.engine, SecuritySettings(), lives.clock, origin="http://localhost", events=SqlEventLog()
    )
    with lives.now.engine.begin() as connection:
        user = security.users.create(connection, name="one", role="admin", language="en", actor="test")
        token = str(security.sessions.open(connection, user, user_agent="test", method="link").token)
    lives.clock.advance(way * YEAR_S)
    assert security.sessions.resolve(token) is None
    lives.clock.advance(-way * YEAR_S)
    found = security.sessions.resolve(token)
    assert found is not None
    assert found.user.id == user.id


@pytest.mark.parametrize("way", [1, -1])
def test_screens_follow_the_clock_back(way: int) -> None:
    live = LiveValues()
    for jump_s, value in ((0, 1.0), (way * YEAR_S, 2.0), (1, 3.0)):
        at = START_US + jump_s * MICROS
        live.apply(
            LiveBatch(
                device=["post"], channel=["level"], time_us=[at], received_us=[at], value=[value], quality=[0]
            )
        )
    newest, good = live.newest("post", "level"), live.good("post", "level")
    assert newest == good
    assert newest is not None
    assert newest.value == 3.0
