"""Footprints, and which building holds whom."""

import numpy as np
import pytest

from luylau.kernel.errors import BadInput
from luylau.kernel.geo import LocalPlane
from luylau.siting.coverage import Footprints, Places
from luylau.siting.coverage.walls import holders, walls_of
from tests.unit.siting.coverage.towns import box, town


def test_a_closed_ring_and_an_open_one_are_the_same() -> None:
    opened, closed = box(0, 0, 4, 4), np.concatenate([box(0, 0, 4, 4), [[0, 0]]])
    one, other = Footprints.of_rings([opened]), Footprints.of_rings([closed])
    assert one.x.tolist() == other.x.tolist() == [0, 4, 4, 0]
    assert (one.starts.tolist(), one.buildings) == ([0, 4], 1)


def test_footprints_from_degrees() -> None:
    plane = LocalPlane(lat=21.0, lon=106.0)
    ring = [[106.0, 21.0], [106.001, 21.0], [106.001, 21.001], [106.0, 21.0]]
    hole = [[106.0002, 21.0001], [106.0004, 21.0001], [106.0004, 21.0002]]
    footprints = Footprints.of_polygons([[ring, hole], [ring]], plane)
    assert footprints.building.tolist() == [0, 0, 1]
    assert footprints.x[:3] == pytest.approx([0.0, 103.81, 103.81], abs=0.01)
    assert footprints.y[:3] == pytest.approx([0.0, 0.0, 111.19], abs=0.01)


def test_each_wall_stands_in_every_cell_that_it_touches() -> None:
    """Held against points laid densely along each wall."""
    footprints = Footprints.of_rings([*town(1, 40, 150.0), box(-300, 70, 300, 71)])
    (left, low, side, wide, high, _), starts, wall, ends, building = walls_of(footprints)
    assert len(starts) == wide * high + 1
    cells = np.repeat(np.arange(wide * high), np.diff(starts))
    there = set(zip(cells.tolist(), wall.tolist(), strict=True))
    assert len(set(wall.tolist())) == 41 * 4
    for number, at in zip(*np.unique(wall, return_index=True), strict=True):
        way = np.linspace(0, 1, 2_000)[:, None]
        along = ends[at, :2] + way * (ends[at, 2:] - ends[at, :2])
        rows, columns = (
            np.floor((along[:, i] - edge) / side).astype(int) for i, edge in ((1, low), (0, left))
        )
        touched = np.minimum(rows, high - 1) * wide + np.minimum(columns, wide - 1)
        assert {(int(cell), int(number)) for cell in touched} <= there
    assert (building == wall // 4).all()


def test_walls_without_length_are_left_out() -> None:
    (_, _, _, _, _, _), starts, wall, _, _ = walls_of(Footprints.of_rings([[[0, 0], [0, 0], [1, 0], [0, 1]]]))
    assert len(np.unique(wall)) == 3
    assert starts[-1] == len(wall)
    assert len(walls_of(Footprints.of_rings([]))[2]) == 0
    assert len(walls_of(Footprints.of_rings([np.zeros((4, 2))]))[2]) == 0


def test_who_is_in_a_building() -> None:
    courtyard = Footprints.of_rings([box(0, 0, 10, 10), box(3, 3, 7, 7), box(8, 8, 20, 20)], [0, 0, 1])
    #                   solid  court  outside  wall  corner  in both: the first   second alone
    x, y = [1, 5, -1, 10, 0, 9, 15], [1, 5, 5, 5, 0, 9, 15]
    assert holders(courtyard, Places.of_metres(x, y)).tolist() == [0, -1, -1, -1, -1, 0, 1]


def test_nobody_is_in_a_building_where_there_is_none() -> None:
    assert holders(Footprints.of_rings([]), Places.of_metres([1.0], [1.0])).tolist() == [-1]
    assert holders(Footprints.of_rings([box(0, 0, 1, 1)]), Places.of_metres([], [])).tolist() == []


@pytest.mark.parametrize(
    ("key", "rings", "building"),
    [
        ("siting-ring-corners", [[[0, 0], [1, 1]]], None),
        ("siting-ring-corners", [[[0, 0], [1, 1], [0, 0]]], None),
        ("siting-ring-corners", [[0, 1, 2]], None),
        ("siting-ring-unknown", [[[0, 0], [1, np.nan], [1, 1]]], None),
        ("siting-buildings-order", [box(0, 0, 1, 1)] * 2, [1, 0]),
        ("siting-buildings-order", [box(0, 0, 1, 1)] * 2, [0]),
    ],
)
def test_a_ring_that_is_none_is_refused(key: str, rings: list, building: list | None) -> None:
    with pytest.raises(BadInput) as said:
        Footprints.of_rings(rings, building)
    assert said.value.key == key
