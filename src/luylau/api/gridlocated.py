"""Where the grid is broken though no switch says so: what ``signals`` has found, placed on the grid."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from luylau.api.gridview import GridView
from luylau.incidents.causes import CauseRecord
from luylau.kernel.arrays import Bool, Int64
from luylau.power.topology import NONE, inherited, trace


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """Causes that last, by where they break the grid.

    ``faults``: each with the ``edge`` that is open, -1 where the source itself is gone. ``failed``: these
    edges, and all at a source that is gone, shape (edges,). ``below``: the number of the fault that each
    node lies below, -1 for none, shape (nodes,).
    """

    faults: tuple[CauseRecord, ...]
    edge: Int64
    failed: Bool
    below: Int64


def located(view: GridView, serving: Bool, causes: Sequence[CauseRecord]) -> Located:
    """Return what causes break of a grid on which ``serving``, shape (edges,), carries by its switches.

    Left out is what the switches tell of themselves, and what lies elsewhere: a carrier, a site's own board,
    an element that the grid has not (any more).
    """
    grid = view.grid
    traced = trace(grid, serving, view.beside)
    sources = {grid.nodes.id[node]: node for node in grid.sources.node.tolist()}
    faults, edges, tops = list[CauseRecord](), list[int](), list[int]()
    failed = np.zeros(grid.edge_count, np.bool_)
    for one in causes:
        element = one.data["element"]
        if element["kind"] != "power" or one.data["said_open"]:
            continue
        edge, top = NONE, sources.get(element["element"], NONE) if element["what"] == "source" else NONE
        if top != NONE:
            failed |= (grid.edge_from == top) | (grid.edge_to == top)
        elif (edge := view.edge_row.get(element["element"], NONE)) != NONE:
            # The end that is fed through it; neither where it is dark for another reason already.
            ends = (int(grid.edge_from[edge]), int(grid.edge_to[edge]))
            top = next((end for end in ends if traced.parent_edge[end] == edge), NONE)
            failed[edge] = True
        if top != NONE:
            faults.append(one)
            edges.append(edge)
            tops.append(top)
    own = np.full(len(grid.nodes), NONE)
    own[tops] = np.arange(len(tops))
    return Located(
        faults=tuple(faults),
        edge=np.array(edges, np.int64),
        failed=failed,
        below=inherited(traced, own),
    )
