"""A storm's wind field worked by hand, and tracks read from files."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from luylau.kernel.clock import MICROS, parse_iso
from luylau.kernel.cyclone import (
    CALM_PRESSURE_HPA,
    GUST_FACTOR,
    KNOT_MS,
    ONE_MINUTE,
    PEAK_STEP_S,
    RADIUS_OF_MAXIMUM_WIND_KM,
    YAGI_2024,
    Track,
    air,
    gusts_ms,
    peak_gusts_ms,
    read_track,
)
from luylau.kernel.errors import BadFile, BadInput

KM_A_DEGREE = 111.195
LANDFALL_US = parse_iso("2024-09-07T12:00:00Z")
HEADER = "track_id,season,basin,time,lon,lat,wind,slp"
ROWS = (
    "Y,2024,WP,2024-09-07 06:00:00,107.1,20.9,90.0,935.0",
    "Y,2024,WP,2024-09-07 12:00:00,106.0,21.0,55.0,980.0",
)

Writer = Callable[..., Path]


@pytest.fixture
def written(tmp_path: Path) -> Writer:
    def write(*lines: str) -> Path:
        file = tmp_path / "track.csv"
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return file

    return write


def test_the_profile_is_hollands() -> None:
    track = Track.of(YAGI_2024)
    at_wall = air(track, 21.0 + RADIUS_OF_MAXIMUM_WIND_KM / KM_A_DEGREE, 106.0, LANDFALL_US)
    assert at_wall.wind_ms == pytest.approx(55 * KNOT_MS, rel=1e-4)
    assert at_wall.drop_hpa == pytest.approx((CALM_PRESSURE_HPA - 980) * (1 - np.exp(-1)), rel=1e-3)
    # Twice as far out x = 0.5 ** 1.6 = 0.3299 and sqrt(x exp(1 - x)) = 0.8030.
    twice = air(track, 21.0 + 2 * RADIUS_OF_MAXIMUM_WIND_KM / KM_A_DEGREE, 106.0, LANDFALL_US)
    assert twice.wind_ms == pytest.approx(0.8030 * 55 * KNOT_MS, rel=1e-3)
    assert twice.closeness == pytest.approx(0.8030, rel=1e-3)
    assert air(track, 30.0, 106.0, LANDFALL_US).closeness == 0


def test_the_eye_moves_straight_between_the_fixes() -> None:
    track = Track.of(YAGI_2024)
    halfway = (parse_iso("2024-09-07T06:00:00Z") + LANDFALL_US) // 2
    found = air(track, 20.95 + RADIUS_OF_MAXIMUM_WIND_KM / KM_A_DEGREE, 106.55, halfway)
    assert found.wind_ms == pytest.approx((90 + 55) / 2 * KNOT_MS, rel=1e-4)


def test_a_storm_that_crosses_the_date_line_takes_the_short_way() -> None:
    early, late = YAGI_2024[2:4]
    over = Track.of([early._replace(lon=179.0, lat=20.0), late._replace(lon=-179.0, lat=20.0)])
    plain = Track.of([early._replace(lon=106.0, lat=20.0), late._replace(lon=108.0, lat=20.0)])
    halfway = int(over.time_us.mean())
    for east in (-0.5, 0.0, 0.7):
        there = air(over, 20.3, -180.0 + east, halfway)
        assert there.wind_ms == pytest.approx(air(plain, 20.3, 107.0 + east, halfway).wind_ms)
    assert air(over, 20.3, 0.0, halfway).closeness == 0


def test_there_is_no_storm_before_and_after_its_track() -> None:
    track = Track.of(YAGI_2024)
    for moment in (int(track.time_us[0]) - 1, int(track.time_us[-1])):
        assert air(track, 21.0, 106.0, moment) == (0, 0, 0)
    assert air(Track.of(()), 21.0, 106.0, LANDFALL_US) == (0, 0, 0)


def test_the_field_is_the_places_one_by_one_and_its_peak_their_largest() -> None:
    track = Track.of(YAGI_2024)
    rng = np.random.default_rng(1)
    lat, lon = rng.uniform(20.8, 21.5, 7), rng.uniform(105.8, 106.6, 7)
    step = round(PEAK_STEP_S * MICROS)
    moments = np.arange(int(track.time_us[0]), int(track.time_us[-1]), step)
    field = gusts_ms(track, lat, lon, moments)
    assert field.shape == (7, len(moments))
    one = air(track, float(lat[3]), float(lon[3]), int(moments[90])).wind_ms
    assert field[3, 90] == pytest.approx(GUST_FACTOR * one)
    assert peak_gusts_ms(track, lat, lon) == pytest.approx(field.max(axis=1))
    early = peak_gusts_ms(track, lat, lon, until_us=int(moments[60]))
    assert early == pytest.approx(field[:, :60].max(axis=1))
    assert (gusts_ms(Track.of(()), lat, lon, moments) == 0).all()


def test_an_unknown_place_has_no_gust_and_an_empty_track_blows_nowhere() -> None:
    found = peak_gusts_ms(Track.of(YAGI_2024), np.array([np.nan, 21.0]), np.array([106.0, 106.0]))
    assert np.isnan(found[0])
    assert found[1] > 30
    for fixes in ((), YAGI_2024[:1]):
        with pytest.raises(BadInput) as empty:
            peak_gusts_ms(Track.of(fixes), np.array([21.0]), np.array([106.0]))
        assert empty.value.key == "storm-track-empty"


def test_a_track_refuses_what_is_none() -> None:
    with pytest.raises(ValueError, match="ascend"):
        Track.of(YAGI_2024[::-1])
    with pytest.raises(ValueError, match="finite"):
        Track.of([YAGI_2024[0]._replace(lat=float("nan")), YAGI_2024[1]])
    good = Track.of(YAGI_2024)
    with pytest.raises(ValueError, match="unequal"):
        Track(
            time_us=good.time_us,
            lat=good.lat[:-1],
            lon=good.lon,
            wind_ms=good.wind_ms,
            pressure_hpa=good.pressure_hpa,
        )


def test_a_file_gives_the_track(written: Writer) -> None:
    early = "Y,2024,WP,2024-09-07 00:00:00,108.1,20.5,,940.0"
    found = read_track(written(HEADER, early, *ROWS, ""))
    known = Track.of(YAGI_2024[2:4])
    for column in ("time_us", "lat", "lon", "wind_ms", "pressure_hpa"):
        assert getattr(found, column).tolist() == getattr(known, column).tolist(), column
    slower = read_track(written(HEADER, *ROWS), wind_factor=ONE_MINUTE)
    assert slower.wind_ms == pytest.approx(known.wind_ms * 0.93)


def test_the_columns_of_ibtracs_itself_are_known_in_any_order(written: Writer) -> None:
    found = read_track(
        written(
            "ISO_TIME,LAT,LON,WMO_WIND,WMO_PRES",
            "2024-09-07T06:00:00Z,20.9,107.1,90,935",
            "2024-09-07 12:00:00,21.0,106.0,55,980",
        )
    )
    assert found.lon.tolist() == [107.1, 106.0]
    assert found.time_us[1] == LANDFALL_US


@pytest.mark.parametrize(
    ("lines", "row", "column", "key"),
    [
        ((), 1, "time", "track-column-missing"),
        (("time,lat,lon,wind", "x"), 1, "slp", "track-column-missing"),
        ((HEADER,), 0, "", "storm-track-empty"),
        ((HEADER, ROWS[0]), 0, "", "storm-track-empty"),
        ((HEADER, *ROWS, "Y,2024"), 4, "", "track-cells-count"),
        ((HEADER, ROWS[0].replace("90.0", "ninety"), ROWS[1]), 2, "wind", "track-number-wrong"),
        ((HEADER, ROWS[0].replace("90.0", "-3"), ROWS[1]), 2, "wind", "track-number-wrong"),
        ((HEADER, ROWS[0].replace("20.9", "nan"), ROWS[1]), 2, "lat", "track-number-wrong"),
        ((HEADER, ROWS[0], ROWS[1].replace("2024-09-07 12", "7 Sep")), 3, "time", "track-time-wrong"),
        ((HEADER, ROWS[1], ROWS[0]), 3, "time", "track-time-order"),
        ((HEADER, ROWS[0], ROWS[0]), 3, "time", "track-time-order"),
    ],
)
def test_a_fault_names_row_and_column(
    written: Writer, lines: tuple[str, ...], row: int, column: str, key: str
) -> None:
    with pytest.raises(BadFile) as bad:
        read_track(written(*lines))
    first = bad.value.faults[0]
    assert (first.file, first.row, first.column, first.key) == ("track.csv", row, column, key)


def test_a_file_that_is_not_there_or_no_text(tmp_path: Path) -> None:
    file = tmp_path / "track.csv"
    for data in (None, b"\xff\xfe\x00\x80"):
        if data is not None:
            file.write_bytes(data)
        with pytest.raises(BadFile) as bad:
            read_track(file)
        assert bad.value.faults[0].key == "track-not-readable"
