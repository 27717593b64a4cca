"""What is lost where nothing is energised: customers, load, critical sites."""

from dataclasses import dataclass

import numpy as np

from luylau.kernel.arrays import Bool, Int64
from luylau.power.model import Criticality, Grid


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """What has no power. ``loads`` are row numbers; ``critical`` counts the loads by ``Criticality``, shape
    (4,)."""

    loads: Int64
    customers: int
    p_w: float
    critical: Int64


def lost(grid: Grid, energised: Bool) -> Lost:
    """Return what hangs on nodes that are not energised, shape (nodes,)."""
    dark = np.flatnonzero(~energised[grid.loads.node])
    return Lost(
        loads=dark,
        customers=int(grid.loads.customers[dark].sum()),
        p_w=float(grid.loads.p_w[dark].sum()),
        critical=np.bincount(grid.loads.criticality[dark], minlength=len(Criticality)),
    )
