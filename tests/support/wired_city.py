"""A city whose wires can be drawn on paper: two feeders, four transformers, a network of three switches.

::

    ts-1 ─┬─ br-1 ── l1 ── tx-1 ── rec-1 ── l2 ── tx-2 ── l3 ── tx-3
          └─ br-2 ── l4 ── tx-4

    sw-core (at tx-4, 24 h): all at tx-4 ─┬─ sw-a (at tx-1, 4 h): all at tx-1, tx-2
                                          └─ sw-b (at tx-3, none): all at tx-3

At each transformer five meters and two cameras; the clinic (vital, 2 h) is fed from tx-2, the pump station
(high) from tx-3, and a door sensor (one year of battery) from the pump station.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from luylau.city.model import Asset, Channel, City, Kind, Place
from luylau.kernel.clock import MICROS
from luylau.power.model import Criticality, Grid, SwitchKind
from luylau.telemetry.observations import Batch
from tests.unit.power.grids import feeders, lines, loads, nodes, sources, switches

PERIOD_S = 60
START_US = 1_790_000_000 * MICROS


def _kind(name: str, group: str, *channels: Channel) -> Kind:
    return Kind(id=name, group=group, icon=name, names={}, channels={one.name: one for one in channels})


def _channel(name: str, unit: str, *, period_s: float = float("nan"), high: float = 1.0) -> Channel:
    return Channel(name=name, unit=unit, low=0.0, high=high, period_s=period_s)


_KINDS = {
    one.id: one
    for one in (
        _kind(
            "meter",
            "power",
            _channel("voltage", "V", period_s=PERIOD_S, high=300.0),
            _channel("last_gasp", "count"),
        ),
        _kind("camera", "camera", _channel("online", "count", period_s=PERIOD_S)),
        _kind("door", "security", _channel("open", "count", period_s=PERIOD_S)),
        _kind("switch", "network", _channel("online", "count", period_s=PERIOD_S)),
        _kind("breaker", "power", _channel("position", "count", period_s=PERIOD_S)),
        _kind("substation", "power"),
        _kind("transformer", "power"),
        _kind("clinic", "site"),
        _kind("pump", "site"),
    )
}


def wired_city() -> City:
    """Return the city."""
    assets: list[Asset] = []

    def add(name: str, kind: str, powered_by: str = "", via: str = "", **more: object) -> None:
        lat = 21.1 + len(assets) / 10_000
        one = Asset(
            id=name, kind=kind, name=name, place="unit", lat=lat, lon=106.0, status="simulated",
            powered_by=powered_by, connected_via=via,
        )  # fmt: skip
        assets.append(replace(one, **more))  # type: ignore[arg-type]

    add("ts-1", "substation", criticality="vital")
    for number in range(1, 5):
        add(f"tx-{number}", "transformer", "ts-1")
    add("sw-core", "switch", "tx-4", backup_h=24.0)
    add("sw-a", "switch", "tx-1", "sw-core", backup_h=4.0)
    add("sw-b", "switch", "tx-3", "sw-core")
    add("br-1", "breaker", "ts-1", "sw-core", backup_h=8.0)
    add("clinic", "clinic", "tx-2", backup_h=2.0, criticality="vital")
    add("pump", "pump", "tx-3", criticality="high")
    add("door", "door", "pump", "sw-b", backup_h=8_760.0)
    for number in range(1, 5):
        via = {3: "sw-b", 4: "sw-core"}.get(number, "sw-a")
        for each in range(5):
            add(f"meter-{number}{each}", "meter", f"tx-{number}", via)
        for each in range(2):
            add(f"camera-{number}{each}", "camera", f"tx-{number}", via)
    place = Place(id="unit", kind="ward", name="Phường", lat=21.1, lon=106.0)
    return City(
        id="wired", name="Wired", names={}, languages=("vi", "en", "ja"), time_zone="Asia/Ho_Chi_Minh",
        territory_version="2025-07-01", lat=21.1, lon=106.0, retention_days=30, places={"unit": place},
        organisations={}, kinds=_KINDS, assets={one.id: one for one in assets}, levels=(),
    )  # fmt: skip


def wired_grid() -> Grid:
    """Return its grid."""
    grid = Grid(
        name="wired",
        nodes=replace(nodes(9), asset=("ts-1", *[""] * 8)),
        lines=lines([("l1", 1, 2), ("l2", 3, 4), ("l3", 4, 5), ("l4", 6, 7)]),
        switches=switches([("br-1", 0, 1), ("rec-1", 2, 3), ("br-2", 0, 6)], [True, True, True]),
        sources=sources(0),
        loads=loads([2, 4, 5, 7], [1e5] * 4, [0.0] * 4),
        feeders=feeders(0, 2),
        simulated=True,
    )
    kinds = np.array([SwitchKind.BREAKER, SwitchKind.RECLOSER, SwitchKind.BREAKER], np.int8)
    return replace(
        grid,
        switches=replace(grid.switches, kind=kinds),
        loads=replace(
            grid.loads,
            asset=("tx-1", "tx-2", "tx-3", "tx-4"),
            customers=np.array([100, 200, 300, 400]),
            criticality=np.full(4, Criticality.NORMAL, np.int8),
        ),
    )


KEYS: list[tuple[str, str]] = [
    (asset.id, channel) for asset in wired_city().assets.values() for channel in _KINDS[asset.kind].channels
]
"""All series."""
_NUMBER = {key: number for number, key in enumerate(KEYS)}
_PERIODIC = {
    asset.id: next(name for name, one in _KINDS[asset.kind].channels.items() if one.period_s == one.period_s)
    for asset in wired_city().assets.values()
    if _KINDS[asset.kind].channels
}
USUAL: Mapping[str, float] = {"voltage": 230.0, "online": 1.0, "open": 0.0, "position": 1.0}


def batch(rows: list[tuple[str, str, float]], now_us: int) -> Batch:
    """Return observations (device, channel, value) that come now."""
    count = len(rows)
    return Batch(
        stream="test",
        series=np.array([_NUMBER[device, channel] for device, channel, _ in rows], np.int32),
        time_us=np.full(count, now_us),
        received_us=np.full(count, now_us),
        value=np.array([value for *_, value in rows], np.float64),
        quality=np.zeros(count, np.uint16),
        seq=np.arange(count),
    )


def phase_s(device: str) -> int:
    """Return at which second of a minute a device reports: spread evenly."""
    return sorted(_PERIODIC).index(device) * 7 % PERIOD_S


def speaking(second: int, reports: Callable[[str], bool]) -> list[tuple[str, str, float]]:
    """Return what comes in a second from the devices that report."""
    return [row for row in everyone(reports) if phase_s(row[0]) == second % PERIOD_S]


def everyone(reports: Callable[[str], bool]) -> list[tuple[str, str, float]]:
    """Return one report of each device that reports."""
    return [(device, channel, USUAL[channel]) for device, channel in _PERIODIC.items() if reports(device)]
