"""Substations: which of them feeds what, the ones that the load demands beside the pack's, and how each is
built: the network above, two transformers, two busbars with an open coupler."""

import re
from typing import Final

import numpy as np
from scipy.spatial import KDTree

from luylau.kernel.arrays import Float64, Int64
from luylau.power.builder.columns import SK_VA, U_HV, U_MV, Columns
from luylau.power.builder.plan import Plan, refused
from luylau.power.builder.territory import Ground, Points, Station
from luylau.power.builder.types import TransformerType, substation_for
from luylau.power.model import SwitchKind

BUSBAR_PU: Final = 1.02
"""Voltage of a substation's busbars in the base case, assumed."""
TAP_STEP: Final = 0.0178
"""Step of a tap changer, as usual for 115 kV ± 9 x 1.78 %."""
LOSSES: Final = 0.02
"""What a substation gives beyond its load, roughly, for choosing taps."""


def feed(ground: Ground, stations: list[Station], points: Points) -> Int64:
    """Return the substation of each public transformer: that which the pack names, else the nearest.

    Where one would carry more than ``Plan.station_mw``, ``stations`` grows by one in the middle of the
    heavier side of what it feeds, until none does.
    """
    most_w = ground.plan.station_mw * 1e6
    number = {one.asset: row for row, one in enumerate(stations) if one.asset}
    named = np.array(
        [number.get(ground.city.assets[asset].powered_by, -1) if asset else -1 for asset in points.asset],
        np.int64,
    )
    while True:
        nearest = KDTree(np.array([one.at for one in stations])).query(points.at)[1].astype(np.int64)
        found: Int64 = np.where(named >= 0, named, nearest)
        load_w = np.bincount(found, weights=points.p_w, minlength=len(stations))
        fullest = int(np.argmax(load_w))
        # One that only feeds what the pack says cannot be relieved.
        rows = np.flatnonzero((found == fullest) & (named < 0))
        at, p_w = points.at[rows], points.p_w[rows]
        if load_w[fullest] <= most_w or p_w.sum() <= load_w[fullest] / 2:
            return found
        # A single transformer of more than a substation cannot be shared out either.
        if np.ptp(at, axis=0).max() == 0:
            return found
        middle = np.average(at, axis=0, weights=p_w)
        axis = np.linalg.eigh(np.cov((at - middle).T, aweights=p_w))[1][:, -1]
        along = (at - stations[fullest].at) @ axis
        side = along > 0 if p_w[along > 0].sum() >= p_w[along <= 0].sum() else along <= 0
        stations.append(ground.invented(stations, np.average(at[side], axis=0, weights=p_w[side])))


def with_room(stations: list[Station], room_w: Float64, at: Float64, p_w: float, far_km: float) -> int:
    """Return the nearest substation that can carry a load; one beyond the last means a new one."""
    away = np.array([np.hypot(*(one.at - at)) for one in stations])
    away[room_w < p_w] = np.inf
    nearest = int(np.argmin(away))
    return nearest if away[nearest] <= far_km * 1e3 else len(stations)


def busbars_of(of_feeder: Int64, load_w: Float64, stations: int) -> Int64:
    """Return the busbar (0 or 1) of each feeder: one after the other goes to that which carries less, so that
    neighbours mostly hang on different ones."""
    carried = np.zeros((stations, 2))
    found = np.empty(len(of_feeder), np.int64)
    for row, (station, own_w) in enumerate(zip(of_feeder.tolist(), load_w.tolist(), strict=True)):
        found[row] = np.argmin(carried[station])
        carried[station, found[row]] += own_w
    return found


def called(count: int, busbar: int) -> int:
    """Return the number by which a 22 kV feeder goes: odd ones on the first busbar (471, 473 …), even ones
    on the second (472, 474 …); ``count`` from 0 on each busbar."""
    return 471 + 2 * count + busbar


def short_name(name: str) -> str:
    """Return a substation's own name: what stands behind its voltage and before its data."""
    own = re.sub(r"\s*\(.*$", "", re.sub(r"^.*\bkV\s+", "", name)).strip()
    return own or name


def taps(kind: TransformerType, p_w: Float64, plan: Plan) -> Float64:
    """Return the tap of each transformer of a substation, in whole steps, so that its busbar stands at about
    ``BUSBAR_PU``.

    From the busbar up: current, the voltage drop in the transformer, then that of the network above under
    all transformers together.

    Args:
        kind: the transformers.
        p_w: load of each busbar.
        plan: whose power factor the loads have.

    Raises:
        BadFile: the network above cannot give that much; it names the larger of the plan's two loads.
    """
    s_pu = p_w * (1 + LOSSES) / kind.s_va * (1 + 1j * np.tan(np.arccos(plan.power_factor)))
    r_pu = kind.pk_w / kind.s_va
    z_pu = r_pu + 1j * np.sqrt(kind.uk_pu**2 - r_pu**2)
    i_pu = np.conj(s_pu / BUSBAR_PU)
    inside = BUSBAR_PU + z_pu * i_pu
    above = np.sum(inside * np.conj(i_pu)) * kind.s_va / SK_VA
    # The network above is taken as a reactance: |u|^2 of u = 1 - j x conj(s / u) solves a quadratic.
    half = 0.5 - above.imag
    if half < abs(above):
        parks = plan.feeders_park and plan.peak_park_mw > plan.peak_public_mw
        field = "peak_park_mw" if parks else "peak_public_mw"
        raise refused(field, "grid-plan-load-too-large", said=round(float(p_w.sum()) / 1e6))
    u_above = np.sqrt(half + np.sqrt(half**2 - abs(above) ** 2))
    steps: Float64 = np.round((u_above / np.abs(inside) - 1) / TAP_STEP)
    return steps * TAP_STEP


def add(columns: Columns, station: Station, p_w: Float64, plan: Plan) -> tuple[int, int]:
    """Add a substation with the load of each of its busbars; return the busbars.

    Raises:
        BadFile: see ``taps``.
    """
    code = station.code
    high = columns.node(f"{code}-110", U_HV, station.at, station.asset)
    columns.sources.append((f"{code}-source", high, SK_VA))
    buses = []
    kind = substation_for(float(p_w.max()) / plan.power_factor)
    for section, tap_pu in enumerate(taps(kind, p_w, plan).tolist(), start=1):
        bus = columns.node(f"{code}-c4{section}", U_MV, station.at, station.asset)
        columns.transformer(f"{code}-t{section}", high, bus, kind, (U_HV, U_MV), tap_pu)
        buses.append(bus)
    columns.switch(f"{code}-412", buses[0], buses[1], SwitchKind.BREAKER, closed=False, remote=True)
    return buses[0], buses[1]
