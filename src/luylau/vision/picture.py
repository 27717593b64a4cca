"""What one picture says of the camera that took it: light, texture, sharpness, contours. On the luma plane,
thinned out to about 160 x 90."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy import fft

from luylau.vision.frames import Frame, UInt8
from luylau.vision.shapes import Float32

ROWS: Final = 90
"""About so many rows of a picture are looked at."""
LEAST_PX: Final = 32
"""Nothing can be said of a picture with a side of less."""
CELLS: Final = (6, 8)
"""Rows and columns of the parts that a picture is divided into."""
_COLOUR: Final = 2.0
"""Mean distance from grey, in levels, from which a picture is coloured; by infrared it is grey."""
_MOST_SHIFT: Final = 0.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """``light``: mean brightness, ``texture``: its standard deviation, both as shares of full white.
    ``sharpness``: variance of the Laplacian over that of the brightness. ``edges``: strength of the contours,
    shape (rows, columns). ``cells``: standard deviation of the brightness in each part, shape ``CELLS``.
    ``raw``: the pixels that were looked at, shape (rows, columns)."""

    light: float
    texture: float
    sharpness: float
    edges: Float32
    cells: Float32
    raw: UInt8
    coloured: bool


def glance(frame: Frame) -> Glance:
    """Look at a picture of at least ``LEAST_PX`` a side; about half a millisecond for one of 640 x 360.

    Raises:
        ValueError: it is smaller.
    """
    luma = frame.y
    if min(luma.shape) < LEAST_PX:
        raise ValueError(f"a picture of less than {LEAST_PX} x {LEAST_PX} pixels")
    # A narrow one keeps pixels for each of its parts.
    step = max(1, min(frame.height // ROWS, frame.width // LEAST_PX))
    raw = luma[::step, ::step].copy()
    # Of two pixels each, against the noise.
    half = step // 2
    other = luma[half::step, half::step][: raw.shape[0], : raw.shape[1]]
    small = raw[: other.shape[0], : other.shape[1]].astype(np.float32)
    small += other
    small *= 0.5
    edges = np.abs(small[1:, 1:] - small[1:, :-1])
    edges += np.abs(small[1:, 1:] - small[:-1, 1:])
    black, white = (0.0, 255.0) if frame.full_range else (16.0, 235.0)
    spread = float(small.std())
    return Glance(
        light=min(1.0, max(0.0, (float(small.mean()) - black) / (white - black))),
        texture=spread / (white - black),
        sharpness=_laplacian_variance(luma, step) / (spread * spread + 1.0),
        edges=edges,
        cells=_cell_spread(small),
        raw=raw,
        coloured=_is_coloured(frame),
    )


def likeness(a: Float32, b: Float32) -> float:
    """Return the correlation of two arrays of one shape, -1 to 1; 0 where one of them is even."""
    x, y = (a - a.mean()).ravel(), (b - b.mean()).ravel()
    size = float(np.sqrt((x @ x) * (y @ y)))
    return float(x @ y) / size if size > 0 else 0.0


def shift(now: Float32, before: Float32) -> tuple[float, float, float]:
    """Return by which shares of the width and the height ``now`` is shifted against ``before``, and how alike
    the two are then (-1 to 1): the peak of their cross-correlation, in the frequency domain."""
    x, y = now - now.mean(), before - before.mean()
    size = float(np.sqrt((x * x).sum() * (y * y).sum()))
    if size == 0:
        return 0.0, 0.0, 0.0
    product = fft.rfft2(x) * np.conj(fft.rfft2(y))
    found = fft.irfft2(product, s=now.shape)
    rows, columns = now.shape
    down = np.fft.fftfreq(rows)
    right = np.fft.fftfreq(columns)
    found[np.abs(down) > _MOST_SHIFT, :] = 0
    found[:, np.abs(right) > _MOST_SHIFT] = 0
    row, column = np.unravel_index(int(found.argmax()), found.shape)
    return float(right[column]), float(down[row]), float(found[row, column]) / size


def _laplacian_variance(luma: UInt8, step: int) -> float:
    """Return the variance of the 4-neighbour Laplacian at full resolution, on one row in ``step``
    (Pech-Pacheco et al. 2000)."""
    rows = np.arange(1, luma.shape[0] - 1, step)
    middle = luma[rows].astype(np.int16)
    found = 4 * middle[:, 1:-1]
    found -= middle[:, :-2]
    found -= middle[:, 2:]
    found -= luma[rows - 1, 1:-1]
    found -= luma[rows + 1, 1:-1]
    flat = found.astype(np.float32).ravel()
    mean = float(flat.mean())
    return float(flat @ flat) / flat.size - mean * mean


def _cell_spread(small: Float32) -> Float32:
    rows, columns = CELLS
    high, wide = small.shape[0] // rows, small.shape[1] // columns
    blocks = small[: high * rows, : wide * columns].reshape(rows, high, columns, wide)
    spread: Float32 = blocks.std(axis=(1, 3))
    return spread


def _is_coloured(frame: Frame) -> bool:
    step = max(1, frame.u.shape[0] // 45)
    away = sum(
        float(np.abs(plane[::step, ::step].astype(np.int16) - 128).mean()) for plane in (frame.u, frame.v)
    )
    return away > _COLOUR
