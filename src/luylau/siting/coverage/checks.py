"""What is refused before any reckoning, with the place where it is wrong."""

from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from luylau.kernel.arrays import Bool, Float64, Int64
from luylau.kernel.errors import BadInput

PAIR_LIMIT: Final = 500_000_000
"""The most pairs that a cover takes unless told otherwise: 2 GB of point numbers."""


def check_pairs(pairs: int, limit: int) -> None:
    """Refuse a cover before it takes the memory.

    Raises:
        BadInput: there would be more than ``limit`` pairs.
    """
    if pairs > limit:
        raise BadInput("siting-cover-too-large", pairs=pairs, limit=limit)


def check_weights(weights: Float64, count: int) -> Float64:
    """Return the weights as a column of floats.

    Raises:
        BadInput: there are not ``count``, or one is negative or no number.
    """
    column = np.ascontiguousarray(weights, np.float64)
    if column.shape != (count,):
        raise BadInput("siting-weights-count", count=column.size, points=count)
    wrong = ~(np.isfinite(column) & (column >= 0))
    if wrong.any():
        at = int(np.argmax(wrong))
        raise BadInput("siting-weight-wrong", row=at, said=float(column[at]))
    return column


def spread(name: str, values: ArrayLike, shape: tuple[int, ...]) -> Float64:
    """Return the values as floats, spread to ``shape`` where one stands for several.

    Raises:
        BadInput: they do not fit the shape; ``name`` says which they are.
    """
    given = np.asarray(values, np.float64)
    try:
        return np.ascontiguousarray(np.broadcast_to(given, shape))
    except ValueError:
        raise BadInput("siting-column-shape", name=name, count=given.size, wanted=shape[0]) from None


def check_lengths(name: str, values: ArrayLike, shape: tuple[int, ...]) -> Float64:
    """Return lengths in metres (or other quantities that are finite and not below 0), spread to ``shape``.

    Raises:
        BadInput: they do not fit the shape, or one is negative or no number; ``name`` says which they are.
    """
    lengths = spread(name, values, shape)
    refuse("siting-length-wrong", name, lengths, np.isfinite(lengths) & (lengths >= 0))
    return lengths


def check_sites(site: Int64, count: int) -> None:
    """Refuse numbers of sites that are not there.

    Raises:
        BadInput: a number is not within 0 to ``count`` - 1.
    """
    wrong = (site < 0) | (site >= count)
    if wrong.any():
        row = int(np.argmax(wrong))
        raise BadInput("siting-site-unknown", row=row, said=int(site[row]), count=count)


def refuse(key: str, name: str, values: Float64, good: Bool) -> None:
    """Refuse columns with a value that is not ``good``, shape (rows, ...).

    Raises:
        BadInput: of ``key``, with the name of the column, the first such row (from 0) and what it says.
    """
    if good.all():
        return
    at = int(np.argmax(~good.ravel()))
    row = at // max(values[0].size, 1)
    raise BadInput(key, name=name, row=row, said=float(values.ravel()[at]))
