"""Bad data: measurements that contradict the others.

By Abur and Exposito, *Power System State Estimation* (2004), chapter 5: a chi-square test of each island,
then the largest normalised residual r_i / (sigma_i sqrt(S_ii)) with S = dr/dz. The engine itself gives S:
one batch in which each measurement moves by its own sigma. What all others expect in its place is
z_i - r_i / S_ii; if that is what was measured with the other sign, the sign is wrong.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from power_grid_model import initialize_array
from scipy.stats import chi2

from luylau.kernel.arrays import Bool, Float64
from luylau.power.engine import Dataset
from luylau.power.measurements import Flag, Reason
from luylau.power.sensors import Case, Sensors, solve

SAME: Final = 0.01
"""Two normalised residuals this close (as a share) cannot be told apart."""
UNTESTABLE: Final = 1e-4
"""A measurement whose residual shows less of its error than this share pins the estimate alone."""
FITS: Final = 3.0
"""What differs by fewer standard deviations fits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Solved:
    """What the engine found with these sensors."""

    found: Dataset
    sensors: Sensors


def _scaled(solved: Solved) -> tuple[Float64, Float64]:
    """Return the residuals in sigmas: of voltages, and of active and reactive power, shape (2, sensors)."""
    volts, powers = solved.sensors.made["sym_voltage_sensor"], solved.sensors.made["sym_power_sensor"]
    of_volts = solved.found["sym_voltage_sensor"]["u_residual"] / volts["u_sigma"]
    if not len(powers):
        return of_volts, np.zeros((2, 0))
    found = solved.found["sym_power_sensor"]
    return of_volts, np.stack(
        [found["p_residual"] / powers["p_sigma"], found["q_residual"] / powers["q_sigma"]]
    )


def chi_square(made: Case, solved: Solved) -> Float64:
    """Return by island the sum of the squared residuals in sigmas, those of planned loads included."""
    of_volts, of_powers = _scaled(solved)
    total = np.zeros(made.islands + 1)  # the last is for what is dead
    np.add.at(total, made.row_island[solved.sensors.volt_rows], of_volts**2)
    np.add.at(total, solved.sensors.power_island, (of_powers**2).sum(axis=0))
    return total[:-1]


def suspicious(made: Case, solved: Solved, confidence: float, limit: float) -> Bool:
    """Return which islands fail the chi-square test or hold a residual beyond ``limit`` sigmas."""
    chosen = solved.sensors
    of_volts, of_powers = _scaled(solved)
    freedom = chosen.freedom
    failing: Bool = chi_square(made, solved) > chi2.ppf(confidence, np.maximum(freedom, 1))
    failing &= freedom > 0
    failing[made.row_island[chosen.volt_rows][np.abs(of_volts) > limit]] = True
    own = np.abs(of_powers[:, : len(chosen.power_rows)]).max(axis=0, initial=0.0)
    failing[made.row_island[chosen.power_rows][own > limit]] = True
    return failing


def worst_of(made: Case, solved: Solved, failing: Bool) -> dict[int, list[Flag]]:
    """Return for each failing island the measurement with the largest normalised residual; with it those that
    are as large: of two that contradict each other, with no third to tell, neither can be believed."""
    found: dict[int, list[Flag]] = {number: [] for number in np.flatnonzero(failing).tolist()}
    if not found:
        return found
    flags = _normalised(made, solved, failing)
    for number, tested in found.items():
        here = [flag for flag in flags if made.row_island[flag.row] == number]
        most = max((flag.normalised for flag in here), default=0.0)
        if most == 0:
            continue
        level = [flag for flag in here if flag.normalised >= most * (1 - SAME)]
        tested += level if len(level) == 1 else [_contradictory(flag) for flag in level]
    return found


def _contradictory(flag: Flag) -> Flag:
    return Flag(
        row=flag.row, id=flag.id, reason=Reason.CONTRADICTORY,
        residual=flag.residual, expected=flag.expected, normalised=flag.normalised,
    )  # fmt: skip


def _normalised(made: Case, solved: Solved, failing: Bool) -> list[Flag]:
    """Return a flag for each measurement in the failing islands that can be tested."""
    chosen = solved.sensors
    volts, powers = chosen.made["sym_voltage_sensor"], chosen.made["sym_power_sensor"]
    at_volts = np.flatnonzero(failing[made.row_island[chosen.volt_rows]])
    at_powers = np.flatnonzero(failing[made.row_island[chosen.power_rows]])
    cases = len(at_volts) + 2 * len(at_powers)
    up_volts = initialize_array("update", "sym_voltage_sensor", (cases, len(volts)))
    up_powers = initialize_array("update", "sym_power_sensor", (cases, len(powers)))
    up_volts["id"], up_powers["id"] = volts["id"], powers["id"]
    first, second = np.arange(len(at_volts)), len(at_volts) + np.arange(len(at_powers))
    third = second + len(at_powers)
    up_volts["u_measured"][first, at_volts] = (volts["u_measured"] + volts["u_sigma"])[at_volts]
    up_powers["p_measured"][second, at_powers] = (powers["p_measured"] + powers["p_sigma"])[at_powers]
    up_powers["q_measured"][third, at_powers] = (powers["q_measured"] + powers["q_sigma"])[at_powers]
    moved = solve(made, chosen, {"sym_voltage_sensor": up_volts, "sym_power_sensor": up_powers})
    flags = []
    u = solved.found["sym_voltage_sensor"]["u_residual"]
    s_volts = (moved["sym_voltage_sensor"]["u_residual"][first, at_volts] - u[at_volts]) / volts["u_sigma"][
        at_volts
    ]
    for place, at in enumerate(at_volts.tolist()):
        tested = _Tested.of(volts["u_measured"][at], u[at], volts["u_sigma"][at], s_volts[place])
        flags.append(_flag(made, int(chosen.volt_rows[at]), [tested]))
    for place, at in enumerate(at_powers.tolist()):
        parts = []
        for name, scenario in (("p", second[place]), ("q", third[place])):
            r = solved.found["sym_power_sensor"][f"{name}_residual"][at]
            sigma = powers[f"{name}_sigma"][at]
            share = (moved["sym_power_sensor"][f"{name}_residual"][scenario, at] - r) / sigma
            parts.append(_Tested.of(powers[f"{name}_measured"][at], r, sigma, share))
        flags.append(_flag(made, int(chosen.power_rows[at]), parts))
    return [flag for flag in flags if flag is not None]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tested:
    """One measured number, what all others expect, and the standard deviation of the difference."""

    value: float
    expected: float
    sigma: float
    testable: bool

    @classmethod
    def of(cls, value: float, residual: float, sigma: float, share: float) -> "_Tested":
        testable = share > UNTESTABLE
        share = float(share) if testable else 1.0
        return cls(
            value=float(value), expected=float(value - residual / share),
            sigma=float(sigma / np.sqrt(share)), testable=testable,
        )  # fmt: skip

    @property
    def normalised(self) -> float:
        return abs(self.value - self.expected) / self.sigma if self.testable else 0.0

    def fits(self, sign: int) -> bool:
        return abs(sign * self.value - self.expected) <= FITS * self.sigma


def _flag(made: Case, row: int, parts: list[_Tested]) -> Flag | None:
    most = max(parts, key=lambda part: part.normalised)
    if not most.testable:
        return None
    turned = any(part.fits(-1) and not part.fits(1) for part in parts)
    turned &= all(part.fits(-1) or part.fits(1) for part in parts)
    sign = float(made.screened.sign[row])
    return Flag(
        row=row, id=made.screened.id[row], reason=Reason.WRONG_SIGN if turned else Reason.BAD,
        residual=sign * (most.value - most.expected), expected=sign * most.expected,
        normalised=most.normalised,
    )  # fmt: skip
