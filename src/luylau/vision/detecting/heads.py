"""How the output of a network is read: from rows of numbers to boxes in pixels of its input.

YOLOX: Z. Ge, S. Liu, F. Wang, Z. Li, J. Sun, "YOLOX: Exceeding YOLO series in 2021", arXiv:2107.08430, in the
form of Megvii's export: a row for each cell with the centre's offset in cells, the logarithms of the sides in
cells, the score of there being anything, and that of each class.

NanoDet: github.com/RangiLyu/nanodet, with the distribution focal loss of X. Li et al., "Generalized focal
loss", NeurIPS 2020: a row for each cell with the score of each class, then for each edge of the box a
distribution over the distances 0, 1, 2, ... cells, whose mean is meant.
"""

from functools import lru_cache

import numpy as np
from numba import njit

from luylau.kernel.arrays import Int8, Int64
from luylau.vision.detecting.description import Description
from luylau.vision.shapes import LABELS, VEHICLES, Float32

Picked = tuple[Int64, Float32, Int64]
"""Rows, scores, places among the wanted columns."""


class Head:
    """Reads the output of a YOLOX or a NanoDet for what is looked for, ``LABELS``."""

    def __init__(self, description: Description) -> None:
        names = description.class_names
        self.nanodet = description.head == "nanodet"
        self.classes = len(names)
        self.strides = description.strides
        self._offset = description.cell_offset
        wanted = [(names.index(name), label) for label, name in enumerate(LABELS) if name in names]
        self._columns = np.array([column for column, _ in wanted], np.int64) + (0 if self.nanodet else 5)
        self._label = np.array([label for _, label in wanted], np.int8)
        self._group = groups(self._label)

    def fits(self, rows: Float32, width: int, height: int) -> bool:
        """Say whether an output has the form that this reads, for an input of this size."""
        if (
            rows.dtype != np.float32
            or rows.ndim != 3
            or rows.shape[:2] != (1, len(cells(width, height, self.strides)))
        ):
            return False
        columns = rows.shape[2] - self.classes
        if self.nanodet:
            return bool(columns >= 8 and columns % 4 == 0)
        return bool(columns == 5)

    def form(self, width: int, height: int) -> str:
        """Return the form that this reads, in symbols."""
        places = len(cells(width, height, self.strides))
        columns = f"{self.classes} + 4·n" if self.nanodet else f"{self.classes + 5}"
        return f"[1, {places}, {columns}]"

    def read(self, rows: Float32, width: int, height: int, threshold: float) -> tuple[Float32, Float32, Int8]:
        """Return boxes, scores and labels of all rows that score ``threshold`` or more: of each row the best
        of every group of labels that are not confused. ``rows``: shape (places, columns)."""
        row, score, column = pick(
            rows, -1 if self.nanodet else 4, self._columns, self._group, np.float32(threshold)
        )
        chosen, cell = rows[row], cells(width, height, self.strides)[row]
        boxes = (
            distributed(chosen[:, self.classes :], cell, self._offset)
            if self.nanodet
            else centred(chosen, cell)
        )
        return boxes, score, self._label[column]


def groups(label: Int8) -> Int8:
    """Return the group of each label: one for all vehicles, one for each other."""
    return np.where(np.isin(label, VEHICLES), np.int8(VEHICLES[0]), label).astype(np.int8)


@lru_cache(maxsize=256)
def cells(width: int, height: int, strides: tuple[int, ...]) -> Float32:
    """Return column, row and stride of each row of an output, shape (places, 3): the finest stride first,
    each line by line."""
    parts = []
    for stride in strides:
        row, column = np.divmod(np.arange((height // stride) * (width // stride)), width // stride)
        parts.append(np.stack((column, row, np.full_like(row, stride)), axis=1))
    return np.concatenate(parts).astype(np.float32)


def centred(rows: Float32, cell: Float32) -> Float32:
    """Return the boxes of rows that begin with centre and logarithms of the sides, in cells."""
    stride = cell[:, 2:]
    middle = (rows[:, :2] + cell[:, :2]) * stride
    half = np.exp(np.minimum(rows[:, 2:4], np.float32(20.0))) * stride / 2
    return np.concatenate((middle - half, middle + half), axis=1)


def distributed(rows: Float32, cell: Float32, offset: float) -> Float32:
    """Return the boxes of rows of four distributions: the distances to left, top, right and bottom edge, in
    cells, from the point ``offset`` in the cell."""
    logits = rows.reshape(len(rows), 4, rows.shape[1] // 4)
    share = np.exp(logits - logits.max(axis=2, keepdims=True))
    share /= share.sum(axis=2, keepdims=True)
    distance = share @ np.arange(logits.shape[2], dtype=np.float32)
    stride = cell[:, 2:]
    middle = (cell[:, :2] + np.float32(offset)) * stride
    return np.concatenate((middle - distance[:, :2] * stride, middle + distance[:, 2:] * stride), axis=1)


@njit(cache=True, nogil=True)
def pick(rows: Float32, whole: int, columns: Int64, group: Int8, threshold: np.float32) -> Picked:
    """Return which rows score enough, and in which column, the best of each group.

    A score is the column's number, times that of the column ``whole`` where that is not negative.
    """
    room = len(rows) * len(columns)
    row, column, score = np.empty(room, np.int64), np.empty(room, np.int64), np.empty(room, np.float32)
    count = 0
    for place in range(len(rows)):
        factor = np.float32(1.0)
        if whole >= 0:
            factor = rows[place, whole]
            if not factor >= threshold:
                continue
        first = count
        for one in range(len(columns)):
            value = rows[place, columns[one]] * factor
            if not value >= threshold:
                continue
            other = first
            while other < count and group[column[other]] != group[one]:
                other += 1
            if other == count:
                count += 1
            elif value <= score[other]:
                continue
            row[other], column[other], score[other] = place, one, value
    return row[:count].copy(), score[:count].copy(), column[:count].copy()
