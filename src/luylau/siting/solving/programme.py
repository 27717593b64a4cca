"""Small binary programmes without coverage, solved by HiGHS to the end."""

import numpy as np
from scipy.sparse import csr_array

from luylau.kernel.arrays import Float64


def maximise(worth: Float64, matrix: csr_array, high: Float64, top: Float64) -> Float64 | None:
    """Return the binary x with the largest worth x under matrix x <= high and x <= top; None if there is none.

    Args:
        worth: of each column, shape (columns,).
        matrix: shape (rows, columns).
        high: of each row, shape (rows,).
        top: 0 or 1 for each column, shape (columns,).
    """
    # HiGHS takes a while to load.
    from highspy import HighsLp, HighsModelStatus, HighsVarType, MatrixFormat, ObjSense

    from luylau.power.solver import Solver

    model = HighsLp()
    model.num_col_, model.num_row_ = len(worth), len(high)
    model.col_cost_ = worth
    model.col_lower_, model.col_upper_ = np.zeros(len(worth)), top
    model.row_lower_, model.row_upper_ = np.full(len(high), -np.inf), high
    model.a_matrix_.format_ = MatrixFormat.kRowwise
    model.a_matrix_.start_, model.a_matrix_.index_ = matrix.indptr, matrix.indices
    model.a_matrix_.value_ = matrix.data
    model.integrality_ = [HighsVarType.kInteger] * len(worth)
    solver = Solver()
    solver.setOptionValue("threads", 1)
    solver.passModel(model)
    solver.changeObjectiveSense(ObjSense.kMaximize)
    solver.run()
    if solver.getModelStatus() != HighsModelStatus.kOptimal:
        return None
    return np.array(solver.getSolution().col_value)
