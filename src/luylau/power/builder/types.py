"""Standard conductors, cables and transformers of 22 kV distribution, as the builder uses them.

Overhead conductors: steel-reinforced aluminium (AC), resistance at 20 degrees and diameter of TCVN 5064,
ampacity of Vietnam's electrical code 11 TCN-18-2006 for 25 degrees of air and 70 of the conductor, here times
``IN_HOT_AIR``, for the peak comes in the heat; reactance and capacitance follow from three conductors at a
mean spacing of 1.5 m (assumed). Cables: XLPE 12/20(24) kV laid in earth, resistance of IEC 60228, the rest
typical (assumed). Transformers after IEC 60076 with losses usual for TCVN 8525 (assumed)."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Conductor:
    """A line's values per kilometre (ohm, microfarad) and how much it carries (A)."""

    name: str
    overhead: bool
    r_ohm_km: float
    x_ohm_km: float
    c_uf_km: float
    i_rated_a: float


IN_HOT_AIR: Final = 0.81
"""What a conductor may carry in air of 40 degrees, as a share of that in air of 25: about sqrt(30 / 45)."""


def _overhead(name: str, r_ohm_km: float, x_ohm_km: float, c_uf_km: float, i_rated_a: float) -> Conductor:
    return Conductor(
        name=name, overhead=True, r_ohm_km=r_ohm_km, x_ohm_km=x_ohm_km, c_uf_km=c_uf_km,
        i_rated_a=i_rated_a * IN_HOT_AIR,
    )  # fmt: skip


def _cable(name: str, r_ohm_km: float, x_ohm_km: float, c_uf_km: float, i_rated_a: float) -> Conductor:
    return Conductor(
        name=name, overhead=False, r_ohm_km=r_ohm_km, x_ohm_km=x_ohm_km, c_uf_km=c_uf_km, i_rated_a=i_rated_a
    )


OVERHEAD: Final = (
    _overhead("AC-70", 0.4218, 0.366, 0.0100, 265.0),
    _overhead("AC-95", 0.3007, 0.355, 0.0103, 330.0),
    _overhead("AC-120", 0.2440, 0.348, 0.0105, 390.0),
    _overhead("AC-185", 0.1540, 0.334, 0.0110, 520.0),
    _overhead("AC-240", 0.1182, 0.326, 0.0113, 605.0),
)
CABLES: Final = (
    _cable("Al XLPE 150", 0.206, 0.116, 0.250, 319.0),
    _cable("Al XLPE 240", 0.122, 0.112, 0.304, 421.0),
    _cable("Cu XLPE 240", 0.0754, 0.112, 0.304, 500.0),
    _cable("Cu XLPE 400", 0.0470, 0.105, 0.370, 620.0),
)
OVERHEAD_TRUNKS: Final = OVERHEAD[2:]
CABLE_TRUNKS: Final = CABLES[1:]


@dataclass(frozen=True, slots=True, kw_only=True)
class TransformerType:
    """A two-winding transformer: rated power (VA), short-circuit voltage and no-load current (pu), losses
    (W)."""

    s_va: float
    uk_pu: float
    pk_w: float
    i0_pu: float
    p0_w: float


DISTRIBUTION: Final = tuple(
    TransformerType(s_va=kva * 1e3, uk_pu=uk, pk_w=pk, i0_pu=i0, p0_w=p0)
    for kva, uk, pk, i0, p0 in (
        (50, 0.04, 1_000, 0.020, 150),
        (100, 0.04, 1_600, 0.020, 205),
        (160, 0.04, 2_130, 0.018, 280),
        (250, 0.04, 2_900, 0.017, 375),
        (400, 0.04, 4_000, 0.015, 525),
        (630, 0.045, 5_800, 0.014, 740),
        (1_000, 0.055, 9_000, 0.013, 1_050),
        (1_600, 0.06, 14_000, 0.011, 1_600),
        (2_500, 0.06, 21_000, 0.010, 2_300),
        (4_000, 0.07, 32_000, 0.009, 3_400),
    )
)
SUBSTATION: Final = (
    TransformerType(s_va=40e6, uk_pu=0.11, pk_w=175_000, i0_pu=0.004, p0_w=27_000),
    TransformerType(s_va=63e6, uk_pu=0.115, pk_w=240_000, i0_pu=0.003, p0_w=38_000),
)
"""110/22 kV."""
SUBSTATION_SHARE: Final = 0.6
"""Up to this loading the smaller one is taken, assumed."""


def conductor_for(current_a: float, kinds: tuple[Conductor, ...], *, share: float) -> Conductor:
    """Return the smallest that carries a current with at most ``share`` of what it may."""
    for kind in kinds:
        if current_a <= share * kind.i_rated_a:
            return kind
    return kinds[-1]


def transformer_for(s_va: float, *, share: float) -> TransformerType:
    """Return the smallest that carries a power with at most ``share`` of what it may."""
    for kind in DISTRIBUTION:
        if s_va <= share * kind.s_va:
            return kind
    return DISTRIBUTION[-1]


def substation_for(s_va: float) -> TransformerType:
    """Return the smallest 110/22 kV transformer with room to grow, for the fuller of two busbars."""
    return next((kind for kind in SUBSTATION if s_va <= SUBSTATION_SHARE * kind.s_va), SUBSTATION[-1])
