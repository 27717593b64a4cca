"""The grid: what is energised, what would fail, how to bring it back. Nothing here operates a switch."""

import time
from typing import Annotated

import numpy as np
from fastapi import APIRouter, Query, Response

from luylau.api.gridfeeders import feeder_rows, feeder_ties, shown_diagram, shown_profile
from luylau.api.gridlive import Now
from luylau.api.gridshow import (
    darkness,
    fed_assets,
    shown_info,
    shown_map,
    shown_plan,
    shown_sites,
    shown_state,
)
from luylau.api.models.grid import (
    Contingency,
    ContingencyList,
    ContingencyOrder,
    FeederDetail,
    FeederList,
    GridInfo,
    GridMap,
    GridState,
    Restoration,
    RestorationRequest,
    WhatIfRequest,
)
from luylau.api.operations import operation
from luylau.api.params import RecordId, Text
from luylau.api.permissions import CallerDep
from luylau.api.services import ServicesDep
from luylau.kernel.arrays import Bool, Int64
from luylau.kernel.errors import BadInput
from luylau.power.contingency import expected_interruptions, failures_per_year
from luylau.power.evaluation import evaluate, with_loads
from luylau.power.model import Criticality
from luylau.power.restoration import Limits, restore

router = APIRouter(tags=["grid"])


@router.get("/grid", **operation("grid.read", "getGrid", 404))
def get_grid(services: ServicesDep, caller: CallerDep) -> GridInfo:
    """Return what the city's grid is; 404 where it has none."""
    return shown_info(services.grid.view)


@router.get("/grid/map", **operation("grid.read", "getGridMap", 404))
def get_grid_map(services: ServicesDep, caller: CallerDep, response: Response) -> GridMap:
    """Return lines, switches and feeders to draw; they change only with the grid."""
    view = services.grid.view
    response.headers["Cache-Control"] = "private, max-age=60"
    response.headers["ETag"] = f'"{view.version}"'
    return shown_map(view)


@router.get("/grid/state", **operation("grid.read", "getGridState", 404))
def get_grid_state(services: ServicesDep, caller: CallerDep) -> GridState:
    """Return what is energised now."""
    return services.grid_live.state(services.city.view, caller.user.language)


@router.get("/grid/feeders", **operation("grid.read", "listFeeders", 404))
def list_feeders(services: ServicesDep, caller: CallerDep) -> FeederList:
    """List all feeders."""
    now = services.grid_live.now()
    return FeederList(items=feeder_rows(now.view, services.city.view, caller.user.language, now.evaluation))


@router.get("/grid/contingencies", **operation("grid.simulate", "listContingencies", 404))
def list_contingencies(
    services: ServicesDep,
    caller: CallerDep,
    order: Annotated[ContingencyOrder, Query(description="What makes a case bad.")] = "interruptions",
    feeder: Annotated[Text, Query(max_length=100)] = "",
    limit: Annotated[int, Query(ge=1, le=1_000)] = 100,
) -> ContingencyList:
    """Return N-1 over all lines and transformers in the normal state, the worst first."""
    view = services.grid.view
    grid = view.grid
    studied = view.contingencies
    found = studied.cases
    expected, rate = expected_interruptions(grid, found), failures_per_year(grid, found)
    sites = found.critical[:, Criticality.HIGH :].sum(axis=1)
    key = {
        "interruptions": expected,
        "customers": found.customers,
        "tripped": found.tripped,
        "sites": sites,
        "p": found.p_w,
        "loading": np.nan_to_num(found.loading_max, nan=np.inf),
        "voltage": -np.nan_to_num(found.u_min_pu, nan=-np.inf),
    }[order]
    rows = np.argsort(-key, kind="stable")
    if feeder:
        rows = rows[found.feeder[rows] == view.feeder_of(feeder)]
    items = []
    for row in rows[:limit].tolist():
        edge, own = int(found.edge[row]), int(found.feeder[row])
        lon, lat = view.place_of(edge)
        items.append(
            Contingency(
                id=grid.edge_ids[edge],
                kind=view.kind_of(edge),
                feeder=grid.feeders.id[own] if own >= 0 else "",
                feeder_name=grid.feeders.name[own] if own >= 0 else "",
                customers=int(found.customers[row]),
                tripped=int(found.tripped[row]),
                p_mw=float(found.p_w[row] / 1e6),
                sites=int(sites[row]),
                tied=bool(found.tied[row]),
                solved=bool(found.converged[row]),
                u_min_pu=float(found.u_min_pu[row]),
                loading_max=float(found.loading_max[row]),
                failures_per_year=float(rate[row]),
                interruptions_per_year=float(expected[row]),
                lon=lon,
                lat=lat,
            )
        )
    base = np.nanmax(view.base.loading, initial=0.0)
    return ContingencyList(
        computed=studied.at_us,
        seconds=studied.seconds,
        cases=len(found),
        islanding=int((found.customers > 0).sum()),
        overloading=int((found.loading_max > max(1.0, base + 1e-6)).sum()),
        items=items,
    )


@router.get("/grid/feeders/{feeder}", **operation("grid.read", "getFeeder", 404))
def get_feeder(services: ServicesDep, caller: CallerDep, feeder: RecordId) -> FeederDetail:
    """Return a feeder's page."""
    look, city, language = services.grid_live.now(), services.city.view, caller.user.language
    view, now = look.view, look.evaluation
    grid = view.grid
    row = view.feeder_of(feeder)
    loads = np.flatnonzero(view.feeder_of_node[grid.loads.node] == row).tolist()
    kinds, assets = city.city.kinds, city.city.assets
    return FeederDetail(
        row=feeder_rows(view, city, language, now)[row],
        simulated=grid.simulated,
        basis=services.grid_live.basis,
        diagram=shown_diagram(view, row, now),
        profile=shown_profile(view, row, now),
        ties=feeder_ties(view, row, now),
        critical_sites=shown_sites(view, city, language, loads, None, services.clock.now_us()),
        devices=[one for one in fed_assets(view, city, loads) if kinds[assets[one].kind].group == "power"],
    )


@router.post("/grid/what-if", **operation("grid.simulate", "simulateGrid", 404, body=True))
def simulate_grid(services: ServicesDep, caller: CallerDep, body: WhatIfRequest) -> GridState:
    """Return the present state with switches moved and elements out of service; nothing real changes."""
    now = services.grid_live.now()
    view = now.view
    closed, out = _moved(now, body)
    serving = view.grid.edges_in_service(closed, out)
    return shown_state(
        view,
        services.city.view,
        caller.user.language,
        evaluate(view.grid, serving, view.beside, now.p_w, now.q_var),
        now_us=services.clock.now_us(),
        basis="simulated",
        out=out,
    )


@router.post("/grid/restoration", **operation("grid.simulate", "planRestoration", 404, body=True))
def plan_restoration(services: ServicesDep, caller: CallerDep, body: RestorationRequest) -> Restoration:
    """Return switching plans after a fault. Nothing is switched."""
    now, city = services.grid_live.now(), services.city.view
    view = now.view
    grid = with_loads(view.grid, now.p_w, now.q_var)
    closed, out = _moved(now, body)
    if not len(out):
        raise BadInput("grid-fault-missing")
    begun = time.monotonic()
    plans = restore(grid, out, closed=closed, limits=Limits(loading=body.limit), seconds=body.seconds)
    return Restoration(
        lost=darkness(view, city, np.union1d(plans[0].restored, plans[0].dark)),
        plans=[shown_plan(view, city, plan, plans) for plan in plans],
        seconds=time.monotonic() - begun,
        assumed=["restoration-assumed-times", "restoration-assumed-weights"],
    )


def _moved(now: Now, body: WhatIfRequest) -> tuple[Bool, Int64]:
    """Return the switches as the request has them, and the numbers of what is out of service: what it names,
    and what meters say has failed.

    Raises:
        BadInput: an element that the grid does not have.
    """
    view, closed = now.view, now.closed.copy()
    for one in body.switches:
        closed[view.switch_of(one.id)] = one.closed
    named = np.array([view.edge_of(name) for name in body.out], np.int64)
    return closed, np.union1d(now.failed, named)
