"""Bad data: measurements that contradict the others.

By Abur and Exposito, *Power System State Estimation* (2004), chapter 5: a chi-square test of each island,
then the largest normalised residual r_i / (sigma_i sqrt(S_ii)) with S = dr/dz. The engine itself gives S:
one batch in which measurements move by their own sigma, one of each island at a time. What all others expect
in a measurement's place is z_i - r_i / S_ii; if that is what was measured with the other sign, the sign is
wrong.
"""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from power_grid_model import initialize_array
from scipy.stats import chi2

from luylau.kernel.arrays import Bool, Float64
from luylau.power.engine import Dataset
from luylau.power.estimation.measurements import Flag, Reason
from luylau.power.estimation.sensors import Case, Sensors, solve

SAME: Final = 0.01
"""Two normalised residuals this close (as a share) cannot be told apart."""
UNTESTABLE: Final = 1e-4
"""A measurement whose residual shows less of its error than this share pins the estimate alone."""
FITS: Final = 3.0
"""What differs by fewer standard deviations fits."""
MOST_TESTED: Final = 40
"""So many measurements of an island are tested at a time, those with the largest residuals in sigmas: the
largest normalised one is among them unless a bad datum hides behind forty good ones."""
_PARTS: Final = (
    ("sym_voltage_sensor", "u_measured", "u_sigma", "u_residual"),
    ("sym_power_sensor", "p_measured", "p_sigma", "p_residual"),
    ("sym_power_sensor", "q_measured", "q_sigma", "q_residual"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Solved:
    """What the engine found with these sensors in the ``islands`` that it solved."""

    found: Dataset
    sensors: Sensors
    islands: Bool


def _scaled(solved: Solved, part: int) -> Float64:
    """Return the residuals of one part of the sensors in sigmas."""
    name, _, sigma, residual = _PARTS[part]
    made = solved.sensors.made[name]
    if not len(made):
        return np.zeros(0)
    scaled: Float64 = solved.found[name][residual] / made[sigma]
    return scaled


def chi_square(case: Case, solved: Solved) -> Float64:
    """Return by island the sum of the squared residuals in sigmas, those of planned loads included."""
    total = np.zeros(case.islands + 1)  # the last is for what is dead
    chosen = solved.sensors
    for part, island in enumerate(
        (case.row_island[chosen.volt_rows], chosen.power_island, chosen.power_island)
    ):
        np.add.at(total, island, _scaled(solved, part) ** 2)
    return total[:-1]


def improbable(case: Case, solved: Solved) -> Bool:
    """Return which islands fail the chi-square test."""
    freedom = solved.sensors.freedom
    failing: Bool = chi_square(case, solved) > chi2.ppf(case.rules.confidence, np.maximum(freedom, 1))
    return failing & (freedom > 0) & solved.islands


def contradicted(case: Case, solved: Solved) -> Bool:
    """Return which islands hold a measurement far from the estimate."""
    chosen = solved.sensors
    failing = np.zeros(case.islands, np.bool_)
    for part, rows in enumerate((chosen.volt_rows, chosen.power_rows, chosen.power_rows)):
        far = np.abs(_scaled(solved, part)[: len(rows)]) > case.rules.residual_limit
        failing[case.row_island[rows[far]]] = True
    return failing & solved.islands


def worst_of(case: Case, solved: Solved, failing: Bool) -> dict[int, list[Flag]]:
    """Return for each failing island the measurement with the largest normalised residual; with it those that
    are as large: of two that contradict each other, with no third to tell, neither can be believed, unless
    just one of them would fit with the other sign."""
    found: dict[int, list[Flag]] = {number: [] for number in np.flatnonzero(failing).tolist()}
    if not found:
        return found
    flags = _normalised(case, solved, failing)
    for number, worst in found.items():
        here = [flag for flag in flags if case.row_island[flag.row] == number]
        most = max((flag.normalised for flag in here), default=0.0)
        level = [flag for flag in here if flag.normalised >= most * (1 - SAME)]
        turned = [flag for flag in level if flag.reason is Reason.WRONG_SIGN]
        if len(turned) == 1:
            level = turned
        worst += level if len(level) == 1 else [replace(flag, reason=Reason.CONTRADICTORY) for flag in level]
    return found


def _normalised(case: Case, solved: Solved, failing: Bool) -> list[Flag]:
    """Return a flag for each measurement in the failing islands that is tested and can be."""
    chosen = solved.sensors
    rows_of = (chosen.volt_rows, chosen.power_rows, chosen.power_rows)
    part = np.concatenate([np.full(len(rows), number) for number, rows in enumerate(rows_of)])
    at = np.concatenate([np.arange(len(rows)) for rows in rows_of])
    row = np.concatenate(rows_of)
    size = np.concatenate(
        [np.abs(_scaled(solved, number)[: len(rows)]) for number, rows in enumerate(rows_of)]
    )
    # Both parts of a power are tested together.
    most = np.zeros(len(case.measured))
    np.maximum.at(most, row, size)
    order = np.lexsort((part, row, -most[row]))
    order = order[failing[case.row_island[row[order]]]]
    # The turn of each within its island: those of different islands move at the same time.
    turn, begun = np.empty(len(order), np.int64), np.zeros(case.islands, np.int64)
    for place, island in enumerate(case.row_island[row[order]].tolist()):
        turn[place] = begun[island]
        begun[island] += 1
    order, turn = order[turn < 2 * MOST_TESTED], turn[turn < 2 * MOST_TESTED]
    update = {}
    for name, made in chosen.made.items():
        update[name] = initialize_array("update", name, (int(turn.max()) + 1, len(made)))
        update[name]["id"] = made["id"]
    for number, (name, value, sigma, _) in enumerate(_PARTS):
        here = part[order] == number
        made = chosen.made[name][at[order[here]]]
        update[name][value][turn[here], at[order[here]]] = made[value] + made[sigma]
    moved, good = solve(case, chosen, failing, update, partly=True)
    tested: dict[int, list[_Tested]] = {}
    for place, when in zip(order.tolist(), turn.tolist(), strict=True):
        if not good[when]:
            continue
        name, value, sigma, residual = _PARTS[part[place]]
        sensor = at[place]
        before, made = solved.found[name][residual][sensor], chosen.made[name][sensor]
        share = (moved[name][residual][when, sensor] - before) / made[sigma]
        if share > UNTESTABLE:
            tested.setdefault(int(row[place]), []).append(
                _Tested(
                    value=float(made[value]),
                    expected=float(made[value] - before / share),
                    sigma=float(made[sigma] / np.sqrt(share)),
                )
            )
    return [_flag(case, number, parts) for number, parts in tested.items()]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tested:
    """One measured number, what all others expect, and the standard deviation of the difference."""

    value: float
    expected: float
    sigma: float

    @property
    def normalised(self) -> float:
        return abs(self.value - self.expected) / self.sigma

    def fits(self, sign: int) -> bool:
        return abs(sign * self.value - self.expected) <= FITS * self.sigma


def _flag(case: Case, row: int, parts: list[_Tested]) -> Flag:
    most = max(parts, key=lambda part: part.normalised)
    turned = any(part.fits(-1) and not part.fits(1) for part in parts)
    turned &= all(part.fits(-1) or part.fits(1) for part in parts)
    sign = float(case.placed.sign[row])
    return Flag(
        row=row,
        id=case.measured.id[row],
        reason=Reason.WRONG_SIGN if turned else Reason.BAD,
        residual=sign * (most.value - most.expected),
        expected=sign * most.expected,
        normalised=most.normalised,
    )
