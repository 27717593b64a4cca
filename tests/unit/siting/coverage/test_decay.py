"""Coverage that fades with distance."""

import math

import numpy as np
import pytest

from luylau.kernel.errors import BadInput
from luylau.siting.coverage import Cover, Gaussian, Linear, Step, with_decay

METRES = np.array([0, 100, 500, 750, 1_000, 1_001], np.float32)


def test_steps_hold_up_to_and_with_their_end() -> None:
    assert Step.of([500, 1_000], [1, 0.25]).shares(METRES).tolist() == [1, 1, 1, 0.25, 0.25, 0]
    assert Step.of([500, 1_000], [0, 1]).shares(METRES).tolist() == [0, 0, 0, 1, 1, 0]


def test_a_straight_line_from_all_to_nothing() -> None:
    assert Linear(500, 1_000).shares(METRES).tolist() == [1, 1, 1, 0.5, 0, 0]
    assert Linear(0, 1_000).shares(METRES)[:3] == pytest.approx([1, 0.9, 0.5])


def test_the_bell_ends_at_its_reach() -> None:
    found = Gaussian(500, 1_000).shares(METRES)
    expected = [1, math.exp(-0.02), math.exp(-0.5), math.exp(-1.125), math.exp(-2), 0]
    assert found == pytest.approx(expected, rel=1e-6)


def test_pairs_of_no_share_go() -> None:
    cover = Cover(np.array([0, 3, 6]), np.array([0, 1, 2, 0, 1, 2], np.int32), 3)
    faded = with_decay(cover, METRES, Linear(500, 1_000))
    assert faded.column(1).tolist() == [0]
    assert faded.share is not None
    assert faded.share.tolist() == [1, 1, 1, 0.5]


def test_fading_adds_to_what_was_partial_already() -> None:
    cover = Cover(np.array([0, 2]), np.array([0, 1], np.int32), 2, np.array([0.5, 0.5], np.float32))
    faded = with_decay(cover, np.array([0, 750], np.float32), Linear(500, 1_000))
    assert faded.column_shares(0).tolist() == [0.5, 0.25]


@pytest.mark.parametrize(
    ("key", "wrong"),
    [
        ("siting-decay-not-rising", lambda: Step.of([500, 500], [1, 0.5])),
        ("siting-cover-share-wrong", lambda: Step.of([500], [1.5])),
        ("siting-cover-share-wrong", lambda: Step.of([500], [math.nan])),
        ("siting-column-shape", lambda: Step.of([500], [1, 0.5])),
        ("siting-column-shape", lambda: Step.of([], [])),
        ("siting-length-wrong", lambda: Step.of([-1], [1])),
        ("siting-decay-not-rising", lambda: Linear(500, 500)),
        ("siting-length-wrong", lambda: Linear(-1, 500)),
        ("siting-length-wrong", lambda: Gaussian(math.nan, 500)),
        ("siting-decay-not-rising", lambda: Gaussian(0, 500)),
        (
            "siting-column-shape",
            lambda: with_decay(Cover(np.array([0, 0]), np.empty(0, np.int32), 1), METRES, Linear(0, 1)),
        ),
    ],
)
def test_a_decay_that_is_none_is_refused(key: str, wrong) -> None:  # noqa: ANN001
    with pytest.raises(BadInput) as said:
        wrong()
    assert said.value.key == key
