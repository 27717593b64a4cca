"""How often something happens."""

import time
from collections import deque
from threading import Lock


class Rate:
    """Counts within the last seconds; from any thread."""

    def __init__(self, span_s: float = 5.0) -> None:
        self._span_s = span_s
        self._begun_s = time.monotonic()
        self._at: deque[tuple[float, float]] = deque()
        self._lock = Lock()

    def add(self, amount: float = 1.0) -> None:
        """Count something that happens now."""
        with self._lock:
            self._at.append((time.monotonic(), amount))
            self._drop()

    def per_s(self) -> float:
        """Return how much of it there was in a second, over the last ones."""
        with self._lock:
            self._drop()
            span_s = min(self._span_s, max(time.monotonic() - self._begun_s, 1.0))
            return sum(amount for _, amount in self._at) / span_s

    def _drop(self) -> None:
        since = time.monotonic() - self._span_s
        while self._at and self._at[0][0] < since:
            self._at.popleft()
