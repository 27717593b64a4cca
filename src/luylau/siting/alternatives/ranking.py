"""Plans ranked by several criteria at once, by a library's TOPSIS: nearest to the best of each criterion and
farthest from the worst (C. L. Hwang and K. Yoon, "Multiple Attribute Decision Making", Springer, 1981)."""

import warnings

import numpy as np

from luylau.kernel.arrays import Float64

try:
    from pymcdm.methods import TOPSIS
except ImportError:
    TOPSIS = None


def topsis(values: Float64) -> Float64 | None:
    """Return each plan's score, 0 to 1, more is better, shape (plans,); None without the package ``pymcdm``.

    Args:
        values: what each plan has of each criterion, more is better, shape (plans, criteria). All criteria
            weigh the same; one in which all plans are equal says nothing and does not count.
    """
    if TOPSIS is None:
        return None
    telling = values[:, np.ptp(values, axis=0) > 0]
    if not telling.shape[1]:
        return np.ones(len(values))
    weights = np.full(telling.shape[1], 1 / telling.shape[1])
    with warnings.catch_warnings():
        # That one plan is the best in everything is an answer and no fault.
        warnings.simplefilter("ignore", UserWarning)
        return np.asarray(TOPSIS()(telling, weights, np.ones(telling.shape[1])), np.float64)
