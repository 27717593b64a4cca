"""How many messages a second should come: the measure of whether quiet from everybody is odd."""

from collections.abc import Iterable

import numpy as np

from luylau.city.model import City
from luylau.incidents.machine import FIRING
from luylau.incidents.pairs import Pairs, device_period_s
from luylau.incidents.rules import WATCHED_STATUS, HeartbeatRule


class Expected:
    """The watched devices and how often each of them reports."""

    def __init__(self, city: City, pairs: Pairs) -> None:
        heartbeat: dict[str, int] = {}
        for at, rule in enumerate(pairs.rule_of):
            if isinstance(rule, HeartbeatRule):
                heartbeat.setdefault(pairs.keys[at][1], at)
        self._number: dict[str, int] = {}
        rates: list[float] = []
        watch: list[int] = []
        for asset in city.assets.values():
            period_s = device_period_s(city, asset) if asset.status in WATCHED_STATUS else None
            if period_s is not None:
                self._number[asset.id] = len(rates)
                rates.append(1 / period_s)
                watch.append(heartbeat.get(asset.id, -1))
        self._rates = np.array(rates, np.float64)
        self._watch = np.array(watch, np.int64)
        self._heard = np.zeros(len(rates), np.bool_)

    def hear(self, devices: Iterable[str]) -> None:
        """Say that these devices have spoken at least once."""
        for device in devices:
            number = self._number.get(device)
            if number is not None:
                self._heard[number] = True

    def rate(self, pairs: Pairs) -> float:
        """Return messages a second: of the devices that ever spoke and are not found silent; of all, if none
        spoke."""
        speaking = self._heard.copy() if self._heard.any() else np.ones(len(self._rates), np.bool_)
        watched = np.flatnonzero(self._watch >= 0)
        silent = pairs.state["phase"][self._watch[watched]] >= FIRING
        speaking[watched[silent]] = False
        return float(self._rates[speaking].sum())
