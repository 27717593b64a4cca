"""What each kind of device measures in the simulated world."""

import math
from collections.abc import Callable

from luylau.city.model import Asset, City
from luylau.simulator.heads import METER, Heads
from luylau.simulator.noise import Noise
from luylau.simulator.outages import Supply
from luylau.simulator.rivers import CHANNEL, Rivers
from luylau.simulator.weather import DAY_S, LOCAL_S, Sky, Weather

NOMINAL_V = 230.0
"""Phase voltage at a transformer's meter."""
TILT_AT_MS = 42.0
"""A pole leans for good at about this gust, assumed."""
PUMPED_MM_H = 6.0
"""Rain above which water rises at a pump station that has no power, assumed."""
BUSBAR_PU = 1.02
"""The voltage that tap changers hold at the busbars, as a share of the rated one."""
PEAK_SHARE = 0.8
"""Where the daily curve has its peak: a load that is planned at so much takes it then."""
FEEDER_LOSSES = 0.02
"""Losses of a feeder as a share of its load, assumed."""
BREAKER_KW = (2_000.0, 6_000.0)
"""Least and largest peak of a feeder that the city's grid does not know, assumed."""


class World:
    """The truth of one simulation: any device's values at any time, as pure functions."""

    def __init__(
        self,
        city: City,
        noise: Noise,
        weather: Weather,
        rivers: Rivers,
        supply: Supply,
        heads: Heads | None = None,
    ) -> None:
        self.city = city
        self.heads = heads
        self.noise = noise
        self.weather = weather
        self.rivers = rivers
        self.supply = supply

    def values(self, asset: Asset, time_us: int) -> dict[str, float]:
        """Return a device's true values by channel, rounded to the sensor's resolution.

        Channels that only speak when something happens (a last gasp) are left out.
        """
        kind = self.city.kinds[asset.kind]
        measured = _MEASURES.get(asset.kind, _nothing)(self, asset, time_us)
        found = {}
        for name, value in measured.items():
            channel = kind.channels.get(name)
            if channel is None:
                continue
            noisy = value
            step = channel.resolution
            if step == step and channel.high != 1:
                noisy += 0.8 * step * self.noise.normal(f"{asset.id} {name}", time_us // 1_000_000)
                noisy = round(noisy / step) * step
            if channel.low == channel.low:
                noisy = max(channel.low, noisy)
            if channel.high == channel.high:
                noisy = min(channel.high, noisy)
            found[name] = round(noisy, 6)
        return found

    def sky(self, asset: Asset, time_us: int) -> Sky:
        """Return the weather at an asset."""
        return self.weather.at(asset.lat, asset.lon, time_us)

    def own(self, asset: Asset, name: str) -> float:
        """Return a number in [0, 1) that belongs to an asset for ever."""
        return self.noise.uniform(f"{asset.id} own {name}")

    def wobble(self, asset: Asset, name: str, time_us: int, scale_s: float) -> float:
        """Return a smooth course in [-1, 1] of an asset."""
        return self.noise.wobble(f"{asset.id} {name}", time_us / 1e6, scale_s)


def _nothing(_: World, __: Asset, ___: int) -> dict[str, float]:
    return {}


def _battery(world: World, asset: Asset, time_us: int) -> float:
    return 12.6 + 0.4 * world.own(asset, "battery") + 0.05 * world.wobble(asset, "battery", time_us, DAY_S)


def _river(world: World, asset: Asset, time_us: int) -> dict[str, float]:
    return {CHANNEL: world.rivers.level_m(asset.id, time_us)}


def _rain(world: World, asset: Asset, time_us: int) -> dict[str, float]:
    return {"rain_1h": world.sky(asset, time_us).rain_mm_h, "battery": _battery(world, asset, time_us)}


def _weather(world: World, asset: Asset, time_us: int) -> dict[str, float]:
    sky = world.sky(asset, time_us)
    return {
        "wind_speed": sky.wind_ms,
        "wind_gust": sky.gust_ms,
        "wind_direction": sky.direction_deg,
        "temperature": sky.temperature_c,
        "humidity": sky.humidity,
        "pressure": sky.pressure_hpa,
    }


def _air(world: World, asset: Asset, time_us: int) -> dict[str, float]:
    sky = world.sky(asset, time_us)
    traffic = max(0.0, math.sin(2 * math.pi * ((time_us / 1e6 + LOCAL_S) % DAY_S / DAY_S - 0.25)))
    # Rain washes the air; still nights hold the dust.
    dust = (14 + 8 * traffic + 4 * world.wobble(asset, "dust", time_us, 10_800)) / (1 + sky.rain_mm_h / 4)
    return {"pm25": dust, "pm10": 1.6 * dust + 4, "temperature": sky.temperature_c, "humidity": sky.humidity}


def _day(time_us: int) -> float:
    """Return a load's course over the day: two humps of a household feeder, late morning and evening."""
    hour = (time_us / 1e6 + LOCAL_S) % DAY_S / 3_600
    return (
        0.45 + 0.2 * math.exp(-(((hour - 10.5) / 2.5) ** 2)) + 0.35 * math.exp(-(((hour - 19.5) / 2.2) ** 2))
    )


def _meter(world: World, asset: Asset, time_us: int) -> dict[str, float]:
    # The share differs from place to place.
    curve = _day(time_us) + 0.04 * world.wobble(asset, "load", time_us, 1_800)
    known = world.heads.planned.get(asset.powered_by) if world.heads else None
    if known is None:
        load_kw = (120 + 180 * world.own(asset, "peak")) * curve
        volts = NOMINAL_V * (BUSBAR_PU - 0.045 * curve)
        reactive = load_kw * 0.33
    else:
        share = curve / PEAK_SHARE
        load_kw = known.p_w / 1e3 * share
        # The drop to the planned voltage grows with the load, nearly in proportion.
        no_load_v = BUSBAR_PU * known.u_rated_v
        volts = (no_load_v - (no_load_v - known.u_v) * share) / math.sqrt(3)
        reactive = load_kw * known.q_share
    volts += 0.8 * world.wobble(asset, "volts", time_us, 900)
    amps = math.hypot(load_kw, reactive) * 1_000 / (3 * volts)
    return {
        "voltage": volts,
        "current": amps,
        "active_power": load_kw,
        "reactive_power": reactive,
        "frequency": 50 + 0.03 * world.noise.wobble("frequency", time_us / 1e6, 60),
    }


def _breaker(world: World, asset: Asset, time_us: int) -> dict[str, float]:
    curve = (_day(time_us) + 0.02 * world.wobble(asset, "load", time_us, 1_800)) / PEAK_SHARE
    head = world.heads.of.get(asset.id) if world.heads else None
    if world.heads is None or head is None:
        low, high = BREAKER_KW
        load_kw = (low + (high - low) * world.own(asset, "peak")) * curve
        return _feeder(world, asset.id, time_us, 22.0, load_kw, 0.33 * load_kw) | {"position": 1.0}
    state = world.heads.state(asset.id, time_us)
    load_kw = state.peak_w / 1e3 * curve
    reactive = load_kw * head.q_share
    for meter in state.meters:
        said = _meter(world, meter, time_us)
        load_kw += said["active_power"]
        reactive += said["reactive_power"]
    u_kv = head.u_v / 1e3 if state.live else 0.0
    load_kw *= 1 + FEEDER_LOSSES
    return _feeder(world, head.busbar, time_us, u_kv, load_kw, reactive) | {"position": float(state.closed)}


def _feeder(
    world: World, busbar: str, time_us: int, u_kv: float, load_kw: float, reactive: float
) -> dict[str, float]:
    """Return what is measured at a head; all heads on a busbar see the same voltage, which is the busbar's:
    it stays when the breaker opens."""
    held = BUSBAR_PU + 0.004 * world.noise.wobble(f"{busbar} volts", time_us / 1e6, 900)
    volts = u_kv * held
    amps = math.hypot(load_kw, reactive) / (math.sqrt(3) * volts) if volts else 0.0
    return {"voltage": volts, "current": amps, "active_power": load_kw, "reactive_power": reactive}


def _door(world: World, asset: Asset, time_us: int) -> dict[str, float]:
    return {"open": 0.0, "battery": _battery(world, asset, time_us)}


def _tilt(world: World, asset: Asset, time_us: int) -> dict[str, float]:
    upright = 0.4 + 0.8 * world.own(asset, "lean")
    gust = world.sky(asset, time_us).gust_ms
    sway = 0.02 * max(0.0, gust - 10)
    leans = TILT_AT_MS * (0.85 + 0.4 * world.own(asset, "root"))
    return {
        "tilt": upright + sway + (12.0 if gust > leans else 0.0),
        "battery": _battery(world, asset, time_us),
    }


def _smoke(world: World, asset: Asset, time_us: int) -> dict[str, float]:
    return {"smoke": 0.0, "battery": _battery(world, asset, time_us)}


def _water(world: World, asset: Asset, time_us: int) -> dict[str, float]:
    sky = world.sky(asset, time_us)
    dark_us = world.supply.dark_since(asset.powered_by or asset.id, time_us)
    depth = 0.02 * max(0.0, sky.rain_mm_h - PUMPED_MM_H)
    if dark_us is not None:
        # Nothing pumps: what has rained since stands there.
        depth += min(1.5, 0.001 * sky.rain_mm_h * (time_us - dark_us) / 60e6)
    return {"water_depth": depth, "battery": _battery(world, asset, time_us)}


def _camera(world: World, asset: Asset, time_us: int) -> dict[str, float]:
    return {
        "online": 1.0,
        "bitrate": 3.2 + world.own(asset, "rate") + 0.4 * world.wobble(asset, "rate", time_us, 300),
    }


def _switch(world: World, asset: Asset, time_us: int) -> dict[str, float]:
    sky = world.sky(asset, time_us)
    return {
        "online": 1.0,
        "temperature": sky.temperature_c + 12 + 3 * world.own(asset, "cabinet"),
        "traffic": 30 + 25 * world.own(asset, "traffic") + 6 * world.wobble(asset, "traffic", time_us, 600),
    }


_MEASURES: dict[str, Callable[[World, Asset, int], dict[str, float]]] = {
    "river_gauge": _river,
    "rain_gauge": _rain,
    "weather_station": _weather,
    "air_station": _air,
    METER: _meter,
    "feeder_breaker": _breaker,
    "door_sensor": _door,
    "tilt_sensor": _tilt,
    "smoke_sensor": _smoke,
    "water_sensor": _water,
    "camera": _camera,
    "network_switch": _switch,
}
