"""Units: SenML codes and plain names turned into factors, by Pint."""

from functools import cache

import pint

_SENML = {
    "": "dimensionless",
    "/": "dimensionless",
    "%RH": "percent",
    "%": "percent",
    "%EL": "percent",
    "Cel": "degC",
    "degC": "degC",
    "K": "kelvin",
    "m": "metre",
    "mm": "millimetre",
    "cm": "centimetre",
    "km": "kilometre",
    "m/s": "metre / second",
    "km/h": "kilometre / hour",
    "kn": "knot",
    "m3/s": "metre ** 3 / second",
    "l/s": "litre / second",
    "Pa": "pascal",
    "hPa": "hectopascal",
    "kPa": "kilopascal",
    "mm/h": "millimetre / hour",
    "l/m2": "millimetre",
    "V": "volt",
    "kV": "kilovolt",
    "A": "ampere",
    "W": "watt",
    "kW": "kilowatt",
    "MW": "megawatt",
    "VA": "volt_ampere",
    "kVA": "kilovolt_ampere",
    "var": "var",
    "kvar": "kilovar",
    "Wh": "watt_hour",
    "kWh": "kilowatt_hour",
    "Hz": "hertz",
    "s": "second",
    "ms": "millisecond",
    "min": "minute",
    "h": "hour",
    "deg": "degree",
    "rad": "radian",
    "ug/m3": "microgram / metre ** 3",
    "mg/m3": "milligram / metre ** 3",
    "ppm": "ppm",
    "lx": "lux",
    "dBW": "dBW",
    "count": "dimensionless",
    "1/s": "hertz",
    "Mbit/s": "megabit / second",
    "bit/s": "bit / second",
    "dB": "dimensionless",
    "rad/s": "radian / second",
    "ft": "foot",
    "in": "inch",
    "mph": "mile / hour",
    "degF": "degF",
    "J": "joule",
    "kg": "kilogram",
    "g": "gram",
    "l": "litre",
    "C": "coulomb",
}
"""Unit codes that a device may send (RFC 8428 section 12.1, RFC 8798 and common plain names), in Pint's
words."""


@cache
def _registry() -> pint.UnitRegistry[float]:
    return pint.UnitRegistry(autoconvert_offset_to_baseunit=True, cache_folder=None)


def conversion(sent: str, wanted: str) -> tuple[float, float] | None:
    """Return ``(factor, offset)`` with ``wanted = sent * factor + offset``; None where there is none.

    Both are codes of this module's table; an unknown code, or codes of different dimensions, give None.
    Every conversion between the table's units is affine, so two points determine it.
    """
    if sent == wanted:
        return (1.0, 0.0)
    if sent not in _SENML or wanted not in _SENML:
        # Not remembered: devices may invent any number of codes.
        return None
    return _conversion(sent, wanted)


@cache
def _conversion(sent: str, wanted: str) -> tuple[float, float] | None:
    registry = _registry()
    try:
        at_0 = registry.Quantity(0.0, _SENML[sent]).to(_SENML[wanted]).magnitude
        at_1 = registry.Quantity(1.0, _SENML[sent]).to(_SENML[wanted]).magnitude
    except pint.PintError:
        return None
    return (at_1 - at_0, at_0)


def is_unit(code: str) -> bool:
    """Say whether ``code`` is a unit that the platform can convert."""
    return code in _SENML
