"""Tropical cyclones: a best track, and the wind field around it.

The wind's profile is Holland's (Mon. Wea. Rev. 108, 1980): r away from the centre, with x = (R / r)**B, the
wind is the strongest wind times sqrt(x exp(1 - x)), and the pressure lies below the surroundings' by what
the centre's does times 1 - exp(-x). Between the fixes of a track, position and strength run straight."""

import csv
import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
from numba import njit

from luylau.kernel.arrays import Float64, Int64
from luylau.kernel.clock import MICROS, parse_iso
from luylau.kernel.errors import BadFile, BadInput, Fault, Field
from luylau.kernel.geo import distance_m

KNOT_MS: Final = 0.514444
"""Metres a second of one knot."""
CALM_PRESSURE_HPA: Final = 1_010.0
RADIUS_OF_MAXIMUM_WIND_KM: Final = 30.0
PROFILE_B: Final = 1.6
"""Both assumed: the best track gives no radii for these hours. Holland's B lies between 1 and 2.5."""
GUST_FACTOR: Final = 1.4
"""Gust over ten-minute mean wind, assumed (WMO guidelines for land at the coast: 1.3 to 1.6)."""
ONE_MINUTE: Final = 0.93
"""Ten-minute mean over one-minute mean wind at sea (Harper, Kepert and Ginger, WMO/TD-No. 1555, 2010)."""
PEAK_STEP_S: Final = 600.0

_COLUMNS: Final = {
    "time": ("time", "iso_time"),
    "lat": ("lat",),
    "lon": ("lon",),
    "wind": ("wind", "wmo_wind", "usa_wind"),
    "slp": ("slp", "pres", "wmo_pres", "usa_pres"),
}
_LIMITS: Final = {"lat": (-90.0, 90.0), "lon": (-180.0, 360.0), "wind": (0.0, 220.0), "slp": (800.0, 1_100.0)}


class Fix(NamedTuple):
    """One position of a best track: microseconds UTC, degrees, knots, hectopascal."""

    time_us: int
    lat: float
    lon: float
    wind_kt: float
    pressure_hpa: float


YAGI_2024: Final[tuple[Fix, ...]] = tuple(
    Fix(parse_iso(f"2024-09-{moment}:00:00Z"), lat, lon, wind, pressure)
    for moment, lat, lon, wind, pressure in (
        ("06T18", 20.3, 109.0, 85, 945),
        ("07T00", 20.5, 108.1, 85, 940),
        ("07T06", 20.9, 107.1, 90, 935),
        ("07T12", 21.0, 106.0, 55, 980),
        ("07T18", 21.0, 105.4, 40, 992),
        ("08T00", 21.1, 104.8, 35, 996),
        ("08T06", 21.4, 104.4, 35, 996),
    )
)
"""Storm no. 3 of 2024 (Yagi) over the Gulf of Tonkin and the delta; IBTrACS v04, WMO agency columns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """A best track, shapes (fixes,), times ascending: microseconds UTC, degrees, strongest ten-minute mean
    wind in m/s, pressure at the centre in hectopascal. An empty track is no storm at all."""

    time_us: Int64
    lat: Float64
    lon: Float64
    wind_ms: Float64
    pressure_hpa: Float64

    def __len__(self) -> int:
        return len(self.time_us)

    def __post_init__(self) -> None:
        """Refuse what is no track.

        Raises:
            ValueError: columns of unequal length, times that do not ascend, values that are not finite.
        """
        columns = (self.lat, self.lon, self.wind_ms, self.pressure_hpa)
        if any(len(column) != len(self.time_us) for column in columns):
            raise ValueError("columns of unequal length")
        if (np.diff(self.time_us) <= 0).any():
            raise ValueError("the times of a track must ascend")
        if not all(np.isfinite(column).all() for column in columns):
            raise ValueError("a value of a track is not finite")

    @classmethod
    def of(cls, fixes: Sequence[Fix]) -> "Track":
        """Return the track of some fixes."""
        columns = list(zip(*fixes, strict=True)) or [()] * len(Fix._fields)
        lat, lon, wind_kt, pressure_hpa = (np.array(column, np.float64) for column in columns[1:])
        return cls(
            time_us=np.array(columns[0], np.int64),
            lat=lat,
            # A track over the 180th meridian goes on beyond it; between its fixes the eye moves straight.
            lon=np.unwrap(lon, period=360.0),
            wind_ms=wind_kt * KNOT_MS,
            pressure_hpa=pressure_hpa,
        )


class Air(NamedTuple):
    """What a storm does at a place: wind (ten-minute mean, m/s), pressure drop (hPa), and how near the eye
    wall is (0 to 1, 0 from 400 km on)."""

    wind_ms: float
    drop_hpa: float
    closeness: float


_distance_m = njit(cache=True, nogil=True)(distance_m)


@njit(cache=True, nogil=True)
def _air(
    times: Int64, lats: Float64, lons: Float64, winds: Float64, pressures: Float64,
    lat: float, lon: float, time_us: int,
) -> tuple[float, float, float]:  # fmt: skip
    after = np.searchsorted(times, time_us, side="right")
    if after == 0 or after == len(times):
        return 0.0, 0.0, 0.0
    at = after - 1
    part = (time_us - times[at]) / (times[after] - times[at])
    eye_lat = lats[at] + (lats[after] - lats[at]) * part
    eye_lon = lons[at] + (lons[after] - lons[at]) * part
    strongest = winds[at] + (winds[after] - winds[at]) * part
    pressure = pressures[at] + (pressures[after] - pressures[at]) * part
    away_km = max(1.0, _distance_m(lat, lon, eye_lat, eye_lon) / 1_000)
    x = (RADIUS_OF_MAXIMUM_WIND_KM / away_km) ** PROFILE_B
    profile = math.sqrt(x * math.exp(1 - x))
    drop = (CALM_PRESSURE_HPA - pressure) * (1 - math.exp(-x))
    return strongest * profile, drop, min(1.0, profile) if away_km < 400 else 0.0


@njit(cache=True, nogil=True)
def _winds(
    times: Int64, lats: Float64, lons: Float64, winds: Float64, pressures: Float64,
    lat: Float64, lon: Float64, moments: Int64, found: Float64,
) -> None:  # fmt: skip
    for point in range(len(lat)):
        for moment in range(len(moments)):
            found[point, moment] = _air(
                times, lats, lons, winds, pressures, lat[point], lon[point], moments[moment]
            )[0]


@njit(cache=True, nogil=True)
def _peaks(
    times: Int64, lats: Float64, lons: Float64, winds: Float64, pressures: Float64,
    lat: Float64, lon: Float64, moments: Int64, found: Float64,
) -> None:  # fmt: skip
    for point in range(len(lat)):
        most = 0.0
        for moment in moments:
            most = max(most, _air(times, lats, lons, winds, pressures, lat[point], lon[point], moment)[0])
        found[point] = most


def air(track: Track, lat: float, lon: float, time_us: int) -> Air:
    """Return what the storm does at one place and time; nothing before and after the track."""
    if not len(track):
        return Air(0.0, 0.0, 0.0)
    return Air(*_air(*_columns(track), lat, lon, time_us))


def gusts_ms(track: Track, lat: Float64, lon: Float64, time_us: Int64) -> Float64:
    """Return the gust (m/s) at places, shape (n,), and times, shape (t,): shape (n, t); 0 outside the
    track."""
    found = np.zeros((len(lat), len(time_us)))
    if len(track):
        _winds(*_columns(track), lat, lon, time_us, found)
    return found * GUST_FACTOR


def peak_gusts_ms(track: Track, lat: Float64, lon: Float64, until_us: int | None = None) -> Float64:
    """Return the strongest gust (m/s) of the storm at places, shape (n,), up to a time (its end if None).

    The track is walked in steps of ten minutes. A place that is not known (NaN) has none: NaN.

    Raises:
        BadInput: a track with fewer than two fixes blows nowhere.
    """
    if len(track) < 2:
        raise BadInput("storm-track-empty", count=len(track))
    end_us = int(track.time_us[-1]) if until_us is None else min(until_us, int(track.time_us[-1]))
    moments = np.arange(int(track.time_us[0]), end_us, round(PEAK_STEP_S * MICROS), dtype=np.int64)
    found = np.zeros(len(lat))
    _peaks(*_columns(track), lat, lon, moments, found)
    return np.where(np.isfinite(lat) & np.isfinite(lon), found * GUST_FACTOR, np.nan)


def _columns(track: Track) -> tuple[Int64, Float64, Float64, Float64, Float64]:
    return track.time_us, track.lat, track.lon, track.wind_ms, track.pressure_hpa


def read_track(path: Path, *, wind_factor: float = 1.0) -> Track:
    """Return the track in a CSV file of IBTrACS form: columns ``time`` (or ``iso_time``; UTC), ``lat``,
    ``lon``, ``wind`` (knots; or ``wmo_wind``, ``usa_wind``), ``slp`` (hPa; or ``wmo_pres``, ``usa_pres``),
    in any order.

    Positions without a wind or a pressure, which stand at the beginning and end of such tracks, are left out.

    Args:
        path: the file.
        wind_factor: ten-minute mean over the file's wind: ``ONE_MINUTE`` for tracks of US agencies.

    Raises:
        BadFile: a column is missing, a cell holds no number or one out of range, times do not ascend, or
        fewer
            than two positions have a wind and a pressure.
    """
    faults: list[Fault] = []

    def fault(row: int, column: str, key: str, **said: Field) -> None:
        faults.append(Fault(file=path.name, row=row, column=column, key=key, fields=said))

    try:
        rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""), strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        fault(0, "", "track-not-readable", said=str(error))
        raise BadFile(faults) from error
    header = [name.strip().lower() for name in rows[0]] if rows else []
    at: dict[str, int] = {}
    for name, known in _COLUMNS.items():
        named = [header.index(word) for word in known if word in header]
        if not named:
            fault(1, name, "track-column-missing", names=", ".join(known))
        else:
            at[name] = named[0]
    if faults:
        raise BadFile(faults)
    fixes: list[Fix] = []
    for number, cells in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            fault(number, "", "track-cells-count", found=len(cells), wanted=len(header))
            continue
        said = {name: cells[place].strip() for name, place in at.items()}
        if not said["wind"] or not said["slp"]:
            continue
        values: dict[str, float] = {}
        for name, (low, high) in _LIMITS.items():
            value = _number(said[name])
            if value is None or not low <= value <= high:
                fault(number, name, "track-number-wrong", said=said[name], low=low, high=high)
            else:
                values[name] = value
        time_us = _time(said["time"])
        if time_us is None:
            fault(number, "time", "track-time-wrong", said=said["time"])
        elif fixes and time_us <= fixes[-1].time_us:
            fault(number, "time", "track-time-order", said=said["time"])
        elif len(values) == len(_LIMITS):
            fixes.append(
                Fix(time_us, values["lat"], values["lon"], values["wind"] * wind_factor, values["slp"])
            )
    if len(fixes) < 2 and not faults:
        fault(0, "", "storm-track-empty", count=len(fixes))
    if faults:
        raise BadFile(faults)
    return Track.of(fixes)


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _time(text: str) -> int | None:
    """Return a time such as ``2024-09-07 12:00:00``, which is in UTC unless it says otherwise."""
    try:
        return parse_iso(text)
    except ValueError:
        pass
    try:
        return parse_iso(f"{text}Z")
    except ValueError:
        return None
