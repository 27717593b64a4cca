"""The grid's parts as the API's models, in the reader's language."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

import numpy as np

from luylau.api.cityview import CityView
from luylau.api.gridview import GridView
from luylau.api.models.grid import (
    CriticalityName,
    CriticalSite,
    Darkness,
    DoubtedSwitch,
    FeederKindName,
    GridCounts,
    GridInfo,
    GridMap,
    GridState,
    GridTotals,
    MapFeeders,
    MapLines,
    MapSwitches,
    Outage,
    OutageEstimate,
    PlanLabel,
    PlanStep,
    Suspect,
    SwitchingPlan,
    SwitchKindName,
)
from luylau.incidents.causes import CauseRecord
from luylau.incidents.causes.evidence import NEVER
from luylau.kernel.arrays import Bool, Int64
from luylau.kernel.clock import MICROS
from luylau.kernel.messages import Language
from luylau.power.evaluation import DarkPart, Evaluation, dark_parts
from luylau.power.model import Criticality, FeederKind, SwitchKind
from luylau.power.restoration import Plan, Status

SWITCH_KINDS: dict[SwitchKind, SwitchKindName] = {
    SwitchKind.BREAKER: "breaker",
    SwitchKind.RECLOSER: "recloser",
    SwitchKind.LOAD_BREAK: "load_break",
    SwitchKind.DISCONNECTOR: "disconnector",
    SwitchKind.FUSE: "fuse",
    SwitchKind.TIE: "tie",
}
FEEDER_KINDS: dict[FeederKind, FeederKindName] = {FeederKind.PUBLIC: "public", FeederKind.PARK: "park"}
CRITICALITIES: dict[Criticality, CriticalityName] = {
    Criticality.LOW: "low",
    Criticality.NORMAL: "normal",
    Criticality.HIGH: "high",
    Criticality.VITAL: "vital",
}
LOW_PU, HIGH_PU = 0.9, 1.1
SHOWN_SITES = 20
SHOWN_SUSPECTS = 5


def switch_kind(view: GridView, row: int) -> SwitchKindName:
    """Return what a switch is."""
    return SWITCH_KINDS[SwitchKind(int(view.grid.switches.kind[row]))]


def shown_info(view: GridView) -> GridInfo:
    """Return what the grid is."""
    grid = view.grid
    parks = int((grid.feeders.kind == FeederKind.PARK).sum())
    return GridInfo(
        name=grid.name,
        simulated=grid.simulated,
        source=grid.source,
        version=view.version,
        counts=GridCounts(
            nodes=len(grid.nodes),
            lines=len(grid.lines),
            switches=len(grid.switches),
            ties=int((grid.switches.kind == SwitchKind.TIE).sum()),
            transformers=len(grid.transformers),
            loads=len(grid.loads),
            sources=len(grid.sources),
            feeders_public=len(grid.feeders) - parks,
            feeders_park=parks,
        ),
        customers=int(grid.loads.customers.sum()),
        p_mw=float(grid.loads.p_w.sum() / 1e6),
        length_km=float(np.nansum(grid.lines.length_m) / 1e3),
    )


def shown_map(view: GridView) -> GridMap:
    """Return what is drawn on the map."""
    grid = view.grid
    begin, end = grid.lines.from_node, grid.lines.to_node
    nodes, switches = grid.nodes, grid.switches
    points = np.stack([nodes.lon[begin], nodes.lat[begin], nodes.lon[end], nodes.lat[end]], axis=1)
    # A line of which one end's place is not known is drawn as a spot at the other.
    points = np.where(np.isfinite(points), points, points[:, [2, 3, 0, 1]])
    at = switches.from_node
    # A head stands in its substation, where the station's own mark is.
    drawn = np.setdiff1d(np.flatnonzero(np.isfinite(nodes.lon[at])), grid.feeders.head)
    return GridMap(
        version=view.version,
        simulated=grid.simulated,
        lines=MapLines(
            id=list(grid.lines.id),
            feeder=view.feeder_of_edge[: len(grid.lines)].tolist(),
            overhead=grid.lines.overhead.tolist(),
            points=np.round(np.nan_to_num(points), 5).ravel().tolist(),
        ),
        switches=MapSwitches(
            id=[switches.id[row] for row in drawn.tolist()],
            kind=[switch_kind(view, row) for row in drawn.tolist()],
            normally_closed=switches.closed[drawn].tolist(),
            remote=switches.remote[drawn].tolist(),
            lon=np.round(nodes.lon[at[drawn]], 5).tolist(),
            lat=np.round(nodes.lat[at[drawn]], 5).tolist(),
        ),
        feeders=MapFeeders(
            id=list(grid.feeders.id),
            name=list(grid.feeders.name),
            kind=[FEEDER_KINDS[FeederKind(int(kind))] for kind in grid.feeders.kind],
        ),
    )


def shown_sites(
    view: GridView,
    city: CityView,
    language: Language,
    loads: Iterable[int],
    since_us: int | None,
    now_us: int,
) -> list[CriticalSite]:
    """Return the sites of high or vital criticality that hang on loads: those loads, and the city's assets
    that their transformers feed."""
    found: dict[str, CriticalSite] = {}
    grid = view.grid
    words: dict[str, CriticalityName] = {name: name for name in CRITICALITIES.values()}
    for row in loads:
        asset = grid.loads.asset[row]
        level = CRITICALITIES[Criticality(int(grid.loads.criticality[row]))]
        fed = view.fed_by.get(asset, ())
        sites = [one for one in (asset, *fed) if _is_site(city, one)]
        for one in sites:
            known = city.city.assets[one]
            left = None
            if since_us is not None:
                left = max(0.0, known.backup_h - (now_us - since_us) / MICROS / 3_600)
            found[one] = CriticalSite(
                asset=one,
                name=city.asset_name(one, language, one),
                kind=known.kind,
                criticality=words.get(known.criticality, "normal"),
                backup_h=known.backup_h,
                backup_left_h=left,
            )
        if not sites and level in ("high", "vital"):
            name = grid.loads.id[row]
            found[name] = CriticalSite(
                asset="", name=name, kind="", criticality=level, backup_h=None, backup_left_h=None
            )
    order = list(CRITICALITIES.values())
    return sorted(
        found.values(), key=lambda one: (-order.index(one.criticality), one.backup_h or 0, one.name)
    )


def _is_site(city: CityView, asset: str) -> bool:
    known = city.city.assets.get(asset)
    if known is None or known.criticality not in ("high", "vital"):
        return False
    # A device is looked after as one; what it stands at is the site.
    return not city.city.kinds[known.kind].is_device


def darkness(view: GridView, city: CityView, loads: Int64) -> Darkness:
    """Return what is lost with loads."""
    grid = view.grid
    critical = grid.loads.criticality[loads] >= Criticality.HIGH
    return Darkness(
        customers=int(grid.loads.customers[loads].sum()),
        p_mw=float(grid.loads.p_w[loads].sum() / 1e6),
        sites=int(critical.sum()),
        assets=len(fed_assets(view, city, loads)),
    )


def fed_assets(view: GridView, city: CityView, loads: Iterable[int]) -> list[str]:
    """Return the city's assets that loads feed: what their transformers power, over all steps."""
    found: dict[str, None] = {}
    for row in loads:
        asset = view.grid.loads.asset[row]
        if asset:
            for one in (asset, *view.fed_by.get(asset, ())):
                if one in city.city.assets:
                    found[one] = None
    return list(found)


def shown_estimate(view: GridView, cause: CauseRecord) -> OutageEstimate:
    """Return why a cause that no switch tells of is believed."""
    said = cause.data
    return OutageEstimate(
        incident=cause.incident,
        probability=said["element"]["probability"],
        devices=said["devices"] - said["unheard"],
        silent=said["silent"],
        against=said["reporting"],
        unheard=said["unheard"],
        since=said["since_us"] if said["since_us"] != NEVER else None,
        alternatives=[
            Suspect(
                element="" if one["what"] == "source" else one["element"],
                element_kind=view.kind_of(edge) if edge is not None else None,
                probability=one["probability"],
            )
            for one in said["alternatives"][:SHOWN_SUSPECTS]
            for edge in [view.edge_row.get(one["element"])]
        ],
    )


def shown_outage(
    view: GridView,
    city: CityView,
    language: Language,
    part: DarkPart,
    since_us: int | None,
    now_us: int,
    cause: CauseRecord | None = None,
) -> Outage:
    """Return one dark part; ``cause`` is what is known of it where no switch tells."""
    grid = view.grid
    estimate = shown_estimate(view, cause) if cause is not None else None
    if since_us is None and cause is not None and cause.data["since_us"] != NEVER:
        since_us = cause.data["since_us"]
    feeder = int(view.feeder_of_edge[part.edge])
    loads = part.lost.loads.tolist()
    kinds = Counter(city.city.assets[asset].kind for asset in fed_assets(view, city, loads))
    element = grid.edge_ids[part.edge]
    return Outage(
        id=element,
        feeder=grid.feeders.id[feeder] if feeder >= 0 else "",
        feeder_name=grid.feeders.name[feeder] if feeder >= 0 else "",
        element=element,
        element_kind=view.kind_of(part.edge),
        since=since_us,
        lost=darkness(view, city, part.lost.loads),
        critical_sites=shown_sites(view, city, language, loads, since_us, now_us)[:SHOWN_SITES],
        kinds=dict(kinds),
        estimate=estimate,
    )


def totals(view: GridView, city: CityView, now: Evaluation) -> GridTotals:
    """Return the whole grid in a few figures."""
    grid = view.grid
    fed = now.traced.energised
    alive = now.u_pu[fed & np.isfinite(now.u_pu)]
    loading = now.loading[np.isfinite(now.loading)]
    dark = np.flatnonzero(~fed[grid.loads.node])
    return GridTotals(
        customers=int(grid.loads.customers.sum()),
        p_mw=float(grid.loads.p_w.sum() / 1e6),
        lost=darkness(view, city, dark),
        feeders_out=int((~energised_feeders(view, now)).sum()),
        overloaded=int((loading > 1).sum()),
        low_voltage=int((alive < LOW_PU).sum()),
        high_voltage=int((alive > HIGH_PU).sum()),
        u_min_pu=float(alive.min()) if len(alive) else None,
        loading_max=float(loading.max()) if len(loading) else None,
        losses_mw=now.losses_w / 1e6,
    )


def energised_feeders(view: GridView, now: Evaluation) -> Bool:
    """Return which feeders have power at the node behind their head."""
    grid = view.grid
    edge = grid.switch_edges.start + grid.feeders.head
    begin, end = grid.edge_from[edge], grid.edge_to[edge]
    # The head's own end is the one that belongs to the feeder, the other is the busbar.
    own = np.where(view.feeder_of_node[end] == np.arange(len(edge)), end, begin)
    fed: Bool = now.traced.energised[own]
    return fed


def shown_state(
    view: GridView,
    city: CityView,
    language: Language,
    now: Evaluation,
    *,
    now_us: int,
    basis: Literal["measured", "planned", "simulated"],
    loads: Literal["measured", "planned"] = "planned",
    reporting: int = 0,
    since_us: dict[str, int] | None = None,
    out: Int64 | None = None,
    parts: Sequence[tuple[DarkPart, CauseRecord | None]] | None = None,
    doubted: Mapping[str, int] | None = None,
) -> GridState:
    """Return a state of the grid.

    Args:
        view: the grid.
        city: the city.
        language: the reader's.
        now: the state.
        now_us: when it was looked at.
        basis: whether switches tell it.
        loads: whether meters tell the loads.
        reporting: how many switches tell their position.
        since_us: by element since when what hangs on it is dark.
        out: edges out of service in a simulation.
        parts: what is dark, with the causes that no switch tells of; what the switches say if None.
        doubted: switches that say open and are not believed, with the devices that report behind each.
    """
    grid = view.grid
    lines = slice(0, len(grid.lines))
    fed = now.traced.energised
    dead = ~(fed[grid.lines.from_node] & fed[grid.lines.to_node])
    closed = now.serving[grid.switch_edges]
    if parts is None:
        parts = [(part, None) for part in dark_parts(grid, view.normal, now)]
    times = since_us or {}
    guessed = {node for part, cause in parts if cause is not None for node in part.nodes.tolist()}
    ends = (grid.lines.from_node, grid.lines.to_node)
    estimated = [
        row for row in np.flatnonzero(dead).tolist() if any(int(end[row]) in guessed for end in ends)
    ]
    return GridState(
        time=now_us,
        version=view.version,
        basis=basis,
        loads=loads,
        reporting=reporting,
        totals=totals(view, city, now),
        dead=np.flatnonzero(dead).tolist(),
        estimated=estimated,
        overloaded=np.flatnonzero(np.nan_to_num(now.loading[lines]) > 1).tolist(),
        loops=[grid.edge_ids[edge] for edge in now.traced.loops.tolist()],
        moved=[grid.switches.id[row] for row in np.flatnonzero(closed != grid.switches.closed).tolist()],
        out=[grid.edge_ids[edge] for edge in ([] if out is None else out.tolist())],
        outages=[
            shown_outage(view, city, language, part, times.get(grid.edge_ids[part.edge]), now_us, cause)
            for part, cause in parts
        ],
        doubted=[DoubtedSwitch(switch=one, devices=count) for one, count in (doubted or {}).items()],
        solved=now.solved,
    )


def shown_plan(view: GridView, city: CityView, plan: Plan, among: Sequence[Plan]) -> SwitchingPlan:
    """Return a switching plan; ``among`` are all that were found, the best first."""
    grid = view.grid
    steps = []
    for step in plan.steps:
        edge = grid.switch_edges.start + step.switch
        lon, lat = view.place_of(edge)
        feeder = int(view.feeder_of_edge[edge])
        steps.append(
            PlanStep(
                switch=grid.switches.id[step.switch],
                kind=switch_kind(view, step.switch),
                close=step.close,
                remote=step.remote,
                minutes=step.minute,
                why=step.why.rpartition("-")[2],
                feeder=grid.feeders.id[feeder] if feeder >= 0 else "",
                feeder_name=grid.feeders.name[feeder] if feeder >= 0 else "",
                customers=step.customers,
                u_min_pu=step.u_min_pu,
                loading_max=step.loading_max,
                lon=lon,
                lat=lat,
            )
        )
    labels: list[PlanLabel] = ["best"] if plan is among[0] else []
    if plan.steps and plan.remote_only:
        labels.append("remote_only")
    if plan.steps and len(plan.steps) == min(len(one.steps) for one in among if one.steps):
        labels.append("fewest_steps")
    return SwitchingPlan(
        labels=labels,
        tripped=[grid.switches.id[row] for row in plan.tripped],
        steps=steps,
        restored=darkness(view, city, plan.restored),
        left=darkness(view, city, plan.dark),
        minutes=plan.minutes,
        u_min_pu=plan.steps[-1].u_min_pu if plan.steps else None,
        loading_max=plan.steps[-1].loading_max if plan.steps else None,
        gap=plan.gap if np.isfinite(plan.gap) else None,
        proven=plan.status is Status.BEST,
    )
