"""From planes to a network's input: colours, order, proportions, padding."""

from dataclasses import replace

import numpy as np
import pytest

from luylau.vision.detecting.letterbox import letterbox
from luylau.vision.frames import Frame
from luylau.vision.shapes import Region
from tests.unit.vision.networks import dark, described, lit

# Luma, chroma and what they mean, after ITU-R BT.601 in 8 bits, limited range.
COLOURS = [
    ((81, 90, 240), (255, 0, 0)),
    ((145, 54, 34), (0, 255, 0)),
    ((41, 240, 110), (0, 0, 255)),
    ((235, 128, 128), (255, 255, 255)),
    ((16, 128, 128), (0, 0, 0)),
    ((255, 128, 128), (255, 255, 255)),
]


def plain(luma: int, u: int, v: int, width: int = 64, height: int = 32) -> Frame:
    half = ((height + 1) // 2, (width + 1) // 2)
    return Frame(
        time_us=0,
        y=np.full((height, width), luma, np.uint8),
        u=np.full(half, u, np.uint8),
        v=np.full(half, v, np.uint8),
    )


def whole(frame: Frame) -> Region:
    return Region(left=0, top=0, right=frame.width, bottom=frame.height)


@pytest.mark.parametrize(("coded", "rgb"), COLOURS)
def test_colours_in_the_models_order(coded: tuple[int, int, int], rgb: tuple[int, int, int]) -> None:
    frame = plain(*coded)
    for channels, wanted in (("rgb", rgb), ("bgr", rgb[::-1])):
        found, _ = letterbox(frame, whole(frame), (64, 32), described(channels=channels))
        assert found.shape == (1, 3, 32, 64)
        assert found.dtype == np.float32
        assert found[0].mean(axis=(1, 2)) == pytest.approx(wanted, abs=2.0)
        assert found[0].std(axis=(1, 2)) == pytest.approx([0, 0, 0], abs=1e-3)


def test_full_range_is_not_stretched() -> None:
    frame = replace(plain(100, 128, 128), full_range=True)
    found, _ = letterbox(frame, whole(frame), (64, 32), described())
    assert found == pytest.approx(np.full_like(found, 100.0), abs=0.1)


def test_each_channel_has_its_mean_and_deviation() -> None:
    said = described(mean=(10.0, 20.0, 30.0), std=(2.0, 4.0, 5.0))
    frame = plain(235, 128, 128)
    found, _ = letterbox(frame, whole(frame), (64, 32), said)
    assert found[0, :, 5, 5] == pytest.approx([122.5, 58.75, 45.0], abs=0.01)


def test_proportions_stay_and_the_rest_is_padding() -> None:
    frame = plain(235, 128, 128, width=200, height=50)
    found, (across, down) = letterbox(frame, whole(frame), (96, 96), described(padding=114))
    assert (across, down) == (96 / 200, 24 / 50)
    assert found[0, :, :24] == pytest.approx(np.full((3, 24, 96), 255.0), abs=0.1)
    assert found[0, :, 24:] == pytest.approx(np.full((3, 72, 96), 114.0))


def test_a_region_is_cut_from_all_planes_alike() -> None:
    frame = dark(64, 64)
    frame.y[32:, 32:] = 81
    frame.u[16:, 16:], frame.v[16:, 16:] = 90, 240
    region = Region(left=32, top=32, right=64, bottom=64)
    found, _ = letterbox(frame, region, (32, 32), described(channels="rgb"))
    assert found[0].mean(axis=(1, 2)) == pytest.approx((255, 0, 0), abs=2.0)


@pytest.mark.parametrize("size", [(1, 1), (3, 5), (33, 31), (2, 900), (1_921, 3)])
def test_odd_and_tiny_pictures(size: tuple[int, int]) -> None:
    frame = dark(*size)
    found, _ = letterbox(frame, whole(frame), (96, 64), described())
    assert np.isfinite(found).all()


def test_a_plane_that_is_a_view_is_read_in_place() -> None:
    big = np.full((100, 300), 16, np.uint8)
    half = np.full((25, 32), 128, np.uint8)
    frame = lit(Frame(time_us=0, y=big[::2, :64], u=half, v=half), 0, 0, 64)
    found, _ = letterbox(frame, whole(frame), (64, 64), described())
    assert found[0, :, :50] == pytest.approx(np.full((3, 50, 64), 255.0), abs=0.1)
