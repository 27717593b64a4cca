"""Things left behind, and water over a line: what is seen in the picture itself."""

import json
from dataclasses import replace

import numpy as np
import pytest

from luylau.kernel.clock import MICROS
from luylau.kernel.messages import LANGUAGES, message
from luylau.vision.frames import Frame
from luylau.vision.plan import Hours, Scene
from luylau.vision.scenes import SceneChange, SceneWatch
from luylau.vision.scenes.cells import Cells, from_text, to_text
from luylau.vision.shapes import Float32
from tests.unit.vision.pictures import frame_of, place, shifted
from tests.unit.vision.scene_paths import (
    SQUARE,
    START_US,
    Walker,
    between,
    legs,
    play,
    second,
    watch_of,
    whats,
)

LEFT = Scene(id="left", name="station hall", kind="object_left", points=SQUARE, dwell_s=20.0)
PLACE = place()
BAG_AT = (slice(200, 224), slice(300, 330))
"""Rows and columns."""
COMES_AND_GOES = legs((10, 0.1, 0.62), (15, 0.49, 0.62), (17, 0.49, 0.62), (22, 0.95, 0.62))
CARRIER = Walker(path=COMES_AND_GOES)


def with_bag(picture: Float32, bright: float = 0.0) -> Float32:
    found = picture.copy()
    under = float(picture[BAG_AT].mean())
    found[BAG_AT] = bright or (30 if under > 100 else 210)
    return found


def restarted(watch: SceneWatch, scene: Scene = LEFT) -> SceneWatch:
    again = watch_of(scene)
    again.load_state(json.loads(json.dumps(watch.state())), {scene.id})
    return again


def bag(t: float, *, put_s: float = 16, taken_s: float = 1e9, place: Float32 = PLACE) -> Frame:
    return frame_of(with_bag(place) if put_s <= t < taken_s else place, round(t * 1_000_000))


class TestObjectLeft:
    def test_a_bag_that_is_put_down_is_found_until_it_is_taken(self) -> None:
        fetcher = Walker(
            track=2, path=legs((60, 0.95, 0.62), (64, 0.5, 0.62), (66, 0.5, 0.62), (70, 0.95, 0.62))
        )
        said = play(watch_of(LEFT), [CARRIER, fetcher], 90, step_s=0.5, picture=lambda t: bag(t, taken_s=65))
        assert whats(said) == ["opened", "cleared"]
        opened = said[0]
        assert 36 < second(opened.time_us) < 46
        assert opened.value >= opened.threshold == 20
        assert opened.label == ""
        assert opened.tracks == ()
        assert opened.box is not None
        rows, columns = BAG_AT
        wanted = (columns.start / 640, rows.start / 360, columns.stop / 640, rows.stop / 360)
        assert opened.box == pytest.approx(wanted, abs=0.02)
        assert 0.5 < opened.confidence < 1
        assert second(said[-1].time_us) > 64
        for language in LANGUAGES:
            assert "station hall" in message(language, opened.key, opened.fields)

    def test_who_stands_there_is_no_object(self) -> None:
        waiting = Walker(path=legs((10, 0.1, 0.62), (15, 0.49, 0.62), (100, 0.49, 0.62)), size=(40, 60))
        # The bag is under the person's box.
        assert play(watch_of(LEFT), [waiting], 60, step_s=0.5, picture=bag) == []

    def test_what_lay_there_from_the_beginning_is_part_of_the_place(self) -> None:
        assert play(watch_of(LEFT), [], 60, step_s=0.5, picture=lambda t: bag(t, put_s=-1)) == []

    def test_what_is_taken_away_is_not_left(self) -> None:
        said = play(watch_of(LEFT), [], 90, step_s=0.5, picture=lambda t: bag(t, put_s=-1, taken_s=30))
        assert said == []

    def test_what_lies_there_for_a_moment_is_not_left(self) -> None:
        assert play(watch_of(LEFT), [], 60, step_s=0.5, picture=lambda t: bag(t, taken_s=30)) == []

    def test_outside_of_the_polygon_nothing_is_looked_for(self) -> None:
        aside = replace(LEFT, points=((0.0, 0.0), (0.2, 0.0), (0.2, 1.0)))
        assert play(watch_of(aside), [], 60, step_s=0.5, picture=bag) == []

    @pytest.mark.parametrize("light", ["switched", "dusk", "camera turned"])
    def test_another_light_or_view_is_no_object(self, light: str) -> None:
        def picture(t: float) -> Frame:
            seen = PLACE
            if light == "switched" and t > 20:
                seen = PLACE * 0.7
            elif light == "dusk":
                seen = PLACE * (1 - 0.4 * t / 120)
            elif light == "camera turned" and t > 20:
                seen = shifted(PLACE, 90, 40)
            return frame_of(seen, round(t * 1_000_000))

        assert play(watch_of(LEFT), [], 120, step_s=0.5, picture=picture) == []

    def test_a_bag_is_found_in_other_light_too(self) -> None:
        def picture(t: float) -> Frame:
            return bag(t, place=PLACE * (1 - 0.3 * t / 120))

        assert whats(play(watch_of(LEFT), [CARRIER], 60, step_s=0.5, picture=picture)) == ["opened"]

    def test_out_of_hours_it_looks_away_and_begins_anew(self) -> None:
        # The drawing begins on a Thursday at 20:26:40 UTC.
        hours = (Hours(days=(3,), start=20 * 60, end=20 * 60 + 28),)
        said = play(watch_of(replace(LEFT, hours=hours)), [CARRIER], 100, step_s=0.5, picture=bag)
        assert whats(said) == ["opened", "cleared"]
        assert second(said[-1].time_us) == 80

    def test_a_sight_holds_between_two_looks(self) -> None:
        said = play(watch_of(LEFT), [CARRIER], 60, step_s=0.2, picture=bag)
        assert whats(said) == ["opened"]

    def test_a_stream_of_another_size_is_learned_anew(self) -> None:
        def picture(t: float) -> Frame:
            seen = bag(t)
            return seen if t < 50 else replace(seen, y=np.ascontiguousarray(seen.y[::2, ::2]))

        assert whats(play(watch_of(LEFT), [CARRIER], 100, step_s=0.5, picture=picture)) == [
            "opened",
            "cleared",
        ]

    def test_a_polygon_without_room_for_a_cell_sees_nothing(self) -> None:
        dot = replace(LEFT, points=((0.5, 0.5), (0.5003, 0.5), (0.5003, 0.5003)))
        assert play(watch_of(dot), [], 40, step_s=0.5, picture=bag) == []

    def test_without_pictures_nothing_is_said(self) -> None:
        assert play(watch_of(LEFT), [CARRIER], 60) == []

    @pytest.mark.parametrize("taken_s", [80, 51])
    def test_what_lies_there_outlives_a_restart_until_it_is_taken(self, taken_s: float) -> None:
        first = watch_of(LEFT)
        before = play(first, [CARRIER], 50, step_s=0.5, picture=bag)
        again = restarted(first)
        after = play(again, [], 120, start_s=53, step_s=0.5, picture=lambda t: bag(t, taken_s=taken_s))
        assert whats(before + after) == ["opened", "cleared"]
        assert len({change.finding for change in before + after}) == 1
        assert taken_s < second(after[-1].time_us) < max(taken_s, 53) + 20
        # The ground under it has been learned: another one that is put there is found.
        again_put = play(again, [], 180, start_s=120, step_s=0.5, picture=lambda t: bag(t, put_s=130))
        assert whats(again_put) == ["opened"]

    def test_what_is_covered_when_it_starts_again_lies_there_still(self) -> None:
        waits = Walker(track=2, path=legs((50, 0.49, 0.62), (70, 0.49, 0.62), (74, 0.95, 0.62)))
        first = watch_of(LEFT)
        before = play(first, [CARRIER], 50, step_s=0.5, picture=bag)
        after = play(restarted(first), [waits], 120, start_s=53, step_s=0.5, picture=bag)
        assert whats(before + after) == ["opened"]
        assert second(after[-1].time_us) > 110

    def test_a_second_restart_and_other_light_lose_nothing(self) -> None:
        first = watch_of(LEFT)
        said = play(first, [CARRIER], 50, step_s=0.5, picture=bag)
        second_watch = restarted(first)
        said += play(second_watch, [], 60, start_s=53, step_s=0.5, picture=bag)
        dim = PLACE * 0.8
        said += play(
            restarted(second_watch), [], 150, start_s=63, step_s=0.5, picture=lambda t: bag(t, place=dim)
        )
        assert whats(said) == ["opened"]

    def test_nothing_of_how_it_looks_there_is_kept(self) -> None:
        kept = []
        for number in (1, 2):
            ground = place(number)
            watch = watch_of(LEFT)
            play(
                watch,
                [CARRIER],
                50,
                step_s=0.5,
                picture=lambda t, ground=ground: bag(t, place=ground),  # type: ignore[misc]
            )
            kept.append(watch.state()["scenes"]["left"]["watcher"])
        assert [one.keys() for one in kept] == [{"size", "lain", "sight"}] * 2
        assert all(one["sight"] for one in kept)
        for one in kept:
            (lain,) = one["lain"]
            assert lain.keys() == {"rows", "columns", "share", "lain_s"}
            assert lain["lain_s"] >= LEFT.dwell_s
            # Of what has not lain there for long enough nothing is kept.
            young = watch_of(LEFT)
            play(young, [CARRIER], 35, step_s=0.5, picture=bag)
            assert young.state()["scenes"]["left"]["watcher"]["lain"] == []

    def test_with_another_size_after_a_restart_it_is_over(self) -> None:
        first = watch_of(LEFT)
        before = play(first, [CARRIER], 50, step_s=0.5, picture=bag)

        def small(t: float) -> Frame:
            seen = bag(t, taken_s=52)
            return replace(seen, y=np.ascontiguousarray(seen.y[::2, ::2]))

        after = play(restarted(first), [], 90, start_s=53, step_s=0.5, picture=small)
        assert whats(before + after) == ["opened", "cleared"]


BOARD_AT = (slice(120, 320), slice(280, 340))
LINE = Scene(
    id="mark", name="mark 3", kind="water", points=((0.45, 0.6), (0.52, 0.6)), dwell_s=15.0
)  # at row 216


def gauge(water_row: int, *, murk: float = 90, light: float = 1.0, board: bool = True) -> Float32:
    """Return a picture of a gauge board that stands in water up to a row of the picture."""
    picture = np.full((360, 640), 140, np.float32)
    if board:
        rows = np.arange(360)[:, None] // 6 % 2
        marks = np.where(rows == (np.arange(640)[None, :] // 20 % 2), 220, 50)
        picture[BOARD_AT] = marks[BOARD_AT]
    picture[water_row:] = murk
    return picture * light


class TestWater:
    def rising(self, t: float) -> Frame:
        row = 300 if t < 80 else max(190, 300 - int(2 * (t - 80)))
        row = row if t < 200 else min(300, 190 + int(2 * (t - 200)))
        ripple = int(2 * np.sin(t * 2))
        return frame_of(gauge(row + ripple), round(t * 1_000_000))

    def test_water_that_rises_over_the_line_is_found_until_it_falls(self) -> None:
        said = play(watch_of(LINE), [], 280, step_s=1.0, picture=self.rising)
        assert whats(said) == ["opened", "cleared"]
        opened, cleared = said[0], said[-1]
        # The water is at row 230, the foot of the strip below the line, at second 115, and at the line, row
        # 216, at 122; it falls below the line at 213.
        assert 115 <= second(opened.since_us) <= 122
        assert 15 <= second(opened.time_us) - second(opened.since_us) <= 17
        assert 213 <= second(cleared.time_us) <= 230
        assert opened.value >= opened.threshold == 0.5
        assert opened.box is not None
        assert opened.box[1] < 0.6 < opened.box[3]
        for language in LANGUAGES:
            assert "mark 3" in message(language, opened.key, opened.fields)

    @pytest.mark.parametrize("case", ["below", "dusk", "turned", "covered", "somebody"])
    def test_what_is_no_water_is_not_found(self, case: str) -> None:
        def picture(t: float) -> Frame:
            seen = gauge(250 if t > 80 else 300)
            if case == "dusk":
                seen = gauge(300, light=1 - 0.7 * t / 200)
            elif case == "turned" and t > 80:
                seen = shifted(seen, 60, 40)
            elif case == "covered" and t > 80:
                seen = gauge(0)
            elif case == "somebody" and 80 < t < 130:
                seen[150:, 250:400] = 60
            return frame_of(seen, round(t * 1_000_000))

        people = (
            [Walker(path=between(80, 131, lambda _: (0.5, 0.9)), size=(150, 200))]
            if case == "somebody"
            else []
        )
        assert play(watch_of(LINE), people, 200, step_s=1.0, picture=picture) == []

    def test_a_bare_wall_is_watched_by_its_brightness(self) -> None:
        def picture(t: float) -> Frame:
            return frame_of(
                gauge(300 - max(0, min(95, int(2 * (t - 80)))), murk=70, board=False), round(t * 1_000_000)
            )

        said = play(watch_of(LINE), [], 180, step_s=1.0, picture=picture)
        assert whats(said) == ["opened"]

    def test_in_the_dark_it_says_nothing_and_keeps_what_it_said(self) -> None:
        def picture(t: float) -> Frame:
            seen = self.rising(min(t, 150))
            return seen if t < 150 else replace(seen, y=np.full_like(seen.y, 17))

        assert whats(play(watch_of(LINE), [], 200, step_s=1.0, picture=picture)) == ["opened"]

    def test_out_of_hours_it_looks_away(self) -> None:
        hours = (Hours(days=(3,), start=20 * 60, end=20 * 60 + 29),)
        said = play(watch_of(replace(LINE, hours=hours)), [], 180, step_s=1.0, picture=self.rising)
        assert whats(said) == ["opened", "cleared"]
        assert second(said[-1].time_us) == 140

    def test_what_is_dry_outlives_a_restart(self) -> None:
        first = watch_of(LINE)
        before = play(first, [], 150, step_s=1.0, picture=self.rising)
        kept = first.state()["scenes"]["mark"]["watcher"]
        assert kept["dry"]["shape"] == [2, 3, 12], "too few to show anybody"
        again = restarted(first, LINE)
        after = play(again, [], 280, start_s=153, step_s=1.0, picture=self.rising)
        said: list[SceneChange] = before + after
        assert whats(said) == ["opened", "cleared"]
        assert len({change.finding for change in said}) == 1

    def test_a_dry_line_is_dry_after_a_restart_and_water_is_found_from_then_on(self) -> None:
        first = watch_of(LINE)
        said = play(first, [], 75, step_s=1.0, picture=self.rising)
        again = restarted(restarted(first, LINE), LINE)
        said += play(again, [], 180, start_s=78, step_s=1.0, picture=self.rising)
        assert whats(said) == ["opened"]

    FINE_LINE = replace(LINE, points=((0.2, 0.6), (0.8, 0.6)))

    def fine(self, row: int, t: float) -> Frame:
        """A pattern of which nothing is left in what is kept, in water up to a row."""
        picture = np.full((360, 640), 140, np.float32)
        marks = np.where(np.arange(360)[:, None] // 8 % 2 == np.arange(640)[None, :] // 8 % 2, 200, 80)
        picture[120:320] = marks[120:320]
        picture[row:] = 135
        return frame_of(picture, round(t * 1_000_000))

    def test_water_over_a_fine_pattern_outlives_a_restart_and_is_not_learned_as_dry(self) -> None:
        def rising(t: float) -> Frame:
            return self.fine(300 if t < 80 or t > 500 else max(190, 300 - int(2 * (t - 80))), t)

        first = watch_of(self.FINE_LINE)
        said = play(first, [], 150, step_s=1.0, picture=rising)
        again = restarted(first, self.FINE_LINE)
        said += play(again, [], 490, start_s=153, step_s=1.0, picture=rising)
        assert whats(said) == ["opened"]
        assert whats(play(again, [], 540, start_s=490, step_s=1.0, picture=rising)) == ["cleared"]

    @pytest.mark.parametrize("fine", [True, False])
    def test_water_that_passed_both_strips_while_nobody_watched_is_never_learned_as_dry(
        self, fine: bool
    ) -> None:
        line = self.FINE_LINE if fine else LINE

        def picture(t: float) -> Frame:
            # The upper strip comes out of the water at second 500.
            row = 300 if t < 76 else 190 if t < 500 else 218
            return self.fine(row, t) if fine else frame_of(gauge(row), round(t * 1_000_000))

        first = watch_of(line)
        assert play(first, [], 75, step_s=1.0, picture=picture) == []
        again = restarted(first, line)
        assert play(again, [], 500, start_s=150, step_s=1.0, picture=picture) == []
        again = restarted(again, line)
        assert whats(play(again, [], 560, start_s=500, step_s=1.0, picture=picture)) == ["opened"]


class TestRelearn:
    def test_what_the_picture_showed_ends_and_its_place_is_learned_anew(self) -> None:
        fence = Scene(id="all", name="all", kind="intrusion", points=SQUARE)
        stands = Walker(track=9, path=legs((0, 0.3, 0.62), (200, 0.3, 0.62)))
        watch = watch_of(LEFT, fence)
        before = play(watch, [CARRIER, stands], 50, step_s=0.5, picture=bag)
        assert {change.scene for change in before} == {"left", "all"}
        ended = watch.relearn(START_US + 50 * MICROS)
        assert [(change.what, change.scene) for change in ended] == [("cleared", "left")]
        assert watch.relearn(START_US + 50 * MICROS) == ()
        after = play(watch, [stands], 120, start_s=50.5, step_s=0.5, picture=bag)
        # The bag belongs to the new picture; who stands there still does.
        assert {change.scene for change in after} == {"all"}
        assert whats(after) == []


class TestCells:
    def test_each_cell_is_the_mean_of_its_pixels(self) -> None:
        luma = np.arange(40 * 60, dtype=np.uint32).reshape(40, 60).astype(np.uint8)
        cells = Cells.over(((0.1, 0.1), (0.9, 0.1), (0.9, 0.9)), (40, 60), 12)
        assert (cells.left, cells.top, cells.side) == (6, 4, 4)
        assert cells.inside.shape == (8, 12)
        assert cells.mean(luma)[2, 3] == pytest.approx(luma[12:16, 18:22].mean())
        assert not cells.inside[7, 0]
        assert cells.inside[0, 11]

    def test_what_is_touched_is_covered(self) -> None:
        cells = Cells.over(((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)), (100, 100), 10)
        covered = cells.under([(0.25, 0.35, 0.45, 0.55)], 0.0)
        assert covered[3:6, 2:5].all()
        assert covered.sum() == 9
        assert not cells.under([(-0.5, -0.5, -0.2, -0.2)], 0.1).any()

    def test_arrays_survive_as_text(self) -> None:
        array = np.linspace(0, 255, 12, dtype=np.float32).reshape(3, 4)
        assert from_text(json.loads(json.dumps(to_text(array)))) == pytest.approx(array, rel=1e-3)
