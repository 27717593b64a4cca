"""Networks of the power benchmarks: simbench's, as pandapower has them and as the product reads them."""

import copy
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import networkx as nx
import pandapower as pp
import pandapower.networks as pn
import simbench as sb
from pandapower import toolbox, topology

from luylau.power.exchange import pandapower_json
from luylau.power.model import Grid

MV_URBAN = "1-MV-urban--0-sw"
MVLV_RURAL = "1-MVLV-rural-all-0-sw"
OBERRHEIN = "mv_oberrhein"


@cache
def pandapower_network(name: str) -> Any:  # noqa: ANN401 - pandapower ships no types
    """Return pandapower's network."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return pn.mv_oberrhein() if name == OBERRHEIN else sb.get_simbench_net(name)


@cache
def grid(name: str) -> Grid:
    """Return the same network as the product reads it."""
    with written(name) as file:
        return pandapower_json.read(file)


@contextmanager
def written(name: str) -> Iterator[Path]:
    """Lend a file of the network as pandapower writes it."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "network.json"
        pp.to_json(pandapower_network(name), str(file))
        yield file


def without_switches(name: str) -> Any:  # noqa: ANN401 - pandapower ships no types
    """Return pandapower's network as programs need it that know no switches, solved: what is joined is one
    bus."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        net = copy.deepcopy(pandapower_network(name))
        switches = net.switch
        for kind, table in (("l", net.line), ("t", net.trafo)):
            opened = switches[(switches.et == kind) & ~switches.closed].element.unique()
            table.loc[opened, "in_service"] = False
        joined = switches[(switches.et == "b") & switches.closed]
        for buses in nx.connected_components(nx.Graph(joined[["bus", "element"]].to_numpy().tolist())):
            first, *others = sorted(buses)
            toolbox.fuse_buses(net, first, others)
        for table in (net.sgen, net.load, net.gen, net.storage, net.ext_grid):
            limits = [column for column in table.columns if column.startswith(("min_", "max_"))]
            table[limits] = table[limits].astype(float).fillna(0.0)
        net.switch.drop(net.switch.index, inplace=True)
        toolbox.drop_buses(net, topology.unsupplied_buses(net))
        toolbox.create_continuous_bus_index(net)
        toolbox.create_continuous_elements_index(net)
        pp.runpp(net, calculate_voltage_angles=True, init="dc")
    return net
