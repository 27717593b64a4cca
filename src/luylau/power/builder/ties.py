"""Normally open ties between the trunks of neighbouring feeders."""

from typing import Final

import numpy as np
from scipy.spatial import KDTree

from luylau.power.builder.columns import U_MV, Columns
from luylau.power.builder.feeders import DETOUR, LEAST_LENGTH_M, Trunks
from luylau.power.builder.types import CABLE_TRUNKS, OVERHEAD_TRUNKS
from luylau.power.model import FeederKind, SwitchKind

REACH_M: Final = 4_000.0
"""How far a tie may reach to a second neighbour, of another substation; assumed."""
REMOTE_SHARE: Final = 0.6
"""Share of ties that can be operated from afar, assumed."""
TREES: Final = 0.2
YEAR: Final = 2015
_NEAREST: Final = 400
"""So many trunk nodes are looked at where there is no other feeder in reach."""


def add(columns: Columns, trunks: Trunks, rng: np.random.Generator) -> None:
    """Join the end of each trunk to the nearest trunks of other feeders, one of another substation if there
    is one in reach, by a line with an open tie at its far end."""
    tree = KDTree(np.array(trunks.at))
    feeder, station = np.array(trunks.feeder), np.array(trunks.station)
    joined: set[tuple[int, int]] = set()
    for own, end in enumerate(trunks.ends):
        near = np.array(tree.query_ball_point(trunks.at[end], REACH_M), np.int64)
        near = near[feeder[near] != own]
        if not len(near):
            away = tree.query(trunks.at[end], k=min(_NEAREST, len(feeder)))[1]
            near = away[feeder[away] != own][:1]
        near = near[np.argsort([np.hypot(*(trunks.at[one] - trunks.at[end])) for one in near], kind="stable")]
        foreign = near[station[near] != station[end]]
        for chosen in (
            {int(near[0]), int(foreign[0])} if len(foreign) else {int(near[0])} if len(near) else set()
        ):
            pair = (min(own, int(feeder[chosen])), max(own, int(feeder[chosen])))
            if pair in joined:
                continue
            joined.add(pair)
            _tie(columns, rng, trunks, end, chosen)


def _tie(columns: Columns, rng: np.random.Generator, trunks: Trunks, end: int, chosen: int) -> None:
    name, _, feeder_kind, _, _ = columns.feeders[trunks.feeder[end]]
    park = feeder_kind == FeederKind.PARK
    kind = (CABLE_TRUNKS if park else OVERHEAD_TRUNKS)[0]
    number = len(columns.switches)
    far = columns.node(f"{name}-tie{number}", U_MV, trunks.at[chosen])
    length_m = max(LEAST_LENGTH_M, DETOUR * float(np.hypot(*(trunks.at[chosen] - trunks.at[end]))))
    columns.line(f"{name}-l{number}", trunks.node[end], far, kind, length_m, 0.0 if park else TREES, YEAR)
    columns.switch(
        f"T{number}-{name}",
        far,
        trunks.node[chosen],
        SwitchKind.TIE,
        closed=False,
        remote=bool(rng.random() < REMOTE_SHARE),
    )
