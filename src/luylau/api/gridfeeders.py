"""The pages of feeders as the API's models: the list, ties, single-line diagram, voltage profile."""

from collections import Counter

import numpy as np

from luylau.api.cityview import CityView
from luylau.api.gridshow import FEEDER_KINDS, energised_feeders
from luylau.api.gridview import GridView
from luylau.api.models.grid import Diagram, DiagramMark, FeederRow, FeederTie, ProfilePoint
from luylau.kernel.messages import Language
from luylau.power.evaluation import Evaluation
from luylau.power.model import FeederKind
from luylau.power.single_line import diagram, profile


def feeder_rows(view: GridView, city: CityView, language: Language, now: Evaluation) -> list[FeederRow]:
    """Return all feeders, as they are in the normal state and fed now."""
    grid = view.grid
    count = len(grid.feeders)
    of_node, of_edge = view.feeder_of_node, view.feeder_of_edge
    load_feeder = of_node[grid.loads.node]
    known = load_feeder >= 0
    customers, out, p_w = np.zeros(count), np.zeros(count), np.zeros(count)
    np.add.at(customers, load_feeder[known], grid.loads.customers[known])
    np.add.at(p_w, load_feeder[known], grid.loads.p_w[known])
    dark = known & ~now.traced.energised[grid.loads.node]
    np.add.at(out, load_feeder[dark], grid.loads.customers[dark])
    line_feeder = of_edge[: len(grid.lines)]
    length, sections = np.zeros(count), np.zeros(count, np.int64)
    np.add.at(length, line_feeder[line_feeder >= 0], np.nan_to_num(grid.lines.length_m)[line_feeder >= 0])
    np.add.at(sections, line_feeder[line_feeder >= 0], 1)
    trafo_feeder = of_edge[grid.edge_count - len(grid.transformers) :]
    trafos = np.bincount(trafo_feeder[trafo_feeder >= 0], minlength=count)
    low, most = np.full(count, np.inf), np.zeros(count)
    node_known = (of_node >= 0) & (now.u_pu > 0)
    np.minimum.at(low, of_node[node_known], now.u_pu[node_known])
    edge_known = (of_edge >= 0) & np.isfinite(now.loading)
    np.maximum.at(most, of_edge[edge_known], now.loading[edge_known])
    fed = energised_feeders(view, now)
    ties = Counter(row for pair in _tie_feeders(view).values() for row in set(pair) if row >= 0)
    return [
        FeederRow(
            id=grid.feeders.id[row],
            name=grid.feeders.name[row],
            kind=FEEDER_KINDS[FeederKind(int(grid.feeders.kind[row]))],
            substation=grid.feeders.substation[row],
            substation_name=city.asset_name(
                grid.feeders.substation[row], language, grid.feeders.substation[row]
            ),
            customers=int(customers[row]),
            customers_out=int(out[row]),
            p_mw=float(p_w[row] / 1e6),
            length_km=float(length[row] / 1e3),
            transformers=int(trafos[row]),
            sections=int(sections[row]),
            ties=ties[row],
            u_min_pu=float(low[row]) if np.isfinite(low[row]) else None,
            loading_max=float(most[row]) if most[row] else None,
            energised=bool(fed[row]),
        )
        for row in range(count)
    ]


def _tie_feeders(view: GridView) -> dict[int, tuple[int, int]]:
    """Return the feeders at both ends of each switch that is normally open, by the switch's row."""
    switches = view.grid.switches
    return {
        row: (
            int(view.feeder_of_node[switches.from_node[row]]),
            int(view.feeder_of_node[switches.to_node[row]]),
        )
        for row in np.flatnonzero(~switches.closed).tolist()
    }


def feeder_ties(view: GridView, feeder: int, now: Evaluation) -> list[FeederTie]:
    """Return a feeder's ties."""
    grid = view.grid
    closed = now.serving[grid.switch_edges]
    found = []
    for row, pair in _tie_feeders(view).items():
        if feeder in pair:
            other = pair[1] if pair[0] == feeder else pair[0]
            found.append(
                FeederTie(
                    switch=grid.switches.id[row],
                    remote=bool(grid.switches.remote[row]),
                    closed=bool(closed[row]),
                    feeder=grid.feeders.id[other] if other >= 0 else "",
                    feeder_name=grid.feeders.name[other] if other >= 0 else "",
                )
            )
    return found


def shown_diagram(view: GridView, feeder: int, now: Evaluation) -> Diagram:
    """Return a feeder's single-line diagram with the state as it is now."""
    grid = view.grid
    made = diagram(grid, view.normal, view.feeder_of_node, feeder)
    fed, closed = now.traced.energised, now.serving[grid.switch_edges]
    switches = grid.switch_edges
    marks = []
    for mark in made.marks:
        row = mark.edge - switches.start if switches.start <= mark.edge < switches.stop else -1
        line = mark.line if mark.line >= 0 else -1
        loading = now.loading[line if line >= 0 else mark.edge] if max(line, mark.edge) >= 0 else np.nan
        marks.append(
            DiagramMark(
                id=grid.edge_ids[mark.edge] if mark.edge >= 0 else grid.nodes.id[mark.node],
                symbol=mark.symbol,
                x=mark.x,
                y=mark.y,
                above=mark.above,
                line=grid.lines.id[line] if line >= 0 else "",
                overhead=bool(grid.lines.overhead[line]) if line >= 0 else False,
                length_m=float(np.nan_to_num(grid.lines.length_m[line])) if line >= 0 else 0.0,
                loading=float(loading),
                closed=bool(closed[row]) if row >= 0 else None,
                remote=bool(grid.switches.remote[row]) if row >= 0 else False,
                energised=bool(fed[mark.node]),
                customers=mark.customers,
                critical=mark.critical,
                asset=grid.nodes.asset[mark.node],
                leads_to=grid.feeders.id[mark.leads_to] if mark.leads_to >= 0 else "",
            )
        )
    return Diagram(width=made.width, height=made.height, marks=marks)


def shown_profile(view: GridView, feeder: int, now: Evaluation) -> list[ProfilePoint]:
    """Return the voltage along a feeder."""
    grid = view.grid
    found = profile(grid, view.normal, view.feeder_of_node, feeder, now.u_pu)
    return [
        ProfilePoint(node=grid.nodes.id[node], distance_m=distance, u_pu=u_pu or None, parent=above)
        for node, distance, u_pu, above in zip(
            found.node.tolist(),
            found.distance_m.tolist(),
            found.u_pu.tolist(),
            found.above.tolist(),
            strict=True,
        )
    ]
