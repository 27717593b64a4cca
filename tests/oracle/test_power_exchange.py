"""Network files against the programs that they come from: their own power flow is that of the grid read."""

import json
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandapower as pp
import pandapower.networks as pn
import pytest
from power_grid_model import CalculationMethod, PowerGridModel
from power_grid_model.utils import json_deserialize_from_file

from luylau.power.engine import flow
from luylau.power.exchange import cim, pandapower_json
from luylau.power.exchange.pgm_json import read_pgm_json, write_pgm_json
from tests.support.cgmes import village
from tests.unit.power.whole_grid import assert_identical

pytestmark = pytest.mark.filterwarnings("ignore")

Tables = dict[str, list[dict[str, Any]]]


def plain(taps: list[dict[str, object]], *, links: bool) -> Tables:
    """Four transformers with taps of every kind, a line open at one end, powers by phase, a soft source."""
    both = {"from_status": 1, "to_status": 1}
    node = [{"id": number, "u_rated": 2.2e4} for number in range(3)]
    node += [{"id": 3 + number, "u_rated": 400.0} for number in range(len(taps))]
    node += [{"id": 10, "u_rated": 2.2e4}] if links else []
    branch = {"r1": 0.9, "x1": 1.1, "c1": 3e-7, "tan1": 0.0, "i_n": 200.0}
    figures = {"u1": 2.2e4, "u2": 410.0, "sn": 4e5, "uk": 0.045, "pk": 4.2e3, "i0": 0.012, "p0": 600.0}
    power = {"status": 1, "type": 0}
    return {
        "node": node,
        "line": [
            {"id": 20, "from_node": 0, "to_node": 1, **both, **branch},
            {"id": 21, "from_node": 1, "to_node": 2, **both, **branch},
            {"id": 22, "from_node": 0, "to_node": 2, "from_status": 1, "to_status": 0, **branch},
        ],
        "link": [{"id": 30, "from_node": 2, "to_node": 10, **both}] if links else [],
        "transformer": [
            {
                "id": 40 + number, "from_node": 1 + number % 2, "to_node": 3 + number, **both, **figures,
                "clock": 5, "winding_from": 2, "winding_to": 1, **tap,
            }
            for number, tap in enumerate(taps)
        ],
        "source": [{"id": 60, "node": 0, "status": 1, "u_ref": 1.03, "sk": 2e8}],
        "sym_load": [
            {"id": 70 + number, "node": 3 + number, "p_specified": 1.7e5, "q_specified": 6e4, **power}
            for number in range(len(taps))
        ],
        "asym_load": [
            {"id": 80, "node": 10 if links else 3, "p_specified": [1e4, 2e4, 3e4],
             "q_specified": [1e3, 0.0, 5e2], **power}
        ],
        "sym_gen": [{"id": 90, "node": 4, "p_specified": 9e4, "q_specified": -1e4, **power}],
    }  # fmt: skip


TAPS: list[dict[str, object]] = [
    {"tap_side": 0, "tap_pos": 2, "tap_nom": 0, "tap_min": -2, "tap_max": 2, "tap_size": 550.0},
    {"tap_side": 0, "tap_pos": -1, "tap_nom": 0, "tap_min": -2, "tap_max": 2, "tap_size": 550.0,
     "uk_min": 0.05, "uk_max": 0.04, "pk_min": 5e3, "pk_max": 4e3},
    {"tap_side": 1, "tap_pos": 3, "tap_nom": 1, "tap_min": 5, "tap_max": 0, "tap_size": 6.0, "uk_min": 0.06},
    {"tap_side": 1, "tap_pos": 0, "tap_nom": 1, "tap_min": 0, "tap_max": 5, "tap_size": 6.0, "pk_min": 9e3},
]  # fmt: skip


@pytest.mark.parametrize(("links", "near"), [(False, 1e-9), (True, 2e-6)])
def test_power_grid_models_own_flow_is_that_of_the_grid_read(
    tmp_path: Path, links: bool, near: float
) -> None:
    # Its links have a small impedance of their own, which costs digits; a closed switch has none.
    file = tmp_path / "net.json"
    said = {
        "version": "1.0",
        "type": "input",
        "is_batch": False,
        "attributes": {},
        "data": plain(TAPS, links=links),
    }
    file.write_text(json.dumps(said), encoding="utf-8")
    own = PowerGridModel(json_deserialize_from_file(file)).calculate_power_flow(
        error_tolerance=1e-8 if links else 1e-12, calculation_method=CalculationMethod.newton_raphson
    )
    grid = read_pgm_json(file)
    found = flow(grid)
    count = len(own["node"])
    assert np.abs(found.u_pu[:count] - own["node"]["u_pu"]).max() < near
    assert np.abs(found.angle_rad[:count] - own["node"]["u_angle"]).max() < near
    assert found.p_source_w[0] == pytest.approx(own["source"]["p"][0], rel=near)
    lines = len(own["line"])
    assert found.i_a[: lines - 1] == pytest.approx(
        np.maximum(own["line"]["i_from"], own["line"]["i_to"])[: lines - 1], rel=1e-6 if not links else 1e-5
    )
    # Written and read again it is the same grid, and power-grid-model finds the same flow in it.
    kept = tmp_path / "kept.json"
    write_pgm_json(grid, kept)
    assert_identical(read_pgm_json(kept), grid)
    again = PowerGridModel(json_deserialize_from_file(kept)).calculate_power_flow(
        error_tolerance=1e-8, calculation_method=CalculationMethod.newton_raphson
    )
    assert np.abs(again["node"]["u_pu"][:count] - own["node"]["u_pu"]).max() < 2e-6


NETWORKS: dict[str, Callable[[], pp.pandapowerNet]] = {
    "cigre medium voltage": pn.create_cigre_network_mv,
    "oberrhein": pn.mv_oberrhein,
    "four buses": pn.simple_four_bus_system,
    "kerber village": pn.create_kerber_landnetz_freileitung_1,
}


@pytest.mark.parametrize("name", NETWORKS)
def test_a_network_of_pandapower_keeps_its_flow_through_the_file(name: str, tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        file, kept = tmp_path / "net.json", tmp_path / "kept.json"
        pp.to_json(NETWORKS[name](), str(file))
    grid = pandapower_json.read(file)
    write_pgm_json(grid, kept)
    again = read_pgm_json(kept)
    assert_identical(again, grid)
    one, other = flow(grid), flow(again)
    assert (one.u_pu == other.u_pu).all()
    assert one.losses_w == other.losses_w


def small(hz: float = 50.0) -> pp.pandapowerNet:
    """A long cable and a transformer one step up, both loaded."""
    net = pp.create_empty_network(f_hz=hz)
    top, end, low = pp.create_bus(net, 22.0), pp.create_bus(net, 22.0), pp.create_bus(net, 0.4)
    pp.create_ext_grid(net, top)
    pp.create_line_from_parameters(net, top, end, 30.0, 0.2, 0.12, 300.0, 0.3)
    pp.create_transformer_from_parameters(
        net, end, low, 0.4, 22.0, 0.4, 1.0, 4.0, 0.5, 0.2, shift_degree=330, tap_side="hv", tap_neutral=0,
        tap_min=-2, tap_max=2, tap_step_percent=2.5, tap_pos=1, tap_step_degree=0.0, tap_changer_type="Ratio",
    )  # fmt: skip
    pp.create_load(net, low, 0.2, 0.05)
    return net


def with_taps(**columns: object) -> Callable[[], pp.pandapowerNet]:
    def made() -> pp.pandapowerNet:
        net = small()
        for column, value in columns.items():
            net.trafo[column] = value
        return net

    return made


def with_switches(*switches: tuple[str, int, bool]) -> Callable[[], pp.pandapowerNet]:
    """Put switches, by kind of element, bus and state, at the line or the transformer."""

    def made() -> pp.pandapowerNet:
        net = small()
        for kind, bus, closed in switches:
            pp.create_switch(net, bus, 0, et=kind, closed=closed)
        return net

    return made


SECOND_TAP: dict[str, object] = {
    "tap2_side": "lv", "tap2_neutral": 0, "tap2_min": -2, "tap2_max": 2, "tap2_step_percent": 1.5,
    "tap2_step_degree": 0.0, "tap2_pos": 2, "tap2_changer_type": "Ratio",
}  # fmt: skip
VARIANTS: dict[str, Callable[[], pp.pandapowerNet]] = {
    "50 hertz": small,
    "60 hertz": lambda: small(60.0),
    "no tap changer": with_taps(tap_changer_type=None),
    "a position that is not known": with_taps(tap_pos=np.nan, tap_neutral=2),
    "a neutral that is not known": with_taps(tap_neutral=np.nan),
    "a step that is not known": with_taps(tap_step_percent=np.nan),
    "a side that is not known": with_taps(tap_side=None),
    "symmetrical": with_taps(tap_changer_type="Symmetrical", tap_pos=-2),
    "the low side": with_taps(tap_side="lv"),
    "two tap changers": with_taps(**SECOND_TAP),
    "two at one side": with_taps(**{**SECOND_TAP, "tap2_side": "hv"}),
    "one phase shifter that stands in its middle": with_taps(tap_changer_type="Ideal", tap_pos=0),
    "open and closed at one end": with_switches(("l", 0, False), ("l", 0, True)),
    "closed and open at one end": with_switches(("l", 1, True), ("l", 1, False)),
    "two that are closed at one end": with_switches(("t", 1, True), ("t", 1, True), ("t", 2, True)),
    "closed and open at a transformer": with_switches(("t", 2, True), ("t", 2, False)),
}


@pytest.mark.parametrize("name", VARIANTS)
def test_pandapowers_own_flow_is_that_of_the_grid_read(name: str, tmp_path: Path) -> None:
    net = VARIANTS[name]()
    file = tmp_path / "net.json"
    pp.to_json(net, str(file))
    found = flow(pandapower_json.read(file))
    pp.runpp(net, trafo_model="pi", calculate_voltage_angles=True, tolerance_mva=1e-9)
    own = net.res_bus.vm_pu.fillna(0.0).to_numpy()
    assert found.u_pu[: len(own)] == pytest.approx(own, abs=1e-9)
    losses_w = 1e6 * (net.res_line.pl_mw.sum() + net.res_trafo.pl_mw.sum())
    assert found.losses_w == pytest.approx(losses_w, rel=1e-6, abs=1e-3)
    assert found.p_source_w[0] == pytest.approx(1e6 * net.res_ext_grid.p_mw[0], rel=1e-6, abs=1e-3)


def test_a_network_as_cgmes_has_the_flow_worked_out_by_hand(tmp_path: Path) -> None:
    """All impedances are seen from 22 kV: the line's 1.5 + 2.0j and the transformer's 12.1 + 48.4j ohm. With
    S = 200 kW + 50 kvar at its end, V = E - Z conj(S / V) is repeated until it stands."""
    found = flow(cim.reading(village().folder(tmp_path / "net")).grid)
    feed, power = 22_440.0, 2e5 + 5e4j
    end = complex(feed)
    for _ in range(50):
        end = feed - (13.6 + 50.4j) * (power / end).conjugate()
    assert found.u_pu[4] == pytest.approx(abs(end) / 22_000.0, abs=1e-8)
    assert found.losses_w == pytest.approx(13.6 * abs(power / end) ** 2, rel=1e-6)
