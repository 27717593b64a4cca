"""What devices tell of supply and network, as the weights that ``joint`` reckons with.

Each device tells, independently of the others, given D (its supply is dead) and N (its carrier is down):

=============================  ==================================================================
what is seen                   its chance
=============================  ==================================================================
k reports missed               ``false`` + (1 - ``false``) ``loss``^k with neither D nor N; 1 with N; with D
                               1 without a battery, with one by how much of it is gone; less the
                               chance of a last gasp that should have come
it reports                     near 0 with N; with D near 0 unless a battery feeds it
last gasp, then silence        ``GASP`` with D, near 0 without, whatever N is now
it reports no voltage          as a report for N; speaks for D
=============================  ==================================================================

A device that has been silent for long tells nothing, unless a cause that still stands was found when it fell
silent: what fails by itself fails at its own time, what a fault silences falls silent together.

A report counts against a fault only if it came after the fault began. When that was is not known at first;
it is taken from those that have fallen silent: what they said last lies within one period before it, so it
began about half a period after that, on average.

Missing and false reports are reckoned with as in Y. Jiang, C.-C. Liu, M. Diedesch, E. Lee, A. Srivastava,
"Outage management of distribution systems incorporating information from smart meters", IEEE Trans. Power
Systems 31(5), 2016. All chances are assumed, but ``loss`` and ``false``, which can be measured.
"""

from typing import Final, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from luylau.incidents.causes.wiring import Supply, Wiring
from luylau.kernel.arrays import Bool, Float64, Int32, Int64
from luylau.kernel.clock import MICROS
from luylau.power.topology import NONE

Int16 = NDArray[np.int16]

NEVER: Final = -1
SLACK: Final = 0.25
"""A report is missed once it is late by this share of the period."""
MOST_MISSED: Final = 6
"""More missed reports than this say no more."""
RECENT: Final = 12
"""Who has missed more reports than this has been silent for long."""
SHORT_US: Final = 300 * MICROS
"""A battery that lasts less than this is there for the last gasp, not to run on."""
GASP: Final = 0.6
"""How often a last gasp gets through."""
GASP_FALSE: Final = 5e-5
NO_VOLTAGE: Final = 0.04
NO_VOLTAGE_FALSE: Final = 5e-5
REPORTS_DEAD: Final = 0.002
"""How often a device reports though its supply, as the city has it, is dead: it is fed from elsewhere."""
REPORTS_CUT: Final = 0.0005
BATTERY_BAD: Final = 0.1
"""How often a battery does not last."""
BATTERY_LONG: Final = 0.05
"""How often one lasts half as long again as it should."""
NEARLY: Final = 0.9
"""The share of its backup after which a battery may be spent: half of them are."""
LONG: Final = 1.5
"""The share after which nearly all are."""


class Heard(NamedTuple):
    """What has been heard of each device; times in microseconds, ``NEVER`` if never, shape (devices,).

    ``last_us``: its last report; ``gasp_us``: its last gasp; ``no_voltage``: its newest voltage is none.
    """

    last_us: Int64
    gasp_us: Int64
    no_voltage: Bool


class Weights(NamedTuple):
    """Log likelihoods for ``joint.Problem``: of the groups, shape (groups,), and of the carriers by what they
    say themselves, shape (carriers,). ``missed``: reports missed by each device, -1 for one never heard;
    ``telling``: whether it tells anything at all, by its words or by its silence."""

    dark: Float64
    cut: Float64
    both: Float64
    carrier: Float64
    missed: Int16
    telling: Bool


class Columns(NamedTuple):
    """What the sweep over all devices reads, shape (devices,) or, from ``node`` on, (groups,).

    As ``Devices`` has it; ``region``: which part of the supply each group belongs to, -1 for none: what falls
    silent there at one time has one cause.
    """

    group: Int32
    own: Int32
    period_us: Int64
    backup_us: Int64
    gasps: Bool
    node: Int64
    carrier: Int64
    region: Int64


def columns_of(wiring: Wiring, supply: Supply) -> Columns:
    """Return a wiring's devices for ``weigh``, as switches are now."""
    it, node = wiring.devices, wiring.group_node
    return Columns(
        it.group.astype(np.int32),
        it.own.astype(np.int32),
        it.period_us,
        it.backup_us,
        it.gasps,
        node,
        wiring.group_carrier,
        np.append(supply.region, NONE)[node],
    )


@njit(cache=True, nogil=True)
def missed_reports(columns: Columns, heard: Heard, now_us: int) -> Int16:
    """Return how many reports each device has missed, shape (devices,); -1 for one never heard."""
    missed = np.empty(len(columns.group), np.int16)
    for i in range(len(missed)):
        if heard.last_us[i] == NEVER:
            missed[i] = -1
        else:
            waited_us, period_us = now_us - heard.last_us[i], columns.period_us[i]
            # Most are on time, and a division is dear.
            on_time = waited_us < (1 + SLACK) * period_us
            missed[i] = 0 if on_time else min(int(waited_us / period_us - SLACK), 30_000)
    return missed


@njit(cache=True, nogil=True)
def _began(columns: Columns, heard: Heard, missed: Int16, regions: int, carriers: int) -> tuple[Int64, Int64]:
    """Return about when the newest silence of each region and carrier began, NEVER where there is none."""
    dark, cut = np.zeros((2, regions)), np.zeros((2, carriers))
    for i in range(len(missed)):
        gasped = heard.gasp_us[i] != NEVER and heard.gasp_us[i] >= heard.last_us[i]
        if (missed[i] <= 0 and not gasped) or missed[i] > RECENT or columns.backup_us[i] > SHORT_US:
            continue
        at_us = heard.gasp_us[i] if gasped else heard.last_us[i] + columns.period_us[i] / 2
        region, carrier = columns.region[columns.group[i]], columns.carrier[columns.group[i]]
        if region >= 0:
            dark[0, region] += at_us
            dark[1, region] += 1
        if carrier >= 0:
            cut[0, carrier] += at_us
            cut[1, carrier] += 1
    return _means(dark), _means(cut)


@njit(cache=True, nogil=True)
def _means(sums: Float64) -> Int64:
    """Return sum by count, shape (2, parts), NEVER where fewer than two tell."""
    means = np.full(sums.shape[1], NEVER)
    for at in range(len(means)):
        if sums[1, at] >= 2:
            means[at] = int(sums[0, at] / sums[1, at])
    return means


@njit(cache=True, nogil=True)
def _battery(elapsed_us: int, backup_us: int, reports: bool) -> float:
    """Return the chance that a device on its battery reports, or is silent, so long after its supply died."""
    if elapsed_us < 0:
        # Since when is not known: nothing follows.
        return 1.0 if reports else 0.5
    if elapsed_us < NEARLY * backup_us:
        silent = BATTERY_BAD
    elif elapsed_us < LONG * backup_us:
        silent = 0.5
    else:
        silent = 1 - BATTERY_LONG
    return 1 - silent if reports else silent


@njit(cache=True, nogil=True)
def _was_broken(since_us: int, last_us: int, period_us: int) -> bool:
    """Say whether who spoke last then had been silent for long when something failed; so it had if nothing
    is known to have failed."""
    return since_us == NEVER or since_us - last_us > (RECENT + SLACK) * period_us


@njit(cache=True, nogil=True)
def weigh(
    columns: Columns,
    heard: Heard,
    now_us: int,
    dark_since_us: Int64,
    down_since_us: Int64,
    loss: float,
    false: float,
) -> Weights:
    """Return the weights of what is heard by ``now_us``.

    Args:
        columns: the devices.
        heard: what has been heard of them.
        now_us: the time, by the clock of ``heard``.
        dark_since_us: since when each supply node is thought dead, shape (nodes,); NEVER if it is not.
        down_since_us: since when each carrier is thought down, shape (carriers,).
        loss: how often a single report is lost.
        false: how often a device has fallen silent lately for reasons of its own.
    """
    carriers, groups = len(down_since_us), len(columns.node)
    missed = missed_reports(columns, heard, now_us)
    parts = int(columns.region.max()) + 1 if groups else 0
    dark_began, cut_began = _began(columns, heard, missed, parts, carriers)
    # By group: since when its supply and its carrier are thought gone, and from when on a report counts.
    since, gone = np.full(groups, NEVER), np.full(groups, NEVER)
    dark_from, cut_from = np.full(groups, NEVER), np.full(groups, NEVER)
    for g in range(groups):
        if columns.node[g] >= 0:
            since[g] = dark_since_us[columns.node[g]]
        if columns.carrier[g] >= 0:
            gone[g] = down_since_us[columns.carrier[g]]
            cut_from[g] = max(gone[g], cut_began[columns.carrier[g]])
        dark_from[g] = max(since[g], dark_began[columns.region[g]] if columns.region[g] >= 0 else NEVER)
    dark, cut, both = np.zeros(groups), np.zeros(groups), np.zeros(groups)
    own = np.zeros(carriers)
    telling = np.zeros(len(missed), np.bool_)
    silent = np.empty(MOST_MISSED + 1)
    for k in range(MOST_MISSED + 1):
        silent[k] = -np.log(false + (1 - false) * loss**k)
    reports_dead, reports_cut = np.log(REPORTS_DEAD), np.log(REPORTS_CUT)
    for i in range(len(missed)):
        g, last_us = columns.group[i], heard.last_us[i]
        gasped = heard.gasp_us[i] != NEVER and heard.gasp_us[i] >= last_us
        if missed[i] < 0 and not gasped:
            continue
        k = max(min(missed[i], MOST_MISSED), 0)
        period_us = columns.period_us[i]
        if (
            missed[i] > RECENT
            and _was_broken(since[g], last_us, period_us)
            and _was_broken(gone[g], last_us, period_us)
        ):
            continue
        telling[i] = True
        backed = columns.backup_us[i] > SHORT_US
        d = n = b = 0.0
        if gasped:
            d = np.log(GASP / GASP_FALSE) + silent[k]
            n, b = silent[k], d
        elif k >= 1:
            chance = 1.0
            if backed:
                elapsed_us = now_us - since[g] if since[g] != NEVER else -1
                chance = _battery(elapsed_us, columns.backup_us[i], False)
            elif columns.gasps[i]:
                chance = 1 - GASP
            d, n = np.log(chance) + silent[k], silent[k]
            b = n
        else:
            if heard.no_voltage[i]:
                d = np.log(NO_VOLTAGE / NO_VOLTAGE_FALSE)
            elif backed:
                if since[g] != NEVER and last_us >= since[g]:
                    d = np.log(_battery(last_us - since[g], columns.backup_us[i], True))
            elif last_us >= dark_from[g]:
                d = reports_dead
            if last_us >= cut_from[g]:
                n = reports_cut
            b = d + n
        if columns.own[i] >= 0:
            # A carrier says of itself whether it is down, for whatever reason.
            own[columns.own[i]] += n
        else:
            dark[g] += d
            cut[g] += n
            both[g] += b
    return Weights(dark, cut, both, own, missed, telling)
