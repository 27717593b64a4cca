"""Devices that fail: stuck, drifting, silent, noisy, with a clock that lies."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from luylau.city.model import City
from luylau.kernel.clock import MICROS
from luylau.simulator.noise import Noise

FaultKind = Literal["stuck", "drift", "silent", "spike", "clock-ahead", "clock-behind"]
FAULT_KINDS: tuple[FaultKind, ...] = get_args(FaultKind)

SPIKE_EVERY = 20
"""About one observation in so many is a spike while a device has that fault."""
CLOCK_LIE_US = 86_400 * MICROS
"""How far a lying clock is off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One device's fault from ``start_us`` until before ``end_us``; ``channel`` is empty where all are hit.

    ``size`` is the drift an hour, or the height of a spike, in the channel's unit.
    """

    kind: FaultKind
    device: str
    channel: str
    start_us: int
    end_us: int
    size: float = 0.0


class Faults:
    """The faults of one simulation."""

    def __init__(self, faults: Iterable[Fault], noise: Noise) -> None:
        self.all = tuple(faults)
        self._noise = noise
        self._of: dict[str, list[Fault]] = {}
        for fault in self.all:
            self._of.setdefault(fault.device, []).append(fault)

    def distort(
        self, device: str, values: Mapping[str, float], held: Mapping[str, float], time_us: int
    ) -> dict[str, float]:
        """Return what a device says in place of its true ``values``; ``held`` is what it said as it froze."""
        said = dict(values)
        for fault in self._active(device, time_us):
            true = said.get(fault.channel)
            if true is None:
                continue
            if fault.kind == "stuck":
                said[fault.channel] = held.get(fault.channel, true)
            elif fault.kind == "drift":
                hours = (time_us - fault.start_us) / (3_600 * MICROS)
                said[fault.channel] = round(true + fault.size * hours, 6)
            elif fault.kind == "spike":
                chance = self._noise.uniform(f"{device} spikes", time_us // MICROS)
                if chance < 1 / SPIKE_EVERY:
                    said[fault.channel] = round(true + fault.size, 6)
        return said

    def is_silent(self, device: str, time_us: int) -> bool:
        """Say whether a device sends nothing at all."""
        return any(fault.kind == "silent" for fault in self._active(device, time_us))

    def freezes(self, device: str, time_us: int) -> bool:
        """Say whether what a device says now is what it will go on saying."""
        return any(fault.kind == "stuck" for fault in self._active(device, time_us))

    def clock_us(self, device: str, time_us: int) -> int:
        """Return what time a device believes it is."""
        for fault in self._active(device, time_us):
            if fault.kind == "clock-ahead":
                return time_us + CLOCK_LIE_US
            if fault.kind == "clock-behind":
                return time_us - CLOCK_LIE_US
        return time_us

    def _active(self, device: str, time_us: int) -> Iterable[Fault]:
        return (fault for fault in self._of.get(device, ()) if fault.start_us <= time_us < fault.end_us)


def draw_faults(city: City, noise: Noise, start_us: int, end_us: int, *, share: float = 0.06) -> list[Fault]:
    """Return faults for a share of the devices, each kind about as often, begun at random times."""
    found = []
    for asset in city.assets.values():
        channels = [
            one
            for one in city.kinds[asset.kind].channels.values()
            if one.anomaly and one.period_s == one.period_s
        ]
        if not channels or noise.uniform(f"{asset.id} fails") >= share:
            continue
        kind = FAULT_KINDS[int(noise.uniform(f"{asset.id} fault kind") * len(FAULT_KINDS))]
        channel = channels[int(noise.uniform(f"{asset.id} fault channel") * len(channels))]
        span = channel.high - channel.low if channel.high == channel.high else 10.0
        begins = start_us + round(
            (0.05 + 0.5 * noise.uniform(f"{asset.id} fault start")) * (end_us - start_us)
        )
        found.append(
            Fault(
                kind=kind,
                device=asset.id,
                channel=channel.name if kind in ("stuck", "drift", "spike") else "",
                start_us=begins,
                end_us=end_us,
                size={"drift": 0.02, "spike": 0.3}.get(kind, 0.0) * span,
            )
        )
    return found
