"""What the tap changers of pandapower's transformers do to their rated voltages.

A transformer may have two, ``tap_*`` and ``tap2_*``. What each does, its ``_changer_type`` says: "Ratio" and
"Symmetrical" change the voltage, "Ideal" turns the phase, none (null) does nothing wherever it stands. Files
from before pandapower 3.0 lack that column; ``_phase_shifter`` tells there which of them turn the phase.
Where position, neutral position, step or side are null, pandapower leaves the voltage as it is, and so it is
read.
"""

import math
from collections.abc import Callable, Mapping
from typing import Any, Final

_VOLTAGE: Final = ("Ratio", "Symmetrical")
_PHASE: Final = "Ideal"
_TABLE: Final = "Tabular"


def voltage_factors(
    row: Mapping[str, Any], number: Callable[[str, float], float], fault: Callable[..., None]
) -> tuple[float, float]:
    """Return by what the taps multiply a transformer's rated voltages on the high and the low side.

    Args:
        row: the transformer's columns.
        number: returns a column's number, or what it is given where that is null.
        fault: is called with column, message key and fields for a tap that turns the phase, follows a table
            or is of no known kind.
    """
    for column in ("tap_dependency_table", "tap_dependent_impedance"):
        if row.get(column):
            fault(column, "grid-tap-table-not-read")
    factor = {"hv": 1.0, "lv": 1.0}
    for tap in ("tap", "tap2"):
        kind = _kind(row, tap)
        if kind is None:
            continue
        if kind == _TABLE:
            fault(f"{tap}_changer_type", "grid-tap-table-not-read")
            continue
        if kind not in (*_VOLTAGE, _PHASE):
            known = ", ".join((*_VOLTAGE, _PHASE))
            fault(f"{tap}_changer_type", "grid-word-unknown", said=str(kind), known=known)
            continue
        steps = number(f"{tap}_pos", math.nan) - number(f"{tap}_neutral", math.nan)
        percent, degree = (number(f"{tap}_step_{unit}", math.nan) for unit in ("percent", "degree"))
        side = row.get(f"{tap}_side")
        if side is None or not _told(steps):
            continue
        if side not in factor:
            fault(f"{tap}_side", "grid-word-unknown", said=str(side), known=", ".join(factor))
        elif kind == _PHASE and (_told(percent) or _told(degree)):
            fault(f"{tap}_changer_type", "grid-phase-shifter-not-read")
        elif _told(percent) and _told(degree):
            fault(f"{tap}_step_degree", "grid-phase-shifter-not-read")
        elif _told(percent):
            factor[side] *= 1 + percent / 100 * steps
    return factor["hv"], factor["lv"]


def _kind(row: Mapping[str, Any], tap: str) -> object:
    """Return the kind of a tap changer, None where there is none."""
    if f"{tap}_changer_type" in row:
        return row[f"{tap}_changer_type"] or None
    return _PHASE if row.get(f"{tap}_phase_shifter") else _VOLTAGE[0]


def _told(value: float) -> bool:
    """Say whether a number is known and not 0."""
    return not math.isnan(value) and value != 0
