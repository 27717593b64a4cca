"""What a pack says arrives in the model."""

import math
from pathlib import Path

import pytest

from luylau.city import City, check, default_kinds, load, shipped_pack
from luylau.city.kinds import read_kinds
from luylau.kernel.errors import Fault
from luylau.kernel.geo import distance_m
from tests.unit.city.conftest import edit


def test_every_field_arrives(pack: Path) -> None:
    city = load(pack)
    assert (city.id, city.name, city.names, city.languages) == (
        "song", "Sông", {"en": "River Town"}, ("vi", "en"),
    )  # fmt: skip
    assert (city.time_zone, city.territory_version, city.retention_days) == (
        "Asia/Ho_Chi_Minh", "2025-07-01", 30,
    )  # fmt: skip
    place = city.places["phuong-a"]
    assert (place.parent, place.code, place.area_km2, place.population) == ("tinh", "00001", 10, 5000)
    assert place.names == {"en": "An Ward"}
    assert math.isnan(city.places["xa-b"].population)
    assert city.places["xa-b"].assumed
    gauge = city.assets["gauge-1"]
    assert (gauge.powered_by, gauge.connected_via, gauge.backup_h) == ("tx-1", "sw-1", 72)
    assert (gauge.criticality, gauge.status, gauge.owner) == ("vital", "installed", "so")
    assert city.assets["tx-1"].backup_h == 0
    assert city.assets["tx-1"].criticality == "normal"
    assert city.legacy[0].unit == "xa-b"
    assert list(city.assets) == ["ts-1", "tx-1", "sw-1", "gauge-1"]
    assert city.dependants("tx-1") == ("sw-1", "gauge-1")


def test_levels_come_in_the_channels_own_unit(pack: Path) -> None:
    level = load(pack).level("gauge-1", "water_level", "alarm-1")
    assert level is not None
    assert (round(level.value, 9), level.unit) == (4.3, "m")


def test_optional_files_may_be_absent(pack: Path) -> None:
    (pack / "legacy.csv").unlink()
    assert check(pack) == []
    assert load(pack).legacy == ()


def test_a_pack_adds_and_replaces_kinds(pack: Path) -> None:
    (pack / "kinds.toml").write_text(
        '[tide_gauge]\ngroup = "hydromet"\nicon = "river"\n'
        '[tide_gauge.channels.tide]\nunit = "m"\nlow = -3\nhigh = 5\nshown = true\n'
        '[clinic]\ngroup = "site"\nicon = "clinic"\nretention_days = 7\n'
    )
    edit(
        pack,
        "assets.csv",
        "sw-1,network_switch",
        "tide-1,tide_gauge,T,xa-b,21,106,,,,,,,,true\nsw-1,network_switch",
    )
    city = load(pack)
    channel = city.channel("tide-1", "tide")
    assert channel is not None
    assert (channel.low, channel.high, channel.anomaly) == (-3, 5, True)
    assert city.kinds["clinic"].retention_days == 7
    assert city.kinds["river_gauge"] == default_kinds()["river_gauge"]


CHANNEL = '[k]\ngroup="site"\nicon="x"\n[k.channels.c]\n'


@pytest.mark.parametrize(
    ("text", "column", "key"),
    [
        ('[K]\ngroup="site"\nicon="x"', "K", "city-kind-form"),
        ('[k]\ngroup="moon"\nicon="x"', "k.group", "city-choice"),
        ('[k]\ngroup="site"\nicon="A B"', "k.icon", "city-id-form"),
        ('[k]\ngroup="site"\nicon="x"\ncolour="red"', "k.colour", "city-key-unknown"),
        ('[k]\ngroup="site"\nicon="x"\nretention_days=true', "k.retention_days", "city-number-range"),
        ('[k]\ngroup="site"\nicon="x"\nnames={vi=""}', "k.names", "city-key-form"),
        ('[k]\ngroup="site"\nicon="x"\nchannels=3', "k.channels", "city-key-form"),
        ('[k]\ngroup="site"\nicon="x"\n[k.channels.C]\nunit="m"', "k.channels.C", "city-channel-form"),
        (CHANNEL + 'unit="cubits"', "k.channels.c.unit", "city-unit-unknown"),
        (CHANNEL + 'unit="m"\nlow="1"', "k.channels.c.low", "city-number-form"),
        (CHANNEL + 'unit="m"\nlow=1' + "0" * 400, "k.channels.c.low", "city-number-form"),
        (CHANNEL + 'unit="m"\nlow=inf', "k.channels.c.low", "city-number-form"),
        (
            CHANNEL + 'unit="m"\nperiod_s=0',
            "k.channels.c.period_s", "city-number-form",
        ),
        (CHANNEL + 'unit="m"\nshown=1', "k.channels.c.shown", "city-flag-form"),
        (
            CHANNEL + 'unit="m"\nlow=2\nhigh=1',
            "k.channels.c", "city-low-above-high",
        ),
        (
            '[k]\ngroup="site"\nicon="x"\n[k.channels]\na={unit="m",shown=true}\nb={unit="m",shown=true}',
            "k.channels", "city-shown-twice",
        ),
    ],
)  # fmt: skip
def test_a_slip_in_kinds_is_named(text: str, column: str, key: str) -> None:
    faults: list[Fault] = []
    read_kinds(text.encode(), faults)
    assert [(fault.column, fault.key) for fault in faults] == [(column, key)]


def test_the_default_kinds_are_whole() -> None:
    kinds = default_kinds()
    assert {id_: tuple(kind.channels) for id_, kind in kinds.items() if kind.is_device} == {
        "river_gauge": ("water_level",),
        "rain_gauge": ("rain_1h", "battery"),
        "weather_station": (
            "wind_speed", "wind_gust", "wind_direction", "temperature", "humidity", "pressure",
        ),
        "air_station": ("pm25", "pm10", "temperature", "humidity"),
        "transformer_meter": (
            "voltage", "current", "active_power", "reactive_power", "frequency", "last_gasp",
        ),
        "feeder_breaker": ("position", "voltage", "current", "active_power", "reactive_power"),
        "door_sensor": ("open", "battery"),
        "tilt_sensor": ("tilt", "battery"),
        "smoke_sensor": ("smoke", "battery"),
        "water_sensor": ("water_depth", "battery"),
        "camera": ("online", "bitrate"),
        "network_switch": ("online", "temperature", "traffic"),
    }  # fmt: skip
    for kind in kinds.values():
        assert set(kind.names) == {"vi", "en", "ja"}
        assert sum(channel.shown for channel in kind.channels.values()) == bool(kind.channels)
        for channel in kind.channels.values():
            assert set(channel.names) == {"vi", "en", "ja"}
            assert channel.low < channel.high
            assert channel.resolution > 0


@pytest.fixture(scope="module")
def bac_ninh() -> City:
    return load(shipped_pack("bac-ninh"))


def test_the_shipped_pack_holds_what_it_promises(bac_ninh: City) -> None:
    units = [place for place in bac_ninh.places.values() if place.kind in ("ward", "commune")]
    assert sum(place.kind == "ward" for place in units) == 33
    assert sum(place.kind == "commune" for place in units) == 66
    # Published: 4,718.6 km2 and about 3.62 million people.
    assert sum(place.area_km2 for place in units) == pytest.approx(4_718.6, abs=0.1)
    assert sum(place.population for place in units) == pytest.approx(3.62e6, rel=0.001)
    devices = [asset for asset in bac_ninh.assets.values() if bac_ninh.kinds[asset.kind].is_device]
    assert 1_700 <= len(devices) <= 1_850
    assert {asset.kind for asset in devices} == {
        id_ for id_, kind in bac_ninh.kinds.items() if kind.is_device
    }
    assert all(asset.status == "simulated" and asset.assumed for asset in bac_ninh.assets.values())
    assert sum(place.kind == "industrial_park" for place in bac_ninh.places.values()) == 31


def test_river_alarms_are_those_published(bac_ninh: City) -> None:
    alarm = {
        (level.asset, level.level): level.value for level in bac_ninh.levels if level.channel == "water_level"
    }
    assert alarm["gauge-dap-cau", "alarm-3"] == 6.3
    assert alarm["gauge-phu-lang-thuong", "alarm-1"] == 4.3
    assert alarm["gauge-phuc-loc-phuong", "alarm-2"] == 7.0
    assert alarm["gauge-cau-son", "alarm-3"] == 16.0
    assert len(alarm) == 12
    assert all(level.source for level in bac_ninh.levels)


def test_every_chain_of_power_and_network_ends_at_a_root(bac_ninh: City) -> None:
    for asset in bac_ninh.assets.values():
        here = asset
        while here.connected_via:
            here = bac_ninh.assets[here.connected_via]
        assert here.id == "sw-core-ioc" or not asset.connected_via
        here = asset
        while here.powered_by:
            here = bac_ninh.assets[here.powered_by]
        assert here.id.startswith("ts-220-") or not asset.powered_by


def test_every_device_can_be_reached_and_is_near_its_unit(bac_ninh: City) -> None:
    for asset in bac_ninh.assets.values():
        if bac_ninh.kinds[asset.kind].is_device:
            assert asset.connected_via or asset.id == "sw-core-ioc"
        place = bac_ninh.places[asset.place]
        if place.kind == "industrial_park":
            place = bac_ninh.places[place.parent]
        # No unit is a circle: the gauge of Phủ Lạng Thương stands 1.13 radii from the centre, inside.
        radius_m = 1_000 * math.sqrt(place.area_km2 / math.pi)
        assert distance_m(asset.lat, asset.lon, place.lat, place.lon) < 1.2 * radius_m


def test_every_asset_and_place_has_three_names(bac_ninh: City) -> None:
    for thing in (*bac_ninh.assets.values(), *bac_ninh.places.values()):
        assert thing.name
        assert set(thing.names) == {"en", "ja"}
    names = [asset.name for asset in bac_ninh.assets.values()]
    assert len(set(names)) == len(names)
