import json
from dataclasses import replace
from datetime import UTC

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luylau.kernel.clock import MICROS
from luylau.kernel.messages import LANGUAGES, message
from luylau.vision.plan import CameraPlan, Hours, Scene
from luylau.vision.scenes import SceneChange, SceneWatch, finding_id
from luylau.vision.shapes import Label
from tests.unit.vision.scene_paths import (
    HEIGHT,
    SQUARE,
    START_US,
    WIDTH,
    Walker,
    at,
    between,
    legs,
    play,
    second,
    tracks_at,
    watch_of,
    whats,
)

FENCE = Scene(id="fence", name="substation fence", kind="intrusion", points=SQUARE, dwell_s=2.0)
LOITER = replace(FENCE, id="loiter", kind="loitering", dwell_s=20.0)
CROWD = Scene(id="crowd", name="square", kind="crowd", points=SQUARE, dwell_s=3.0, limit=4)
STOPPED = Scene(id="stop", name="no parking", kind="stopped_vehicle", points=SQUARE, dwell_s=10.0)
# From the top to the bottom: forward is from the picture's right to its left.
GATE = Scene(id="gate", name="gate", kind="line_crossing", points=((0.5, 0.0), (0.5, 1.0)))
ONE_WAY = replace(GATE, id="one-way", kind="wrong_way", direction="backward")

ACROSS = legs((0, 0.05, 0.5), (20, 0.95, 0.5))
"""In the square from 4.5 to 15.6 s."""
RIGHT_TO_LEFT = legs((0, 0.9, 0.5), (10, 0.1, 0.5))
LEFT_TO_RIGHT = legs((0, 0.1, 0.5), (10, 0.9, 0.5))
ARRIVES = legs((0, 0.05, 0.5), (4, 0.5, 0.5), (30, 0.5, 0.5), (34, 0.95, 0.5))


class TestIntrusion:
    def test_who_walks_through_is_found_and_gone(self) -> None:
        said = play(watch_of(FENCE), [Walker(path=ACROSS)], 30)
        assert whats(said) == ["opened", "cleared"]
        opened, cleared = said[0], said[-1]
        assert second(opened.since_us) == pytest.approx(4.6, abs=0.3)
        assert second(opened.time_us) - second(opened.since_us) == pytest.approx(2.0, abs=0.25)
        assert 15.5 < second(cleared.time_us) < 20
        assert {change.finding for change in said} == {finding_id("cam-1", "fence", 1, opened.since_us)}, (
            "one finding"
        )

    def test_it_says_what_a_person_needs(self) -> None:
        said = play(watch_of(FENCE), [Walker(path=legs((0, 0.05, 0.5), (5, 0.5, 0.5), (40, 0.5, 0.5)))], 30)
        last = said[-1]
        assert last.what == "refreshed"
        assert (last.kind, last.scene, last.version, last.label, last.count) == (
            "intrusion", "fence", 1, "person", 1,
        )  # fmt: skip
        assert last.unit == "s"
        assert last.value >= last.threshold == 2.0
        assert last.tracks == (1,)
        assert last.box is not None
        assert last.box[0] < 0.5 < last.box[2]
        texts = [message(language, last.key, last.fields) for language in LANGUAGES]
        assert all("substation fence" in text and str(int(last.value)) in text for text in texts)
        assert len(set(texts)) == 3

    @pytest.mark.parametrize(
        "path",
        [
            legs((0, 0.05, 0.9), (20, 0.95, 0.9)),
            legs((0, 0.05, 0.24), (20, 0.95, 0.24)),
            legs((0, 0.05, 0.5), (4, 0.2, 0.5), (5, 0.29, 0.5), (6, 0.1, 0.5), (20, 0.05, 0.5)),
        ],
        ids=["below it", "above it: the body is inside, the foot is not", "in for less than the dwell time"],
    )
    def test_who_does_not_stay_inside_is_not_found(self, path: object) -> None:
        assert play(watch_of(FENCE), [Walker(path=path)], 25) == []  # type: ignore[arg-type]

    def test_ten_people_are_one_finding_with_a_count(self) -> None:
        people = [
            Walker(
                track=number,
                path=legs((0, 0.1, 0.3 + number / 25), (4, 0.4, 0.3 + number / 25), (20, 0.4, 0.3)),
            )
            for number in range(10)
        ]
        said = play(watch_of(FENCE), people, 15)
        assert whats(said) == ["opened"]
        assert said[-1].count == 10
        assert len(said[-1].tracks) == 10

    def test_more_people_are_news(self) -> None:
        second_one = Walker(track=2, path=between(11.4, 60, at(0.6, 0.6)))
        said = play(watch_of(FENCE), [Walker(path=at(0.4, 0.5)), second_one], 13)
        assert [change.count for change in said][-1] == 2

    def test_trembling_on_the_edge_does_not_open_it_again_and_again(self) -> None:
        edge = Walker(path=lambda t: (0.253 if round(t * 5) % 2 else 0.247, 0.5))
        assert whats(play(watch_of(FENCE), [edge], 30)) == ["opened"]

    def test_another_kind_of_thing_does_not_count(self) -> None:
        scene = replace(FENCE, labels=("car",))
        assert play(watch_of(scene), [Walker(path=ACROSS)], 25) == []
        assert whats(play(watch_of(scene), [Walker(path=ACROSS, label="car")], 25)) == ["opened", "cleared"]

    @pytest.mark.parametrize("gap_s", [0.4, 1.0, 3.0])
    def test_a_short_loss_of_the_track_is_bridged(self, gap_s: float) -> None:
        def seen(t: float) -> tuple[float, float] | None:
            return None if 8 <= t < 8 + gap_s else ACROSS(t)

        assert whats(play(watch_of(FENCE), [Walker(path=seen)], 30)) == ["opened", "cleared"]

    def test_a_track_that_its_tracker_has_lost_is_held_and_no_longer(self) -> None:
        watch = watch_of(FENCE)
        said = play(watch, [Walker(path=at(0.5, 0.5))], 10)
        for number in range(50):
            # The tracker thinks that it has gone on out of the square, and does not see it.
            time_us = START_US + 10 * MICROS + number * 200_000
            there = tracks_at([Walker(path=at(0.95, 0.5))], 0, time_us)
            said += watch.update(replace(there, lost=np.ones(1, np.bool_)), (WIDTH, HEIGHT), time_us)
        assert whats(said) == ["opened", "cleared"]
        assert 13.5 < second(said[-1].time_us) < 17

    def test_a_new_number_near_the_place_is_the_same_thing(self) -> None:
        before = Walker(track=7, path=between(0, 9, ACROSS))
        after = Walker(track=9, path=between(10, 30, ACROSS))
        said = play(watch_of(FENCE), [before, after], 30)
        assert whats(said) == ["opened", "cleared"]
        assert {change.tracks for change in said if change.tracks} >= {(7,), (9,)}

    def test_what_is_seen_once_never_counts(self) -> None:
        ghost = Walker(path=between(5, 5.1, at(0.5, 0.5)))
        assert play(watch_of(FENCE), [ghost], 20) == []

    def test_it_goes_on_while_the_last_of_several_is_hidden(self) -> None:
        long = Walker(track=1, path=legs((0, 0.3, 0.5), (12, 0.3, 0.5), (13, 0.05, 0.5), (30, 0.05, 0.5)))
        hidden = Walker(
            track=2, path=lambda t: None if 10.5 < t < 14 else (0.6, 0.6) if t > 10 else (0.9, 0.6)
        )
        assert whats(play(watch_of(FENCE), [long, hidden], 25)) == ["opened"]

    def test_confidence_grows_with_what_was_seen_and_falls_with_what_was_not(self) -> None:
        scene = replace(FENCE, dwell_s=0.0)
        sure = play(watch_of(scene), [Walker(path=at(0.5, 0.5), score=0.9)], 20)
        weak = play(watch_of(scene), [Walker(path=at(0.5, 0.5), score=0.4)], 20)
        torn = play(
            watch_of(scene),
            [Walker(path=lambda t: (0.5, 0.5) if round(t * 5) % 2 else None, score=0.9)], 20,
        )  # fmt: skip
        assert sure[0].confidence == pytest.approx(0.45)
        assert sure[-1].confidence > 0.85
        assert weak[-1].confidence < 0.41
        assert torn[-1].confidence < 0.5
        assert all(0 <= change.confidence <= 1 for change in [*sure, *weak, *torn])


class TestLoitering:
    def test_one_who_stays_is_found_and_gone(self) -> None:
        path = legs((0, 0.05, 0.5), (5, 0.4, 0.5), (40, 0.6, 0.5), (45, 0.95, 0.5), (50, 0.99, 0.5))
        said = play(watch_of(LOITER), [Walker(path=path)], 60)
        assert whats(said) == ["opened", "cleared"]
        assert said[0].value == pytest.approx(20, abs=0.3)

    def test_several_after_each_other_do_not_loiter(self) -> None:
        people = [
            Walker(
                track=number,
                path=legs((6 * number, 0.05, 0.3 + number / 10), (6 * number + 12, 0.95, 0.3 + number / 10)),
            )
            for number in range(5)
        ]
        assert play(watch_of(LOITER), people, 60) == []
        assert whats(play(watch_of(FENCE), people, 60)) == ["opened", "cleared"], "but somebody was inside"

    def test_to_and_fro_is_loitering(self) -> None:
        path = legs(
            (0, 0.3, 0.5), (10, 0.3, 0.5), (11, 0.2, 0.5), (13, 0.2, 0.5), (14, 0.3, 0.5), (40, 0.3, 0.5)
        )
        assert whats(play(watch_of(LOITER), [Walker(path=path)], 30)) == ["opened"]


class TestCrowd:
    @staticmethod
    def people(count: int, until_s: float = 100.0) -> list[Walker]:
        return [
            Walker(track=number, path=between(0, until_s, at(0.3 + 0.04 * number, 0.5)))
            for number in range(count)
        ]

    def test_enough_people_for_long_enough(self) -> None:
        watch = watch_of(CROWD)
        said = play(watch, self.people(6), 10)
        assert whats(said) == ["opened"]
        assert (said[0].value, said[0].threshold, said[0].unit, said[0].count) == (6.0, 4.0, "count", 6)
        assert second(said[0].time_us) == pytest.approx(3.0, abs=0.25)
        # Six boxes of 30 x 60 side by side, 24 of 30 pixels apart, in a square of 320 x 180.
        assert watch.density()["crowd"] == pytest.approx((5 * 25.6 + 30) * 60 / (320 * 180), rel=0.2)
        assert whats(play(watch, [], 25, start_s=10)) == ["cleared"]

    def test_too_few_are_no_crowd(self) -> None:
        assert play(watch_of(CROWD), self.people(3), 20) == []

    def test_enough_for_a_moment_is_no_crowd(self) -> None:
        passing = [
            *self.people(3),
            Walker(track=9, path=legs((5, 0.5, 0.95), (6, 0.5, 0.7), (7, 0.5, 0.95), (9, 0.5, 0.95))),
        ]
        assert play(watch_of(CROWD), passing, 20) == []

    def test_one_lost_for_a_moment_does_not_end_it(self) -> None:
        flickering = Walker(track=9, path=lambda t: None if 8 < t < 10 else (0.6, 0.6))
        assert whats(play(watch_of(CROWD), [*self.people(3), flickering], 20)) == ["opened"]


class TestStoppedVehicle:
    def car(self, path: object, label: Label = "car", track: int = 1) -> Walker:
        return Walker(path=path, label=label, size=(80.0, 40.0), track=track)  # type: ignore[arg-type]

    def test_one_that_comes_and_stands(self) -> None:
        said = play(watch_of(STOPPED), [self.car(ARRIVES)], 45)
        assert whats(said) == ["opened", "cleared"]
        assert second(said[0].since_us) == pytest.approx(4, abs=0.6)
        assert 30 < second(said[-1].time_us) < 34

    def test_a_trembling_box_stands(self) -> None:
        def trembling(t: float) -> tuple[float, float] | None:
            foot = ARRIVES(t)
            return foot and (foot[0] + (0.006 if round(t * 5) % 2 else -0.006), foot[1])

        assert whats(play(watch_of(STOPPED), [self.car(trembling)], 28)) == ["opened"]

    @pytest.mark.parametrize(
        "path",
        [legs((0, 0.05, 0.5), (25, 0.95, 0.5)), legs((0, 0.3, 0.5), (30, 0.7, 0.5), (31, 0.7, 0.5))],
        ids=["passes", "creeps in a jam"],
    )
    def test_one_that_moves_does_not_stand(self, path: object) -> None:
        assert play(watch_of(STOPPED), [self.car(path)], 25) == []

    def test_a_person_is_no_vehicle(self) -> None:
        assert play(watch_of(STOPPED), [self.car(ARRIVES, label="person")], 30) == []

    def test_one_that_was_parked_already_counts_only_after_long(self) -> None:
        watch = watch_of(STOPPED)
        assert play(watch, [self.car(at(0.5, 0.5))], 890, step_s=1.0) == []
        assert whats(play(watch, [self.car(at(0.5, 0.5))], 910, start_s=890, step_s=1.0)) == ["opened"]

    def test_one_that_waits_behind_a_bus_goes_on_standing(self) -> None:
        def hidden(t: float) -> tuple[float, float] | None:
            return None if 18 <= t < 28 else ARRIVES(t)

        assert whats(play(watch_of(STOPPED), [self.car(hidden)], 29.8)) == ["opened"]


class TestLines:
    def test_each_way_is_counted_by_minute_and_class(self) -> None:
        watch = watch_of(replace(GATE, direction="none"))
        walkers = [
            Walker(track=1, path=RIGHT_TO_LEFT),
            Walker(track=2, path=legs((70, 0.9, 0.3), (80, 0.1, 0.3)), label="car"),
            Walker(track=3, path=legs((72, 0.1, 0.9), (82, 0.9, 0.9)), label="car"),
        ]
        assert play(watch, walkers, 100) == [], "counted, and no finding"
        found = [(one.minute_us, one.label, one.forward, one.backward) for one in watch.counts()]
        first_us, next_us = (int((START_US + s * MICROS) // (60 * MICROS)) * 60 * MICROS for s in (5, 75))
        assert found == [(first_us, "person", 1, 0), (next_us, "car", 1, 1)]

    def test_a_crossing_is_a_finding_that_ends_when_nobody_crosses_any_more(self) -> None:
        walkers = [Walker(path=RIGHT_TO_LEFT), Walker(track=2, path=legs((5, 0.1, 0.9), (15, 0.9, 0.9)))]
        said = play(watch_of(GATE), walkers, 40)
        assert whats(said) == ["opened", "cleared"]
        assert said[-1].count == 2
        assert (said[-1].fields["forward"], said[-1].fields["backward"]) == (1, 1)
        assert said[0].tracks == (1,)

    @pytest.mark.parametrize(
        ("direction", "found"), [("forward", True), ("backward", False), ("both", True), ("none", False)]
    )
    def test_only_the_ways_that_are_named_are_findings(self, direction: str, found: bool) -> None:
        scene = replace(GATE, direction=direction)  # type: ignore[arg-type]
        said = play(watch_of(scene), [Walker(path=RIGHT_TO_LEFT)], 12)
        assert bool(said) == found

    def test_dithering_on_the_line_is_no_crossing(self) -> None:
        watch = watch_of(GATE)
        stops = (0.4, 0.5, 0.497, 0.503, 0.496, 0.504, 0.4)
        dither = legs(*((1.5 * number, x, 0.5) for number, x in enumerate(stops)))
        assert play(watch, [Walker(path=dither)], 10) == []
        assert watch.counts() == ()

    def test_who_crosses_behind_a_pole_under_a_new_number_is_counted_once(self) -> None:
        watch = watch_of(GATE)
        before = Walker(track=1, path=between(0, 4.4, RIGHT_TO_LEFT))
        after = Walker(track=5, path=between(5.6, 20, RIGHT_TO_LEFT))
        assert whats(play(watch, [before, after], 12)) == ["opened"]
        assert [(one.forward, one.backward) for one in watch.counts()] == [(1, 0)]

    def test_past_the_end_of_the_line_is_no_crossing(self) -> None:
        short = replace(GATE, points=((0.5, 0.0), (0.5, 0.3)))
        assert play(watch_of(short), [Walker(path=RIGHT_TO_LEFT)], 12) == []

    def test_the_wrong_way(self) -> None:
        scooter = Walker(path=LEFT_TO_RIGHT, label="motorcycle")
        said = play(watch_of(ONE_WAY), [scooter], 25)
        assert whats(said) == ["opened", "cleared"]
        assert said[0].kind == "wrong_way"
        assert play(watch_of(ONE_WAY), [replace(scooter, path=RIGHT_TO_LEFT)], 25) == []
        assert play(watch_of(ONE_WAY), [replace(scooter, label="person")], 25) == [], "people may walk there"

    @settings(max_examples=30, deadline=None)
    @given(st.lists(st.sampled_from([0.2, 0.35, 0.48, 0.5, 0.52, 0.65, 0.8]), min_size=2, max_size=12))
    def test_counts_follow_from_where_one_ends(self, stops: list[float]) -> None:
        watch = watch_of(replace(GATE, direction="none"))
        ends = [0.2, *stops, 0.8]
        play(watch, [Walker(path=legs(*((2.0 * n, x, 0.5) for n, x in enumerate(ends))))], 2 * len(ends))
        counts = watch.counts()
        # Who ends on the other side has crossed once more that way than back.
        assert sum(one.backward for one in counts) - sum(one.forward for one in counts) == 1


class TestLife:
    def test_out_of_hours_nothing_is_found_and_what_lasts_ends(self) -> None:
        # The drawing begins on a Thursday at 20:26:40 UTC.
        hours = (Hours(days=(3,), start=20 * 60, end=20 * 60 + 27),)
        said = play(watch_of(replace(FENCE, hours=hours)), [Walker(path=at(0.5, 0.5))], 30)
        assert whats(said) == ["opened", "cleared"]
        assert second(said[-1].time_us) == pytest.approx(20, abs=0.3)

    def test_a_scene_that_is_switched_off_finds_nothing(self) -> None:
        assert play(watch_of(replace(FENCE, enabled=False)), [Walker(path=ACROSS)], 25) == []

    def test_two_findings_never_have_one_id(self) -> None:
        # Both come at once; the one that was parked there counts only after the other has long left.
        car = Walker(track=1, label="car", size=(80, 40), path=legs(
            (0, 0.3, 0.5), (0.2, 0.3, 0.5), (3, 0.6, 0.5), (30, 0.6, 0.5), (32, 0.95, 0.5)
        ))  # fmt: skip
        watch = watch_of(replace(STOPPED, points=((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))))
        said = play(
            watch, [car, Walker(track=2, label="car", size=(80, 40), path=at(0.5, 0.9))], 920, step_s=1.0
        )
        opened = [change.finding for change in said if change.what == "opened"]
        assert len(opened) == len(set(opened)) == 2

    def test_the_end_of_a_watch_ends_its_findings(self) -> None:
        watch = watch_of(FENCE, LOITER)
        play(watch, [Walker(path=at(0.5, 0.5))], 30)
        ended = watch.end(START_US + 31 * MICROS)
        assert [(change.what, change.scene) for change in ended] == [
            ("cleared", "fence"),
            ("cleared", "loiter"),
        ]
        assert watch.end(START_US + 32 * MICROS) == ()

    def test_a_clock_that_goes_back_ends_everything_and_begins_anew(self) -> None:
        watch = watch_of(FENCE)
        play(watch, [Walker(path=at(0.5, 0.5))], 10, start_s=5)
        said = play(watch, [Walker(path=at(0.5, 0.5))], 5)
        assert whats(said) == ["cleared", "opened"]
        assert all(change.time_us >= change.since_us for change in said)

    def test_after_a_gap_one_who_is_still_there_is_the_same_finding(self) -> None:
        watch = watch_of(FENCE)
        first = play(watch, [Walker(path=at(0.5, 0.5))], 10)
        again = play(watch, [Walker(track=33, path=at(0.51, 0.5))], 50, start_s=40)
        assert whats(first + again) == ["opened"]
        assert {change.finding for change in first + again} == {first[0].finding}

    def test_after_a_gap_one_who_is_gone_is_cleared(self) -> None:
        watch = watch_of(FENCE)
        first = play(watch, [Walker(path=at(0.5, 0.5))], 10)
        again = play(watch, [], 80, start_s=40)
        assert whats(first + again) == ["opened", "cleared"]

    def test_every_change_has_a_text_in_three_languages(self) -> None:
        scenes = (FENCE, LOITER, CROWD, STOPPED, GATE, ONE_WAY)
        people = TestCrowd.people(6)
        car = Walker(
            track=50, label="car", size=(80, 40), path=legs((0, 0.1, 0.6), (10, 0.7, 0.6), (90, 0.7, 0.6))
        )
        said = play(watch_of(*scenes), [*people, car], 40)
        assert {change.kind for change in said} == {scene.kind for scene in scenes}
        for change in said:
            for language in LANGUAGES:
                text = message(language, change.key, change.fields)
                assert "{" not in text
                assert not text.startswith("vision-")
                assert str(change.fields["scene"]) in text

    def test_a_wider_picture_of_the_same_camera_changes_nothing(self) -> None:
        watch = watch_of(FENCE)
        said: list[SceneChange] = []
        for number in range(100):
            t = number * 0.2
            tracks = tracks_at([Walker(path=ACROSS)], t, START_US + number * 200_000)
            scale = 1 + number % 2
            grown = replace(tracks, boxes=tracks.boxes * scale)
            said += watch.update(grown, (WIDTH * scale, HEIGHT * scale), tracks.time_us)
        assert whats(said) == ["opened", "cleared"]


STOPS = st.tuples(st.floats(0, 1), st.floats(0.1, 1))


@st.composite
def drawings(draw: st.DrawFn) -> list[Walker]:
    """Return things on any paths at all, broken off and renumbered now and then."""
    walkers = []
    for number in range(draw(st.integers(1, 5))):
        stops = draw(st.lists(STOPS, min_size=2, max_size=5))
        path = legs(*((6.0 * at_, x, y) for at_, (x, y) in enumerate(stops)))
        broken = draw(st.floats(0, 30))
        label: Label = draw(st.sampled_from(["person", "car", "motorcycle"]))
        walkers.append(Walker(track=number, label=label, path=between(0, broken, path)))
        back = draw(st.floats(broken, broken + 6))
        walkers.append(Walker(track=number + 50, label=label, path=between(back, 60, path)))
    return walkers


@settings(max_examples=25, deadline=None)
@given(drawings(), st.integers(5, 25))
def test_every_finding_begins_once_lasts_and_ends(walkers: list[Walker], cut_s: int) -> None:
    scenes = (FENCE, replace(LOITER, dwell_s=5.0), replace(CROWD, limit=2), STOPPED, GATE, ONE_WAY)
    watch = watch_of(*scenes)
    said = play(watch, walkers, cut_s)
    # A restart at any moment changes nothing of this.
    again = watch_of(*scenes)
    again.load_state(json.loads(json.dumps(watch.state())), {scene.id for scene in scenes})
    said += play(again, walkers, 40, start_s=cut_s)
    said += again.end(START_US + 40 * MICROS)
    for scene in scenes:
        changes = [change for change in said if change.scene == scene.id]
        going: str | None = None
        ended: set[str] = set()
        for change in changes:
            assert 0 <= change.confidence <= 1
            assert change.since_us <= change.time_us
            assert change.count >= 1
            assert change.finding == finding_id("cam-1", scene.id, 1, change.since_us)
            if change.what == "opened":
                assert going is None
                assert change.finding not in ended
                going = change.finding
            assert change.finding == going
            if change.what == "cleared":
                ended.add(change.finding)
                going = None
        assert going is None
        times = [change.time_us for change in changes]
        assert times == sorted(times)


class TestState:
    WALKERS = (
        Walker(track=1, path=legs((0, 0.05, 0.5), (8, 0.5, 0.5), (60, 0.5, 0.5))),
        Walker(track=2, path=RIGHT_TO_LEFT),
        Walker(track=3, label="car", size=(80, 40), path=legs((0, 0.05, 0.7), (6, 0.6, 0.7), (60, 0.6, 0.7))),
    )
    SCENES = (FENCE, LOITER, STOPPED, GATE, replace(CROWD, limit=2))

    def test_it_goes_on_after_a_restart_as_if_nothing_had_been(self) -> None:
        whole = watch_of(*self.SCENES)
        uncut = play(whole, self.WALKERS, 50)
        first = watch_of(*self.SCENES)
        before = play(first, self.WALKERS, 25)
        state = json.loads(json.dumps(first.state()))
        second_watch = watch_of(*self.SCENES)
        second_watch.load_state(state, {scene.id for scene in self.SCENES})
        # Another tracker gives other numbers.
        others = [replace(walker, track=walker.track + 100) for walker in self.WALKERS]
        after = play(second_watch, others, 50, start_s=25.4)

        def told(changes: list[SceneChange]) -> set[tuple[str, str]]:
            return {(change.what, change.finding) for change in changes if change.what != "refreshed"}

        assert told(before + after) == told(uncut)
        assert second_watch.counts() == whole.counts()

    def test_a_scene_that_was_changed_begins_anew(self) -> None:
        first = watch_of(FENCE)
        play(first, self.WALKERS, 25)
        second_watch = watch_of(replace(FENCE, version=2))
        second_watch.load_state(first.state(), {FENCE.id})
        said = play(second_watch, self.WALKERS, 40, start_s=25.4)
        assert whats(said) == ["opened"]
        assert said[0].version == 2

    @pytest.mark.parametrize("state", [{}, {"version": 1}, {"version": 3, "things": 5, "scenes": {}}])
    def test_what_is_no_state_is_refused(self, state: dict[str, object]) -> None:
        with pytest.raises(ValueError, match="state"):
            SceneWatch(CameraPlan(camera="c", main="usb:0"), UTC).load_state(state, ())

    def test_what_lasts_ends_where_the_clock_has_gone_back_and_the_next_is_found(self) -> None:
        first = watch_of(FENCE)
        stood = Walker(track=9, path=legs((3_600, 0.3, 0.62), (3_700, 0.3, 0.62)))
        (opened, *_) = play(first, [stood], 3_650, start_s=3_590)
        again = watch_of(FENCE)
        again.load_state(json.loads(json.dumps(first.state())), {FENCE.id})
        comes = Walker(track=3, path=legs((60, 0.3, 0.62), (90, 0.3, 0.62)))
        said = play(again, [comes], 120, start_s=10)
        assert whats(said) == ["cleared", "opened", "cleared"]
        assert [one.finding == opened.finding for one in said if one.what != "refreshed"] == [
            True, False, False,
        ]  # fmt: skip

    def test_what_was_told_as_over_since_is_another_finding_from_then_on(self) -> None:
        first = watch_of(FENCE)
        (opened, *_) = play(first, self.WALKERS, 25)
        second_watch = watch_of(FENCE)
        second_watch.load_state(first.state(), ())
        said = play(second_watch, self.WALKERS, 40, start_s=25.4)
        assert whats(said) == ["opened"]
        assert said[0].finding != opened.finding
