"""A limit on how much one device may send, so that a mad device cannot starve the others."""


class FloodGate:
    """A token bucket for each device and source: ``rate`` messages a second in the long run, ``burst`` at
    once.

    It counts by the time of receipt of the messages themselves, so reading a backlog after an outage gives
    the same answers as reading it live. Each source has buckets of its own: one may be an hour behind
    another.
    """

    def __init__(self, rate: float, burst: float) -> None:
        self._rate_per_us = rate / 1e6
        self._burst = burst
        self._state: dict[tuple[str, str], tuple[float, int]] = {}

    def admits(self, source: str, device: str, received_us: int) -> bool:
        """Take one token of ``device`` at ``source``; False where it has none left."""
        key = (source, device)
        tokens, last_us = self._state.get(key) or (self._burst, received_us)
        if received_us > last_us:
            tokens = min(self._burst, tokens + (received_us - last_us) * self._rate_per_us)
        if tokens < 1:
            self._state[key] = (tokens, received_us)
            return False
        self._state[key] = (tokens - 1, received_us)
        return True
