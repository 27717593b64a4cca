"""A small city, rules and batches for the tests of incidents."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from luylau.city.model import Asset, Channel, City, Kind, Level, Place
from luylau.incidents import (
    AppliesTo,
    Finding,
    FindingChange,
    HeartbeatRule,
    Rule,
    RuleEngine,
    RuleSet,
    ThresholdRule,
)
from luylau.kernel.events import events
from luylau.kernel.sql import metadata, open_engine, sqlite_url
from luylau.telemetry.observations import Batch
from luylau.telemetry.series import SeriesTable

SECOND = 1_000_000
T0 = 1_790_000_000 * SECOND
NAMES = {"vi": "Tên", "en": "Name", "ja": "名称"}


def make_city(assets: Sequence[Asset] = (), levels: Sequence[Level] = (), period_s: float = 60.0) -> City:
    """Two gauges with levels, a weather station, a door; or the assets given."""
    gauge = Kind(
        id="river_gauge", group="hydromet", icon="river", names=NAMES,
        channels={"water_level": Channel(name="water_level", unit="m", period_s=period_s)},
    )  # fmt: skip
    station = Kind(
        id="weather_station", group="hydromet", icon="wind", names=NAMES,
        channels={
            "wind_speed": Channel(name="wind_speed", unit="m/s", period_s=period_s),
            "humidity": Channel(name="humidity", unit="%RH", period_s=10 * period_s),
        },
    )  # fmt: skip
    clinic = Kind(id="clinic", group="site", icon="clinic", names=NAMES, channels={})
    places = [
        Place(id="bac-ninh", kind="province", name="Bắc Ninh", lat=21.1, lon=106.0),
        Place(id="dap-cau", kind="ward", name="Đáp Cầu", parent="bac-ninh", lat=21.2, lon=106.1),
        Place(id="elsewhere", kind="province", name="Nơi khác", lat=20.0, lon=106.0),
    ]
    known = assets or (
        make_asset("gauge-a"),
        make_asset("gauge-b", place="elsewhere"),
        make_asset("station", kind="weather_station"),
        make_asset("clinic", kind="clinic"),
    )
    return City(
        id="test", name="Test", names=NAMES, languages=("vi",), time_zone="Asia/Bangkok",
        territory_version="1", lat=21.0, lon=106.0, retention_days=30,
        places={place.id: place for place in places},
        organisations={},
        kinds={kind.id: kind for kind in (gauge, station, clinic)},
        assets={asset.id: asset for asset in known},
        levels=tuple(levels) or (
            Level(asset="gauge-a", channel="water_level", level="alarm-1", value=4.3, unit="m"),
            Level(asset="gauge-a", channel="water_level", level="alarm-3", value=6.3, unit="m"),
            Level(asset="gauge-b", channel="water_level", level="alarm-3", value=1600, unit="cm"),
        ),
    )  # fmt: skip


def make_asset(asset_id: str, **changed: Any) -> Asset:
    asset = Asset(
        id=asset_id, kind="river_gauge", name=asset_id.upper(), place="dap-cau", lat=21.2, lon=106.1
    )
    return replace(asset, **changed)


def threshold(rule_id: str = "high", **changed: Any) -> ThresholdRule:
    rule = ThresholdRule(
        id=rule_id, names=NAMES, severity="major", group=changed.pop("group", "river"), op="ge",
        applies_to=AppliesTo(asset_kind="river_gauge", channel="water_level"),
        value=None if "level" in changed else 5.0,
    )  # fmt: skip
    return replace(rule, **changed)


def heartbeat(rule_id: str = "silent", **changed: Any) -> HeartbeatRule:
    rule = HeartbeatRule(id=rule_id, names=NAMES, severity="minor", group="silent", periods=3)
    return replace(rule, **changed)


def rule_set(*rules: Rule) -> RuleSet:
    return RuleSet(version=1, rules=rules)


def make_engine(tmp_path: Path) -> Engine:
    engine = open_engine(sqlite_url(tmp_path / "test.db"))
    metadata.create_all(engine)
    return engine


def make_series(city: City) -> SeriesTable:
    """All series of the city's devices, in the pack's order."""
    engine = open_engine("sqlite://")
    metadata.create_all(engine)
    table = SeriesTable(engine, lambda device, channel: None)
    for asset in city.assets.values():
        for channel in city.kinds[asset.kind].channels:
            table.number(asset.id, channel)
    engine.dispose()
    return table


def make_batch(
    rows: Iterable[tuple[int, float, float]], *, quality: Sequence[int] = (), received: Sequence[float] = ()
) -> Batch:
    """Rows are (series, seconds after T0, value)."""
    taken = list(rows)
    time_us = np.array([T0 + round(at * SECOND) for _, at, _ in taken], np.int64)
    came = np.array([T0 + round(at * SECOND) for at in received], np.int64) if received else time_us
    return Batch(
        stream="test",
        series=np.array([series for series, _, _ in taken], np.int32),
        time_us=time_us,
        received_us=came,
        value=np.array([value for _, _, value in taken], np.float64),
        quality=np.array(quality or [0] * len(taken), np.uint16),
        seq=np.arange(len(taken), dtype=np.int64),
    )


def feed(engine: RuleEngine, points: Iterable[tuple[float, float]], series: int = 0) -> list[FindingChange]:
    """Feed (seconds, value) as one batch, received at the last one's time."""
    rows = [(series, at, value) for at, value in points]
    return engine.apply(make_batch(rows), (), T0 + round(rows[-1][1] * SECOND))


def told(changes: Iterable[FindingChange]) -> list[tuple[str, str, float]]:
    """(what, rule, seconds after T0), without refreshes."""
    seen: list[tuple[str, str, float]] = []
    for change in changes:
        if change.what != "refreshed":
            finding = change.finding
            at = finding.opened_us if change.what == "opened" else finding.cleared_us
            assert at is not None
            seen.append((change.what, finding.rule, (at - T0) / SECOND))
    return seen


def make_finding(finding_id: str = "finding-1", **changed: Any) -> Finding:
    finding = Finding(
        id=finding_id, rule="high", names=NAMES, group="river", asset="gauge-a", asset_name="Trạm Đáp Cầu",
        asset_kind="river_gauge", place="dap-cau", place_name="Đáp Cầu", channel="water_level",
        severity="minor", opened_us=T0, last_seen_us=T0, value=4.5, threshold=4.3, unit="m",
        key="finding-above", fields={"value": 4.5, "threshold": 4.3, "unit": "m"}, simulated=True,
    )  # fmt: skip
    return replace(finding, **changed)


def opened(finding: Finding) -> FindingChange:
    return FindingChange(what="opened", finding=finding)


def refreshed(finding: Finding, **changed: Any) -> FindingChange:
    return FindingChange(what="refreshed", finding=replace(finding, **changed))


def cleared(finding: Finding, seconds: float = 100) -> FindingChange:
    at = T0 + round(seconds * SECOND)
    return FindingChange(what="cleared", finding=replace(finding, cleared_us=at, last_seen_us=at))


def event_kinds(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return [row.kind for row in connection.execute(sa.select(events).order_by(events.c.seq))]


class ListAuditor:
    """An auditor that remembers, or refuses to write."""

    def __init__(self, *, broken: bool = False) -> None:
        self.rows: list[tuple[str, str, str, str]] = []
        self.broken = broken

    def append(
        self, connection: Connection, *, actor: str, action: str, resource: str, outcome: str, time_us: int,
        detail: Mapping[str, Any] | None = None,
    ) -> object:  # fmt: skip
        if self.broken:
            raise OSError("disk full")
        assert connection.in_transaction()
        self.rows.append((actor, action, resource, outcome))
        return None
