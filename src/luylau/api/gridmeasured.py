"""What meters and breakers measure of the grid now, for ``power.estimation``."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from luylau.api.cityview import CityView
from luylau.api.gridview import GridView
from luylau.api.live import LiveValues
from luylau.incidents.causes.hearing import VOLTAGE
from luylau.kernel.clock import MICROS
from luylau.kernel.units import conversion
from luylau.power.estimation import Measurements, Quantity
from luylau.power.topology import NONE

POWER: Final = "active_power"
"""The channel that makes a device a meter, in kW."""
REACTIVE: Final = "reactive_power"
VOLTAGE_SHARE: Final = 0.01
POWER_SHARE: Final = 0.02
"""Standard deviations as a share of what is measured, instrument transformers included; assumed."""
LEAST_W: Final = 500.0
"""No power is known better than this, assumed."""
PHASE_BELOW_V: Final = 1_000.0
"""Meters tell the voltage of a phase to earth where it is low, that between two phases where it is not."""


@dataclass(frozen=True, slots=True)
class _Row:
    id: str
    quantity: Quantity
    element: int
    value: float
    reactive_var: float
    sigma: float
    time_us: int


def measurements(view: GridView, city: CityView, live: LiveValues, now_us: int) -> Measurements:
    """Return the newest values of all meters at loads and of all switches that measure; the id of each is
    its device and channel, "meter-1 voltage"."""
    reader = Reader(city, live)
    rows = [*_of_loads(view, city, reader), *_of_switches(view, reader)]
    return Measurements(
        id=tuple(row.id for row in rows),
        quantity=np.array([row.quantity for row in rows], np.int8),
        element=np.array([row.element for row in rows], np.int64),
        value=np.array([row.value for row in rows], np.float64),
        reactive_var=np.array([row.reactive_var for row in rows], np.float64),
        sigma=np.array([row.sigma for row in rows], np.float64),
        age_s=np.array([(now_us - row.time_us) / MICROS for row in rows], np.float64),
    )


def meters_of(city: CityView, view: GridView, asset: str) -> list[str]:
    """Return the meters that a load's asset feeds; the grid's own switches, which measure power too, are
    none. None for a load that is no asset ("")."""
    kinds, assets = city.city.kinds, city.city.assets
    return [
        one
        for one in city.dependants.get(asset, ())
        if POWER in kinds[assets[one].kind].channels and one not in view.switch_row
    ]


class Reader:
    """Reads channels in the units of the estimation."""

    def __init__(self, city: CityView, live: LiveValues) -> None:
        self._city = city
        self._live = live

    def read(self, device: str, channel: str, unit: str) -> tuple[float, int] | None:
        """Return the newest good value in ``unit`` and its time; None where there is none."""
        asset = self._city.city.assets.get(device)
        known = self._city.city.kinds[asset.kind].channels.get(channel) if asset is not None else None
        said = self._live.good(device, channel)
        scale = conversion(known.unit, unit) if known is not None else None
        if said is None or scale is None:
            return None
        return said.value * scale[0] + scale[1], said.time_us

    def power(self, device: str, quantity: Quantity, element: int) -> Iterator[_Row]:
        """Yield what a device measures of power, if it does."""
        active, reactive = self.read(device, POWER, "W"), self.read(device, REACTIVE, "var")
        if active is not None:
            p_w, time_us = active
            yield _Row(
                id=f"{device} {POWER}",
                quantity=quantity,
                element=element,
                value=p_w,
                reactive_var=reactive[0] if reactive is not None else math.nan,
                sigma=max(POWER_SHARE * abs(p_w), LEAST_W),
                time_us=time_us,
            )

    def voltage(self, device: str, node: int, u_rated_v: float) -> Iterator[_Row]:
        """Yield what a device measures of a node's voltage, if it does."""
        read = self.read(device, VOLTAGE, "V")
        if read is not None:
            volts = read[0] * (math.sqrt(3) if u_rated_v < PHASE_BELOW_V else 1.0)
            yield _Row(
                id=f"{device} {VOLTAGE}",
                quantity=Quantity.VOLTAGE,
                element=node,
                value=volts,
                reactive_var=math.nan,
                sigma=VOLTAGE_SHARE * u_rated_v,
                time_us=read[1],
            )


def _of_loads(view: GridView, city: CityView, reader: Reader) -> Iterator[_Row]:
    grid = view.grid
    for row, asset in enumerate(grid.loads.asset):
        meters = meters_of(city, view, asset)
        # Several meters measure a part each; only where there is one is it the load's power.
        if len(meters) == 1:
            yield from reader.power(meters[0], Quantity.LOAD, row)
        node = int(grid.loads.node[row])
        for meter in meters:
            yield from reader.voltage(meter, node, float(grid.nodes.u_rated_v[node]))


def _of_switches(view: GridView, reader: Reader) -> Iterator[_Row]:
    grid = view.grid
    for row, switch in enumerate(grid.switches.id):
        edge = grid.switch_edges.start + row
        begin, end = int(grid.edge_from[edge]), int(grid.edge_to[edge])
        # Power counts away from the source, voltage is that of the side towards it.
        turned = view.normal.parent_edge[begin] == edge and view.normal.parent[begin] != NONE
        yield from reader.power(switch, Quantity.POWER_END if turned else Quantity.POWER_BEGIN, edge)
        above = end if turned else begin
        yield from reader.voltage(switch, above, float(grid.nodes.u_rated_v[above]))
