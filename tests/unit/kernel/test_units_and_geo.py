import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from luylau.kernel.geo import EARTH_RADIUS_M, LocalPlane, distance_m
from luylau.kernel.units import conversion, is_unit


@pytest.mark.parametrize(
    ("sent", "wanted", "value", "expected"),
    [
        ("m", "m", 6.3, 6.3),
        ("cm", "m", 630, 6.3),
        ("ft", "m", 10, 3.048),
        ("degF", "Cel", 212, 100),
        ("K", "Cel", 273.15, 0),
        ("kn", "m/s", 55, 28.2944),
        ("km/h", "m/s", 102, 28.3333),
        ("kPa", "hPa", 100, 1000),
        ("/", "%RH", 0.5, 50),
        ("kV", "V", 22, 22_000),
        ("mg/m3", "ug/m3", 0.035, 35),
        ("W", "kW", 1500, 1.5),
    ],
)
def test_conversions_by_hand(sent: str, wanted: str, value: float, expected: float) -> None:
    found = conversion(sent, wanted)
    assert found is not None
    factor, offset = found
    assert value * factor + offset == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize(("sent", "wanted"), [("m", "V"), ("furlong", "m"), ("m", "furlong"), ("Cel", "%RH")])
def test_what_cannot_be_converted(sent: str, wanted: str) -> None:
    assert conversion(sent, wanted) is None


def test_known_units() -> None:
    assert is_unit("m")
    assert is_unit("Cel")
    assert not is_unit("bananas")


def test_one_degree_of_latitude() -> None:
    assert distance_m(21, 106, 22, 106) == pytest.approx(EARTH_RADIUS_M * math.pi / 180)


def test_the_storm_passed_22_km_from_bac_ninh_city() -> None:
    # Best track at 12Z on 7 Sep 2024: 21.0N 106.0E; Bac Ninh city lies at 21.186N 106.076E.
    assert distance_m(21.0, 106.0, 21.186, 106.076) == pytest.approx(22_000, rel=0.03)


@given(st.floats(20.9, 21.7), st.floats(105.7, 107.1))
def test_the_plane_agrees_with_the_sphere(lat: float, lon: float) -> None:
    plane = LocalPlane(lat=21.3, lon=106.4)
    x, y = plane.to_metres(np.array([lat]), np.array([lon]))
    assert math.hypot(x[0], y[0]) == pytest.approx(distance_m(21.3, 106.4, lat, lon), rel=5e-3, abs=0.5)
    back_lat, back_lon = plane.to_degrees(x, y)
    assert back_lat[0] == pytest.approx(lat)
    assert back_lon[0] == pytest.approx(lon)


def test_points_of_the_plane_are_east_and_north_and_what_is_unknown_lies_in_the_middle() -> None:
    plane = LocalPlane(lat=21.3, lon=106.4)
    points = plane.points(np.array([21.31, np.nan]), np.array([106.4, 106.5]))
    assert points[0] == pytest.approx([0.0, distance_m(21.3, 106.4, 21.31, 106.4)], rel=1e-6)
    assert points[1].tolist() == [0.0, 0.0]
