"""What moves in pictures that are drawn here."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import ndimage

from luylau.kernel.clock import MICROS
from luylau.vision.frames import Frame
from luylau.vision.motion import Motion, MotionGate, MotionSettings, _groups, merged
from luylau.vision.shapes import Region

RATE_HZ = 5
HEIGHT, WIDTH = 180, 320
NOISE = np.random.default_rng(3).standard_normal((364, 520))
"""What every picture has a piece of, so that drawing is fast."""


def scene(height: int = HEIGHT, width: int = WIDTH) -> NDArray[np.float64]:
    """Return a street of sorts: dark below, bright above, with edges."""
    rows, columns = np.mgrid[:height, :width]
    return np.asarray(60 + 100 * (1 - rows / height) + 20 * ((columns // 40) % 2), np.float64)


def shot(number: int, luma: NDArray[np.float64], noise: float = 3.0, seed: int = 5) -> Frame:
    """Return the picture of a camera with so much noise."""
    down, right = np.random.default_rng([seed, number]).integers(0, 64, 2)
    grain = NOISE[down : down + luma.shape[0], right : right + luma.shape[1]] if luma.size < 1e5 else 0.0
    y = np.clip(np.round(luma + noise * grain), 0, 255).astype(np.uint8)
    grey = np.full(((luma.shape[0] + 1) // 2, (luma.shape[1] + 1) // 2), 128, np.uint8)
    return Frame(time_us=round(number * MICROS / RATE_HZ), y=y, u=grey, v=grey)


def walker(luma: NDArray[np.float64], left: int, top: int = 60, level: float = 30.0) -> NDArray[np.float64]:
    """Return the scene with somebody dark, 16 x 48 pixels."""
    held = luma.copy()
    held[top : top + 48, left : left + 16] = level
    return held


def run(gate: MotionGate, frames: Sequence[Frame]) -> list[Motion]:
    return [gate.update(frame) for frame in frames]


def covers(regions: Sequence[Region], left: int, top: int, right: int, bottom: int) -> bool:
    return any(
        it.left <= left and it.top <= top and it.right >= right and it.bottom >= bottom for it in regions
    )


@pytest.mark.parametrize("noise", [0.0, 3.0, 10.0])
def test_noise_is_no_motion(noise: float) -> None:
    gate = MotionGate()
    seen = run(gate, [shot(it, scene(), noise) for it in range(60)])
    assert [it.lit for it in seen] == [True] + 59 * [False]
    assert all(not it.regions for it in seen)


@pytest.mark.parametrize("noise", [3.0, 10.0])
def test_who_walks_is_found_wherever_he_is(noise: float) -> None:
    gate = MotionGate()
    run(gate, [shot(it, scene(), noise) for it in range(10)])
    for step in range(40):
        left = 10 + 7 * step
        seen = gate.update(shot(10 + step, walker(scene(), left), noise))
        assert covers(seen.regions, left, 60, left + 16, 108)
        assert 0 < seen.share < 0.1
        area = sum((it.right - it.left) * (it.bottom - it.top) for it in seen.regions)
        assert area < 0.35 * HEIGHT * WIDTH
        assert all(edge % 8 == 0 for it in seen.regions for edge in (it.left, it.top))


def test_two_far_apart_are_two_regions_two_near_are_one() -> None:
    gate = MotionGate()
    run(gate, [shot(it, scene()) for it in range(5)])
    assert len(gate.update(shot(5, walker(walker(scene(), 40), 240))).regions) == 2
    gate = MotionGate()
    run(gate, [shot(it, scene()) for it in range(5)])
    assert len(gate.update(shot(5, walker(walker(scene(), 40), 72))).regions) == 1


def test_clouds_are_no_motion_and_hide_nobody() -> None:
    gate = MotionGate()
    for number in range(120):
        # The light goes up and down by a third, and somebody walks through the second half.
        light = 1 + 0.33 * np.sin(number / 12)
        left = 5 * (number - 60) + 8
        luma = scene() if number < 60 else walker(scene(), left)
        seen = gate.update(shot(number, luma * light + 10 * np.sin(number / 9)))
        if number and number < 60:
            assert not seen.regions
            assert not seen.lit
        elif number:
            assert covers(seen.regions, left, 60, left + 16, 108)
            assert len(seen.regions) <= 2


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param(scene() + 40, id="exposure"),
        pytest.param(255 - scene(), id="infrared"),
        pytest.param(scene() + 90 * (np.mgrid[:HEIGHT, :WIDTH][1] > 60), id="lamp"),
        pytest.param(np.roll(scene(), 25, axis=1)[::-1], id="turned"),
    ],
)
def test_all_new_is_lit_once_and_no_motion(changed: NDArray[np.float64]) -> None:
    gate = MotionGate()
    run(gate, [shot(it, scene()) for it in range(10)])
    seen = run(gate, [shot(10 + it, changed) for it in range(20)])
    assert seen[0].lit
    assert not any(it.lit for it in seen[1:])
    assert not any(it.regions for it in seen)
    assert covers(gate.update(shot(30, walker(changed, 100, level=200))).regions, 100, 60, 116, 108)


def test_what_stays_becomes_background_after_its_time() -> None:
    gate = MotionGate(MotionSettings(absorb_s=4))
    run(gate, [shot(it, scene()) for it in range(10)])
    seen = run(gate, [shot(10 + it, walker(scene(), 100)) for it in range(40)])
    assert all(it.regions for it in seen[: 4 * RATE_HZ])
    assert not any(it.regions for it in seen[4 * RATE_HZ + 2 :])
    # When it goes, the street behind it is new, and becomes background in its turn.
    seen = run(gate, [shot(50 + it, scene()) for it in range(40)])
    assert seen[0].regions
    assert not seen[-1].regions


def test_who_walks_leaves_nothing_behind() -> None:
    gate = MotionGate()
    run(gate, [shot(it, scene()) for it in range(10)])
    run(gate, [shot(10 + it, walker(scene(), 10 + 7 * it)) for it in range(40)])
    assert not any(it.regions for it in run(gate, [shot(50 + it, scene()) for it in range(20)]))


def test_what_stirs_for_ever_stops_to_count() -> None:
    gate = MotionGate()
    rng = np.random.default_rng(2)

    def tree(number: int) -> Frame:
        luma = scene()
        luma[40:80, 200:240] += np.kron(rng.choice([-14, 14], (5, 5)), np.ones((8, 8)))
        return shot(number, luma)

    seen = run(gate, [tree(it) for it in range(RATE_HZ * 90)])
    assert sum(bool(it.regions) for it in seen[:50]) > 40
    assert sum(bool(it.regions) for it in seen[-50:]) == 0


def test_another_size_starts_anew() -> None:
    gate = MotionGate()
    run(gate, [shot(it, scene()) for it in range(5)])
    assert gate.update(shot(5, scene(240, 426))).lit
    assert not gate.update(shot(6, scene(240, 426))).lit


@pytest.mark.parametrize("size", [(1, 1), (7, 300), (300, 7), (8, 8), (9, 17), (1081, 1923)])
def test_pictures_of_any_size(size: tuple[int, int]) -> None:
    gate = MotionGate()
    seen = run(gate, [shot(it, scene(*size)) for it in range(3)])
    assert seen[0].lit
    assert not any(it.regions for it in seen)


def test_large_pictures_have_larger_blocks() -> None:
    gate = MotionGate()
    run(gate, [shot(it, scene(1080, 1920)) for it in range(4)])
    seen = gate.update(shot(4, walker(scene(1080, 1920), 900, 500)))
    assert covers(seen.regions, 900, 500, 916, 548)
    assert all(edge % 16 == 0 for it in seen.regions for edge in (it.left, it.top))
    assert all(it.bottom <= 1080 and it.right <= 1920 for it in seen.regions)


def test_planes_with_gaps_between_their_rows_are_the_same() -> None:
    plain, padded = MotionGate(), MotionGate()
    for number in range(12):
        frame = shot(number, walker(scene(), 10 + 9 * number))
        memory = np.full((HEIGHT, WIDTH + 32), 255, np.uint8)
        memory[:, :WIDTH] = frame.y
        wide = Frame(time_us=frame.time_us, y=memory[:, :WIDTH], u=frame.u, v=frame.v)
        assert padded.update(wide) == plain.update(frame)
        assert plain.update(frame) == padded.update(Frame(
            time_us=frame.time_us, y=np.asfortranarray(frame.y), u=frame.u, v=frame.v
        ))  # fmt: skip


def test_a_clock_that_jumps_does_not_matter() -> None:
    gate = MotionGate()
    run(gate, [shot(it, scene()) for it in range(10)])
    for number in (10, 5, 10_000_000, 3, 0):
        assert not gate.update(shot(number, scene())).regions
    assert gate.update(shot(1, walker(scene(), 100))).regions


REGIONS = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 60), st.integers(1, 20), st.integers(1, 20)).map(
        lambda it: Region(left=it[0], top=it[1], right=it[0] + it[2], bottom=it[1] + it[3])
    ),
    max_size=12,
)


@given(REGIONS)
def test_merged_regions_hold_all_and_do_not_overlap(regions: list[Region]) -> None:
    found = merged(regions)
    assert all(covers(found, it.left, it.top, it.right, it.bottom) for it in regions)
    field = np.zeros((100, 100), int)
    for it in found:
        field[it.top : it.bottom, it.left : it.right] += 1
    assert field.max(initial=0) <= 1
    assert set(merged(found)) == set(found)


@settings(deadline=None)
@given(st.integers(0, 2**32), st.floats(0.05, 0.7), st.integers(1, 4))
def test_groups_are_the_connected_blocks(seed: int, density: float, fewest: int) -> None:
    moving = np.random.default_rng(seed).random((12, 17)) < density
    labels, _ = ndimage.label(moving, np.ones((3, 3)))
    expected = {
        (columns.start, rows.start, columns.stop, rows.stop)
        for number, (rows, columns) in enumerate(ndimage.find_objects(labels), start=1)
        if (labels == number).sum() >= fewest
    }
    assert {tuple(it) for it in _groups(moving, fewest).tolist()} == expected
