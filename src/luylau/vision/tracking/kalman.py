"""Where things are and where they go: a Kalman filter of constant velocity, for all boxes at once.

A box is its centre, width and height, each with its own velocity. Process and measurement noise of the four
do not depend on each other, so that the filter falls apart into four of two states each, which are written
out here. The noise is a share of the box's height, as in SORT and ByteTrack; but time is in seconds, and the
process noise is white acceleration (Bar-Shalom, Li, Kirubarajan, "Estimation with Applications to Tracking
and Navigation", 2001, 6.2.2), so that pictures may come at any distance.
"""

from typing import Final

import numpy as np

from luylau.kernel.arrays import Float64
from luylau.vision.shapes import Float32

ACCELERATION: Final = np.array([0.45, 0.35, 0.15, 0.15])
"""Heights a second, by which the velocity of x, y, width, height changes in a second."""
MEASURED: Final = np.array([0.05, 0.05, 0.06, 0.06])
"""Heights, by which a detector's box is off."""
FIRST_SPEED: Final = np.array([0.9, 0.6, 0.2, 0.2])
"""Heights a second, that a new thing may have."""

FIELDS: Final[list[tuple[str, type, tuple[int, ...]]]] = [
    ("at", np.float64, (4,)),  # centre x, y, width, height; pixels
    ("speed", np.float64, (4,)),  # of each, pixels a second
    ("var_at", np.float64, (4,)),
    ("cov", np.float64, (4,)),  # of each with its own speed
    ("var_speed", np.float64, (4,)),
]
"""The filter's part of a track's row."""


def measured(boxes: Float32) -> Float64:
    """Return left, top, right, bottom as centre x, y, width, height; shape (n, 4)."""
    low, high = boxes[:, :2].astype(np.float64), boxes[:, 2:].astype(np.float64)
    return np.concatenate([(low + high) / 2, np.maximum(high - low, 1.0)], axis=1)


def boxes(at: Float64) -> Float32:
    """Return centre x, y, width, height as left, top, right, bottom; shape (n, 4)."""
    half = np.maximum(at[:, 2:], 1.0) / 2
    return np.concatenate([at[:, :2] - half, at[:, :2] + half], axis=1).astype(np.float32)


def begin(rows: np.ndarray, seen: Float64) -> None:
    """Start the rows of new tracks, at boxes ``seen``."""
    height = seen[:, 3:]
    rows["at"], rows["speed"] = seen, 0.0
    rows["var_at"], rows["cov"] = (MEASURED * height) ** 2, 0.0
    rows["var_speed"] = (FIRST_SPEED * height) ** 2


def ahead(rows: np.ndarray, seconds: float) -> None:
    """Move all rows ahead in time."""
    noise = (ACCELERATION * np.maximum(rows["at"][:, 3:], 1.0)) ** 2
    rows["at"] += rows["speed"] * seconds
    rows["var_at"] += seconds * (2 * rows["cov"] + seconds * (rows["var_speed"] + noise * seconds / 3))
    rows["cov"] += seconds * (rows["var_speed"] + noise * seconds / 2)
    rows["var_speed"] += noise * seconds


def correct(rows: np.ndarray, seen: Float64, score: Float32) -> np.ndarray:
    """Return the rows, corrected by the boxes ``seen``; those of a low ``score`` are trusted less."""
    noise = (MEASURED * np.maximum(rows["at"][:, 3:], 1.0)) ** 2 * (2 - score[:, None]) ** 2
    spread = rows["var_at"] + noise
    gain_at, gain_speed = rows["var_at"] / spread, rows["cov"] / spread
    off = seen - rows["at"]
    rows["at"] += gain_at * off
    rows["speed"] += gain_speed * off
    rows["var_speed"] -= gain_speed * rows["cov"]
    rows["cov"] *= 1 - gain_at
    rows["var_at"] *= 1 - gain_at
    return rows
