"""What meters tell of power at the grid's loads: for ``power.localisation``, from the newest values."""

from collections.abc import Mapping
from typing import Final, NamedTuple

import numpy as np

from luylau.api.cityview import CityView
from luylau.api.gridview import GridView
from luylau.api.live import LiveValues
from luylau.city.model import Channel
from luylau.kernel.clock import MICROS
from luylau.kernel.units import conversion
from luylau.power.localisation import Evidence, Sign

POWER: Final = "active_power"
"""The channel that makes a device a meter, in kW."""
LAST_GASP: Final = "last_gasp"
"""1: the device has lost its supply."""
VOLTAGE: Final = "voltage"
NO_VOLTAGE_V: Final = 23.0
"""Below this there is no supply: a tenth of a phase voltage of 230 V."""
PERIODS: Final = 3
"""A device that has kept still for so many of its periods is silent, as the rule ``device-silent`` has it."""
NEVER: Final = -1


class Reports(NamedTuple):
    """What a device's reports tell of it, in microseconds: ``last_us`` when it measured last by its own
    clock, ``heard_us`` when the platform heard of it last, both NEVER if never; ``period_us`` how often it
    reports."""

    last_us: int
    heard_us: int
    period_us: int


def meters_of(city: CityView, view: GridView, asset: str) -> list[str]:
    """Return the meters that a load's asset feeds; the grid's own switches, which measure power too, are
    none. None for a load that is no asset ("")."""
    kinds, assets = city.city.kinds, city.city.assets
    return [
        one
        for one in city.dependants.get(asset, ())
        if POWER in kinds[assets[one].kind].channels and one not in view.switch_row
    ]


class Listener:
    """Judges one moment; the devices that carry meters' messages are looked at once each."""

    def __init__(self, city: CityView, live: LiveValues) -> None:
        self._city = city
        self._live = live
        self._since_us, self._now_us = live.hearing_us
        self._lost_us: dict[str, int] = {}
        self._longest_us = 0

    @property
    def longest_us(self) -> int:
        """How long any meter asked about may be silent and still count as reporting."""
        return PERIODS * self._longest_us

    @property
    def steady(self) -> bool:
        """Whether the platform has listened for so long that each meter asked about would be found silent."""
        return self._now_us - self._since_us > self.longest_us

    def evidence(self, view: GridView) -> Evidence:
        """Return what each meter tells, load by load."""
        grid = view.grid
        node, sign, since_us = list[int](), list[Sign](), list[int]()
        for row, asset in enumerate(grid.loads.asset):
            for meter in meters_of(self._city, view, asset):
                told, since = self.sign_of(meter)
                node.append(int(grid.loads.node[row]))
                sign.append(told)
                since_us.append(since)
        return Evidence(
            node=np.array(node, np.int64),
            sign=np.array(sign, np.int8),
            since_us=np.array(since_us, np.int64),
        )

    def sign_of(self, meter: str) -> tuple[Sign, int]:
        """Return what a meter tells, and since when it is silent (NEVER: it is not, or nobody knows)."""
        reports = self._reports(meter)
        if reports.last_us == NEVER:
            return Sign.UNHEARD, NEVER
        self._longest_us = max(self._longest_us, reports.period_us)
        gasp = self._live.newest(meter, LAST_GASP)
        if gasp is not None and gasp.value >= 0.5 and gasp.time_us >= reports.last_us:
            return Sign.LAST_GASP, gasp.time_us
        if reports.heard_us < self._since_us and not self._silent(reports):
            # The platform was deaf: of what it has not heard again yet nothing is known.
            return Sign.UNHEARD, NEVER
        if self._silent(reports):
            # What falls silent with or after that which carries its words tells nothing of its supply.
            lost_us = self._carrier_lost_us(meter)
            if lost_us != NEVER and lost_us <= reports.heard_us + PERIODS * reports.period_us:
                return Sign.UNHEARD, NEVER
            return Sign.SILENT, reports.last_us
        volts = self._live.good(meter, VOLTAGE)
        if (
            volts is not None
            and volts.time_us == reports.last_us
            and self._volts(meter, volts.value) < NO_VOLTAGE_V
        ):
            return Sign.NO_VOLTAGE, NEVER
        return Sign.REPORTING, NEVER

    def _reports(self, device: str) -> Reports:
        channels = self._channels(device)
        last_us = heard_us = NEVER
        period_us = 0
        for name, channel in channels.items():
            if channel.period_s == channel.period_s:
                period_us = max(period_us, round(channel.period_s * MICROS))
                said = self._live.newest(device, name)
                if said is not None:
                    last_us = max(last_us, said.time_us)
                    heard_us = max(heard_us, said.received_us)
        return Reports(last_us, heard_us, period_us)

    def _channels(self, device: str) -> Mapping[str, Channel]:
        return self._city.city.kinds[self._city.city.assets[device].kind].channels

    def _volts(self, device: str, value: float) -> float:
        scale = conversion(self._channels(device)[VOLTAGE].unit, "V")
        return value if scale is None else value * scale[0] + scale[1]

    def _silent(self, reports: Reports) -> bool:
        """Say whether a device has been silent while the platform listened; by the platform's own clock, for
        devices' clocks may be wrong."""
        return self._now_us - max(reports.heard_us, self._since_us) > PERIODS * reports.period_us > 0

    def _carrier_lost_us(self, device: str) -> int:
        """Return when the first of those that carry a device's messages fell silent; NEVER if none has."""
        found = NEVER
        at = self._city.city.assets[device].connected_via
        while at:
            if at not in self._lost_us:
                reports = self._reports(at)
                lost = reports.heard_us != NEVER and self._silent(reports)
                self._lost_us[at] = reports.heard_us if lost else NEVER
            lost_us = self._lost_us[at]
            if lost_us != NEVER:
                found = lost_us if found == NEVER else min(found, lost_us)
            at = self._city.city.assets[at].connected_via
        return found
