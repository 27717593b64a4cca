"""Standard conductors, cables and transformers of 22 kV distribution, as the builder uses them.

Figures are typical ones (assumed): resistance at 20 degrees by IEC 61089 and IEC 60228 for the
cross-section, reactance for usual spacings, ampacity of makers' tables for 40 degrees of air or 25 degrees
of ground; transformers after IEC 60076-1 and the losses usual for TCVN 8525."""

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


AC_95: Final = Conductor(
    name="AC-95", overhead=True, r_ohm_km=0.306, x_ohm_km=0.371, c_uf_km=0.0098, i_rated_a=330.0
)
AC_150: Final = Conductor(
    name="AC-150", overhead=True, r_ohm_km=0.195, x_ohm_km=0.358, c_uf_km=0.0101, i_rated_a=445.0
)
AC_240: Final = Conductor(
    name="AC-240", overhead=True, r_ohm_km=0.120, x_ohm_km=0.344, c_uf_km=0.0105, i_rated_a=610.0
)
AC_300: Final = Conductor(
    name="AC-300", overhead=True, r_ohm_km=0.096, x_ohm_km=0.337, c_uf_km=0.0107, i_rated_a=690.0
)
XLPE_150: Final = Conductor(
    name="Al XLPE 150", overhead=False, r_ohm_km=0.206, x_ohm_km=0.116, c_uf_km=0.25, i_rated_a=305.0
)
XLPE_400: Final = Conductor(
    name="Al XLPE 400", overhead=False, r_ohm_km=0.0778, x_ohm_km=0.101, c_uf_km=0.36, i_rated_a=515.0
)

OVERHEAD: Final = (AC_95, AC_150, AC_240, AC_300)
CABLES: Final = (XLPE_150, XLPE_400)


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
SUBSTATION: Final = TransformerType(s_va=63e6, uk_pu=0.115, pk_w=240_000, i0_pu=0.003, p0_w=38_000)
"""110/22 kV."""


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
