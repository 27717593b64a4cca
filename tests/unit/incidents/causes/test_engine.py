"""Causes on a city whose wires are drawn on paper (``wired_city``): found, followed, ended."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from luylau.incidents.causes import CauseEngine
from luylau.incidents.causes.engine import News
from luylau.incidents.causes.weather import Gusts
from luylau.incidents.causes.wiring import supply, wire
from luylau.kernel.clock import MICROS
from luylau.telemetry.observations import Quality
from tests.support.wired_city import KEYS, START_US, batch, everyone, speaking, wired_city, wired_grid
from tests.unit.power.grids import feeders, lines, switches

CITY = wired_city()
CUT_S = 600


class Play:
    """Plays seconds to an engine; ``reports(second, device)`` says who speaks."""

    def __init__(self) -> None:
        self.engine = CauseEngine(CITY, wired_grid())
        self.engine.link(KEYS)
        self.second = 0
        self.began: list[tuple[int, str, str]] = []
        self.ended: list[tuple[int, str]] = []
        self.news: News | None = None

    @property
    def now_us(self) -> int:
        return START_US + self.second * MICROS

    def until(self, second: int, reports: Callable[[str], bool] = lambda _: True) -> None:
        while self.second < second:
            self.second += 1
            self.engine.take(batch(speaking(self.second, reports), self.now_us), self.now_us)
            self.look()

    def say(self, *rows: tuple[str, str, float]) -> None:
        self.engine.take(batch(list(rows), self.now_us), self.now_us)

    def look(self) -> None:
        self.news = self.engine.tick(self.now_us)
        self.began += [(self.second, one.cause.kind, one.element) for one in self.news.began]
        self.ended += [(self.second, one.element) for one in self.news.ended]

    @property
    def causes(self) -> list[tuple[str, str]]:
        return [(one.cause.kind, one.element) for one in self.engine.known.values() if one.told]


def powered_from(*transformers: str) -> set[str]:
    """Return the devices without a battery that are fed from these transformers, or through their switch."""
    found = set()
    for asset in CITY.assets.values():
        at = asset
        while at.powered_by and at.id not in transformers:
            at = CITY.assets[at.powered_by]
        if at.id in transformers and asset.backup_h == 0 and CITY.kinds[asset.kind].is_device:
            found.add(asset.id)
    return found


def behind(carrier: str) -> set[str]:
    return {one.id for one in CITY.assets.values() if one.connected_via == carrier} | {carrier}


def test_nothing_is_found_while_all_report() -> None:
    play = Play()
    play.until(300)
    assert not play.began
    assert play.engine.look is not None
    assert not play.engine.look.found.dead.any()


def test_a_recloser_that_opened_unseen_is_found_once_and_ends_with_the_last_device() -> None:
    play = Play()
    play.until(CUT_S)
    lost = powered_from("tx-2", "tx-3") | behind("sw-b")
    play.until(CUT_S + 300, lambda device: device not in lost)
    assert [(kind, element) for _, kind, element in play.began] == [("power", "rec-1")]
    # All of its devices have missed one report, and a quarter of the next period is over.
    assert play.began[0][0] <= CUT_S + 60 + 15 + 5
    (known,) = play.engine.known.values()
    ids = {play.engine.wiring.devices.id[row] for row in known.cause.devices}
    assert ids >= lost
    assert known.cause.probability > 0.9
    assert abs(known.cause.since_us - (START_US + CUT_S * MICROS)) < 10 * MICROS
    play.until(CUT_S + 600)
    assert [element for _, element in play.ended] == ["rec-1"]
    assert len(play.began) == 1


def test_last_gasps_are_enough_within_seconds() -> None:
    play = Play()
    play.until(CUT_S)
    lost = powered_from("tx-2", "tx-3") | behind("sw-b")
    play.say(*[(f"meter-{one}", "last_gasp", 1.0) for one in ("20", "21", "30", "31", "33")])
    play.until(CUT_S + 10, lambda device: device not in lost)
    assert [(kind, element) for _, kind, element in play.began] == [("power", "rec-1")]


def test_the_first_word_of_a_device_may_be_its_last() -> None:
    play = Play()
    gasping = [f"meter-{one}{each}" for one in (2, 3) for each in range(5)]
    play.until(CUT_S, lambda device: device not in gasping)
    play.say(*[(one, "last_gasp", 1.0) for one in gasping])
    lost = powered_from("tx-2", "tx-3") | behind("sw-b")
    play.until(CUT_S + 10, lambda device: device not in lost)
    assert [(kind, element) for _, kind, element in play.began] == [("power", "rec-1")]
    assert all(play.engine.cause_of(one) is not None for one in gasping)


def test_a_network_switch_that_fails_is_no_power_outage() -> None:
    play = Play()
    play.until(CUT_S)
    play.until(CUT_S + 200, lambda device: device not in behind("sw-b"))
    assert [(kind, element) for _, kind, element in play.began] == [("network", "sw-b")]


def test_the_core_takes_all_with_it() -> None:
    play = Play()
    play.until(CUT_S)
    play.until(CUT_S + 200, lambda device: device == "sw-core")
    # It reports itself, so what fails is what it passes on.
    assert play.causes == [("network", "sw-core")]


def test_both_at_once_are_told_apart() -> None:
    play = Play()
    play.until(CUT_S)
    # The line to tx-3, from which sw-b is fed; and sw-a by itself, which hides tx-2: so the recloser above
    # both is more probable than the line, which stays an alternative.
    lost = powered_from("tx-3") | behind("sw-b") | behind("sw-a")
    play.say(*[(f"meter-3{each}", "last_gasp", 1.0) for each in range(3)])
    play.until(CUT_S + 200, lambda device: device not in lost)
    assert set(play.causes) == {("power", "rec-1"), ("network", "sw-a")}
    power = next(one for one in play.engine.known.values() if one.cause.kind == "power")
    assert "l3" in {play.engine.element(one.kind, one.place) for one in power.cause.alternatives}


def test_a_battery_keeps_a_carrier_up_and_its_end_belongs_to_the_outage() -> None:
    play = Play()
    play.until(CUT_S)
    lost = powered_from("tx-1", "tx-2", "tx-3") | behind("sw-b")
    play.until(CUT_S + 300, lambda device: device not in lost)
    # The breaker itself says all the time that it is closed.
    assert play.causes == [("power", "l1")]
    # Four hours later the battery of sw-a is spent; nothing new has failed.
    play.second += 4 * 3_600
    play.say(*everyone(lambda device: device not in lost))
    play.look()
    play.until(play.second + 200, lambda device: device not in lost | behind("sw-a"))
    assert play.causes == [("power", "l1")]


def test_a_breaker_that_says_open_while_all_behind_it_report_is_not_believed() -> None:
    play = Play()
    play.until(CUT_S)
    play.say(("br-1", "position", 0.0))
    play.until(CUT_S + 60, lambda device: device != "br-1")
    assert play.causes == []
    # All behind it but those that run on batteries, and prove nothing.
    behind_it = powered_from("tx-1", "tx-2", "tx-3") | {"sw-b"}
    assert play.engine.doubted() == {"br-1": len(behind_it)}
    play.say(("br-1", "position", 1.0))
    play.look()
    assert play.engine.doubted() == {}


def test_a_breaker_that_says_open_is_the_cause_at_once() -> None:
    play = Play()
    play.until(CUT_S)
    lost = powered_from("tx-1", "tx-2", "tx-3") | behind("sw-b")
    play.say(("br-1", "position", 0.0))
    play.until(CUT_S + 80, lambda device: device not in lost | {"br-1"})
    assert play.causes == [("power", "br-1")]


def test_a_cause_that_moves_one_switch_further_stays_the_same() -> None:
    play = Play()
    play.until(CUT_S)
    below = powered_from("tx-2", "tx-3") | behind("sw-b")
    play.until(CUT_S + 120, lambda device: device not in below)
    (before,) = play.engine.known
    play.until(CUT_S + 400, lambda device: device not in below | powered_from("tx-1"))
    assert play.causes == [("power", "l1")]
    assert list(play.engine.known) == [before]


def test_a_state_goes_on_after_a_restart() -> None:
    play = Play()
    play.until(CUT_S)
    lost = powered_from("tx-2", "tx-3") | behind("sw-b")
    play.until(CUT_S + 200, lambda device: device not in lost)
    again = Play()
    again.engine.load_state(play.engine.state())
    again.second = play.second
    again.until(again.second + 10, lambda device: device not in lost)
    assert again.causes == [("power", "rec-1")]


def test_a_section_cut_out_at_both_ends_stays_the_cause_while_it_is_dark() -> None:
    """The crew opens the switch below the fault, too, and closes the tie: what lies beyond is fed again."""
    grid = wired_grid()
    grid = replace(
        grid,
        lines=lines([("l1", 1, 2), ("l2", 3, 4), ("l3", 8, 5), ("l4", 6, 7)]),
        switches=switches(
            [("br-1", 0, 1), ("rec-1", 2, 3), ("sec-1", 4, 8), ("br-2", 0, 6), ("tie", 5, 7)],
            [True, True, True, True, False],
        ),
        feeders=feeders(0, 3),
    )
    engine = CauseEngine(CITY, grid)
    keys = [*KEYS, *((one, "position") for one in ("rec-1", "sec-1", "tie"))]
    engine.link(keys)
    known: list[list[str]] = []

    def until(first: int, last: int, lost: set[str]) -> None:
        for second in range(first, last):
            now_us = START_US + second * MICROS
            engine.take(batch(speaking(second, lambda device: device not in lost), now_us), now_us)
            engine.tick(now_us)
        known.append([one.element for one in engine.known.values() if one.told])

    def moved(second: int, **positions: float) -> None:
        now_us = START_US + second * MICROS
        series = [keys.index((one.replace("_", "-"), "position")) for one in positions]
        rows = replace(
            batch([("br-1", "position", 1.0)] * len(series), now_us),
            series=np.array(series, np.int32),
            value=np.array(list(positions.values())),
        )
        engine.take(rows, now_us)

    until(0, 120, set())
    moved(120, rec_1=0.0)
    until(120, 240, powered_from("tx-2", "tx-3") | behind("sw-b"))
    moved(240, sec_1=0.0, tie=1.0)
    until(240, 480, powered_from("tx-2"))
    assert known == [[], ["rec-1"], ["rec-1"]]
    (cause,) = engine.known.values()
    assert cause.cause.probability > 0.9


def test_switches_open_on_both_sides_of_two_dead_parts_close_no_loop() -> None:
    grid = replace(
        wired_grid(),
        switches=switches(
            [("br-1", 0, 1), ("rec-1", 2, 3), ("br-2", 0, 6), ("tie", 5, 7)], [True, True, True, False]
        ),
    )
    wiring = wire(CITY, grid)
    tree = supply(wiring, np.array([True, False, False, True]), np.ones(4, np.bool_))
    assert tree.said_open.sum() == 1
    assert len(tree.traced.loops) == 0
    assert tree.traced.energised[:8].all()


def test_a_gasp_that_the_device_has_outlived_is_none() -> None:
    play = Play()
    play.until(300)
    row = play.engine.hearing.row_of("meter-20")
    assert row is not None
    gone = [("meter-20", "last_gasp", 1.0)]
    both = batch([*gone, ("meter-20", "voltage", 230.0)], play.now_us)
    both.time_us[0] -= 120 * MICROS
    play.engine.take(both, play.now_us)
    ancient = batch(gone, play.now_us + MICROS)
    ancient.quality[:] = Quality.ANCIENT
    play.engine.take(ancient, play.now_us)
    late = batch(gone, play.now_us + MICROS)
    late.time_us[0] -= 60 * MICROS
    play.engine.take(late, play.now_us)
    heard = play.engine.hearing.heard
    assert heard.gasp_us[row] < heard.last_us[row]
    play.second += 1
    play.say(*gone)
    assert play.engine.hearing.heard.gasp_us[row] == play.now_us
    # What it measured in the same breath comes a little later.
    play.engine.take(batch([("meter-20", "voltage", 0.0)], play.now_us), play.now_us + 100_000)
    heard = play.engine.hearing.heard
    assert heard.gasp_us[row] == heard.last_us[row] == play.now_us + 100_000
    play.second += 1
    play.say(("meter-20", "voltage", 230.0))
    heard = play.engine.hearing.heard
    assert heard.gasp_us[row] < heard.last_us[row]


def test_no_voltage_holds_until_there_is_voltage_again() -> None:
    play = Play()
    row = play.engine.hearing.row_of("meter-20")
    for value, channel, expected in (
        (0.0, "voltage", True),
        (0.0, "last_gasp", True),
        (229.0, "voltage", False),
    ):
        play.second += 1
        play.say(("meter-20", channel, value))
        assert play.engine.hearing.heard.no_voltage[row] == expected


def test_channels_that_come_one_by_one_are_one_report() -> None:
    hearing = Play().engine.hearing
    rng = np.random.default_rng(1)
    meters = [f"meter-{one}{each}" for one in range(1, 5) for each in range(5)]
    for period in range(300):
        now_us = START_US + 60 * period * MICROS
        speak = [one for one in meters if rng.random() > 0.2]
        hearing.take(batch([(one, "voltage", 230.0) for one in speak], now_us), now_us)
        hearing.take(batch([(one, "last_gasp", 0.0) for one in speak], now_us), now_us + 50_000)
    assert 0.15 < hearing.loss < 0.22


def test_what_only_a_switch_tells_of_is_dated_so_that_batteries_run_down() -> None:
    backed = {one: replace(CITY.assets[one], backup_h=8.0) for one in powered_from("tx-1", "tx-2", "tx-3")}
    city = replace(CITY, assets={**CITY.assets, **backed})
    engine = CauseEngine(city, wired_grid())
    engine.link(KEYS)
    now_us = START_US
    for _ in range(5):
        now_us += 60 * MICROS
        engine.take(batch(everyone(lambda _: True), now_us), now_us)
        engine.tick(now_us)
    engine.take(batch([("br-1", "position", 0.0)], now_us), now_us)
    opened_us = now_us
    ended = 0
    # The switch at tx-1 runs for 4 h, and then what hangs on it is heard no more.
    for minute in range(1, 300):
        now_us += 60 * MICROS
        gone = behind("sw-a") - {"br-1"} if minute > 250 else set[str]()
        engine.take(batch(everyone(lambda device: device not in gone and device != "br-1"), now_us), now_us)  # noqa: B023
        ended += len(engine.tick(now_us).ended)
    assert ended == 0
    assert [(one.element, one.cause.since_us) for one in engine.known.values()] == [("br-1", opened_us)]


def test_gusts_are_remembered_over_a_restart() -> None:
    arrays = {"station": np.array(["br-1"]), "strongest_ms": np.full((1, 7), 30.0), "hour": np.arange(7)}
    gusts = Gusts(CITY, wired_grid())
    gusts.load_state(arrays)
    again = Gusts(CITY, wired_grid())
    again.load_state(gusts.state())
    assert gusts.line_year(6 * 3_600 * MICROS) is not None
    assert again.line_year(6 * 3_600 * MICROS) is not None
    again = Gusts(replace(CITY, assets={}), wired_grid())
    again.load_state(gusts.state())
    assert again.line_year(6 * 3_600 * MICROS) is None


def test_a_head_that_opens_above_what_is_open_already_is_another_failure() -> None:
    play = Play()
    play.until(CUT_S)
    below = powered_from("tx-2", "tx-3") | behind("sw-b")
    play.until(CUT_S + 500, lambda device: device not in below)
    more = below | powered_from("tx-1")
    play.until(CUT_S + 700, lambda device: device not in more)
    assert [element for _, _, element in play.began] == ["rec-1", "l1"]
    assert play.ended == []
    assert {one.element for one in play.engine.known.values() if one.told} == {"rec-1", "l1"}
    # What was silent before stays with what it was silent by.
    for device, element in (("meter-20", "rec-1"), ("meter-10", "l1")):
        cause = play.engine.cause_of(device)
        assert cause is not None
        assert cause.element == element
    # The later one is mended first, then the other.
    play.until(CUT_S + 1_000, lambda device: device not in below)
    assert [element for _, element in play.ended] == ["l1"]
    assert [element for _, _, element in play.began] == ["rec-1", "l1"], "it was there all the time"
    play.until(CUT_S + 1_300)
    assert [element for _, element in play.ended] == ["l1", "rec-1"]


def test_both_mended_together_end_together() -> None:
    play = Play()
    play.until(CUT_S)
    below = powered_from("tx-2", "tx-3") | behind("sw-b")
    play.until(CUT_S + 500, lambda device: device not in below)
    play.until(CUT_S + 700, lambda device: device not in below | powered_from("tx-1"))
    play.until(CUT_S + 1_000)
    assert sorted(element for _, element in play.ended) == ["l1", "rec-1"]
    assert play.causes == []


def test_a_switch_that_says_it_is_open_stands_behind_whatever_else_is_found() -> None:
    play = Play()
    play.until(300)
    play.say(("br-1", "position", 0.0))
    lost = powered_from("tx-1", "tx-2", "tx-3") | behind("sw-b")
    play.until(420, lambda device: device not in lost | {"br-1"})
    # The other feeder follows: now all tell of the source.
    play.until(560, lambda device: device == "clinic")
    assert {one.element for one in play.engine.known.values() if one.told} >= {"br-1"}
    assert "br-1" not in [element for _, element in play.ended]
