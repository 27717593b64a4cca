"""Where the detector is to look."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from luylau.kernel.clock import MICROS
from luylau.vision.gating import Gate, GateSettings, Look
from luylau.vision.motion import Motion
from luylau.vision.shapes import Region, Tracks

WIDTH, HEIGHT = 640, 360
QUIET = Motion(regions=(), share=0.0, lit=False)
LIT = Motion(regions=(), share=0.0, lit=True)


def moving(*regions: tuple[int, int, int, int]) -> Motion:
    return Motion(regions=tuple(region(*it) for it in regions), share=0.05, lit=False)


def region(left: int, top: int, right: int, bottom: int) -> Region:
    return Region(left=left, top=top, right=right, bottom=bottom)


def people(*boxes: tuple[float, float, float, float]) -> Tracks:
    count = len(boxes)
    return Tracks(
        time_us=0,
        id=np.arange(count),
        boxes=np.array(boxes, np.float32).reshape(-1, 4),
        score=np.ones(count, np.float32),
        label=np.zeros(count, np.int8),
        since_us=np.zeros(count, np.int64),
        lost=np.zeros(count, np.bool_),
    )


def at(gate: Gate, seconds: float, motion: Motion = QUIET, tracks: Tracks | None = None) -> Look:
    return gate.look(WIDTH, HEIGHT, motion, tracks or people(), round(seconds * MICROS))


def started(settings: GateSettings | None = None) -> Gate:
    """Return a gate that has seen its first picture."""
    gate = Gate(settings)
    assert at(gate, 0, LIT) == Look(do="detect")
    return gate


def test_a_quiet_picture_is_looked_at_from_time_to_time_only() -> None:
    gate = started()
    looks = [at(gate, 0.2 * it) for it in range(1, 101)]
    assert [number for number, it in enumerate(looks, start=1) if it.do != "hold"] == [50, 100]
    assert looks[49] == Look(do="detect")


def test_what_moves_is_looked_at_at_once_and_alone() -> None:
    assert at(started(), 0.2, moving((80, 80, 160, 160))) == Look(
        do="detect", regions=(region(80, 80, 160, 160),)
    )


def test_who_stands_still_is_looked_at_once_a_second() -> None:
    gate, stands = started(), people((100, 100, 116, 148))
    looks = [at(gate, 0.2 * it, QUIET, stands) for it in range(1, 11)]
    assert [it.do for it in looks] == ["hold"] * 4 + ["detect"] + ["hold"] * 4 + ["detect"]
    # With an eighth of the box as room.
    assert looks[4].regions == (region(98, 94, 118, 154),)


def test_nobody_is_cut_and_who_stands_elsewhere_is_looked_at_too() -> None:
    stands = people((150, 100, 190, 200), (188, 120, 230, 220), (400, 100, 416, 148))
    found = at(started(), 0.2, moving((80, 80, 160, 160)), stands)
    assert found.regions == (region(80, 80, 236, 233), region(398, 94, 418, 154))


def test_much_is_the_whole() -> None:
    assert at(started(), 0.2, moving((0, 0, 640, 300))) == Look(do="detect")
    assert at(started(GateSettings(most=0.9)), 0.2, moving((0, 0, 640, 300))).regions


def test_light_that_jumps_is_looked_at_wholly() -> None:
    assert at(started(), 0.2, LIT) == Look(do="detect")


def test_every_second_picture() -> None:
    gate = started(GateSettings(alternate=True))
    walks = moving((80, 80, 160, 160))
    assert [at(gate, 0.2 * it, walks).do for it in range(1, 6)] == [
        "predict", "detect", "predict", "detect", "predict"
    ]  # fmt: skip
    # What was quiet needs no second look after it; a jump of the light does.
    assert at(gate, 1.2).do == "hold"
    assert at(gate, 1.4, walks).do == "detect"
    assert at(gate, 1.6, LIT).do == "detect"


def test_a_clock_that_was_set_back_is_no_reason_to_look_away() -> None:
    gate = Gate()
    assert at(gate, 1e6, LIT).do == "detect"
    assert at(gate, 10, QUIET).do == "detect"
    assert at(gate, 10.2, QUIET).do == "hold"


def test_who_has_left_the_picture_is_not_looked_for() -> None:
    gone = people((-80, 50, -20, 150), (700, 0, 740, 90))
    assert at(started(), 1.2, QUIET, gone).do == "hold"


@given(st.integers(0, 2**32))
def test_parts_hold_what_moves_and_cut_nobody(seed: int) -> None:
    rng = np.random.default_rng(seed)

    def drawn() -> list[tuple[int, int, int, int]]:
        low = rng.integers(-50, [650, 380], (rng.integers(0, 8), 2))
        return [
            (x, y, x + w, y + h)
            for (x, y), w, h in zip(
                low.tolist(),
                rng.integers(4, 90, len(low)).tolist(),
                rng.integers(4, 150, len(low)).tolist(),
                strict=True,
            )
        ]

    regions, boxes = drawn(), drawn()
    inside = [
        (max(left, 0), max(top, 0), min(right, WIDTH), min(bottom, HEIGHT))
        for left, top, right, bottom in regions
        if left < WIDTH and top < HEIGHT and right > 0 and bottom > 0
    ]
    found = at(started(), 0.2, moving(*inside), people(*boxes))
    if found.do == "hold":
        assert not inside
        return
    if not found.regions:
        return
    field = np.zeros((HEIGHT, WIDTH), int)
    for it in found.regions:
        assert 0 <= it.left < it.right <= WIDTH
        assert 0 <= it.top < it.bottom <= HEIGHT
        field[it.top : it.bottom, it.left : it.right] += 1
    assert field.max() == 1
    for left, top, right, bottom in inside:
        assert field[top:bottom, left:right].all()
    for left, top, right, bottom in boxes:
        part = field[max(top, 0) : max(bottom, 0), max(left, 0) : max(right, 0)]
        assert part.all() or not part.any()


@pytest.mark.parametrize("seconds", [0.0, 0.2])
def test_settings_of_no_pause_look_always(seconds: float) -> None:
    assert at(started(GateSettings(whole_s=0)), seconds) == Look(do="detect")
