"""Who has read which clip a moment ago, so that one look makes one audit entry."""

from collections import OrderedDict
from typing import Final

from luylau.kernel.clock import MICROS

READ_AGAIN_US: Final = 600 * MICROS
"""Within which further reading of a clip by one person makes no new audit entry: a player asks for dozens of
ranges."""

_REMEMBERED: Final = 1_000


class Readings:
    """Remembers the newest readings; what it has forgotten is audited once more."""

    def __init__(self) -> None:
        self._read: OrderedDict[tuple[str, str], int] = OrderedDict()

    def is_news(self, clip_id: str, actor: str, now_us: int) -> bool:
        """Say whether a reading needs an entry."""
        before_us = self._read.get((actor, clip_id))
        return before_us is None or abs(now_us - before_us) >= READ_AGAIN_US

    def remember(self, clip_id: str, actor: str, now_us: int) -> None:
        """Note that a reading has its entry."""
        self._read[actor, clip_id] = now_us
        self._read.move_to_end((actor, clip_id))
        if len(self._read) > _REMEMBERED:
            self._read.popitem(last=False)
