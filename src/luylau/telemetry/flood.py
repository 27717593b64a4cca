"""A limit on how much one device may send, so that a mad device cannot starve the others."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numba import njit

from luylau.telemetry.observations import Bool, Float64, Int64

_FEWEST: Final = 1_024


@njit(cache=True, nogil=True)
def _admit(
    tokens: Float64, last_us: Int64, slots: Int64, received_us: Int64, burst: float, per_us: float, out: Bool
) -> None:
    for at in range(len(slots)):
        slot = slots[at]
        moment = received_us[at]
        if moment > last_us[slot]:
            tokens[slot] = min(burst, tokens[slot] + (moment - last_us[slot]) * per_us)
        # A clock that was set back: what comes from now on counts by the time it has.
        last_us[slot] = moment
        out[at] = tokens[slot] >= 1
        if out[at]:
            tokens[slot] -= 1


class FloodGate:
    """A token bucket for each device and source: ``rate`` messages a second in the long run, ``burst`` at
    once.

    It counts by the time of receipt of the messages themselves, so reading a backlog after an outage gives
    the same answers as reading it live. Each source has buckets of its own: one may be an hour behind
    another.
    """

    def __init__(self, rate: float, burst: float) -> None:
        self._per_us = rate / 1e6
        self._burst = burst
        self._slots: dict[str, dict[str, int]] = {}
        self._count = 0
        self._tokens: Float64 = np.full(_FEWEST, burst)
        self._last_us: Int64 = np.zeros(_FEWEST, np.int64)
        self.admit("", [], np.empty(0, np.int64))  # compiles, or loads what was compiled, now

    def admit(self, source: str, devices: Sequence[str], received_us: Int64) -> Bool:
        """Take one token of each message's device at ``source``; False where it has none left.

        ``devices`` and ``received_us`` (microseconds since 1970) run in step, in the order of receipt.
        """
        known = self._slots.setdefault(source, {})
        try:
            slots = np.array([known[device] for device in devices], np.int64)
        except KeyError:
            slots = np.array([self._slot(known, device) for device in devices], np.int64)
        admitted: Bool = np.empty(len(slots), np.bool_)
        _admit(self._tokens, self._last_us, slots, received_us, self._burst, self._per_us, admitted)
        return admitted

    def _slot(self, known: dict[str, int], device: str) -> int:
        slot = known.get(device)
        if slot is None:
            slot = known[device] = self._count
            self._count += 1
            if slot >= len(self._tokens):
                self._tokens = np.concatenate([self._tokens, np.full(slot, self._burst)])
                self._last_us = np.concatenate([self._last_us, np.zeros(slot, np.int64)])
        return slot
