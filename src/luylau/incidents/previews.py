"""What a rule would have done: the live state machine over a stretch of the history.

It takes each observation as received when it was measured, and knows no lost sight. An anomaly rule is tried
with
detectors that learn from the week before.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

import numpy as np

from luylau.city.model import City
from luylau.incidents import machine, running
from luylau.incidents.pairs import Pairs
from luylau.incidents.rules import AnomalyRule, Rule
from luylau.kernel.clock import MICROS
from luylau.telemetry.detectors import DetectorBank
from luylau.telemetry.observations import Float64, Int64, UInt16

Columns = tuple[Int64, Float64, UInt16]
"""(time_us, value, quality) of one series, each of shape (n,), sorted by time."""

ReadSeries = Callable[[str, str, int, int], Columns]
"""(device, channel, start_us, end_us) to its observations in that span, the end not part of it."""

RUN_UP_US = 7 * 86_400 * MICROS
"""How much earlier history the detectors learn from before a preview."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Firing:
    """One time that the rule would have fired; ``cleared_us`` is None where it would still be open at the
    end."""

    asset: str
    channel: str
    opened_us: int
    cleared_us: int | None
    value: float
    threshold: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """How often a rule would have fired between two times, oldest first, over how many series (or
    devices)."""

    start_us: int
    end_us: int
    series: int
    firings: tuple[Firing, ...]

    @property
    def total(self) -> int:
        """How often it would have fired."""
        return len(self.firings)

    @property
    def first_us(self) -> int | None:
        """When first; None for never."""
        return self.firings[0].opened_us if self.firings else None

    @property
    def last_us(self) -> int | None:
        """When last; None for never."""
        return self.firings[-1].opened_us if self.firings else None


def preview(
    rule: Rule,
    city: City,
    read_series: ReadSeries,
    start_us: int,
    end_us: int,
    heard: Collection[str] | None = None,
) -> Preview:
    """Run ``rule``, switched on or not, over the history from ``start_us`` to ``end_us``.

    ``heard``: the devices that ever spoke; others are not waited for, as live. All, if None.
    """
    pairs = Pairs(city=city, rules=(replace(rule, enabled=True),))
    pairs.watch_devices(start_us)
    keys = [
        (asset.id, channel)
        for asset in city.assets.values()
        if rule.applies_to.takes(city, asset) and (heard is None or asset.id in heard)
        for channel in city.kinds[asset.kind].channels
        if rule.applies_to.channel in ("", channel)
    ]
    pairs.link(keys, start_us)
    changes: list[np.void] = []
    devices: dict[str, list[int]] = {}
    for number, (device, _) in enumerate(keys):
        if pairs.starts[number] < pairs.starts[number + 1]:
            devices.setdefault(device, []).append(number)
    for numbers in devices.values():
        if isinstance(rule, AnomalyRule):
            for number in numbers:
                changes += _anomalies(pairs, city, *keys[number], number, read_series, start_us, end_us)
        else:
            changes += _observations(pairs, keys, numbers, read_series, start_us, end_us)
    changes += running.advance(pairs, end_us, end_us)
    return Preview(
        start_us=start_us, end_us=end_us, series=len(pairs.keys), firings=_firings(pairs, changes, start_us)
    )


def _observations(
    pairs: Pairs,
    keys: list[tuple[str, str]],
    numbers: list[int],
    read_series: ReadSeries,
    start_us: int,
    end_us: int,
) -> list[np.void]:
    """Run one device's series through the machine, in the order of time among them."""
    read = [read_series(*keys[number], start_us, end_us) for number in numbers]
    series = np.repeat(np.array(numbers, np.int32), [len(columns[0]) for columns in read])
    time_us, value, quality = (np.concatenate([columns[part] for columns in read]) for part in range(3))
    order = np.argsort(time_us, kind="stable")
    times = time_us[order].astype(np.int64)
    found = running.observe(
        pairs,
        series=series[order],
        time_us=times,
        received_us=times,
        heard_us=times,
        value=value[order].astype(np.float64),
        quality=quality[order].astype(np.uint16),
    )
    return list(found)


def _anomalies(
    pairs: Pairs,
    city: City,
    device: str,
    channel: str,
    number: int,
    read_series: ReadSeries,
    start_us: int,
    end_us: int,
) -> list[np.void]:
    known = city.channel(device, channel)
    if known is None or not known.anomaly:
        return []
    time_us, value, quality = read_series(device, channel, start_us - RUN_UP_US, end_us)
    bank = DetectorBank(series=1)
    bank.configure(resolution=np.array([known.resolution]))
    learned = bank.update(np.zeros(len(time_us), np.int32), time_us, value, quality)
    return list(running.detect(pairs, [replace(one, series=number) for one in learned.transitions]))


def _firings(pairs: Pairs, changes: list[np.void], start_us: int) -> tuple[Firing, ...]:
    firings: list[Firing] = []
    last: dict[int, int] = {}
    for said in changes:
        pair, when = int(said["pair"]), int(said["time_us"])
        if said["what"] == machine.OPENED:
            _, asset, channel = pairs.keys[pair]
            last[pair] = len(firings)
            firings.append(
                Firing(
                    asset=asset,
                    channel=channel,
                    opened_us=when,
                    cleared_us=None,
                    value=float(said["value"]),
                    threshold=float(pairs.spec[pair]["enter"]),
                )
            )
        elif said["what"] == machine.CLEARED:
            firings[last[pair]] = replace(firings[last[pair]], cleared_us=when)
    within = (one for one in firings if one.opened_us >= start_us)
    return tuple(sorted(within, key=lambda one: (one.opened_us, one.asset, one.channel)))
