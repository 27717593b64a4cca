"""How a feeder runs from its substation through its transformers: a spanning tree with a trunk."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse.csgraph import breadth_first_order, minimum_spanning_tree
from scipy.spatial.distance import pdist, squareform

from luylau.kernel.arrays import Bool, Float64, Int64


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A feeder's way. Point 0 is the substation, the others are its transformers, shape (n + 1,).

    ``order``: points, each after the one before it; ``above``: the point before each (-1 at the substation);
    ``p_below_w``: load on and behind each; ``trunk``: whether it lies on the way that most load hangs on.
    """

    order: Int64
    above: Int64
    p_below_w: Float64
    trunk: Bool


def route(at: Float64, p_w: Float64) -> Route:
    """Return the way through points.

    Args:
        at: the substation and the transformers in metres, shape (n + 1, 2).
        p_w: load of each, 0 for the substation, shape (n + 1,).
    """
    # A metre on top, for a spanning tree takes a distance of 0 for none.
    distance = squareform(pdist(at)) + 1.0
    np.fill_diagonal(distance, 0.0)
    joined = minimum_spanning_tree(distance)
    order, above = breadth_first_order(joined, 0, directed=False)
    above = np.where(above < 0, -1, above).astype(np.int64)
    below = p_w.astype(np.float64).copy()
    for point in order[:0:-1]:
        below[above[point]] += below[point]
    trunk = np.zeros(len(at), np.bool_)
    trunk[0] = True
    children: dict[int, list[int]] = {}
    for point in order[1:].tolist():
        children.setdefault(int(above[point]), []).append(point)
    point = 0
    while point in children:
        point = max(children[point], key=lambda one: (below[one], -one))
        trunk[point] = True
    return Route(order=order.astype(np.int64), above=above, p_below_w=below, trunk=trunk)


def sectors(centre: Float64, at: Float64, p_w: Float64, parts: int) -> list[Int64]:
    """Split points around a centre into ``parts`` sectors of about equal load; each a set of row numbers.

    The first sector begins behind the widest gap between two points, so that none reaches across it.
    """
    angle = np.arctan2(at[:, 1] - centre[1], at[:, 0] - centre[0])
    order = np.argsort(angle, kind="stable")
    turned = angle[order]
    gaps = np.diff(np.append(turned, turned[:1] + 2 * np.pi))
    order = np.roll(order, -(int(np.argmax(gaps)) + 1)) if len(gaps) else order
    done = np.cumsum(p_w[order]) - p_w[order] / 2
    number = np.minimum((done / max(p_w.sum(), 1e-9) * parts).astype(np.int64), parts - 1)
    return [order[number == part] for part in range(parts)]
