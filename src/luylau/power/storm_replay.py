"""A storm of the past played on a grid: which feeders it would have put out, calibrated on what was
published.

The published state is one event, storm no. 3 of 2024 at 07:00 on 8 September: 127 of 280 feeders out, 23 of
the 130 that serve parks and 104 of the 150 public ones. Two factors are fitted so that the expected numbers
are those: the curve's median for overhead lines, by the public feeders, then the factor for cables, by the
parks'. What agrees with the event afterwards does so by making; nothing here says how well another storm
would be told beforehand."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from scipy.special import ndtri

from luylau.kernel.arrays import Float64, Int64
from luylau.kernel.cyclone import YAGI_2024, Track, peak_gusts_ms
from luylau.kernel.errors import BadInput
from luylau.power.fragility import Curve, failure_probability, middles
from luylau.power.model import FeederKind, Grid
from luylau.power.scenarios import Cases, Zones, assess, draw, feeder_out, zones

PUBLISHED: Final = {FeederKind.PUBLIC: 104, FeederKind.PARK: 23}
"""Feeders out at 07:00 on 8 September 2024 (report of the province's steering committee)."""
STORM_YEAR: Final = 2024
MEDIAN_SIGMA: Final = 0.10
"""Spread of the logarithm of the curve's median from storm to storm, assumed: one event cannot tell it."""
_MEDIANS: Final = 40
_STEPS: Final = 26
_TRIAL_CASES: Final = 400
_ROUNDS: Final = 4
_NEAR: Final = 2.0
"""How many feeders the expected numbers may be off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """A storm's scenarios on a grid. By case, shape (cases,): ``customers`` without power and ``feeders``
    out by ``FeederKind``, shape (cases, 2). ``feeder_out``: probability that each feeder is out, shape
    (feeders,); NaN where its head is open. ``curve``: as calibrated."""

    customers: Int64
    feeders: Int64
    feeder_out: Float64
    curve: Curve

    def band(self, values: Float64 | Int64) -> tuple[float, float, float]:
        """Return the 5 % quantile, mean and 95 % quantile of a figure over the cases."""
        low, high = np.quantile(values, [0.05, 0.95])
        return float(low), float(values.mean()), float(high)


def gusts(grid: Grid, track: Track) -> Float64:
    """Return the strongest gust (m/s) at each section, shape (lines,).

    Raises:
        BadInput: a track that blows nowhere, or a section whose place is not known.
    """
    found = peak_gusts_ms(track, *middles(grid))
    if np.isnan(found).any():
        raise BadInput("storm-place-unknown", count=int(np.isnan(found).sum()))
    return found


def calibrated(grid: Grid, gust_ms: Float64, seed: int = 0, curve: Curve | None = None) -> Curve:
    """Return the curve with which the expected numbers of feeders out are the published ones.

    The same random numbers in each trial make the expected number fall steadily with the median, so that
    halving finds it.

    Raises:
        BadInput: the grid's feeders are fewer than were out, or no curve gives those numbers: where all lines
            are alike, for example, parks fare as the public does.
    """
    known = zones(grid)
    for kind, published in PUBLISHED.items():
        if (grid.feeders.kind == kind).sum() <= published:
            raise BadInput("storm-grid-too-small", feeders=len(grid.feeders))
    made = curve or Curve()
    # Public feeders have cables, too: each factor moves both numbers a little.
    for _ in range(_ROUNDS):
        low, high = np.log(5.0), np.log(500.0)
        for _ in range(_STEPS):
            middle = (low + high) / 2
            out = _expected(known, gust_ms, replace(made, median_ms=float(np.exp(middle))), seed)
            more = out[FeederKind.PUBLIC] > PUBLISHED[FeederKind.PUBLIC]
            low, high = (middle, high) if more else (low, middle)
        made = replace(made, median_ms=float(np.exp((low + high) / 2)))
        low, high = np.log(1e-5), np.log(1e3)
        for _ in range(_STEPS):
            middle = (low + high) / 2
            out = _expected(known, gust_ms, replace(made, underground=float(np.exp(middle))), seed)
            more = out[FeederKind.PARK] > PUBLISHED[FeederKind.PARK]
            low, high = (low, middle) if more else (middle, high)
        made = replace(made, underground=float(np.exp((low + high) / 2)))
        out = _expected(known, gust_ms, made, seed)
        off = max(abs(float(out[kind]) - published) for kind, published in PUBLISHED.items())
        if off <= _NEAR:
            return made
    raise BadInput("storm-not-calibrated", off=round(off, 1))


def _expected(known: Zones, gust_ms: Float64, curve: Curve, seed: int) -> Float64:
    chance = failure_probability(known.grid.lines, gust_ms, curve, year=STORM_YEAR)
    found: Float64 = assess(known, draw(chance, _TRIAL_CASES, seed)).feeders.mean(axis=0)
    return found


def storm_cases(grid: Grid, gust_ms: Float64, curve: Curve, cases: int, seed: int) -> Iterator[Cases]:
    """Yield ``cases`` scenarios of one storm in about equal pieces; the curve's median differs between the
    pieces by ``MEDIAN_SIGMA``."""
    rng = np.random.default_rng(seed)
    medians = min(_MEDIANS, cases)
    # Evenly spread over the distribution, so that the mean stays where it was calibrated but for curvature.
    quantiles = (np.arange(medians) + 0.5) / medians
    for number, factor in enumerate(np.exp(MEDIAN_SIGMA * ndtri(quantiles)).tolist()):
        shifted = replace(curve, median_ms=curve.median_ms * factor)
        chance = failure_probability(grid.lines, gust_ms, shifted, year=STORM_YEAR)
        count = cases // medians + (number < cases % medians)
        yield draw(chance, count, int(rng.integers(2**31)))


def replay(
    grid: Grid, track: Track | None = None, *, cases: int = 4_000, seed: int = 0, curve: Curve | None = None
) -> Replay:
    """Play a storm (no. 3 of 2024 if None) on a grid.

    Between the scenarios not only chance differs but the curve's median, by ``MEDIAN_SIGMA``: the band tells
    that too.

    Args:
        grid: the grid; its lines' places must be known.
        track: the storm.
        cases: how many scenarios.
        seed: of the random numbers.
        curve: the curve; calibrated on the published state if None.

    Raises:
        BadInput: no scenarios, or see ``gusts`` and ``calibrated``.
    """
    if cases < _MEDIANS:
        raise BadInput("storm-cases-none", count=cases)
    gust_ms = gusts(grid, track or Track.of(YAGI_2024))
    made = curve or calibrated(grid, gust_ms, seed)
    known = zones(grid)
    customers, feeders, share = [], [], []
    for drawn in storm_cases(grid, gust_ms, made, cases, seed):
        found = assess(known, drawn)
        customers.append(found.customers)
        feeders.append(found.feeders)
        share.append(feeder_out(known, found))
    return Replay(
        customers=np.concatenate(customers),
        feeders=np.concatenate(feeders),
        feeder_out=np.mean(share, axis=0),
        curve=made,
    )
