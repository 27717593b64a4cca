"""Made-up buildings."""

import numpy as np

from luylau.kernel.arrays import Float64


def town(seed: int, buildings: int, side_m: float, sizes_m: tuple[float, float] = (6.0, 18.0)) -> Float64:
    """Return turned rectangles strewn over a square, some over each other, shape (buildings, 4, 2)."""
    rng = np.random.default_rng(seed)
    middle = rng.uniform(0, side_m, (buildings, 1, 2))
    half = rng.uniform(sizes_m[0] / 2, sizes_m[1] / 2, (buildings, 1, 2))
    turn = rng.uniform(0, np.pi, buildings)
    corners = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * half
    east = np.column_stack([np.cos(turn), np.sin(turn)])[:, None]
    north = np.column_stack([-np.sin(turn), np.cos(turn)])[:, None]
    return middle + corners[:, :, :1] * east + corners[:, :, 1:] * north


def box(left: float, low: float, right: float, top: float) -> Float64:
    """Return the corners of a rectangle, shape (4, 2)."""
    return np.array([[left, low], [right, low], [right, top], [left, top]])
