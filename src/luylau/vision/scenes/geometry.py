"""Polygons and lines on a picture: whether a point lies inside, a path crosses, an outline makes sense.

x grows to the right and y downwards. Scalars, not arrays: a scene has few corners and a picture few things,
so that handing them to numpy would cost more than the sums.
"""

import math
from collections.abc import Sequence
from itertools import pairwise

from luylau.vision.plan import Point

_HAIR = (1.3e-9, 0.7e-9)


def is_inside(point: Point, polygon: Sequence[Point]) -> bool:
    """Say whether a point lies in a polygon, by the parity of the edges that a ray to its right meets.

    A point on the outline itself may count as either.
    """
    x, y = point
    odd = False
    x_a, y_a = polygon[-1]
    for x_b, y_b in polygon:
        # Half-open in y: a corner belongs to the edge above it alone.
        if (y_a > y) != (y_b > y) and x < x_a + (y - y_a) * (x_b - x_a) / (y_b - y_a):
            odd = not odd
        x_a, y_a = x_b, y_b
    return odd


def distance(point: Point, path: Sequence[Point]) -> float:
    """Return how far a point is from the nearest piece of a path of two points and more."""
    return min(_to_piece(point, start, end) for start, end in pairwise(path))


def outline(polygon: Sequence[Point]) -> tuple[Point, ...]:
    """Return a polygon's edges as a path that ends where it begins."""
    return (*polygon, polygon[0])


def crossings(start: Point, end: Point, line: Sequence[Point]) -> int:
    """Return how often a step crosses a line from its left to its right, less how often the other way.

    Left and right are those of somebody who looks along the line. Steps are taken a hair to the right and
    below of where they are, all by the same: so none ends on the line or leads through one of its corners,
    and what crosses and returns has crossed as often one way as the other.
    """
    found = 0
    start, end = ((x + _HAIR[0], y + _HAIR[1]) for x, y in (start, end))
    for first, last in pairwise(line):
        was_right, is_right = _side(first, last, start) >= 0, _side(first, last, end) >= 0
        if was_right != is_right and (_side(start, end, first) >= 0) != (_side(start, end, last) >= 0):
            found += 1 if is_right else -1
    return found


def area(polygon: Sequence[Point]) -> float:
    """Return a polygon's area (shoelace formula); that of one that crosses itself means nothing."""
    twice = sum(x_a * y_b - x_b * y_a for (x_a, y_a), (x_b, y_b) in pairwise(outline(polygon)))
    return abs(twice) / 2


def length(path: Sequence[Point]) -> float:
    """Return the length of a path."""
    return sum(math.dist(start, end) for start, end in pairwise(path))


def crosses_itself(polygon: Sequence[Point]) -> bool:
    """Say whether two edges of a polygon meet anywhere but in the corner that they share.

    A corner given twice in a row is one corner.
    """
    corners = [point for point, after in pairwise(outline(polygon)) if point != after]
    edges = list(pairwise(outline(corners))) if len(corners) > 1 else []
    for number, (start, end) in enumerate(edges):
        for other in range(number + 1, len(edges)):
            first, last = edges[other]
            if other == number + 1 or (number == 0 and other == len(edges) - 1):
                # Neighbours share a corner; they meet elsewhere only where one runs back along the other.
                corner, before, after = (end, start, last) if other == number + 1 else (start, end, first)
                back = (before[0] - corner[0]) * (after[0] - corner[0])
                back += (before[1] - corner[1]) * (after[1] - corner[1])
                if _side(before, corner, after) == 0 and back > 0:
                    return True
            elif _meet(start, end, first, last):
                return True
    return False


def _side(first: Point, last: Point, point: Point) -> float:
    """Return a number that is negative on the left of first to last, positive on its right, 0 on it."""
    return (last[0] - first[0]) * (point[1] - first[1]) - (last[1] - first[1]) * (point[0] - first[0])


def _meet(a: Point, b: Point, c: Point, d: Point) -> bool:
    sides = (_side(a, b, c), _side(a, b, d), _side(c, d, a), _side(c, d, b))
    if sides[0] * sides[1] < 0 and sides[2] * sides[3] < 0:
        return True
    ends = ((c, a, b), (d, a, b), (a, c, d), (b, c, d))
    return any(side == 0 and _between(*end) for side, end in zip(sides, ends, strict=True))


def _between(point: Point, start: Point, end: Point) -> bool:
    """Say whether a point on the straight through two others lies between them."""
    return all(min(s, e) <= p <= max(s, e) for p, s, e in zip(point, start, end, strict=True))


def _to_piece(point: Point, start: Point, end: Point) -> float:
    x, y = end[0] - start[0], end[1] - start[1]
    square = x * x + y * y
    along = ((point[0] - start[0]) * x + (point[1] - start[1]) * y) / square if square else 0.0
    along = min(1.0, max(0.0, along))
    return math.dist(point, (start[0] + along * x, start[1] + along * y))
