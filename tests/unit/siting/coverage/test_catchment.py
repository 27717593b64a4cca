"""Two-step floating catchment areas."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luylau.kernel.errors import BadInput
from luylau.siting.coverage import (
    SHARP_WEIGHTS,
    Cover,
    Places,
    cover_by_radius,
    enhanced_two_step,
    pair_distances,
    two_step,
)


def test_a_case_worked_by_hand() -> None:
    """Provider 0 with 2 doctors reaches 100 and 300 people, provider 1 with 3 doctors 300 and 200: 2 / 400
    and 3 / 500 a person; who is between the two gets both."""
    cover = Cover(np.array([0, 2, 4]), np.array([0, 1, 1, 2], np.int32), 3)
    found = two_step(cover, np.array([2.0, 3.0]), np.array([100.0, 300.0, 200.0]))
    assert found.demand.tolist() == [400, 500]
    assert found.ratio.tolist() == [0.005, 0.006]
    assert found.access == pytest.approx([0.005, 0.011, 0.006])


def test_a_case_with_zones_worked_by_hand() -> None:
    """One provider of 10, people at 5, 15, 25 and 35 minutes; the last are beyond the zones."""
    cover = Cover(np.array([0, 4]), np.arange(4, dtype=np.int32), 4)
    minutes = np.array([5, 15, 25, 35], np.float32)
    people = np.array([100.0, 100.0, 100.0, 100.0])
    found = enhanced_two_step(cover, minutes, [10, 20, 30], np.array([10.0]), people)
    assert found.demand == pytest.approx([100 + 68 + 22])
    assert found.access == pytest.approx([10 / 190, 6.8 / 190, 2.2 / 190, 0.0])
    sharp = enhanced_two_step(cover, minutes, [10, 20, 30], np.array([10.0]), people, SHARP_WEIGHTS)
    assert sharp.access == pytest.approx([10 / 151, 4.2 / 151, 0.9 / 151, 0.0])


@settings(deadline=None)
@given(st.integers(0, 10**6))
def test_all_that_providers_have_is_shared_out_and_agrees_with_matrices(seed: int) -> None:
    rng = np.random.default_rng(seed)
    points, sites = Places(*rng.uniform(0, 40, (2, 50))), Places(*rng.uniform(0, 40, (2, 7)))
    people, doctors = rng.integers(0, 5, 50).astype(float), rng.integers(0, 9, 7).astype(float)
    cover = cover_by_radius(points, sites, 15)
    metres = pair_distances(cover, points, sites)
    found = enhanced_two_step(cover, metres, [5, 10, 15], doctors, people)
    distance = np.hypot(points.x - sites.x[:, None], points.y - sites.y[:, None])
    weight = np.select([distance <= 5, distance <= 10, distance <= 15], [1.0, 0.68, 0.22], 0.0)
    caught = weight @ people
    ratio = np.where(caught > 0, doctors / np.where(caught > 0, caught, 1), 0)
    assert found.demand == pytest.approx(caught, rel=1e-6)
    assert found.access == pytest.approx(weight.T @ ratio, rel=1e-6)
    assert (found.access * people).sum() == pytest.approx(doctors[caught > 0].sum(), rel=1e-6)


def test_a_provider_that_reaches_nobody_gives_nothing() -> None:
    cover = Cover(np.array([0, 0, 1]), np.array([0], np.int32), 1)
    found = two_step(cover, np.array([5.0, 5.0]), np.array([0.0]))
    assert (found.ratio.tolist(), found.access.tolist()) == ([0, 0], [0])


@pytest.mark.parametrize(
    ("key", "supply", "demand"),
    [
        ("siting-length-wrong", [-1.0], [1.0]),
        ("siting-length-wrong", [np.inf], [1.0]),
        ("siting-column-shape", [1.0, 2.0], [1.0]),
        ("siting-weight-wrong", [1.0], [-1.0]),
        ("siting-weights-count", [1.0], [1.0, 1.0]),
    ],
)
def test_what_is_wrong_is_said(key: str, supply: list[float], demand: list[float]) -> None:
    cover = Cover(np.array([0, 1]), np.array([0], np.int32), 1)
    with pytest.raises(BadInput) as said:
        two_step(cover, np.array(supply), np.array(demand))
    assert said.value.key == key
