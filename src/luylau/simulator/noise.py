"""Chance that is always the same: noise as a pure function of a name, a time and a seed."""

import hashlib
import math

_MASK = (1 << 64) - 1


class Noise:
    """Noise of one simulation; two of the same seed agree on every value."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._keys: dict[str, int] = {}

    def uniform(self, name: str, index: int = 0) -> float:
        """Return a number in [0, 1) for a name and an index."""
        return _mix(self._key(name) ^ (index * 0x9E3779B97F4A7C15 & _MASK)) / 2**64

    def normal(self, name: str, index: int = 0) -> float:
        """Return a number from the standard normal distribution (Box and Muller, 1958)."""
        first = max(self.uniform(name, 2 * index), 1e-300)
        return math.sqrt(-2 * math.log(first)) * math.cos(2 * math.pi * self.uniform(name, 2 * index + 1))

    def wobble(self, name: str, time_s: float, scale_s: float) -> float:
        """Return a smooth course in [-1, 1] over time that changes within about ``scale_s`` seconds."""
        place = time_s / scale_s
        step = math.floor(place)
        rest = place - step
        weight = rest * rest * (3 - 2 * rest)
        before, after = self.uniform(name, step), self.uniform(name, step + 1)
        return 2 * (before + (after - before) * weight) - 1

    def _key(self, name: str) -> int:
        found = self._keys.get(name)
        if found is None:
            digest = hashlib.blake2b(f"{self._seed}:{name}".encode(), digest_size=8).digest()
            found = self._keys[name] = int.from_bytes(digest, "little")
        return found


def _mix(state: int) -> int:
    """Return 64 well-mixed bits (the finaliser of SplitMix64: Steele, Lea and Flood, 2014)."""
    state = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9 & _MASK
    state = (state ^ (state >> 27)) * 0x94D049BB133111EB & _MASK
    return state ^ (state >> 31)
