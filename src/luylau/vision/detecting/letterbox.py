"""From the planes of a picture to what a network takes: cut out, made smaller or larger, in colours.

Each sample of the input is a mean of the plane's samples around it, weighted by a triangle that is as wide as
the step between two of the input's samples, and at least as wide as two of the plane's: bilinear where it
grows, without false patterns where it shrinks. Colours after ITU-R BT.601.
"""

from functools import lru_cache
from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from luylau.kernel.arrays import Int64
from luylau.vision.detecting.description import Description
from luylau.vision.frames import Frame, UInt8
from luylau.vision.shapes import Float32, Region

_CHROMA: Final = 2
"""Samples of luma to one of chroma, each way."""


def letterbox(
    frame: Frame, region: Region, size: tuple[int, int], description: Description
) -> tuple[Float32, tuple[float, float]]:
    """Return a region as a network's input, shape (1, 3, height, width), and how many pixels of the input one
    of the picture is, in width and in height.

    ``region`` starts at even pixels. It lies in the input's upper left corner, in its own proportions, as
    large as ``size`` (width, height) admits; the rest is ``padding``.
    """
    width, height = size
    wide, tall = region.right - region.left, region.bottom - region.top
    scale = min(width / wide, height / tall)
    columns, rows = min(width, round(wide * scale)), min(height, round(tall * scale))
    columns, rows = max(1, columns), max(1, rows)
    left, top = region.left // _CHROMA, region.top // _CHROMA
    right, bottom = -(-region.right // _CHROMA), -(-region.bottom // _CHROMA)
    luma = _packed(frame.y[region.top : region.bottom, region.left : region.right])
    u, v = (_packed(plane[top:bottom, left:right]) for plane in (frame.u, frame.v))
    floor, steps = (0.0, 255.0) if frame.full_range else (16.0, 219.0)
    places = (2, 1, 0) if description.channels == "bgr" else (0, 1, 2)
    # From luma and chroma to red, green, blue; chroma's steps are 224 of 255 where luma's are 219.
    chroma = 1.0 if frame.full_range else 255.0 / 224.0
    mean, std = np.array(description.mean), np.array(description.std)
    out = np.empty((1, 3, height, width), np.float32)
    grey = (description.padding - mean) / std
    out[0, :, :rows, columns:] = grey[:, None, None]
    out[0, :, rows:] = grey[:, None, None]
    _fill(
        out[0],
        (luma, u, v),
        (_triangles(tall, rows), _triangles(u.shape[0], rows)),
        (_triangles(wide, columns), _triangles(u.shape[1], columns)),
        (np.float32(floor), np.float32(255.0 / steps), np.float32(chroma)),
        np.array(places),
        mean.astype(np.float32),
        (1.0 / std).astype(np.float32),
    )
    return out, (columns / wide, rows / tall)


def blank_frame(width: int = 640, height: int = 360) -> Frame:
    """Return a black picture; ``width`` and ``height`` even."""
    grey = np.full((height // _CHROMA, width // _CHROMA), 128, np.uint8)
    return Frame(time_us=0, y=np.full((height, width), 16, np.uint8), u=grey, v=grey)


def _packed(plane: UInt8) -> UInt8:
    """Return a plane whose lines follow one another, which a processor reads many samples of at a time; and
    one that could be written to, or the kernel would be compiled anew for each kind of plane."""
    if plane.flags.c_contiguous and plane.flags.writeable:
        return plane
    return np.array(plane, order="C")


Places = NDArray[np.uint64]
"""Without a sign, or each look into an array asks first whether it counts from the end."""
Taps = tuple[Places, Float32]


@lru_cache(maxsize=512)
def _triangles(source: int, target: int) -> Taps:
    """Return of which samples each of ``target`` is the mean: the first one, shape (target,), and the weights
    from there on, shape (n, target)."""
    step = source / target
    reach = max(step, 1.0)
    middle = (np.arange(target) + 0.5) * step
    first = np.maximum(0, np.floor(middle - reach + 0.5)).astype(np.int64)
    last = np.minimum(source, np.floor(middle + reach + 0.5)).astype(np.int64)
    count = int((last - first).max())
    first = np.minimum(first, source - count)
    at = first[:, None] + np.arange(count)
    weight = np.maximum(0.0, 1.0 - np.abs(at + 0.5 - middle[:, None]) / reach)
    weight /= weight.sum(axis=1, keepdims=True)
    return first.astype(np.uint64), np.ascontiguousarray(weight.T, np.float32)


@njit(cache=True, nogil=True)
def _down(plane: UInt8, first: np.int64, weight: Float32, line: Float32) -> None:
    line[:] = 0.0
    for tap in range(len(weight)):
        share, samples = weight[tap], plane[first + tap]
        for column in range(len(line)):
            line[column] += share * np.float32(samples[column])


@njit(cache=True, nogil=True)
def _along(line: Float32, first: Places, weight: Float32, out: Float32) -> None:
    if len(weight) == 2:
        # What grows, most of what is cut out, has two samples each: both at once spares a pass over ``out``.
        share, other, following = weight[0], weight[1], line[1:]
        for column in range(len(out)):
            place = first[column]
            out[column] = share[column] * line[place] + other[column] * following[place]
        return
    out[:] = 0.0
    for tap in range(len(weight)):
        share, samples = weight[tap], line[tap:]
        for column in range(len(out)):
            out[column] += share[column] * samples[first[column]]


@njit(cache=True, nogil=True)
def _fill(
    out: Float32,
    planes: tuple[UInt8, UInt8, UInt8],
    rows: tuple[Taps, Taps],
    columns: tuple[Taps, Taps],
    scale: tuple[np.float32, np.float32, np.float32],
    places: Int64,
    mean: Float32,
    share: Float32,
) -> None:
    luma, u, v = planes
    (luma_row, luma_down), (chroma_row, chroma_down) = rows
    (luma_column, luma_along), (chroma_column, chroma_along) = columns
    floor, gain, spread = scale
    count = len(luma_column)
    line, line_u, line_v = (
        np.empty(luma.shape[1], np.float32),
        np.empty(u.shape[1], np.float32),
        np.empty(v.shape[1], np.float32),
    )
    grey, blue, red = np.empty(count, np.float32), np.empty(count, np.float32), np.empty(count, np.float32)
    from_red = np.array([1.402, -0.714136, 0.0], np.float32)
    from_blue = np.array([0.0, -0.344136, 1.772], np.float32)
    for row in range(len(luma_row)):
        _down(luma, np.int64(luma_row[row]), luma_down[:, row], line)
        _down(u, np.int64(chroma_row[row]), chroma_down[:, row], line_u)
        _down(v, np.int64(chroma_row[row]), chroma_down[:, row], line_v)
        _along(line, luma_column, luma_along, grey)
        _along(line_u, chroma_column, chroma_along, blue)
        _along(line_v, chroma_column, chroma_along, red)
        for place in range(3):
            cr, cb = from_red[places[place]] * spread, from_blue[places[place]] * spread
            less, times = mean[place], share[place]
            target = out[place, row]
            for column in range(count):
                value = (
                    (grey[column] - floor) * gain
                    + cr * (red[column] - np.float32(128.0))
                    + cb * (blue[column] - np.float32(128.0))
                )
                value = min(max(value, np.float32(0.0)), np.float32(255.0))
                target[column] = (value - less) * times
