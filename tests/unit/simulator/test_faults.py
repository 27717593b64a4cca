import json
from pathlib import Path

import pytest

from luylau.cities import find_pack
from luylau.city import load
from luylau.cli.simulate import read_credentials
from luylau.kernel.clock import MICROS, ManualClock
from luylau.kernel.errors import BadFile
from luylau.simulator import SimulationOptions, build_scenario
from luylau.simulator.faults import CLOCK_LIE_US, FAULT_KINDS, Fault, FaultKind, Faults
from luylau.simulator.noise import Noise
from luylau.simulator.run import Clockwork, write_truth

HOUR_US = 3_600 * MICROS


def faults(kind: FaultKind, channel: str = "voltage", size: float = 0.0) -> Faults:
    fault = Fault(kind=kind, device="m", channel=channel, start_us=HOUR_US, end_us=5 * HOUR_US, size=size)
    return Faults([fault], Noise(1))


def test_a_stuck_device_says_what_it_said_before() -> None:
    stuck = faults("stuck")
    held = {"voltage": 229.0, "current": 10.0}
    true = {"voltage": 231.5, "current": 12.0}
    assert stuck.distort("m", true, held, HOUR_US) == {"voltage": 229.0, "current": 12.0}
    assert stuck.freezes("m", HOUR_US)
    assert stuck.distort("m", true, held, HOUR_US - 1) == true
    assert stuck.distort("m", true, held, 5 * HOUR_US) == true
    assert stuck.distort("other", true, held, HOUR_US) == true


def test_a_drift_grows_by_the_hour() -> None:
    drift = faults("drift", size=2.0)
    assert drift.distort("m", {"voltage": 230.0}, {}, HOUR_US) == {"voltage": 230.0}
    assert drift.distort("m", {"voltage": 230.0}, {}, 4 * HOUR_US) == {"voltage": 236.0}


def test_spikes_come_now_and_then() -> None:
    spiky = faults("spike", size=50.0)
    said = [
        spiky.distort("m", {"voltage": 230.0}, {}, HOUR_US + second * MICROS)["voltage"]
        for second in range(4 * 3_600)
    ]
    assert set(said) == {230.0, 280.0}
    # One in twenty of 14,400: 720, with a standard deviation of 26.
    assert said.count(280.0) == pytest.approx(720, abs=130)


def test_a_lying_clock_is_off_by_a_day() -> None:
    assert faults("clock-ahead").clock_us("m", 2 * HOUR_US) == 2 * HOUR_US + CLOCK_LIE_US
    assert faults("clock-behind").clock_us("m", 2 * HOUR_US) == 2 * HOUR_US - CLOCK_LIE_US
    assert faults("clock-behind").clock_us("m", 0) == 0


def test_a_silent_device_is_silent_for_its_time() -> None:
    silent = faults("silent", channel="")
    assert [silent.is_silent("m", hour * HOUR_US) for hour in (0, 1, 4, 5)] == [False, True, True, False]


def test_the_scenario_draws_every_kind_of_fault() -> None:
    city = load(find_pack("bac-ninh"))
    drawn = build_scenario("faults", city, start_us=0, seed=1).faults.all
    assert {fault.kind for fault in drawn} == set(FAULT_KINDS)
    devices = sum(city.kinds[asset.kind].is_device for asset in city.assets.values())
    assert 0.02 * devices < len(drawn) < 0.1 * devices
    assert len({fault.device for fault in drawn}) == len(drawn)


def test_the_truth_is_written_as_json_lines(tmp_path: Path) -> None:
    city = load(find_pack("bac-ninh"))
    scenario = build_scenario("faults", city, start_us=0, seed=4)
    write_truth(tmp_path / "t.jsonl", scenario, SimulationOptions(scenario="faults", seed=4))
    lines = [json.loads(line) for line in (tmp_path / "t.jsonl").read_text().splitlines()]
    assert lines[0]["what"] == "simulation"
    assert lines[0]["seed"] == 4
    assert len(lines) == 1 + len(scenario.faults.all)


def test_simulated_time_runs_faster_until_it_has_caught_up() -> None:
    clock = ManualClock(100 * HOUR_US)
    clockwork = Clockwork(clock, 90 * HOUR_US, 10.0)
    assert clockwork.now_us() == 90 * HOUR_US
    clock.advance(0.5 * 3_600)
    assert clockwork.now_us() == 95 * HOUR_US
    clock.advance(1.5 * 3_600)
    assert clockwork.now_us() == 102 * HOUR_US, "never ahead of the real time"


@pytest.mark.parametrize("text", ["", "[1]", '{"a": 1}', "{"])
def test_unreadable_credentials_are_named(tmp_path: Path, text: str) -> None:
    file = tmp_path / "c.json"
    file.write_text(text)
    with pytest.raises(BadFile) as caught:
        read_credentials(file)
    assert caught.value.faults[0].key == "credentials-unreadable"
    assert caught.value.faults[0].file == str(file)


def test_credentials_by_device(tmp_path: Path) -> None:
    (tmp_path / "c.json").write_text('{"gauge": "secret"}')
    assert read_credentials(tmp_path / "c.json") == {"gauge": "secret"}
