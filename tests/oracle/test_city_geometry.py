"""Outlines and coordinates against other hands: Shapely's polygons, and the published seven parameters."""

import itertools
import math

import pytest
from shapely.geometry import Point, shape

from luylau.city import City, load, shipped_pack, territory_geojson
from luylau.city.polygons import centre_and_area
from luylau.city.projection import to_degrees


@pytest.fixture(scope="module")
def city() -> City:
    return load(shipped_pack("bac-ninh"))


def test_approximate_cells_are_valid_hold_their_centre_and_do_not_overlap(city: City) -> None:
    cells = {
        feature["id"]: shape(feature["geometry"])
        for feature in territory_geojson(city, shipped_pack("bac-ninh"))["features"]
    }
    for id_, cell in cells.items():
        assert cell.is_valid
        assert cell.contains(Point(city.places[id_].lon, city.places[id_].lat))
    for a, b in itertools.combinations(cells.values(), 2):
        # Planes around two centres differ a little: a sliver is left.
        assert a.intersection(b).area < 0.001 * min(a.area, b.area)


def test_centre_and_area_are_shapelys(city: City) -> None:
    for feature in territory_geojson(city, shipped_pack("bac-ninh"))["features"]:
        lat, lon, area = centre_and_area(feature["geometry"])
        ring = feature["geometry"]["coordinates"][0]
        lat_0 = sum(point[1] for point in ring) / len(ring)
        km = math.radians(1) * 6_371.0088
        east = km * math.cos(math.radians(lat_0))
        flat = shape({"type": "Polygon", "coordinates": [[(x * east, y * km) for x, y in ring]]})
        assert area == pytest.approx(flat.area, rel=1e-9)
        assert (lon * east, lat * km) == pytest.approx((flat.centroid.x, flat.centroid.y), abs=1e-6)


A, F = 6_378_137.0, 1 / 298.257223563
E2 = F * (2 - F)


def geodetic_of_grid(x: float, y: float, lon_0: float) -> tuple[float, float]:
    """Return degrees on VN-2000 of a Gauss-Krueger point (Snyder's inverse series, scale 0.9999)."""
    k, second = 0.9999, E2 / (1 - E2)
    m = y / k
    mu = m / (A * (1 - E2 / 4 - 3 * E2**2 / 64 - 5 * E2**3 / 256))
    e1 = (1 - math.sqrt(1 - E2)) / (1 + math.sqrt(1 - E2))
    foot = (
        mu
        + (3 * e1 / 2 - 27 * e1**3 / 32) * math.sin(2 * mu)
        + (21 * e1**2 / 16 - 55 * e1**4 / 32) * math.sin(4 * mu)
        + 151 * e1**3 / 96 * math.sin(6 * mu)
    )
    c, t = second * math.cos(foot) ** 2, math.tan(foot) ** 2
    n = A / math.sqrt(1 - E2 * math.sin(foot) ** 2)
    r = A * (1 - E2) / (1 - E2 * math.sin(foot) ** 2) ** 1.5
    d = (x - 500_000) / (n * k)
    lat = foot - n * math.tan(foot) / r * (
        d**2 / 2 - (5 + 3 * t + 10 * c - 4 * c**2 - 9 * second) * d**4 / 24
    )
    lon = (d - (1 + 2 * t + c) * d**3 / 6) / math.cos(foot)
    return math.degrees(lat), lon_0 + math.degrees(lon)


def to_wgs84(lat: float, lon: float) -> tuple[float, float]:
    """Return WGS84 degrees of VN-2000 degrees, by the parameters of Decision 05/2007/QD-BTNMT."""
    phi, lam = math.radians(lat), math.radians(lon)
    n = A / math.sqrt(1 - E2 * math.sin(phi) ** 2)
    x, y, z = (
        n * math.cos(phi) * math.cos(lam),
        n * math.cos(phi) * math.sin(lam),
        n * (1 - E2) * math.sin(phi),
    )
    second = math.radians(1 / 3600)
    rx, ry, rz = -0.00928836 * second, 0.01975479 * second, -0.00427372 * second
    s = 1 + 0.252906278e-6
    moved = (
        -191.90441429 + s * (x + rz * y - ry * z),
        -39.30318279 + s * (-rz * x + y + rx * z),
        -111.45032835 + s * (ry * x - rx * y + z),
    )
    reach = math.hypot(moved[0], moved[1])
    phi = math.atan2(moved[2], reach * (1 - E2))
    for _ in range(8):
        n = A / math.sqrt(1 - E2 * math.sin(phi) ** 2)
        phi = math.atan2(moved[2] + E2 * n * math.sin(phi), reach)
    return math.degrees(phi), math.degrees(math.atan2(moved[1], moved[0]))


@pytest.mark.parametrize(("x", "y"), [(550_000, 2_343_000), (480_000, 2_330_000), (590_000, 2_360_000)])
def test_vn2000_agrees_with_the_published_parameters(x: float, y: float) -> None:
    lat, lon = to_degrees("EPSG:9209", x, y)
    wanted = to_wgs84(*geodetic_of_grid(x, y, 105.5))
    # 1e-7 degrees are a centimetre.
    assert (lat, lon) == (pytest.approx(wanted[0], abs=2e-7), pytest.approx(wanted[1], abs=2e-7))
