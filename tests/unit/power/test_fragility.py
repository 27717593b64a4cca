"""The fragility curve at its own figures, its factors, and gusts that are none."""

from dataclasses import replace

import numpy as np
import pytest

from luylau.kernel.arrays import Float64
from luylau.kernel.errors import BadInput
from luylau.power.fragility import Curve, exposure, failure_probability, middles, unit_failures
from luylau.power.model import Lines
from tests.unit.power.grids import lines, ring

PLAIN = Curve(trees_unknown=0.0)


def sections(count: int = 1, **columns: object) -> Lines:
    made = lines([(f"l{number}", 0, 1) for number in range(count)])
    return replace(made, **columns)  # type: ignore[arg-type]


def chance(made: Lines, gust_ms: float, curve: Curve = PLAIN) -> Float64:
    return failure_probability(made, np.full(len(made), gust_ms), curve, year=2024)


def test_one_unit_length_follows_the_lognormal_curve() -> None:
    one = sections()
    assert chance(one, 45.0)[0] == pytest.approx(0.5)
    # One and two spreads of the logarithm off the median: the normal distribution's 0.8413 and 0.0228.
    assert chance(one, 45 * np.exp(0.35))[0] == pytest.approx(0.84134, abs=1e-5)
    assert chance(one, 45 * np.exp(-0.7))[0] == pytest.approx(0.02275, abs=1e-5)
    assert chance(one, 0.0)[0] == 0


def test_a_long_section_fails_as_its_units_in_series() -> None:
    made = sections(3, length_m=np.array([1_000.0, 4_000.0, 500.0]))
    one, four, half = chance(made, 38.0)
    assert four == pytest.approx(1 - (1 - one) ** 4)
    assert half == pytest.approx(1 - (1 - one) ** 0.5)
    finer = chance(made, 38.0, replace(PLAIN, unit_m=500.0))
    assert (finer > [one, four, half]).all()


def test_the_chance_rises_with_the_gust_and_keeps_its_digits_at_both_ends() -> None:
    gusts = np.linspace(1, 150, 60)
    found = unit_failures(gusts, PLAIN)
    assert (np.diff(found) > 0).all()
    assert np.isfinite(found).all()
    assert 0 < found[0] < 1e-20


def test_cables_trees_and_age_change_the_mean_as_documented() -> None:
    made = sections(
        6,
        overhead=np.array([True, False, True, True, True, True]),
        trees=np.array([0.0, 0.0, 1.0, np.nan, 0.0, 0.0]),
        year=np.array([2020, 2020, 2020, 2020, 1999, 1900]),
    )
    curve = Curve(underground=0.05, trees_extra=1.0, trees_unknown=0.2, age_extra=0.02, sound_years=10)
    # 2024 - 1999 - 10 = 15 years beyond the sound ones.
    assert exposure(made, curve, 2024) == pytest.approx([1, 0.05, 2, 1.2, 1.3, 2.0])
    unknown = sections(2, year=np.array([-1, 2024]), length_m=np.array([np.nan, 2_000.0]))
    assert exposure(unknown, PLAIN, 2024).tolist() == [0, 2]


def test_a_factor_counts_a_section_for_more() -> None:
    made = sections(2)
    found = failure_probability(made, np.full(2, 40.0), PLAIN, year=2024, factor=np.array([1.0, 3.0]))
    assert found[1] == pytest.approx(1 - (1 - found[0]) ** 3)


@pytest.mark.parametrize("wrong", [np.nan, -1.0, np.inf])
def test_a_gust_that_is_none_is_refused(wrong: float) -> None:
    with pytest.raises(BadInput) as bad:
        failure_probability(sections(3), np.array([30.0, wrong, 30.0]), PLAIN, year=2024)
    assert bad.value.key == "storm-gust-not-number"
    assert bad.value.fields == {"count": 1}


@pytest.mark.parametrize(
    ("name", "value"),
    [("median_ms", 0.0), ("sigma", -0.1), ("unit_m", np.nan), ("underground", -1.0), ("age_most", np.nan)],
)
def test_a_curve_without_meaning_is_refused(name: str, value: float) -> None:
    with pytest.raises(BadInput) as bad:
        replace(PLAIN, **{name: value})
    assert bad.value.fields["name"] == name


def test_the_middle_of_a_section_is_between_its_ends_or_at_the_known_one() -> None:
    grid = ring()
    lat = np.full(7, np.nan)
    lat[[1, 2, 3]] = [21.0, 21.2, 21.4]
    placed = replace(grid, nodes=replace(grid.nodes, lat=lat, lon=lat + 85))
    at_lat, at_lon = middles(placed)
    assert at_lat[:2] == pytest.approx([21.1, 21.4])
    assert at_lon[:2] == pytest.approx([106.1, 106.4])
    assert np.isnan(at_lat[2])
