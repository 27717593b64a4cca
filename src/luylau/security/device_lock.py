"""A lock against guessing devices' secrets: a device that failed too often from one address waits.

It holds for the pair of both. A lock of the device alone would let any stranger lock a device out; one of the
address alone would punish all devices behind one gateway for a single one with a stale secret. A new
credential ends it: what failed was the one before.
"""

import time
from collections import OrderedDict
from collections.abc import Callable

from luylau.security.limits import address_subject
from luylau.settings.security import SecuritySettings

_MOST = 20_000


class DeviceLock:
    """Counts failures in memory, by the monotonic clock; the longest untouched are forgotten first."""

    def __init__(
        self, settings: SecuritySettings, *, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._limit = settings.failures_before_lock
        self._lock_s = settings.lock_s
        self._memory_s = settings.failure_memory_s
        self._monotonic = monotonic
        self._failed: OrderedDict[tuple[str, str], tuple[int, float, bytes]] = OrderedDict()

    def is_locked(self, device: str, address: str) -> bool:
        """Say whether ``device`` must wait at ``address``."""
        count, last_s, _ = self._failed.get(_pair(device, address), (0, 0.0, b""))
        return count >= self._limit and self._monotonic() - last_s < self._lock_s

    def failed(self, device: str, address: str, credential: bytes = b"") -> None:
        """Count a failure against ``credential``; the one that reaches the limit locks."""
        self.renewed(device, address, credential)
        pair = _pair(device, address)
        now_s = self._monotonic()
        count, last_s, _ = self._failed.pop(pair, (0, now_s, b""))
        gone = now_s - last_s
        if gone > self._memory_s or (count >= self._limit and gone >= self._lock_s):
            count = 0
        self._failed[pair] = (count + 1, now_s, credential)
        if len(self._failed) > _MOST:
            self._failed.popitem(last=False)

    def renewed(self, device: str, address: str, credential: bytes) -> None:
        """Forget the failures of a pair if they were against another credential than this one."""
        pair = _pair(device, address)
        if pair in self._failed and self._failed[pair][2] != credential:
            del self._failed[pair]

    def succeeded(self, device: str, address: str) -> None:
        """Forget the failures of a pair that proved right."""
        self._failed.pop(_pair(device, address), None)


def _pair(device: str, address: str) -> tuple[str, str]:
    return device[:64], address_subject(address)
