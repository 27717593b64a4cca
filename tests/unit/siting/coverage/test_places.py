"""Places in degrees and in metres."""

import numpy as np
import pytest

from luylau.kernel.errors import BadInput
from luylau.kernel.geo import LocalPlane, distance_m
from luylau.siting.coverage import Places, middle_plane, near_order


def test_metres_on_the_plane_are_metres_on_the_earth() -> None:
    lat, lon = [21.18, 21.33], [106.06, 106.21]
    places = Places.of_degrees(lat, lon, middle_plane(lat, lon))
    flat = np.hypot(np.diff(places.x), np.diff(places.y))[0]
    assert flat == pytest.approx(distance_m(lat[0], lon[0], lat[1], lon[1]), rel=1e-4)


def test_the_middle_of_a_box() -> None:
    plane = middle_plane([20.0, 22.0, 20.5], [105.0, 105.5, 107.0])
    assert (plane.lat, plane.lon) == (21.0, 106.0)


@pytest.mark.parametrize(
    ("lat", "lon", "name", "row"),
    [
        ([21.0, np.nan], [106.0, 106.0], "lat", 1),
        ([21.0, 91.0], [106.0, 106.0], "lat", 1),
        ([21.0], [np.inf], "lon", 0),
        ([21.0], [-181.0], "lon", 0),
    ],
)
def test_a_place_off_the_earth_is_named(lat: list[float], lon: list[float], name: str, row: int) -> None:
    with pytest.raises(BadInput) as said:
        Places.of_degrees(lat, lon, LocalPlane(lat=21.0, lon=106.0))
    assert said.value.key == "siting-place-unknown"
    assert (said.value.fields["name"], said.value.fields["row"]) == (name, row)


def test_columns_of_different_length_are_refused() -> None:
    plane = LocalPlane(lat=21.0, lon=106.0)
    for wrong in (lambda: Places.of_metres([1.0], [1.0, 2.0]), lambda: Places.of_degrees([1], [], plane)):
        with pytest.raises(BadInput, match="siting-column-shape"):
            wrong()


def test_no_place_has_no_middle() -> None:
    with pytest.raises(BadInput, match="siting-places-none"):
        middle_plane([], [])


def test_neighbours_stand_near_each_other_in_order() -> None:
    rng = np.random.default_rng(3)
    places = Places(rng.uniform(0, 1_000, 4_000), rng.uniform(0, 1_000, 4_000))
    order = near_order(places)
    assert np.sort(order).tolist() == list(range(4_000))
    near = places.take(order)
    step, before = (np.hypot(np.diff(one.x), np.diff(one.y)).mean() for one in (near, places))
    assert step < before / 10


def test_the_z_order_of_a_square() -> None:
    assert near_order(Places.of_metres([1, 0, 1, 0], [1, 1, 0, 0])).tolist() == [3, 2, 1, 0]
    assert near_order(Places.of_metres([], [])).tolist() == []
    assert near_order(Places.of_metres([5, 5, 5], [5, 5, 5])).tolist() == [0, 1, 2]
