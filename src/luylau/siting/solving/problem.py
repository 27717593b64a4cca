"""What is asked: which columns to choose so that most demand is covered within a budget and other limits.

The budgeted maximal covering location problem with option types (R. Church and C. ReVelle, "The maximal
covering location problem", Papers of the Regional Science Association 32, 1974; with costs: S. Khuller,
A. Moss and J. Naor, "The budgeted maximum coverage problem", Information Processing Letters 70, 1999).
A column j is a site with one option; it covers the points P(j). With x_j = 1 for what is chosen::

    maximise    sum_i w_i min(1, sum of x_j over j with i in P(j))
    subject to  sum_j c_j x_j <= budget
                sum of x_j over the columns of one site <= 1
                sum_j x_j <= most_sites
                unit_least_u <= sum of x_j over the columns in unit u <= unit_most_u
                x_j + x_k <= 1 for the columns of sites that are too near to each other
                x_j = 1 for what must be, x_j = 0 for what is forbidden

Where the cover has shares (partial coverage), a point counts with the largest share that any chosen column
gives it (O. Berman and D. Krass, "The generalized maximal covering location problem", Computers & Operations
Research 29(6), 2002).
"""

from dataclasses import dataclass, field

import numpy as np

from luylau.kernel.arrays import Float64, Int32, Int64
from luylau.kernel.errors import BadInput
from luylau.siting.coverage.cover import Cover


def _none() -> Int64:
    return np.empty(0, np.int64)


def _no_pairs() -> Int64:
    return np.empty((0, 2), np.int64)


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverProblem:
    """A maximal covering problem.

    ``weights``: demand of each point, shape (points,), >= 0. ``cost``: of each column, shape (columns,), in
    the unit of ``budget``. ``site``: each column's site number, shape (columns,).

    ``must``, ``forbidden``: columns. ``installed``: columns that stand already; they cover, cost nothing more
    and keep others off their site. ``most_sites``: new sites at most, 0 for any number. ``unit``: the unit of
    each column's site, shape (columns,); ``unit_least`` and ``unit_most``: sites in each unit, installed ones
    counted, shape (units,). ``apart``: pairs of sites of which only one may be used, shape (pairs, 2).
    """

    weights: Float64
    cover: Cover
    cost: Float64
    site: Int64
    budget: float
    must: Int64 = field(default_factory=_none)
    forbidden: Int64 = field(default_factory=_none)
    installed: Int64 = field(default_factory=_none)
    most_sites: int = 0
    unit: Int64 | None = None
    unit_least: Int64 | None = None
    unit_most: Int64 | None = None
    apart: Int64 = field(default_factory=_no_pairs)

    @property
    def columns(self) -> int:
        """Return how many columns there are."""
        return len(self.cost)

    @property
    def total(self) -> float:
        """Return the weight of all points."""
        return float(self.weights.sum())

    def check(self) -> None:
        """Look whether the arrays fit together and hold possible values.

        Raises:
            BadInput: they do not.
        """
        cover, columns = self.cover, self.columns
        if len(self.weights) != cover.point_count:
            raise BadInput("siting-weights-count", count=len(self.weights), points=cover.point_count)
        if len(cover.starts) != columns + 1 or len(self.site) != columns:
            raise BadInput("siting-columns-length", given=len(self.site), needed=columns)
        if (
            len(cover.points) != cover.starts[-1]
            or bool((np.diff(cover.starts) < 0).any())
            or _outside(cover.points, cover.point_count)
        ):
            raise BadInput("siting-cover-wrong")
        _not_negative("siting-weight-wrong", self.weights)
        _not_negative("siting-cost-wrong", self.cost)
        if not (np.isfinite(self.budget) and self.budget >= 0):
            raise BadInput("siting-budget-wrong", budget=float(self.budget))
        if self.most_sites < 0:
            raise BadInput("siting-most-sites-wrong", most=self.most_sites)
        for chosen in (self.must, self.forbidden, self.installed):
            if _outside(chosen, columns):
                raise BadInput("siting-column-unknown", columns=columns)
        if _outside(self.site, np.iinfo(np.int32).max) or _outside(
            self.apart.ravel(), np.iinfo(np.int32).max
        ):
            raise BadInput("siting-site-number", least=0)
        for limit in (self.unit_least, self.unit_most):
            if limit is not None and bool((limit < 0).any()):
                raise BadInput("siting-unit-limit", said=int(limit.min()))
        units = [len(limit) for limit in (self.unit_least, self.unit_most) if limit is not None]
        if units and (self.unit is None or len(self.unit) != columns or _outside(self.unit, min(units))):
            raise BadInput("siting-unit-unknown", units=min(units))
        if cover.share is not None:
            wrong = ~((cover.share > 0) & (cover.share <= 1))
            if wrong.any():
                raise BadInput(
                    "siting-cover-share-wrong", count=int(wrong.sum()), said=float(cover.share[wrong][0])
                )


def _outside(numbers: Int32 | Int64, count: int) -> bool:
    return bool(len(numbers)) and (int(numbers.min()) < 0 or int(numbers.max()) >= count)


def _not_negative(key: str, values: Float64) -> None:
    wrong = np.flatnonzero(~(np.isfinite(values) & (values >= 0)))
    if len(wrong):
        raise BadInput(key, row=int(wrong[0]), said=float(values[wrong[0]]))
