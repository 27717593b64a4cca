"""Which files to merge next: small ones first, few at a time, each row a handful of times in its life.

Level 0 is what the writer left, of any time. It is split by day into level 1. ``FAN_IN`` files of one day
and level become one of the next level, so a day of any size has few files and a row is rewritten once a
level. A day that is over, and whose late data have grown worth it, becomes one file.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from luylau.telemetry.history.tables import Segment

SLICE_ROWS = 1_000_000
"""How many rows a merge or an export holds in memory, about."""
DAY_US = 86_400_000_000
"""Microseconds of a day."""
FAN_IN = 8
"""How many files of one day and level become one of the next."""
RAW_FILES = 32
"""How many written segments gather before they are split by day."""
RAW_ROWS = 1_000_000
"""How many rows one split takes at most (they are sorted in memory, about 200 bytes a row at the peak)."""
SETTLED_US = 3_600_000_000
"""How long after its end a day may still be getting its own data."""
_PARTS = 16
LATE_SHARE = 0.1
"""The share of late rows at which a day that is over is merged into one file again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """Files to be replaced by what they hold together; ``level`` is the new files'. ``day`` -1: split by
    day.
    """

    inputs: tuple[Segment, ...]
    level: int
    day: int


def next_merge(segments: Sequence[Segment], now_us: int, *, everything: bool = False) -> Merge | None:
    """Return the merge that is due, or None.

    ``segments`` is the whole manifest. ``everything`` does not wait until enough has gathered, and ends
    with one file a day.
    """
    sound = [segment for segment in segments if not segment.fault]
    raw = [segment for segment in sound if segment.level == 0]
    if len(raw) >= (1 if everything else RAW_FILES) or sum(part.rows for part in raw) >= RAW_ROWS:
        return Merge(inputs=_up_to(raw, RAW_ROWS), level=1, day=-1)
    days: dict[int, list[Segment]] = defaultdict(list)
    for segment in sound:
        if segment.level > 0:
            days[segment.day].append(segment)
    for day, files in sorted(days.items()):
        if len(files) < 2:
            continue
        top = max(segment.level for segment in files)
        if everything or _worth_one_file(day, files, now_us):
            return Merge(inputs=tuple(files), level=top + 1, day=day)
        for level in range(1, top + 1):
            alike = [segment for segment in files if segment.level == level]
            if len(alike) >= FAN_IN:
                return Merge(inputs=tuple(alike), level=level + 1, day=day)
    return None


def slices(spans: Iterable[tuple[int, int, int]], lo: int, hi: int, rows: int) -> list[tuple[int, int, int]]:
    """Cut the series ``lo`` to ``hi`` into spans of about ``rows`` rows: (first, last, rows), both included.

    ``spans`` are (first series, last series, rows) of the row groups at hand, their rows taken as spread
    evenly. A series is never cut in two.
    """
    weights: list[tuple[int, int]] = []
    for first, last, count in spans:
        first, last = max(first, lo), min(last, hi)
        parts = min(_PARTS, last - first + 1)
        weights += [
            (first + part * (last - first + 1) // parts, count * (part + 1) // parts - count * part // parts)
            for part in range(parts)
        ]
    cuts, sizes = [lo], [0]
    for first, weight in sorted(weights):
        if sizes[-1] + weight > rows and first > cuts[-1]:
            cuts.append(first)
            sizes.append(0)
        sizes[-1] += weight
    return list(zip(cuts, [*(first - 1 for first in cuts[1:]), hi], sizes, strict=True))


def _up_to(segments: Sequence[Segment], rows: int) -> tuple[Segment, ...]:
    taken = [segments[0]]
    total = segments[0].rows
    for segment in segments[1:]:
        total += segment.rows
        if total > rows:
            break
        taken.append(segment)
    return tuple(taken)


def _worth_one_file(day: int, files: Sequence[Segment], now_us: int) -> bool:
    if now_us < (day + 1) * DAY_US + SETTLED_US:
        return False
    rows = [segment.rows for segment in files]
    return sum(rows) - max(rows) >= LATE_SHARE * max(rows)
