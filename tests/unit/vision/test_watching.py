"""Nobody who may be in a picture leaves unmasked, whatever the detector does."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

import numpy as np

from luylau.kernel.clock import MICROS
from luylau.vision.frames import Frame
from luylau.vision.gating import GateSettings
from luylau.vision.masking import MaskedFrame, Masker
from luylau.vision.plan import CameraPlan
from luylau.vision.serving import Seen
from luylau.vision.shapes import Detections, Region
from luylau.vision.watching import Analysed, CameraWatch

WIDTH, HEIGHT = 640, 360
TOP, WIDE, HIGH = 100, 60, 180
T0 = 10_000 * MICROS
PLAN = CameraPlan(camera="cam-1", main="file:a")
GROUND = np.random.default_rng(1).integers(90, 110, (HEIGHT, WIDTH)).astype(np.uint8)
FACE = (np.indices((40, 30)).sum(0) % 2 * 200 + 20).astype(np.uint8)
NOBODY = [None] * 30


def picture(number: int, left: float | None, *, step_us: int = 200_000, light: int = 0) -> Frame:
    """Return a picture with somebody whose face has a fine pattern, or with nobody."""
    y = GROUND.copy()
    if left is not None:
        y[TOP : TOP + HIGH, int(left) : int(left) + WIDE] = 200
        y[TOP + 5 : TOP + 45, int(left) + 15 : int(left) + 45] = FACE
    y = np.clip(y.astype(int) + light, 0, 255).astype(np.uint8)
    grey = np.full((HEIGHT // 2, WIDTH // 2), 128, np.uint8)
    return Frame(time_us=T0 + number * step_us, y=y, u=grey, v=grey.copy())


def shows_face(shown: MaskedFrame, frame: Frame, left: float | None) -> bool:
    if left is None:
        return False
    part = np.s_[TOP + 5 : TOP + 45, int(left) + 15 : int(left) + 45]
    return bool(np.array_equal(shown.y[part], frame.y[part]))


class Play:
    """Somebody walks along ``lefts``; the detector finds them as well as it says, if it answers at all."""

    def __init__(
        self,
        lefts: Sequence[float | None],
        *,
        answers: Callable[[int], bool] = lambda _: True,
        score: float = 0.9,
        alternate: bool = False,
        step_us: int = 200_000,
        detector: bool = True,
        light: Callable[[int], int] = lambda _: 0,
    ) -> None:
        self.shown: list[int] = []
        self.unmasked: list[int] = []
        self._lefts = lefts
        self._asked: list[int] = []
        self._answers = answers
        self._now = 0
        plan = replace(PLAN, rate_hz=MICROS / step_us)
        self.watch = CameraWatch(
            plan, ZoneInfo("UTC"), self._ask if detector else None, GateSettings(alternate=alternate)
        )
        masker = Masker(plan)
        for number, left in enumerate(lefts):
            self._now = number
            frame = picture(number, left, step_us=step_us, light=light(number))
            for done in [self.watch.offer(frame), *self._heard(score, step_us)]:
                if done is not None:
                    self._look(masker, done, step_us)

    def _ask(self, frame: Frame, regions: tuple[Region, ...]) -> bool:
        if self._answers(self._now):
            self._asked.append(frame.time_us)
            return True
        return False

    def _heard(self, score: float, step_us: int) -> list[Analysed | None]:
        heard = []
        for time_us in self._asked:
            left = self._lefts[(time_us - T0) // step_us]
            boxes = [] if left is None else [[left, TOP, left + WIDE, TOP + HIGH]]
            found = Detections(
                boxes=np.array(boxes, np.float32).reshape(-1, 4),
                score=np.full(len(boxes), score, np.float32),
                label=np.zeros(len(boxes), np.int8),
            )
            heard.append(self.watch.seen(Seen(camera="cam-1", time_us=time_us, found=found)))
        self._asked.clear()
        return heard

    def _look(self, masker: Masker, done: Analysed, step_us: int) -> None:
        masked = masker.mask(done.frame, done.hides, done.moving)
        if masked is not None:
            number = (done.frame.time_us - T0) // step_us
            self.shown.append(number)
            if shows_face(masked, done.frame, self._lefts[number]):
                self.unmasked.append(number)


def walk(by: float, count: int = 20) -> list[float | None]:
    return [*NOBODY, *(30 + by * number for number in range(count))]


def test_who_is_detected_is_hidden_from_the_first_picture_on_followed_or_not() -> None:
    # 0.65 is too little to begin to follow somebody, 66 pixels a picture too much.
    for play in (
        Play(walk(8)),
        Play(walk(8), alternate=True),
        Play(walk(8), score=0.65),
        Play(walk(66, 9)),
        Play(walk(50, 11), alternate=True),
        Play(walk(80, 7), step_us=1_000_000),
    ):
        assert play.unmasked == []
        assert len(play.shown) > 15


def test_without_an_answer_nothing_is_shown_and_after_one_everything_again() -> None:
    assert Play([300.0] * 50, answers=lambda _: False).shown == []
    stands = [*NOBODY, *(30.0 + 8 * number for number in range(10)), *[110.0] * 60]
    away = Play(stands, answers=lambda number: not 30 <= number < 70)
    assert away.unmasked == []
    assert [number for number in away.shown if 30 <= number < 70] == []
    assert [number for number in away.shown if number >= 70] == list(range(70, 100))
    assert away.watch.dropped > 20


def test_a_look_that_was_dropped_is_made_up_for_before_anything_is_shown() -> None:
    for alternate in (False, True):
        play = Play(walk(8, 40), answers=lambda number: number % 2 == 0, alternate=alternate)
        assert play.unmasked == []
        assert len(play.shown) > 15


def test_where_nobody_can_tell_what_moves_all_is_hidden() -> None:
    stands = Play([300.0] * 30, detector=False)
    assert stands.unmasked == []
    assert Play([30.0 + 8 * number for number in range(20)], detector=False).unmasked == []
    flickers = Play(walk(60, 8), detector=False, light=lambda number: 35 * (number % 2) if number > 24 else 0)
    assert flickers.unmasked == []


def test_another_size_or_an_earlier_time_begins_anew() -> None:
    play = Play(walk(8))
    assert len(play.watch.history) > 20
    small = picture(60, None)
    half = Frame(time_us=small.time_us, y=small.y[::2, ::2], u=small.u[::2, ::2], v=small.v[::2, ::2])
    assert play.watch.offer(half) is None
    assert play.watch.size == (WIDTH // 2, HEIGHT // 2)
    assert len(play.watch.history) == 0
    again = Play(walk(8))
    assert again.watch.offer(picture(3, None)) is None
    assert len(again.watch.history) == 0
