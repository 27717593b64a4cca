"""Power flow through the importer and the engine against pandapower itself, on networks that it ships."""

import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandapower as pp
import pandapower.networks as pn
import pytest

from luylau.power.engine import flow
from luylau.power.exchange import pandapower_json
from luylau.power.topology import trace

pytestmark = pytest.mark.filterwarnings("ignore")

NETWORKS: dict[str, Callable[[], pp.pandapowerNet]] = {
    "cigre medium voltage": pn.create_cigre_network_mv,
    "cigre low voltage": pn.create_cigre_network_lv,
    "oberrhein": pn.mv_oberrhein,
    "33 buses": pn.case33bw,
    "four buses": pn.simple_four_bus_system,
    "kerber village": pn.create_kerber_landnetz_freileitung_1,
    "kerber suburb": pn.create_kerber_vorstadtnetz_kabel_1,
}


@pytest.mark.parametrize("name", NETWORKS)
def test_voltages_and_dark_buses_are_pandapowers(name: str, tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        net = NETWORKS[name]()
        pp.runpp(net, tolerance_mva=1e-10, trafo_model="pi", calculate_voltage_angles=True, init="dc")
        file = tmp_path / "net.json"
        pp.to_json(net, str(file))
    grid = pandapower_json.read(file)
    found = flow(grid)
    buses = [number for number, one in enumerate(grid.nodes.id) if not one.endswith("-end")]
    expected = net.res_bus.vm_pu.to_numpy()
    dark = np.isnan(expected)
    assert (found.energised[buses] == ~dark).all()
    assert (trace(grid, grid.edges_in_service()).energised[buses] == ~dark).all()
    assert np.abs(found.u_pu[buses] - expected)[~dark].max() < 1e-8
    losses_mw = net.res_line.pl_mw.sum() + net.res_trafo.pl_mw.sum()
    assert found.losses_w / 1e6 == pytest.approx(losses_mw, rel=1e-5)
