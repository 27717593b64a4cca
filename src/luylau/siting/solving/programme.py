"""Programmes of which some columns are binary, as HiGHS takes them; small ones solved to the end."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from scipy.sparse import csr_array

from luylau.kernel.arrays import Float64, Int64

if TYPE_CHECKING:
    from highspy import HighsLp

    from luylau.power.solver import Solver

_LEAST_S: Final = 0.05
_TIGHT: Final = 1e-9
"""By how much HiGHS may pass a row's limit: as much as a plan may (``plan.TOLERANCE``)."""
_AGREES: Final = 1e-6
"""Relative: by how much a bound and what is proven to meet it may differ."""


def binary(
    worth: Float64, matrix: csr_array, high: Float64, whole: int, top: Float64 | None = None
) -> "HighsLp":
    """Return the programme of the largest worth x under matrix x <= high and 0 <= x <= top.

    Args:
        worth: of each column, shape (columns,).
        matrix: shape (rows, columns).
        high: of each row, shape (rows,).
        whole: how many columns, the first ones, are whole numbers.
        top: of each column, shape (columns,); None for ones.
    """
    # HiGHS takes a while to load.
    from highspy import HighsLp, HighsVarType, MatrixFormat, ObjSense

    model = HighsLp()
    width = len(worth)
    model.num_col_, model.num_row_ = width, len(high)
    model.sense_ = ObjSense.kMaximize
    model.col_cost_ = worth
    model.col_lower_, model.col_upper_ = np.zeros(width), np.ones(width) if top is None else top
    model.row_lower_, model.row_upper_ = np.full(len(high), -np.inf), high
    model.a_matrix_.format_ = MatrixFormat.kRowwise
    model.a_matrix_.start_, model.a_matrix_.index_ = matrix.indptr, matrix.indices
    model.a_matrix_.value_ = matrix.data
    model.integrality_ = [HighsVarType.kInteger] * whole + [HighsVarType.kContinuous] * (width - whole)
    return model


def _solver() -> "Solver":
    from luylau.power.solver import Solver

    solver = Solver()
    # HiGHS takes one number of threads for the whole process; elsewhere it is 1.
    solver.setOptionValue("threads", 1)
    for name in ("mip_feasibility_tolerance", "primal_feasibility_tolerance"):
        solver.setOptionValue(name, _TIGHT)
    return solver


def maximise(worth: Float64, matrix: csr_array, high: Float64, top: Float64) -> Float64 | None:
    """Return the binary x with the largest worth x under matrix x <= high and x <= top; None if none is.

    The arguments are those of ``binary``.
    """
    from highspy import HighsModelStatus

    solver = _solver()
    solver.passModel(binary(worth, matrix, high, len(worth), top))
    solver.run()
    if solver.getModelStatus() != HighsModelStatus.kOptimal:
        return None
    return np.array(solver.getSolution().col_value)


def run_programme(
    worth: Float64,
    matrix: csr_array,
    high: Float64,
    whole: int,
    *,
    until: float,
    start: Int64 | None = None,
    gap: float = 0.0,
    nodes: int | None = None,
    tell: Callable[[float], bool] | None = None,
) -> tuple[Float64 | None, float, bool]:
    """Return the best x found (None without one), a bound of its worth, and whether the search has ended.

    Args:
        worth: of each column, shape (columns,).
        matrix: shape (rows, columns).
        high: of each row, shape (rows,).
        whole: how many columns, the first ones, are whole numbers.
        until: monotonic time to stop at.
        start: which of the whole columns are 1 in a plan to begin with.
        gap: relative gap that is near enough.
        nodes: of the search tree, at most; None for any number.
        tell: is given the best worth now and then; ends the search by returning False.
    """
    model = binary(worth, matrix, high, whole)
    found, bound, ended = _run(model, start, until, gap, nodes, tell)
    if found is None:
        return found, bound, ended
    agrees = bool(bound <= worth @ found + max(gap, _AGREES) * max(abs(bound), 1.0))
    if ended and start is not None and not agrees:
        # HiGHS 1.16 may take a start for better than it is, once it has substituted columns, and end with it.
        # Its bound holds, but what lies between the two was left out.
        again, other, ended = _run(model, None, until, gap, nodes, tell)
        bound = min(bound, other)
        if again is not None and worth @ again > worth @ found:
            found = again
        agrees = bool(bound <= worth @ found + max(gap, _AGREES) * max(abs(bound), 1.0))
    return found, bound, ended and agrees


def _run(
    model: "HighsLp",
    start: Int64 | None,
    until: float,
    gap: float,
    nodes: int | None,
    tell: Callable[[float], bool] | None,
) -> tuple[Float64 | None, float, bool]:
    """Have HiGHS solve a programme; the same as ``run_programme`` as HiGHS has it."""
    from highspy import Highs, HighsModelStatus, HighsStatus, HighsVarType
    from highspy._core.cb import HighsCallbackType

    solver = _solver()
    solver.setOptionValue("time_limit", max(until - time.monotonic(), _LEAST_S))
    solver.setOptionValue("mip_rel_gap", gap)
    solver.setOptionValue("mip_abs_gap", 1e-9)
    if nodes is not None:
        solver.setOptionValue("mip_max_nodes", nodes)
    solver.passModel(model)
    if start is not None:
        whole = sum(kind == HighsVarType.kInteger for kind in model.integrality_)
        x = np.zeros(whole)
        x[start] = 1.0
        solver.setSolution(whole, np.arange(whole, dtype=np.int32), x)
    if tell is not None:

        def asked(_kind: object, _said: str, out: Any, answer: Any, _data: object) -> None:  # noqa: ANN401
            if answer is not None and not tell(float(out.mip_primal_bound)):
                answer.user_interrupt = True

        # Through HiGHS's own class: Solver leaves out what the wrapper would need for its callbacks.
        super(Highs, solver).setCallback(asked, None)
        super(Highs, solver).startCallback(HighsCallbackType.kCallbackMipInterrupt)
    told = solver.run()
    info, status = solver.getInfo(), solver.getModelStatus()
    if told == HighsStatus.kError:
        raise RuntimeError(f"HiGHS: {status.name}")
    if status == HighsModelStatus.kInfeasible:
        return None, -np.inf, True
    bound = float(info.mip_dual_bound) if np.isfinite(info.mip_dual_bound) else np.inf
    found = np.array(solver.getSolution().col_value)
    if len(found) != model.num_col_ or not info.primal_solution_status:
        return None, bound, False
    return found, bound, status == HighsModelStatus.kOptimal
