from luylau.incidents.sight import LOST_US, MAX_STEP_US, QUIET_US, Sight
from tests.unit.incidents.helpers import SECOND, T0


def test_it_follows_the_wall_clock_while_something_is_heard() -> None:
    sight = Sight.at(T0)
    for second in range(100):
        sight.move(T0 + second * SECOND)
        sight.hear("mqtt", 1)
    assert sight.now_us == sight.steady_us == T0 + 99 * SECOND


def test_it_stands_still_in_long_quiet_and_goes_on_afterwards() -> None:
    sight = Sight.at(T0)
    sight.rate = 100.0
    for second in range(61):
        sight.move(T0 + second * SECOND)
        assert sight.is_lost == (second * SECOND >= LOST_US)
    assert sight.now_us == T0 + QUIET_US
    sight.hear("mqtt", 1)
    assert not sight.is_lost
    sight.move(T0 + 65 * SECOND)
    assert sight.now_us == T0 + QUIET_US + 5 * SECOND
    assert sight.to_wall(sight.now_us) == T0 + 65 * SECOND


def test_jumps_are_not_believed() -> None:
    sight = Sight.at(T0)
    sight.move(T0)
    sight.move(T0 + 10**15)
    sight.move(T0)
    sight.move(T0 + SECOND)
    assert sight.steady_us == T0 + MAX_STEP_US + SECOND


def test_few_devices_may_be_quiet_for_ten_messages_time() -> None:
    sight = Sight.at(T0)
    sight.rate = 1 / 300
    assert sight.quiet_us == sight.lost_after_us == 3_000 * SECOND


def test_without_any_device_sight_is_never_lost() -> None:
    sight = Sight.at(T0)
    for second in range(0, 10_000, 4):
        sight.move(T0 + second * SECOND)
    assert not sight.is_lost


def test_a_feed_by_another_way_is_no_sight_of_the_many() -> None:
    sight = Sight.at(T0)
    sight.rate = 0.5
    for second in range(600):
        sight.move(T0 + second * SECOND)
        sight.hear("mqtt", 1)
        if second % 5 == 0:
            sight.hear("scada", 1)
    for second in range(600, 700, 5):
        sight.move(T0 + second * SECOND)
        sight.hear("scada", 1)
    assert sight.is_lost
    # What all devices have moved to counts before long.
    for second in range(700, 700 + 7_200):
        sight.move(T0 + second * SECOND)
        sight.hear("scada", 1)
    assert not sight.is_lost
