import base64
import json
from collections.abc import Callable

import numpy as np
import pytest

from luylau.kernel.clock import MICROS
from luylau.kernel.messages import LANGUAGES, message
from luylau.vision.condition import FROZEN_S, LEARN_S, PictureCondition
from luylau.vision.frames import Frame
from luylau.vision.picture import glance, shift
from luylau.vision.scenes import SceneChange
from luylau.vision.shapes import Float32
from tests.unit.vision.pictures import blurred, frame_of, place, shifted

# Smaller than a camera's, for the speed of the tests.
PLACE = place(height=180, width=320)
LEARNED = int(LEARN_S) + 15
Scenery = Callable[[int], Float32]


def watch(
    condition: PictureCondition, scenery: Scenery, start_s: int, end_s: int, **how: object
) -> list[SceneChange]:
    said: list[SceneChange] = []
    for t in range(start_s, end_s):
        said += condition.update(frame_of(scenery(t), t * MICROS, **how))  # type: ignore[arg-type]
    return said


def learned() -> PictureCondition:
    condition = PictureCondition("cam-1")
    assert watch(condition, lambda _: PLACE, 0, LEARNED) == [], "nothing is wrong with a good picture"
    return condition


def told(changes: list[SceneChange]) -> list[tuple[str, str]]:
    return [(change.what, change.kind) for change in changes if change.what != "refreshed"]


def covered(picture: Float32, share: float) -> Float32:
    hidden = picture.copy()
    hidden[:, : int(share * picture.shape[1])] = 90
    return hidden


WRONG: list[tuple[str, Scenery]] = [
    ("dark", lambda _: np.full_like(PLACE, 18)),
    ("blurred", lambda _: blurred(PLACE, 3)),
    ("blocked", lambda _: covered(PLACE, 0.7)),
    ("moved", lambda _: shifted(PLACE, 40, 10)),
    ("moved", lambda _: place(9, height=180, width=320)),
]


@pytest.mark.parametrize(("kind", "scenery"), WRONG)
def test_what_is_wrong_is_found_alone_and_ends_when_all_is_well(kind: str, scenery: Scenery) -> None:
    condition = learned()
    wrong = watch(condition, scenery, LEARNED, LEARNED + 70)
    well = watch(condition, lambda _: PLACE, LEARNED + 70, LEARNED + 140)
    assert told(wrong) == [("opened", kind)]
    assert told(well) == [("cleared", kind)]
    first = wrong[0]
    assert first.scene == f"condition:{kind}"
    assert {change.finding for change in wrong + well} == {first.finding}
    assert 0.5 <= first.confidence <= 1
    assert 0 <= first.since_us - LEARNED * MICROS <= 15 * MICROS
    for language in LANGUAGES:
        text = message(language, first.key, first.fields)
        assert not text.startswith("vision-")
        assert "{" not in text


HARMLESS: list[tuple[str, Scenery]] = [
    ("noise and light", lambda t: PLACE * (0.8 + 0.2 * np.sin(t / 40))),
    ("vibration", lambda t: shifted(PLACE, t % 3 - 1, t % 2)),
    ("half a minute's lorry", lambda t: covered(PLACE, 0.35) if t < LEARNED + 30 else PLACE),
    ("somebody close to the lens", lambda t: covered(PLACE, 0.8) if t < LEARNED + 4 else PLACE),
    ("a moment out of focus", lambda t: blurred(PLACE, 3) if t < LEARNED + 10 else PLACE),
    ("an insect's wings", lambda t: np.full_like(PLACE, 18) if t % 3 == 0 else PLACE),
]


@pytest.mark.parametrize("scenery", [one for _, one in HARMLESS], ids=[name for name, _ in HARMLESS])
def test_what_is_harmless_is_not_found(scenery: Scenery) -> None:
    assert watch(learned(), scenery, LEARNED, LEARNED + 60) == []


def test_a_night_by_infrared_is_not_dark() -> None:
    night = 16 + 0.12 * (PLACE - 16)
    assert float(night.mean()) < 30
    lit = night.copy()
    lit[60:120, 100:220] += PLACE[60:120, 100:220] * 0.5
    condition = learned()
    assert watch(condition, lambda _: lit, LEARNED, LEARNED + 60, coloured=False) == []
    unlit = watch(condition, lambda _: np.full_like(PLACE, 18), LEARNED + 60, LEARNED + 90, coloured=False)
    assert told(unlit) == [("opened", "dark")]


def test_the_night_s_picture_is_learned_apart() -> None:
    condition = learned()
    # By infrared all looks different, and is neither blurred nor moved.
    night = blurred(255 - PLACE, 1.5)
    end = LEARNED + 2 * int(LEARN_S)
    assert watch(condition, lambda _: night, LEARNED, end, coloured=False) == []
    assert watch(condition, lambda _: PLACE, end, end + 60) == []
    turned = watch(condition, lambda _: shifted(night, 40, 0), end + 60, end + 120, coloured=False)
    assert told(turned) == [("opened", "moved")]


def test_dusk_is_followed() -> None:
    condition = learned()
    assert watch(condition, lambda t: PLACE * (1 - 0.6 * (t - LEARNED) / 1200), LEARNED, LEARNED + 1200) == []


def test_a_frozen_picture() -> None:
    condition = PictureCondition("cam-1")
    said = watch(condition, lambda _: PLACE, 0, 10)
    said += watch(condition, lambda _: PLACE, 10, 160, seed=5)
    assert told(said) == [("opened", "frozen")]
    assert said[0].time_us - said[0].since_us == FROZEN_S * MICROS
    assert said[0].unit == "s"
    assert told(watch(condition, lambda _: PLACE, 160, 170)) == [("cleared", "frozen")]


def test_a_still_place_with_noise_is_not_frozen() -> None:
    assert watch(PictureCondition("c"), lambda _: PLACE, 0, 200, noise=0.5) == []


def test_a_lens_that_stays_covered_stays_found() -> None:
    condition = learned()
    said = watch(condition, lambda _: covered(PLACE, 0.7), LEARNED, LEARNED + 900)
    assert told(said) == [("opened", "blocked")]


def test_who_turned_the_camera_says_so() -> None:
    condition = learned()
    turned = shifted(PLACE, 40, 10)
    assert told(watch(condition, lambda _: turned, LEARNED, LEARNED + 60)) == [("opened", "moved")]
    condition.relearn()
    end = LEARNED + 60 + int(LEARN_S) + 20
    assert told(watch(condition, lambda _: turned, LEARNED + 60, end)) == [("cleared", "moved")]
    assert told(watch(condition, lambda _: PLACE, end, end + 60)) == [("opened", "moved")]


def test_it_looks_once_a_second_at_most() -> None:
    condition = PictureCondition("c")
    frozen = [
        change
        for tenth in range(1300)
        for change in condition.update(frame_of(PLACE, tenth * MICROS // 10, seed=tenth % 10))
    ]
    # Only every tenth picture is looked at, and those are the same.
    assert told(frozen) == [("opened", "frozen")]


def test_another_size_and_a_clock_that_goes_back_begin_anew() -> None:
    condition = learned()
    assert told(watch(condition, lambda _: covered(PLACE, 0.7), LEARNED, LEARNED + 20)) == [
        ("opened", "blocked")
    ]
    large = place(height=360, width=640)
    assert told(watch(condition, lambda _: large, LEARNED + 20, LEARNED + 30)) == [("cleared", "blocked")]
    dark = np.full_like(large, 18)
    assert told(watch(condition, lambda _: dark, LEARNED + 30, LEARNED + 50)) == [("opened", "dark")]
    back = watch(condition, lambda _: dark, 100, 115)
    assert told(back) == [("cleared", "dark"), ("opened", "dark")]


def test_it_goes_on_after_a_restart() -> None:
    condition = learned()
    moved = watch(condition, lambda _: shifted(PLACE, 40, 10), LEARNED, LEARNED + 60)
    state = json.loads(json.dumps(condition.state()))
    again = PictureCondition("cam-1")
    again.load_state(state, {"condition:moved"})
    still = watch(again, lambda _: shifted(PLACE, 40, 10), LEARNED + 65, LEARNED + 100)
    well = watch(again, lambda _: PLACE, LEARNED + 100, LEARNED + 170)
    assert told(moved + still + well) == [("opened", "moved"), ("cleared", "moved")]
    assert len({change.finding for change in moved + still + well}) == 1


def restarted(condition: PictureCondition) -> PictureCondition:
    again = PictureCondition("cam-1")
    again.load_state(json.loads(json.dumps(condition.state())), {"condition:moved"})
    return again


def test_a_restart_alone_moves_no_camera_and_a_second_one_neither() -> None:
    again = restarted(learned())
    assert watch(again, lambda _: PLACE, LEARNED + 600, LEARNED + 605) == []
    # Killed before it has looked for long enough to know.
    again = restarted(again)
    start = LEARNED + 700
    assert watch(again, lambda t: PLACE * (0.8 + 0.2 * np.sin(t / 40)), start, start + 200) == []
    turned = watch(again, lambda _: shifted(PLACE, 40, 10), start + 200, start + 260)
    assert told(turned) == [("opened", "moved")]


@pytest.mark.parametrize(
    "scenery", [shifted(PLACE, 12, 4), shifted(PLACE, 40, 10), place(9, height=180, width=320)]
)
def test_a_camera_that_was_moved_while_nobody_watched_is_found(scenery: Float32) -> None:
    again = restarted(learned())
    said = watch(again, lambda _: scenery, LEARNED + 600, LEARNED + 660)
    said += watch(again, lambda _: PLACE, LEARNED + 660, LEARNED + 730)
    assert told(said) == [("opened", "moved"), ("cleared", "moved")]


def test_a_restart_right_after_the_picture_was_called_new_ends_what_was_found_by_the_old_one() -> None:
    condition = learned()
    new = place(9, height=180, width=320)
    assert told(watch(condition, lambda _: new, LEARNED, LEARNED + 60)) == [("opened", "moved")]
    condition.relearn()
    again = restarted(condition)
    start = LEARNED + 70
    end = start + LEARNED
    assert watch(again, lambda _: new, start, end) == []
    assert told(watch(again, lambda _: PLACE, end, end + 60)) == [("opened", "moved")]


def test_what_lasts_ends_where_the_clock_has_gone_back_over_a_restart() -> None:
    condition = learned()
    dark = np.full_like(PLACE, 18)
    watch(condition, lambda _: dark, 1_000, 1_020)
    again = PictureCondition("cam-1")
    again.load_state(json.loads(json.dumps(condition.state())), {"condition:dark"})
    assert told(watch(again, lambda _: PLACE, 100, 101)) == [("cleared", "dark")]


def test_of_contours_that_hardly_stand_out_of_the_noise_nothing_is_kept() -> None:
    rng = np.random.default_rng(1)

    def dim(_: int) -> Float32:
        noise = rng.normal(0, 12, PLACE.shape).astype(np.float32)
        seen: Float32 = PLACE.mean() + np.float32(0.1) * (PLACE - PLACE.mean()) + noise
        return seen

    condition = PictureCondition("cam-1")
    assert watch(condition, dim, 0, LEARNED) == []
    assert condition.state()["usual"] == {}
    assert watch(restarted(condition), dim, LEARNED + 10, LEARNED + 150) == []


def test_what_was_hardly_learned_is_not_kept() -> None:
    condition = PictureCondition("cam-1")
    watch(condition, lambda _: PLACE, 0, LEARNED // 2)
    assert condition.state()["usual"] == {}
    again = restarted(condition)
    assert watch(again, lambda _: place(9, height=180, width=320), LEARNED, LEARNED + 200) == []


def test_no_picture_is_kept_but_a_sketch_and_how_much_texture_each_part_has() -> None:
    (usual,) = learned().state()["usual"].values()
    assert usual.keys() == {"sharpness", "shape", "cells", "sketch", "fit", "learned_s"}
    assert len(base64.b64decode(usual["sketch"])) == 64
    assert usual["cells"]["shape"] == [6, 8]


@pytest.mark.parametrize("state", [{}, {"version": 1}, {"version": 3, "usual": 3, "spells": {}}])
def test_what_is_no_state_is_refused(state: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="state"):
        PictureCondition("c").load_state(state, ())


def test_the_end_of_a_watch_ends_its_findings() -> None:
    condition = PictureCondition("c")
    dark = np.full_like(PLACE, 18)
    watch(condition, lambda _: dark, 0, 20)
    assert told(list(condition.end(21 * MICROS))) == [("cleared", "dark")]


def test_of_an_empty_wall_nobody_can_say_whether_it_is_covered() -> None:
    wall = np.full_like(PLACE, 120)
    condition = PictureCondition("c")
    assert watch(condition, lambda _: wall, 0, LEARNED) == []
    assert watch(condition, lambda _: wall * 0.8, LEARNED, LEARNED + 60) == []


def test_a_picture_without_room_is_refused() -> None:
    tiny = np.zeros((16, 16), np.uint8)
    with pytest.raises(ValueError, match="32"):
        glance(Frame(time_us=0, y=tiny, u=tiny[:8, :8], v=tiny[:8, :8]))


@pytest.mark.parametrize("size", [(33, 47), (180, 321), (361, 640), (1080, 1920), (2160, 3840)])
def test_any_size_can_be_looked_at(size: tuple[int, int]) -> None:
    seen = glance(frame_of(place(height=size[0], width=size[1]), 0))
    assert seen.edges.size <= 35_000
    assert np.isfinite([seen.light, seen.texture, seen.sharpness]).all()


def test_a_shift_is_measured() -> None:
    edges = glance(frame_of(place(), 0)).edges
    right, down, alike = shift(np.roll(edges, (-9, 16), axis=(0, 1)), edges)
    assert right == pytest.approx(16 / edges.shape[1], abs=1e-6)
    assert down == pytest.approx(-9 / edges.shape[0], abs=1e-6)
    assert alike > 0.99
    assert shift(np.zeros((9, 9), np.float32), np.zeros((9, 9), np.float32)) == (0.0, 0.0, 0.0)


def test_of_a_picture_that_is_too_small_nothing_is_said_and_what_was_found_ends() -> None:
    condition = PictureCondition("cam-1")
    dark = np.full_like(PLACE, 18)
    assert told(watch(condition, lambda _: dark, 0, 20)) == [("opened", "dark")]
    small = np.full((31, 320), 18, np.float32)
    assert told(watch(condition, lambda _: small, 20, 40)) == [("cleared", "dark")]
    assert told(watch(condition, lambda _: dark, 40, 60)) == [("opened", "dark")]


@pytest.mark.parametrize("size", [(2_000, 32), (32, 2_000), (32, 32)])
def test_a_narrow_picture_has_texture_in_each_part(size: tuple[int, int]) -> None:
    seen = glance(frame_of(place(height=size[0], width=size[1]), 0))
    assert np.isfinite(seen.cells).all()
    assert np.isfinite(seen.sharpness)
    assert seen.edges.size > 0
