"""The two rules that ``causes`` is measured against, written for that.

*Escalation*, the rule of utilities' outage management: an element is out if at least a share of the devices
below it that are known are silent; of several on one way the uppermost. It is given the share that serves it
best, and the more failure-prone element where several have the same devices below.

*Greedy cover*: again and again the element that covers most silence not covered yet, less what reports below
it, as long as that is more than a least gain.
"""

from typing import NamedTuple

import numpy as np

from luylau.incidents.causes.evidence import NEVER, Columns, Heard, missed_reports
from luylau.incidents.causes.wiring import Supply, Wiring
from luylau.kernel.arrays import Bool, Int64
from luylau.power.topology import NONE, gather, inherit

SILENT = 3
"""Missed reports from which a device counts as silent."""
LEAST_GAIN = 2.0


class Answer(NamedTuple):
    """Supply nodes whose edge above is taken for open, and carriers taken for failed; ``weight``: how much
    silence speaks for each of the former."""

    opened: Int64
    failed: Int64
    weight: Int64

    @property
    def best(self) -> int:
        """The one that most speaks for, -1 for none."""
        return int(self.opened[np.argmax(self.weight)]) if len(self.opened) else NONE


class Counted(NamedTuple):
    """Known devices without a battery, and the silent ones of them, below each supply node and carrier."""

    known: Int64
    silent: Int64
    carrier_known: Int64
    carrier_silent: Int64


def silent_devices(columns: Columns, heard: Heard, now_us: int) -> tuple[Bool, Bool]:
    """Return which devices are known, and which of them are silent or gasped."""
    missed = missed_reports(columns, heard, now_us)
    gasped = (heard.gasp_us != NEVER) & (heard.gasp_us >= heard.last_us)
    return missed >= 0, (missed >= SILENT) | gasped


def _below(order: Int64, parent: Int64, count: Int64) -> Int64:
    total = count.copy()
    gather(order, parent, total)
    return total


def _likely(supply: Supply, count: Int64, node: int) -> int:
    """Return, of the elements with the same devices below, the most failure-prone one."""
    same = [node]
    while True:
        children = np.flatnonzero((supply.parent == same[-1]) & (count == count[node]))
        if len(children) != 1:
            break
        same.append(int(children[0]))
    return max(same, key=lambda one: float(supply.chance[one]))


def escalation(
    wiring: Wiring, supply: Supply, columns: Columns, heard: Heard, now_us: int, share: float
) -> Answer:
    """Return what the common-upstream-device rule says."""
    known, silent = silent_devices(columns, heard, now_us)
    devices, carriers = wiring.devices, len(wiring.carrier)
    # A carrier is out if it is silent and nearly all behind it is; what is behind it tells nothing of power.
    via = devices.carrier >= 0
    behind = np.bincount(devices.carrier[via & known], minlength=carriers)
    quiet = np.bincount(devices.carrier[via & silent & known], minlength=carriers)
    own = np.zeros(carriers, np.bool_)
    own[devices.own[(devices.own >= 0) & silent]] = True
    out = own & (behind > 0) & (quiet >= 0.9 * behind)
    hidden = np.append(out, False)[devices.carrier]
    use = known & ~hidden & (devices.own == NONE)
    count = _below(supply.order, supply.parent, np.bincount(devices.node[use], minlength=wiring.nodes))
    lost = _below(
        supply.order, supply.parent, np.bincount(devices.node[use & silent], minlength=wiring.nodes)
    )
    is_out = (count > 0) & (lost >= share * count) & (lost > 0)
    first = np.full(wiring.nodes, NONE)
    found: list[int] = []
    for node in supply.order.tolist():
        above = supply.parent[node]
        if above != NONE and first[above] != NONE:
            first[node] = first[above]
        elif is_out[node] and supply.edge[node] != NONE:
            first[node] = node
            found.append(_likely(supply, count, node))
    above = wiring.carrier_parent
    uppermost = out & ~((above != NONE) & np.append(out, False)[above])
    opened = np.array(found, np.int64)
    return Answer(opened, np.flatnonzero(uppermost), lost[opened])


def greedy(wiring: Wiring, supply: Supply, columns: Columns, heard: Heard, now_us: int) -> Answer:
    """Return what the greedy cover says."""
    known, silent = silent_devices(columns, heard, now_us)
    devices = wiring.devices
    left = silent & known
    reports = known & ~silent & (devices.backup_us == 0)
    opened: list[int] = []
    failed: list[int] = []
    order, carriers = supply.order, np.arange(len(wiring.carrier))
    against = _below(order, supply.parent, np.bincount(devices.node[reports], minlength=wiring.nodes))
    via = devices.carrier >= 0
    reporting = _below(
        carriers,
        wiring.carrier_parent,
        np.bincount(devices.carrier[via & known & ~silent], minlength=len(carriers)),
    )
    usable = supply.edge != NONE
    for _ in range(100):
        dark = _below(order, supply.parent, np.bincount(devices.node[left], minlength=wiring.nodes))
        cut = _below(
            carriers,
            wiring.carrier_parent,
            np.bincount(devices.carrier[via & left], minlength=len(carriers)),
        )
        gain = np.where(usable, dark - against, -1.0)
        network = cut - reporting
        if max(gain.max(), network.max()) <= LEAST_GAIN:
            break
        first = np.full(wiring.nodes, NONE)
        if gain.max() >= network.max():
            # Of equal gains the lowest on the way, then the most failure-prone of the same devices.
            best = int(supply.order[np.flatnonzero(gain[order] == gain.max())[-1]])
            same = _likely_up(supply, dark, best)
            opened.append(same)
            first[same] = same
            inherit(order, supply.parent, first)
            left &= first[devices.node] == NONE
        else:
            one = int(np.argmax(network))
            failed.append(one)
            down = np.full(len(carriers), NONE)
            down[one] = one
            inherit(carriers, wiring.carrier_parent, down)
            left &= np.append(down, NONE)[devices.carrier] == NONE
    # The first one covered most.
    rank = np.arange(len(opened), 0, -1)
    return Answer(np.array(opened, np.int64), np.array(failed, np.int64), rank)


def _likely_up(supply: Supply, dark: Int64, node: int) -> int:
    """Return, of a node and those right above it with the same silence below, the most failure-prone one."""
    same = [node]
    above = int(supply.parent[node])
    while above != NONE and dark[above] == dark[node] and supply.edge[above] != NONE:
        same.append(above)
        above = int(supply.parent[above])
    return max(same, key=lambda one: float(supply.chance[one]))
