"""Outages that no switch tells of: what the meters' silence says reaches state, log and what-if."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from weakref import WeakKeyDictionary

import pytest

from luylau.api.gridwatch import SETTLE_US, GridWatch
from luylau.api.live import LiveBatch
from luylau.kernel.clock import MICROS
from luylau.kernel.messages import message
from luylau.power.engine import flow
from luylau.power.outages import Origin
from tests.api import world as worlds
from tests.api.world import World, world_in
from tests.support.reasoning import Reasoning
from tests.support.small_grid import city_grid

METERS = {asset: [f"meter-{asset}-{number}" for number in range(3)] for asset in ("tx-a", "tx-b", "tx-c")}
"""Three meters below each load of the ring: a behind breaker s0, b behind s1 as well, c behind breaker s2."""
ALL = [meter for meters in METERS.values() for meter in meters]
PLACE = "phuong-kinh-bac,21.18,106.05"


def rows() -> Iterator[str]:
    """Yield the transformers, and the meters that they feed and whose words switch-1 carries."""
    for asset, meters in METERS.items():
        yield f"{asset},transformer,{asset},,,{PLACE},,,0,normal,,simulated,survey,true\n"
        for meter in meters:
            supply = f"{PLACE},{asset},switch-1,0,normal"
            yield f"{meter},transformer_meter,{meter},,,{supply},,simulated,survey,true\n"


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    monkeypatch.setitem(worlds.PACK, "assets.csv", worlds.PACK["assets.csv"] + "".join(rows()))
    with world_in(tmp_path) as made:
        grid = city_grid()
        made.grid = replace(grid, loads=replace(grid.loads, asset=tuple(METERS)))
        made.services.grid.reload()
        reasoning = Reasoning(made.engine, made.services.city.view.city, made.grid, made.clock)
        hear = made.hear

        def heard(device: str, channel: str, value: float, age_s: float = 0.0) -> None:
            hear(device, channel, value, age_s=age_s)
            reasoning.hear(device, channel, value)

        monkeypatch.setattr(made, "hear", heard)
        _REASONING[made] = reasoning
        yield made


_REASONING: WeakKeyDictionary[World, Reasoning] = WeakKeyDictionary()


def minutes(world: World, count: int, *, reporting: Iterable[str] = ALL, carrier: bool = True) -> None:
    """Let time pass; these meters report once a minute, and the switch that carries them."""
    for _ in range(count * 2):
        world.clock.advance(30)
        for meter in reporting:
            world.hear(meter, "voltage", 229.0)
            world.hear(meter, "active_power", 300.0)
        if carrier:
            world.hear("switch-1", "online", 1.0)
        world.hear("gauge-1", "water_level", 2.0)
        _REASONING[world].tick()


def gasp(world: World, *assets: str) -> list[str]:
    """Let the meters below these lose their supply; return those that go on."""
    lost = {meter for asset in assets for meter in METERS[asset]}
    for meter in lost:
        world.hear(meter, "last_gasp", 1.0)
    _REASONING[world].tick()
    return [meter for meter in ALL if meter not in lost]


def test_silence_below_one_load_is_an_outage_with_its_evidence(world: World) -> None:
    client = world.client("viewer")
    minutes(world, 6)
    state = client.get("/api/v1/grid/state").json()
    assert (state["outages"], state["estimated"], state["doubted"]) == ([], [], [])
    assert state["loads"] == "measured"
    minutes(world, 1, reporting=gasp(world, "tx-b"))
    state = client.get("/api/v1/grid/state").json()
    assert (state["basis"], state["reporting"]) == ("planned", 0)
    assert state["dead"] == state["estimated"] == [1]
    (outage,) = state["outages"]
    assert outage["element"] in {"s1", "b"}
    assert outage["lost"]["customers"] == 100
    estimate = outage["estimate"]
    assert (estimate["devices"], estimate["silent"], estimate["against"], estimate["unheard"]) == (3, 3, 0, 0)
    assert outage["since"] == estimate["since"] is not None
    named = {outage["element"], *(one["element"] for one in estimate["alternatives"])}
    assert {"s1", "b"} <= named, "a load-break switch and a section in line look alike to meters"
    everything = estimate["probability"] + sum(one["probability"] for one in estimate["alternatives"])
    assert 0.9 < everything <= 1.0000001


def test_a_silent_feeder_hangs_on_its_breaker_and_what_is_silent_without_a_word_counts_too(
    world: World,
) -> None:
    client = world.client("viewer")
    minutes(world, 6)
    on = gasp(world, "tx-a")
    minutes(world, 4, reporting=[meter for meter in on if meter not in METERS["tx-b"]])
    (outage,) = client.get("/api/v1/grid/state").json()["outages"]
    assert (outage["element"], outage["lost"]["customers"]) == ("s0", 200)
    assert outage["estimate"]["silent"] == outage["estimate"]["devices"] == 6
    # Its breaker says that it is closed: then it is the section behind it.
    world.hear("s0", "position", 1.0)
    minutes(world, 1, reporting=METERS["tx-c"])
    (outage,) = client.get("/api/v1/grid/state").json()["outages"]
    assert outage["element"] == "a"
    # Power returns, and with it the meters.
    minutes(world, 1)
    assert client.get("/api/v1/grid/state").json()["outages"] == []


def test_a_carrier_that_is_lost_is_no_outage(world: World) -> None:
    minutes(world, 6)
    minutes(world, 6, reporting=(), carrier=False)
    state = world.client("viewer").get("/api/v1/grid/state").json()
    assert (state["outages"], state["estimated"]) == ([], [])


def test_a_platform_that_heard_nothing_finds_nobody_silent(world: World) -> None:
    minutes(world, 6)
    world.clock.advance(1_800)
    client = world.client("viewer")
    assert client.get("/api/v1/grid/state").json()["outages"] == []
    # The first words after the pause do not make silent who has not had the time to speak.
    minutes(world, 1, reporting=METERS["tx-c"])
    assert client.get("/api/v1/grid/state").json()["outages"] == []
    minutes(world, 3, reporting=METERS["tx-c"])
    (outage,) = client.get("/api/v1/grid/state").json()["outages"]
    assert outage["estimate"]["silent"] == 6


def test_a_switch_that_says_open_while_meters_below_report_is_doubted(world: World) -> None:
    minutes(world, 6)
    world.hear("s2", "position", 0.0)
    minutes(world, 1)
    client = world.client("viewer")
    state = client.get("/api/v1/grid/state").json()
    assert state["doubted"] == [], "their last words may be from before it opened"
    minutes(world, 5)
    state = client.get("/api/v1/grid/state").json()
    assert state["doubted"] == [{"switch": "s2", "devices": 3}]
    (outage,) = state["outages"]
    assert outage["estimate"] is None, "a switch tells of it"


def test_the_log_waits_until_the_element_is_settled_and_begins_when_the_meters_fell_silent(
    world: World,
) -> None:
    watch = GridWatch(world.services.grid_live, world.services.outages)
    minutes(world, 6)
    watch.look()
    before_us = world.clock.now_us()
    left = gasp(world, "tx-b")
    minutes(world, 1, reporting=left)
    watch.look()
    assert world.services.outages.still_out() == ()
    minutes(world, round(SETTLE_US / MICROS / 60), reporting=left)
    watch.look()
    (row,) = world.services.outages.still_out()
    assert (row.source, row.customers, row.begun_us) == (Origin.ESTIMATED, 100, before_us)
    minutes(world, 1)
    watch.look()
    assert world.services.outages.still_out() == ()


def test_what_if_and_plans_begin_with_what_has_failed_and_the_loads_as_measured(world: World) -> None:
    client = world.client("operator")
    minutes(world, 6)
    minutes(world, 1, reporting=gasp(world, "tx-b"))
    found = client.post("/api/v1/grid/what-if", json={"switches": [{"id": "tie", "closed": True}]}).json()
    assert found["out"]
    assert found["dead"] == [1] or found["totals"]["lost"]["customers"] == 0
    # A plan needs no fault named where one is known.
    plan = client.post("/api/v1/grid/restoration", json={"out": [], "seconds": 0.1}).json()
    assert plan["lost"]["customers"] >= 100
    assert plan["plans"]


def test_a_meter_that_contradicts_all_others_is_named(world: World) -> None:
    """The ring at its planned loads; one of the meters tells three fifths of what its neighbours do."""
    grid = world.services.grid.view.grid
    u_pu = flow(grid).u_pu
    wrong = METERS["tx-b"][0]
    for row, (asset, meters) in enumerate(METERS.items()):
        volts = float(u_pu[grid.loads.node[row]]) * 22_000
        assert grid.loads.asset[row] == asset
        for meter in meters:
            world.hear(meter, "voltage", 0.6 * volts if meter == wrong else volts)
    found = world.client("viewer", language="ja").get("/api/v1/grid/estimate").json()
    (flagged,) = found["flagged"]
    assert (flagged["device"], flagged["channel"], flagged["unit"]) == (wrong, "voltage", "V")
    assert flagged["reason"] == message("ja", "measurement-bad")
    assert flagged["value"] == pytest.approx(0.6 * u_pu[4] * 22_000)
    assert flagged["expected"] == pytest.approx(u_pu[4] * 22_000, rel=0.01)
    assert (found["measurements"], found["used"], found["left_out"]) == (9, 8, 1)
    assert found["islands"] == [{"at": "n0", "observable": True, "consistent": True}]
    assert (found["nodes"]["measured"], found["nodes"]["unobservable"], found["nodes"]["dead"]) == (4, 0, 0)
    assert found["u_min_pu"] == pytest.approx(u_pu.min(), abs=0.005)


def test_without_measurements_nothing_is_observable(world: World) -> None:
    found = world.client("viewer").get("/api/v1/grid/estimate").json()
    assert (found["measurements"], found["flagged"], found["u_min_pu"]) == (0, [], None)
    assert found["islands"] == [{"at": "n0", "observable": False, "consistent": True}]


def test_no_customer_counts_twice_when_the_element_turns_out_to_be_another(world: World) -> None:
    log = world.services.outages
    watch = GridWatch(world.services.grid_live, log)
    minutes(world, 6)
    left = gasp(world, "tx-a", "tx-b")
    for _ in range(6):
        minutes(world, 1, reporting=left)
        watch.look()
    (row,) = log.still_out()
    assert (row.root, row.customers, row.source) == ("s0", 200, Origin.ESTIMATED)
    # The breaker says that it is closed: it hangs on the section behind it, but the customers are the same.
    world.hear("s0", "position", 1.0)
    minutes(world, 1, reporting=left)
    watch.look()
    assert log.still_out() == (row,)
    # Part of them comes back, then the rest; who is still to come is given the time to.
    minutes(world, 4, reporting=[*left, *METERS["tx-a"]])
    watch.look()
    assert sum(one.customers for one in log.still_out()) == 100
    minutes(world, 1)
    watch.look()
    assert log.still_out() == ()
    rows = log.begun_between(0, world.clock.now_us())
    assert sum(one.customers for one in rows) == 200
    assert {one.begun_us for one in rows} == {row.begun_us}


def test_further_customers_of_the_same_root_enter_the_log(world: World) -> None:
    log = world.services.outages
    watch = GridWatch(world.services.grid_live, log)
    minutes(world, 6)
    # The tie feeds b from the other side while s1 is open, so s0 takes only a with it at first.
    for switch, value in (("tie", 1.0), ("s1", 0.0), ("s2", 1.0), ("s0", 0.0)):
        world.hear(switch, "position", value)
    minutes(world, 1, reporting=[*METERS["tx-b"], *METERS["tx-c"]])
    watch.look()
    assert sum(one.customers for one in log.still_out()) == 100
    world.hear("tie", "position", 0.0)
    minutes(world, 1, reporting=METERS["tx-c"])
    watch.look()
    assert sum(one.customers for one in log.still_out()) == 200
    for switch in ("s0", "s1"):
        world.hear(switch, "position", 1.0)
    minutes(world, 2)
    watch.look()
    assert log.still_out() == ()


def test_a_clock_that_is_set_back_ends_no_outage_before_it_began(world: World) -> None:
    log = world.services.outages
    watch = GridWatch(world.services.grid_live, log)
    minutes(world, 2)
    world.hear("s2", "position", 0.0)
    minutes(world, 1, reporting=[])
    watch.look()
    (row,) = log.still_out()
    world.clock.advance(-600)
    world.hear("s2", "position", 1.0)
    watch.look()
    assert log.still_out() == ()
    (ended,) = log.begun_between(0, row.begun_us + 1)
    assert ended.ended_us == row.begun_us


def test_a_pause_or_a_restart_ends_no_outage_that_only_meters_tell_of(world: World) -> None:
    log = world.services.outages
    watch = GridWatch(world.services.grid_live, log)
    minutes(world, 6)
    left = gasp(world, "tx-a", "tx-b")
    for _ in range(7):
        minutes(world, 1, reporting=left)
        watch.look()
    (row,) = log.still_out()
    # The platform hears nothing for a minute, then those that have power.
    world.clock.advance(60)
    for _ in range(6):
        minutes(world, 1, reporting=left)
        watch.look()
        assert log.still_out() == (row,)
    # A watch that starts anew takes the row up.
    watch = GridWatch(world.services.grid_live, log)
    minutes(world, 1, reporting=left)
    watch.look()
    assert log.still_out() == (row,)
    minutes(world, 6)
    watch.look()
    assert log.still_out() == ()
    assert len(log.begun_between(0, world.clock.now_us())) == 1


def test_what_is_fed_from_the_other_side_hangs_on_what_is_broken_there(world: World) -> None:
    """s0 stands open and the tie closed, so a hangs on s1 from behind; a fault there is no fault of s0."""
    minutes(world, 6)
    for switch, value in (("s0", 0.0), ("tie", 1.0), ("s2", 1.0)):
        world.hear(switch, "position", value)
    minutes(world, 6)
    assert world.client("viewer").get("/api/v1/grid/state").json()["outages"] == []
    left = gasp(world, "tx-a")
    minutes(world, 1, reporting=left)
    (outage,) = world.client("viewer").get("/api/v1/grid/state").json()["outages"]
    # Line b and switch s1 lie in a row with nothing between, and are as likely.
    assert outage["element"] in ("b", "s1", "a")
    assert outage["estimate"]["silent"] == 3


def test_meters_whose_clocks_are_slow_are_not_silent(world: World) -> None:
    for _ in range(12):
        world.clock.advance(30)
        now_us = world.clock.now_us()
        slow = [now_us - 300 * MICROS] * len(ALL)
        world.services.live.apply(
            LiveBatch(
                device=ALL,
                channel=["voltage"] * len(ALL),
                time_us=slow,
                received_us=[now_us] * len(ALL),
                value=[230.0] * len(ALL),
                quality=[0] * len(ALL),
            )
        )
    assert world.client("viewer").get("/api/v1/grid/state").json()["outages"] == []


@pytest.mark.parametrize("hours", [12, 72, 24 * 30])
def test_a_forecast_of_a_history_however_short_is_an_answer(world: World, hours: int) -> None:
    hour_us = 3_600 * MICROS
    now_us = world.clock.now_us() // hour_us * hour_us
    rows = [(now_us - back * hour_us + 1, 200.0 + back % 24, 0) for back in range(hours, 0, -1)]
    world.keep(METERS["tx-a"][0], "active_power", rows)
    answer = world.client("operator").get("/api/v1/grid/feeders/f0/forecast")
    assert answer.status_code == 200, answer.text
    points = answer.json()["points"]
    assert points or hours == 12
    # One of three meters at a load of 1 MW, on a feeder of 3 MW: nine times its 200 to 223 kW.
    assert all(1.75 < one["p_mw"] < 2.05 for one in points)
    if hours == 72:
        assert {one["low_mw"] for one in points} == {None}, "too short for an interval"


def test_too_few_meters_with_a_history_forecast_nothing(world: World) -> None:
    hour_us = 3_600 * MICROS
    now_us = world.clock.now_us() // hour_us * hour_us
    first, second, third = METERS["tx-a"]
    world.keep(second, "active_power", [(now_us - hour_us + 1, 200.0, 0)])
    world.keep(third, "active_power", [])
    world.keep(first, "active_power", [])
    answer = world.client("operator").get("/api/v1/grid/feeders/f0/forecast")
    assert answer.status_code == 200, answer.text
