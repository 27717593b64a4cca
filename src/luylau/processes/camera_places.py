"""How many clips may wait to be made: of all cameras, and of each, so that a busy one leaves room."""

from threading import Lock
from typing import Final

MOST: Final = 100
MOST_BYTES: Final = 480_000_000
"""Of coded pictures, which wait in memory."""
SHARE: Final = 20
SHARE_BYTES: Final = 96_000_000
"""What one camera may have of these."""


class ClipPlaces:
    """Counts what waits; for several threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._held: dict[str, list[int]] = {}
        """By camera: the sizes of its clips that wait, in bytes."""

    @property
    def waiting(self) -> int:
        """How many clips wait."""
        with self._lock:
            return sum(map(len, self._held.values()))

    def take(self, camera: str, size: int) -> bool:
        """Take a place for a clip of so many bytes; say whether there was one. Who came first keeps it."""
        with self._lock:
            mine = self._held.get(camera, [])
            count = sum(map(len, self._held.values()))
            held = sum(map(sum, self._held.values()))
            full = count >= MOST or held + size > MOST_BYTES
            if full or len(mine) >= SHARE or sum(mine) + size > SHARE_BYTES:
                return False
            self._held.setdefault(camera, []).append(size)
            return True

    def give(self, camera: str, size: int) -> None:
        """Give a place back."""
        with self._lock:
            self._held[camera].remove(size)
            if not self._held[camera]:
                del self._held[camera]
