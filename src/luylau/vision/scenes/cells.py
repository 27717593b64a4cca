"""A part of a picture as a grid of coarse cells, and arrays as plain data."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from luylau.kernel.arrays import Bool
from luylau.vision.frames import UInt8
from luylau.vision.plan import Point
from luylau.vision.scenes.changes import Box
from luylau.vision.scenes.geometry import is_inside
from luylau.vision.shapes import Float32


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """A grid of square cells over the box around a polygon.

    ``top``, ``left``: where it begins, ``side``: of a cell, in pixels of a picture of ``height`` x ``width``;
    ``inside``: which cells have their centre in the polygon, shape (rows, columns).
    """

    height: int
    width: int
    top: int
    left: int
    side: int
    inside: Bool

    @classmethod
    def over(cls, polygon: tuple[Point, ...], shape: tuple[int, int], most: int) -> "Cells":
        """Return the grid over a polygon in shares of a picture of ``shape`` (height, width), of at most
        ``most`` cells along its longer side."""
        height, width = shape
        xs, ys = [x * width for x, _ in polygon], [y * height for _, y in polygon]
        left, top = int(min(xs)), int(min(ys))
        wide, high = int(np.ceil(max(xs))) - left, int(np.ceil(max(ys))) - top
        side = max(1, -(-max(wide, high) // most))
        # Whole cells only, and all of them within the picture.
        columns, rows = (min(wide, width - left)) // side, (min(high, height - top)) // side
        inside = [
            [
                is_inside(((left + (c + 0.5) * side) / width, (top + (r + 0.5) * side) / height), polygon)
                for c in range(columns)
            ]
            for r in range(rows)
        ]
        return cls(
            height=height, width=width, top=top, left=left, side=side,
            inside=np.array(inside, np.bool_).reshape(rows, columns),
        )  # fmt: skip

    def mean(self, luma: UInt8) -> Float32:
        """Return the mean brightness of each cell, of every pixel or, in large ones, of about 16; shape
        (rows, columns)."""
        rows, columns = self.inside.shape
        part = luma[self.top : self.top + rows * self.side, self.left : self.left + columns * self.side]
        step = max(1, self.side // 4)
        blocks = part.reshape(rows, self.side, columns, self.side)[:, ::step, :, ::step]
        # By rows first, along which the memory runs.
        lines = blocks.sum(axis=1, dtype=np.uint32).sum(axis=2, dtype=np.uint32)
        mean: Float32 = lines.astype(np.float32) / np.float32(blocks.shape[1] * blocks.shape[3])
        return mean

    def under(self, boxes: list[Box], around: float) -> Bool:
        """Return which cells some boxes touch, each grown by a share ``around`` of its size on every side."""
        rows, columns = self.inside.shape
        touched = np.zeros((rows, columns), np.bool_)
        for left, top, right, bottom in boxes:
            x, y = around * (right - left), around * (bottom - top)
            edges = (
                ((left - x) * self.width - self.left) / self.side,
                ((top - y) * self.height - self.top) / self.side,
                ((right + x) * self.width - self.left) / self.side,
                ((bottom + y) * self.height - self.top) / self.side,
            )
            first_c, first_r, last_c, last_r = (max(0, int(edge)) for edge in edges)
            if edges[2] >= 0 and edges[3] >= 0:
                touched[first_r : last_r + 1, first_c : last_c + 1] = True
        return touched

    def box(self, rows: slice, columns: slice) -> Box:
        """Return the box around some cells, in shares of the picture."""
        return (
            (self.left + columns.start * self.side) / self.width,
            (self.top + rows.start * self.side) / self.height,
            (self.left + columns.stop * self.side) / self.width,
            (self.top + rows.stop * self.side) / self.height,
        )


def thinned(array: Float32, shape: tuple[int, int]) -> Float32:
    """Return the means of the blocks of a picture's rows and columns, ``shape`` of them; rows and columns are
    the last two axes, and multiples of it."""
    rows, columns = shape
    *more, high, wide = array.shape
    blocks = array.reshape(*more, rows, high // rows, columns, wide // columns)
    found: Float32 = blocks.mean(axis=(-3, -1))
    return found


def to_text(array: Float32) -> dict[str, Any]:
    """Return an array as plain data; it keeps three digits."""
    data = base64.b64encode(array.astype("<f2").tobytes()).decode()
    return {"shape": list(array.shape), "data": data}


def from_text(told: Mapping[str, Any]) -> Float32:
    """Return what ``to_text`` was given."""
    data = np.frombuffer(base64.b64decode(told["data"]), "<f2")
    return data.astype(np.float32).reshape(told["shape"])
