"""Programmes of which some columns are binary, as HiGHS takes them; small ones solved to the end."""

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array

from luylau.kernel.arrays import Float64

if TYPE_CHECKING:
    from highspy import HighsLp


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


def maximise(worth: Float64, matrix: csr_array, high: Float64, top: Float64) -> Float64 | None:
    """Return the binary x with the largest worth x under matrix x <= high and x <= top; None if none is.

    The arguments are those of ``binary``.
    """
    from highspy import HighsModelStatus

    from luylau.power.solver import Solver

    solver = Solver()
    solver.setOptionValue("threads", 1)
    solver.passModel(binary(worth, matrix, high, len(worth), top))
    solver.run()
    if solver.getModelStatus() != HighsModelStatus.kOptimal:
        return None
    return np.array(solver.getSolution().col_value)
