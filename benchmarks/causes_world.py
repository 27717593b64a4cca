"""Simulated faults on the provincial grid, and what its devices would be heard to say: truth for ``causes``.

Everything here is simulated. A world is the shipped pack's grid with devices at its loads and a network of
carriers: one core, area switches, street concentrators, each fed from one of the loads that it serves.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np

from luylau.cities import find_pack
from luylau.city import load
from luylau.city.model import City
from luylau.incidents.causes.evidence import NEVER, Heard
from luylau.incidents.causes.wiring import Devices, Supply, Wiring
from luylau.kernel.arrays import Bool, Int64
from luylau.kernel.clock import MICROS
from luylau.power.grids import grid_of
from luylau.power.model import Grid
from luylau.power.topology import NONE, gather, inherit

PERIOD_S = 60
NOW_US = 1_800_000_000 * MICROS
"""When the faults begin."""
AREAS = 40
SERVED = 20
"""Loads that one concentrator serves."""
CORE_BACKUP_H, AREA_BACKUP_H, STREET_BACKUP_H = 24.0, 8.0, 0.5
"""Half of the concentrators have none."""
DEVICE_BACKUP_H = 4.0
GASP = 0.6
_HOUR_US = 3_600 * MICROS
_FAR = np.iinfo(np.int64).max // 2


@cache
def provincial() -> Grid:
    """Return the simulated grid of the shipped pack."""
    folder = find_pack("bac-ninh")
    grid = grid_of(folder, load(folder))
    assert grid is not None
    return grid


def wiring_of(
    grid: Grid, devices: int, *, on_battery: float, dense: float, rng: np.random.Generator
) -> Wiring:
    """Return about ``devices`` devices, spread over the loads as customers are.

    Args:
        grid: the grid.
        devices: how many, but at least one at each load that has any.
        on_battery: the share that runs on without supply.
        dense: the share of loads that have any.
        rng: for all that is drawn.
    """
    loads = grid.loads
    has = rng.random(len(loads)) < dense
    weight = np.where(has, np.maximum(loads.customers, 1), 0).astype(np.float64)
    each = np.where(has, np.maximum(np.round(weight / weight.sum() * devices), 1), 0).astype(np.int64)
    at = np.repeat(np.arange(len(loads)), each)
    street_of, area_of, street_load = _network(grid)
    streets = len(street_load)
    carriers = 1 + AREAS + streets
    area_load = np.array([int(np.flatnonzero(area_of == one)[0]) for one in range(AREAS)])
    fed = np.concatenate([[int(np.argmax(loads.customers))], area_load, street_load])
    above = np.concatenate([[NONE], np.zeros(AREAS, np.int64), 1 + area_of[street_load]])
    hours = np.concatenate(
        [[CORE_BACKUP_H], np.full(AREAS, AREA_BACKUP_H), np.full(streets, STREET_BACKUP_H)]
    )
    hours[1 + AREAS :][rng.random(streets) < 0.5] = 0.0
    carrier_backup_us = (hours * _HOUR_US).astype(np.int64)
    backup = np.where(rng.random(len(at)) < on_battery, round(DEVICE_BACKUP_H * _HOUR_US), 0)
    # Carriers say themselves how they are; they follow the devices.
    backup_us = np.concatenate([backup, carrier_backup_us])
    own = np.concatenate([np.full(len(at), NONE), np.arange(carriers)])
    node = np.concatenate([loads.node[at], loads.node[fed]])
    carrier = np.concatenate([1 + AREAS + street_of[at], above])
    pairs, group = np.unique(np.stack([node, carrier], axis=1), axis=0, return_inverse=True)
    count = len(node)
    return Wiring(
        grid=grid,
        devices=Devices(
            id=tuple(map(str, range(count))),
            node=node,
            carrier=carrier,
            own=own,
            backup_us=backup_us,
            period_us=np.full(count, PERIOD_S * MICROS),
            gasps=(backup_us == 0) & (own == NONE),
            group=group.ravel().astype(np.int64),
        ),
        site=(),
        site_parent=np.empty(0, np.int64),
        carrier=tuple(f"carrier-{one}" for one in range(carriers)),
        carrier_parent=above,
        carrier_node=loads.node[fed],
        carrier_backup_us=carrier_backup_us,
        group_node=pairs[:, 0].copy(),
        group_carrier=pairs[:, 1].copy(),
        node_of={},
    )


def _network(grid: Grid) -> tuple[Int64, Int64, Int64]:
    """Return each load's concentrator and area, and the load that feeds each concentrator; by place."""
    lat = np.nan_to_num(grid.nodes.lat[grid.loads.node], nan=21.1)
    lon = np.nan_to_num(grid.nodes.lon[grid.loads.node], nan=106.0)
    # Strips of equal numbers from west to east, each from south to north.
    strips = round(AREAS**0.5)
    strip = np.argsort(np.argsort(lon)) * strips // len(lon)
    area, street = np.empty(len(lon), np.int64), np.empty(len(lon), np.int64)
    area[np.lexsort((lat, strip))] = np.arange(len(lon)) * AREAS // len(lon)
    street[np.lexsort((lat + lon, area))] = np.arange(len(lon)) // SERVED
    served = np.argsort(street, kind="stable")
    first = np.searchsorted(street[served], np.arange(int(street.max()) + 1))
    return street, area, served[np.minimum(first + SERVED // 2, len(served) - 1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """How an event is seen.

    ``faults`` on the grid and ``network`` failures at once. ``reporting``: the share of devices that ever
    report; ``lost``: how often a report or a last gasp is lost; ``false``: the share silent for reasons of
    their own; ``wrong``: the share of feeder heads that say the opposite of how they stand.
    """

    faults: int
    network: int = 1
    reporting: float = 0.8
    lost: float = 0.2
    false: float = 0.02
    wrong: float = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """The truth of an event.

    ``opened``: supply nodes whose edge above opened; ``failed``: carriers that failed; ``dead``, ``down``:
    what follows from both. ``dies_us``: when each device falls silent for good, far ahead for most.
    ``closed``, ``told``: what switches say. ``gasp_us``: when a last gasp arrived. ``phase_us``: when in its
    period each device reports. ``knows``: whether it ever has.
    """

    opened: Int64
    failed: Int64
    dead: Bool
    down: Bool
    dies_us: Int64
    closed: Bool
    told: Bool
    gasp_us: Int64
    phase_us: Int64
    knows: Bool
    seed: int


def draw(wiring: Wiring, normal: Supply, conditions: Conditions, seed: int) -> Event:
    """Return an event: faults by the chances of ``normal``, none below another, all above some device."""
    rng = np.random.default_rng(seed)
    devices, count = wiring.devices, len(wiring.devices)
    opened = _faults(wiring, normal, conditions.faults, rng)
    first = np.full(wiring.nodes, NONE)
    first[opened] = opened
    inherit(normal.order, normal.parent, first)
    dead = first != NONE
    failed = rng.choice(np.arange(1, len(wiring.carrier)), conditions.network, replace=False)
    without = dead[wiring.carrier_node] & (wiring.carrier_backup_us == 0)
    down = without.copy()
    down[failed] = True
    for one, above in enumerate(wiring.carrier_parent.tolist()):
        down[one] |= above != NONE and down[above]
    cut = (devices.carrier != NONE) & np.append(down, False)[devices.carrier]
    own = devices.own != NONE
    cut[own] |= down[devices.own[own]]
    dark = dead[devices.node]
    dies = np.full(count, _FAR)
    dies[cut | (dark & (devices.backup_us == 0))] = NOW_US
    faulty = rng.random(count) < conditions.false
    dies[faulty] = NOW_US - rng.integers(3_600, 3 * 86_400, int(faulty.sum())) * MICROS
    # Half of those whose carrier goes down as well are heard just before.
    hears = ~cut | (rng.random(count) < 0.5)
    gasps = dark & devices.gasps & ~faulty & hears & (rng.random(count) < GASP * (1 - conditions.lost))
    closed, told = _positions(wiring, normal, opened, conditions.wrong, rng)
    above = wiring.carrier_parent[failed]
    hidden = without[failed] | ((above != NONE) & np.append(down, False)[above])
    return Event(
        opened=opened,
        failed=failed[~hidden],
        dead=dead,
        down=down,
        dies_us=dies,
        closed=closed,
        told=told,
        gasp_us=np.where(gasps, NOW_US + 200_000, NEVER),
        phase_us=rng.integers(0, PERIOD_S * MICROS, count),
        knows=rng.random(count) < conditions.reporting,
        seed=seed,
    )


def _faults(wiring: Wiring, normal: Supply, wanted: int, rng: np.random.Generator) -> Int64:
    devices = wiring.devices
    below = np.bincount(devices.node[devices.own == NONE], minlength=wiring.nodes)
    gather(normal.order, normal.parent, below)
    chance = np.where((below > 0) & (normal.edge != NONE), normal.chance, 0.0)
    tries = min(4 * wanted + 4, int((chance > 0).sum()))
    opened: list[int] = []
    for node in rng.choice(len(chance), tries, replace=False, p=chance / chance.sum()).tolist():
        way = way_up(normal.parent, node)
        nested = any(one in way or node in way_up(normal.parent, one) for one in opened)
        if len(opened) < wanted and not nested:
            opened.append(node)
    return np.array(sorted(opened), np.int64)


def _positions(
    wiring: Wiring, normal: Supply, opened: Int64, wrong: float, rng: np.random.Generator
) -> tuple[Bool, Bool]:
    """Return what the feeders' heads say: how they stand, but for the share that is ``wrong``."""
    switches, first = wiring.grid.switches, wiring.grid.switch_edges.start
    told = np.zeros(len(switches), np.bool_)
    told[wiring.grid.feeders.head] = True
    closed = switches.closed.copy()
    rows = normal.edge[opened] - first
    rows = rows[(rows >= 0) & (rows < len(switches))]
    closed[rows[told[rows]]] = False
    flipped = wiring.grid.feeders.head[rng.random(len(wiring.grid.feeders)) < wrong]
    closed[flipped] = ~closed[flipped]
    return closed, told


def heard_at(wiring: Wiring, event: Event, conditions: Conditions, now_us: int) -> Heard:
    """Return what has been heard by ``now_us``: each report is lost or not once and for all."""
    period_us = wiring.devices.period_us
    number = (np.minimum(now_us, event.dies_us) - event.phase_us) // period_us
    lost = _lost(number, event.seed, conditions.lost)
    while lost.any():
        number = number - lost
        lost &= _lost(number, event.seed, conditions.lost)
    last_us = np.where(event.knows, number * period_us + event.phase_us, NEVER)
    gasped = event.knows & (event.gasp_us != NEVER) & (event.gasp_us <= now_us)
    return Heard(last_us, np.where(gasped, event.gasp_us, NEVER), np.zeros(len(number), np.bool_))


def measured_loss(wiring: Wiring, event: Event, conditions: Conditions) -> float:
    """Return how often a report is lost, as far as a watch knew when the event began: from how many each
    device had missed just then, but for those silent for long."""
    now_us = NOW_US - 1
    heard = heard_at(wiring, event, conditions, now_us)
    missed = np.floor((now_us - heard.last_us) / wiring.devices.period_us)
    mean = float(missed[(heard.last_us != NEVER) & (missed <= 4)].mean())
    return mean / (1 + mean)


def a_city() -> City:
    """Return a city that has none of the devices: a wiring drawn here names them itself."""
    return City(
        id="drawn", name="", names={}, languages=("vi", "en", "ja"), time_zone="Asia/Ho_Chi_Minh",
        territory_version="", lat=21.1, lon=106.0, retention_days=1, places={}, organisations={}, kinds={},
        assets={}, levels=(),
    )  # fmt: skip


def _lost(number: Int64, seed: int, share: float) -> Bool:
    """Say of each device's report of this number whether it is lost: by a hash (splitmix64's finaliser)."""
    mixed = number.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    mixed ^= np.arange(len(number), dtype=np.uint64) * np.uint64(0xC2B2AE3D27D4EB4F)
    mixed ^= np.uint64((seed + 1) * 0x2545F4914F6CDD1D % 2**64)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed ^= mixed >> np.uint64(shift)
        mixed *= np.uint64(factor)
    mixed ^= mixed >> np.uint64(31)
    return (mixed >> np.uint64(11)).astype(np.float64) / 2**53 < share


def way_up(parent: Int64, node: int) -> list[int]:
    """Return the node and those above it, up to the top."""
    way = [node]
    while parent[way[-1]] != NONE:
        way.append(int(parent[way[-1]]))
    return way
