"""A sketch tells how alike two pictures are, and holds none."""

import numpy as np
import pytest

from luylau.vision.picture import glance, likeness
from luylau.vision.shapes import Float32
from luylau.vision.sketch import BITS, alike, found_at, sketch
from tests.unit.vision.pictures import frame_of, place, shifted


def mixed(share: float, shape: tuple[int, int] = (89, 159)) -> tuple[Float32, Float32]:
    """Two arrays of which one is part of the other."""
    rng = np.random.default_rng(3)
    a, b = (rng.standard_normal(shape).astype(np.float32) for _ in range(2))
    return a, (share * a + np.sqrt(1 - share**2) * b).astype(np.float32)


@pytest.mark.parametrize("share", [-0.8, 0.0, 0.3, 0.6, 0.9, 0.99])
def test_the_correlation_is_known_by_the_sketches(share: float) -> None:
    a, b = mixed(share)
    # Four times the deviation of a mean over so many bits.
    spread = 4 * np.pi * np.sqrt(0.25 / BITS) * np.sqrt(1 - share**2) + 0.03
    assert alike(sketch(a), sketch(b)) == pytest.approx(likeness(a, b), abs=spread)


def test_the_same_place_is_known_again_and_another_is_not() -> None:
    def edges(picture: Float32, seed: int) -> Float32:
        return glance(frame_of(picture, 0, seed=seed)).edges

    here = sketch(edges(place(), 1))
    assert alike(here, sketch(edges(place() * 0.7, 2))) > 0.7
    assert abs(alike(here, sketch(edges(shifted(place(), 80, 20), 3)))) < 0.25
    assert abs(alike(here, sketch(edges(place(9), 4)))) < 0.25


@pytest.mark.parametrize(("right", "down"), [(26, 0), (-40, 12), (70, -20)])
def test_a_place_is_found_again_where_it_has_moved_to(right: int, down: int) -> None:
    def edges(picture: Float32) -> Float32:
        return glance(frame_of(picture, 0)).edges

    kept = sketch(edges(place()))
    across, along, there = found_at(edges(shifted(place(), right, down)), kept)
    assert (across, along) == (
        pytest.approx(right / 640, abs=0.012), pytest.approx(down / 360, abs=0.012),
    )  # fmt: skip
    assert there > 0.4
    assert found_at(edges(place(9)), kept)[2] < 0.3


def test_it_does_not_depend_on_light_and_contrast() -> None:
    a, _ = mixed(0.5)
    assert (sketch(a) == sketch(3 * a + 40)).all()


def test_sketches_of_one_version_are_sketches_of_the_next() -> None:
    # Written down once: numpy's own random numbers may change, these must not.
    rows = np.add.outer(np.arange(40) ** 2 % 31, np.arange(60) ** 3 % 17).astype(np.float32)
    assert np.packbits(sketch(rows))[:12].tobytes().hex() == "bedf94409e6172e9a6a0daeb"
