"""What each kind of device measures in the simulated world."""

import math
from collections.abc import Callable

from luylau.city.model import Asset, City
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


class World:
    """The truth of one simulation: any device's values at any time, as pure functions."""

    def __init__(self, city: City, noise: Noise, weather: Weather, rivers: Rivers, supply: Supply) -> None:
        self.city = city
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


def _meter(world: World, asset: Asset, time_us: int) -> dict[str, float]:
    hour = (time_us / 1e6 + LOCAL_S) % DAY_S / 3_600
    # Two humps of a household feeder: late morning and evening; the share differs from place to place.
    curve = (
        0.45
        + 0.2 * math.exp(-(((hour - 10.5) / 2.5) ** 2))
        + 0.35 * math.exp(-(((hour - 19.5) / 2.2) ** 2))
        + 0.04 * world.wobble(asset, "load", time_us, 1_800)
    )
    peak_kw = 120 + 180 * world.own(asset, "peak")
    load_kw = peak_kw * curve
    volts = NOMINAL_V * (1.02 - 0.045 * curve) + 0.8 * world.wobble(asset, "volts", time_us, 900)
    reactive = load_kw * 0.33
    amps = math.hypot(load_kw, reactive) * 1_000 / (3 * volts)
    return {
        "voltage": volts,
        "current": amps,
        "active_power": load_kw,
        "reactive_power": reactive,
        "frequency": 50 + 0.03 * world.noise.wobble("frequency", time_us / 1e6, 60),
    }


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
    "transformer_meter": _meter,
    "door_sensor": _door,
    "tilt_sensor": _tilt,
    "smoke_sensor": _smoke,
    "water_sensor": _water,
    "camera": _camera,
    "network_switch": _switch,
}
