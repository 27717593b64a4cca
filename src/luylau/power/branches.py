"""Lines, transformers and sources in per unit, as power-grid-model has them."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from luylau.kernel.arrays import Float64
from luylau.power.model import Grid

Complex = NDArray[np.complex128]

S_BASE_VA: Final = 1e6
SYSTEM_HZ: Final = 50.0
SOURCE_RX: Final = 0.1
"""Resistance over reactance of a source: the engine's own default."""


def branches(grid: Grid, u_begin_v: Float64, u_end_v: Float64) -> tuple[Complex, Complex, Complex]:
    """Return each edge's series impedance, half shunt and ratio as power-grid-model has them, in per unit of
    the node where the edge ends; the ratio is that of voltages, begin over end. Switches get none."""
    lines, trafos = grid.lines, grid.transformers
    z = np.full(grid.edge_count, np.nan, np.complex128)
    half = np.zeros(grid.edge_count, np.complex128)
    ratio = np.ones(grid.edge_count, np.complex128)
    z_base_ohm = u_end_v**2 / S_BASE_VA
    line = slice(0, len(lines))
    z[line] = (lines.r_ohm + 1j * lines.x_ohm) / z_base_ohm[line]
    half[line] = 1j * np.pi * SYSTEM_HZ * lines.c_f * z_base_ohm[line]
    trafo = slice(grid.edge_count - len(trafos), None)
    own_ohm = trafos.u_lv_v**2 / trafos.s_rated_va
    r_ohm = trafos.pk_w / trafos.s_rated_va * own_ohm
    # All resistance, the difference is 0, or by rounding just below it.
    x_ohm = np.sqrt(np.maximum((trafos.uk_pu * own_ohm) ** 2 - r_ohm**2, 0))
    z[trafo] = (r_ohm + 1j * x_ohm) / z_base_ohm[trafo]
    g_s = trafos.p0_w / trafos.u_lv_v**2
    b_s = -np.sqrt(np.maximum((trafos.i0_pu / own_ohm) ** 2 - g_s**2, 0))
    half[trafo] = (g_s + 1j * b_s) / 2 * z_base_ohm[trafo]
    turns = trafos.u_hv_v * (1 + trafos.tap_pu) / trafos.u_lv_v * u_end_v[trafo] / u_begin_v[trafo]
    ratio[trafo] = turns * np.exp(1j * np.pi / 6 * trafos.clock)
    return z, half, ratio


def behind_sources(grid: Grid) -> Complex:
    """Return the impedance between each source's voltage and its node, in per unit, shape (sources,)."""
    size: Float64 = S_BASE_VA / grid.sources.sk_va / np.hypot(1, SOURCE_RX)
    return (size * (SOURCE_RX + 1j)).astype(np.complex128)
