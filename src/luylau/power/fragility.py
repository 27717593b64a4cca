"""How likely a section is to fail in a storm, by the strongest gust at it.

The chance that a stretch of one unit length of overhead line fails at a gust g is a lognormal curve,

    P(g) = Phi(ln(g / median) / sigma),

the usual form for poles and lines in wind (FEMA, Hazus hurricane model, technical manual; Shafieezadeh et
al., "Age-dependent fragility models of utility wood poles", IEEE Trans. Power Delivery 29(1), 2014; Panteli
et al., "Power systems resilience assessment: hardening and smart operational enhancement strategies", Proc.
IEEE 105(7), 2017). The units of a section fail independently of each other given the gust, as spans in
series do, so that its number of failures is taken as Poisson with the mean

    m = -ln(1 - P(g)) * length / unit * factors,        and the section fails with 1 - exp(-m).

For one unit length without factors that is P(g) again; n units give 1 - (1 - P)**n, so a long section fails
more.

All figures of ``Curve`` are assumed: they are starting values for a calibration (``storm_replay``), not
measured for the poles and lines of any utility."""

from dataclasses import dataclass

import numpy as np
from scipy.special import log_ndtr

from luylau.kernel.arrays import Float64
from luylau.kernel.errors import BadInput
from luylau.power.model import Grid, Lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """A fragility curve; every figure is assumed.

    ``median_ms``, ``sigma``: the gust (m/s) at which one unit length of open, new overhead line fails with
    probability one half, and the spread of its logarithm. ``unit_m``: the unit length. ``underground``: mean
    failures of a cable over those of an overhead line: what a storm does to cable ends, flooded joints and
    uprooted trees. ``trees_extra``: by how much a line that runs under trees all the way fails more: its
    mean is that of an open line times 1 + trees_extra. ``age_extra``, ``sound_years``: by how much the mean
    grows with each year beyond the sound years; at most ``age_most``-fold. ``trees_unknown``: the share
    taken where none is known; a year that is not known adds nothing."""

    median_ms: float = 45.0
    sigma: float = 0.35
    unit_m: float = 1_000.0
    underground: float = 0.05
    trees_extra: float = 1.0
    trees_unknown: float = 0.2
    age_extra: float = 0.02
    sound_years: int = 10
    age_most: float = 2.0

    def __post_init__(self) -> None:
        """Refuse a curve without meaning.

        Raises:
            BadInput: a median, spread or unit length that is not above 0, or a factor below 0.
        """
        for name in ("median_ms", "sigma", "unit_m"):
            if not (np.isfinite(getattr(self, name)) and getattr(self, name) > 0):
                raise BadInput("storm-curve-wrong", name=name, value=float(getattr(self, name)))
        for name in ("underground", "trees_extra", "trees_unknown", "age_extra", "age_most"):
            if not getattr(self, name) >= 0:
                raise BadInput("storm-curve-wrong", name=name, value=float(getattr(self, name)))


def exposure(lines: Lines, curve: Curve, year: int) -> Float64:
    """Return how many unit lengths of open, new overhead line each section counts for, shape (lines,).

    Args:
        lines: the sections; a length that is not known (NaN) counts as 0.
        curve: the factors.
        year: the year of the storm.
    """
    trees = np.where(np.isfinite(lines.trees), lines.trees, curve.trees_unknown)
    aged = np.where(lines.year > 0, np.maximum(year - lines.year - curve.sound_years, 0), 0)
    age = np.minimum(1 + curve.age_extra * aged, curve.age_most)
    overhead = (1 + curve.trees_extra * trees) * age
    units = np.nan_to_num(lines.length_m) / curve.unit_m
    found: Float64 = units * np.where(lines.overhead, overhead, curve.underground)
    return found


def unit_failures(gust_ms: Float64, curve: Curve) -> Float64:
    """Return the mean number of failures of one unit length at gusts (m/s) of any shape: -ln(1 - P).

    Raises:
        BadInput: a gust is below 0 or no number.
    """
    wrong = ~(np.isfinite(gust_ms) & (gust_ms >= 0))
    if wrong.any():
        raise BadInput("storm-gust-not-number", count=int(wrong.sum()))
    with np.errstate(divide="ignore"):
        z = np.log(gust_ms / curve.median_ms) / curve.sigma
    # Phi(-z) = 1 - P: its logarithm keeps its digits where P is within rounding of 1.
    found: Float64 = -log_ndtr(-z)
    return found


def failure_probability(
    lines: Lines, gust_ms: Float64, curve: Curve, *, year: int, factor: Float64 | float = 1.0
) -> Float64:
    """Return the probability that each section fails in the storm, shape (lines,).

    Args:
        lines: the sections.
        gust_ms: strongest gust at each, shape (lines,).
        curve: the curve.
        year: the year of the storm, for the age.
        factor: a further factor on each section's mean number of failures, shape (lines,) or one for all.

    Raises:
        BadInput: a gust is below 0 or no number.
    """
    found: Float64 = -np.expm1(-unit_failures(gust_ms, curve) * exposure(lines, curve, year) * factor)
    return found


def middles(grid: Grid) -> tuple[Float64, Float64]:
    """Return latitude and longitude of the middle of each section, shape (lines,); where one end's place is
    not known the other's, NaN where neither is."""
    found = []
    for column in (grid.nodes.lat, grid.nodes.lon):
        begin, end = column[grid.lines.from_node], column[grid.lines.to_node]
        known = np.where(np.isfinite(begin), begin, end)
        found.append((known + np.where(np.isfinite(end), end, known)) / 2)
    return found[0], found[1]
