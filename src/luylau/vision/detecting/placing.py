"""From boxes on a network's input to boxes on the picture."""

from typing import Final

import numpy as np

from luylau.kernel.arrays import Bool
from luylau.vision.frames import Frame
from luylau.vision.shapes import Float32, Region

_EDGE: Final = 2.0
"""Pixels of the input: a box this near to where the picture was cut may be a part of a thing."""

Scale = tuple[float, float]
"""Pixels of the input to one of the picture, in width and in height."""


def in_picture(boxes: Float32, region: Region, scale: Scale, frame: Frame) -> tuple[Float32, Bool]:
    """Return boxes of the input on ``region`` in pixels of the picture, within it, shape (n, 4), and which of
    them have an area there, shape (n,)."""
    corner = np.array([region.left, region.top] * 2, np.float32)
    end = np.array([frame.width, frame.height] * 2, np.float32)
    across, down = scale
    grow = np.array([across, down, across, down], np.float32)
    found = np.asarray(boxes / grow + corner, np.float32)
    np.clip(found, np.float32(0), end, out=found)
    # What is no number compares as False.
    return found, np.all(found[:, 2:] > found[:, :2], axis=1)


def is_cut(boxes: Float32, region: Region, scale: Scale, frame: Frame) -> Bool:
    """Return which boxes of the input, shape (n, 4), reach to where ``region`` was cut out of the picture,
    and may so be parts of things; shape (n,). Where the region ends with the picture nothing is cut."""
    across, down = scale
    right, bottom = (region.right - region.left) * across, (region.bottom - region.top) * down
    found = np.zeros(len(boxes), np.bool_)
    if region.left > 0:
        found |= boxes[:, 0] < _EDGE
    if region.top > 0:
        found |= boxes[:, 1] < _EDGE
    if region.right < frame.width:
        found |= boxes[:, 2] > right - _EDGE
    if region.bottom < frame.height:
        found |= boxes[:, 3] > bottom - _EDGE
    return found
