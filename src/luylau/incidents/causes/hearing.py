"""What has been heard of each device, kept up to date batch by batch; times are the sight clock's."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from luylau.city.model import City
from luylau.incidents.causes.evidence import NEVER, Heard
from luylau.incidents.causes.wiring import LAST_GASP, Wiring
from luylau.kernel.arrays import Bool, Int64
from luylau.kernel.units import conversion
from luylau.power.topology import NONE
from luylau.telemetry.observations import Batch

POSITION: Final = "position"
"""The channel of a switch: 1 closed, 0 open."""
VOLTAGE: Final = "voltage"
NO_VOLTAGE_V: Final = 23.0
"""Below this a phase has no supply: a tenth of 230 V."""
_HIGHEST_LV_V: Final = 1_000.0
_OTHER, _GASP, _POSITION, _VOLTAGE = range(4)
_LONGEST_SKIP: Final = 4
"""Gaps of more periods than this between two reports are outages, not lost reports."""


class Hearing:
    """Follows all devices of a wiring and the grid's switches. Not for several threads at once."""

    def __init__(self, city: City, wiring: Wiring) -> None:
        self._city = city
        self._wiring = wiring
        count, switches = len(wiring.devices), wiring.grid.switches
        self._row = {device: row for row, device in enumerate(wiring.devices.id)}
        self._switch = switches.number()
        self._last_us = np.full(count, NEVER)
        self._gasp_us = np.full(count, NEVER)
        self._said_us = np.full(count, NEVER)
        """Until when each has reported, and when it gasped last, by its own clock."""
        self._gasp_said_us = np.full(count, NEVER)
        self._no_voltage = np.zeros(count, np.bool_)
        self._excused_us = np.full(count, NEVER)
        self.closed: Bool = switches.closed.copy()
        self.told: Bool = np.zeros(len(switches), np.bool_)
        self.moved_us: Int64 = np.full(len(switches), NEVER)
        """When each switch was seen to move; NEVER for one that has stood still since it was first heard."""
        self.moved = True
        """Whether a switch has moved since this was last set to False."""
        self._reports = self._skips = 0.0
        self._linked = 0
        self._device = np.empty(0, np.int64)
        self._what = np.empty(0, np.int64)
        self._switch_of = np.empty(0, np.int64)
        self._to_volts = np.empty(0, np.float64)

    @property
    def heard(self) -> Heard:
        """What has been heard; an excused device counts as heard when it was excused."""
        return Heard(np.maximum(self._last_us, self._excused_us), self._gasp_us, self._no_voltage)

    def row_of(self, device: str) -> int | None:
        """Return a device's row; None if it is none that reports."""
        return self._row.get(device)

    def is_open(self, switch: str) -> bool:
        """Say whether a switch says that it is open."""
        row = self._switch.get(switch)
        return row is not None and bool(self.told[row] and not self.closed[row])

    @property
    def last_us(self) -> Int64:
        """When each device truly reported last."""
        return self._last_us

    @property
    def loss(self) -> float:
        """How often a report is lost, as seen so far: reports skipped between two that came.

        It begins as if 5 of 100 had been skipped.
        """
        return float(np.clip((self._skips + 5.0) / (self._reports + self._skips + 100.0), 0.005, 0.5))

    def link(self, keys: Sequence[tuple[str, str]]) -> None:
        """Learn which device each series belongs to; ``keys`` are all series' (device, channel)."""
        rows: list[tuple[int, int, int]] = []
        scales: list[float] = []
        for device, channel in keys[self._linked :]:
            row = self._row.get(device, NONE)
            what, switch, scale = _OTHER, NONE, 1.0
            known = self._city.channel(device, channel)
            if channel == LAST_GASP:
                what = _GASP
            elif channel == POSITION and device in self._switch:
                what, switch = _POSITION, self._switch[device]
            elif channel == VOLTAGE and known is not None:
                to_volts = conversion(known.unit, "V")
                if to_volts is not None and known.high * to_volts[0] <= _HIGHEST_LV_V:
                    what, scale = _VOLTAGE, to_volts[0]
            rows.append((row, what, switch))
            scales.append(scale)
        if rows:
            device_row, what_row, switch_row = np.array(rows, np.int64).T
            self._device = np.concatenate([self._device, device_row])
            self._what = np.concatenate([self._what, what_row])
            self._switch_of = np.concatenate([self._switch_of, switch_row])
            self._to_volts = np.concatenate([self._to_volts, np.array(scales)])
            self._linked = len(keys)

    def take(self, batch: Batch, now_us: int) -> None:
        """Take a batch that came at ``now_us`` by the sight clock."""
        device, what = self._device[batch.series], self._what[batch.series]
        good = batch.good & ~np.isnan(batch.value)
        gasp = (what == _GASP) & (device != NONE) & (batch.value >= 0.5)
        said = (device != NONE) & ~gasp
        speaking = np.unique(device[said])
        self._count(speaking, now_us)
        self._last_us[speaking] = now_us
        # By the device's own clock, which may be ahead: nobody has said anything before it came.
        at_us = np.minimum(batch.time_us, batch.received_us)
        np.maximum.at(self._said_us, device[said & good], at_us[said & good])
        volts = np.flatnonzero(said & (what == _VOLTAGE) & good)
        volts = volts[np.argsort(at_us[volts], kind="stable")]
        low = batch.value[volts] * self._to_volts[batch.series[volts]] < NO_VOLTAGE_V
        self._no_voltage[device[volts]] = low
        np.maximum.at(self._gasp_said_us, device[gasp & good], at_us[gasp & good])
        # A gasp is the last word, whatever of the same breath comes after it. One that came late, after the
        # device had spoken again, tells of an outage that is over.
        here = np.unique(device[device != NONE])
        gasped = (self._gasp_said_us[here] != NEVER) & (self._gasp_said_us[here] >= self._said_us[here])
        self._gasp_us[here[gasped]] = now_us
        moves = (what == _POSITION) & good
        if moves.any():
            switch, closed = self._switch_of[batch.series[moves]], batch.value[moves] >= 0.5
            before = self.closed.copy(), self.told.copy()
            self.closed[switch], self.told[switch] = closed, True
            turned = before[0] != self.closed
            self.moved_us[turned & before[1]] = now_us
            self.moved |= bool(turned.any() or (before[1] != self.told).any())

    def excuse(self, rows: Int64, now_us: int) -> None:
        """Count these devices as heard now: what kept them silent is over, their next report is to come."""
        self._excused_us[rows] = now_us

    def _count(self, speaking: Int64, now_us: int) -> None:
        last_us = self._last_us[speaking]
        periods = (now_us - last_us) / self._wiring.devices.period_us[speaking]
        skipped = np.rint(periods) - 1
        # What comes sooner is the rest of the same report: its channels may come one by one.
        usual = (last_us != NEVER) & (periods >= 0.5) & (skipped <= _LONGEST_SKIP)
        # What was long ago counts less and less.
        if self._reports > 1e6:
            self._reports, self._skips = self._reports / 2, self._skips / 2
        self._reports += float(usual.sum())
        self._skips += float(np.maximum(skipped[usual], 0).sum())

    def state(self) -> dict[str, NDArray[Any]]:
        """Return everything to go on from later, as arrays that ``numpy.savez`` takes without pickling."""
        return {
            "device": np.array(self._wiring.devices.id, np.str_),
            "last_us": self._last_us.copy(),
            "gasp_us": self._gasp_us.copy(),
            "excused_us": self._excused_us.copy(),
            "said_us": self._said_us.copy(),
            "gasp_said_us": self._gasp_said_us.copy(),
            "no_voltage": self._no_voltage.copy(),
            "switch": np.array(self._wiring.grid.switches.id, np.str_),
            "closed": self.closed.copy(),
            "told": self.told.copy(),
            "moved_us": self.moved_us.copy(),
            "counts": np.array([self._reports, self._skips]),
        }

    def load_state(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        """Go on from what ``state`` returned; devices and switches that are gone since are left out.

        Raises:
            KeyError: the arrays are not a state of this version.
        """
        names = arrays["device"].tolist()
        come, into = _shared(names, self._row)
        for own, name in (
            (self._last_us, "last_us"),
            (self._gasp_us, "gasp_us"),
            (self._excused_us, "excused_us"),
            (self._said_us, "said_us"),
            (self._gasp_said_us, "gasp_said_us"),
            (self._no_voltage, "no_voltage"),
        ):
            own[into] = arrays[name][come]
        come, into = _shared(arrays["switch"].tolist(), self._switch)
        self.closed[into] = arrays["closed"][come]
        self.told[into] = arrays["told"][come]
        self.moved_us[into] = arrays["moved_us"][come]
        # A switch that has told nothing stands as the grid of today has it.
        self.closed[~self.told] = self._wiring.grid.switches.closed[~self.told]
        self._reports, self._skips = (float(one) for one in arrays["counts"])
        self.moved = True


def _shared(names: Sequence[str], rows: Mapping[str, int]) -> tuple[Int64, Int64]:
    """Return where the names that are still known stood, and where they stand now."""
    pairs = [(place, rows[name]) for place, name in enumerate(names) if name in rows]
    come, into = np.array(pairs, np.int64).reshape(-1, 2).T
    return come, into
