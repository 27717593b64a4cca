"""The state machine of every rule, compiled: one row of ``SPEC`` and of ``STATE`` for each watched pair.

A *pair* is a rule on one series (for a heartbeat: on one device or one of its channels)::

             enters                 held for min_us                gone            gone for clear_us
    IDLE ──────────────▶ PENDING ──────────────────▶ FIRING ─────────────▶ CLEARING ──────────────▶ IDLE
             ◀────────────                            ◀─────────────────────
                 gone                                    is back

All times are event times in microseconds. Between two observations the older value is taken to hold, but for
``hold_us`` at most, so a duration can also run out between them: at its deadline, not at the next
observation. What comes out therefore depends on the observations alone and not on how they were cut into
batches, nor on when ``advance_all`` looked (which only makes known earlier what the next observation would
have shown).

A heartbeat is the same machine turned round: every message says "gone", and being without one from then on
"enters". Its times are those of the engine's sight clock (``sight.py``).
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from luylau.telemetry.observations import BAD, Float64, Int32, Int64, UInt16
from luylau.telemetry.records import AHEAD, Record, Records, prefetch

IDLE, PENDING, FIRING, CLEARING = 0, 1, 2, 3
THRESHOLD, HEARTBEAT, COUNT, SHARE, ANOMALY = 0, 1, 2, 3, 4
"""Kinds of pair; a quality rule is one of COUNT and SHARE."""
OPENED, REFRESHED, CLEARED = 0, 1, 2

FOREVER = 2**61
NEVER = -(2**61)
REFRESH_US = 30_000_000
"""A finding that lasts is told of anew at most this often."""
MOST = 6
"""Changes that one observation can bring about in one pair, with room to spare."""
SLOTS = 10
"""Slots of a quality window: it slides in tenths of its length."""

SPEC = np.dtype(
    [
        ("kind", np.int8),
        ("op", np.int8),
        ("enter", np.float64),
        ("stay", np.float64),
        ("min_us", np.int64),
        ("clear_us", np.int64),
        ("hold_us", np.int64),
        ("flags", np.int64),
        ("slot_us", np.int64),
        ("ring", np.int64),
        ("min_count", np.int64),
    ],
    align=True,
)
"""What a pair watches. ``enter``/``stay``: limits (the channel's unit) for opening and for staying open.
``ring``: its row in the windows' counts, -1 for none."""

STATE = np.dtype(
    [
        ("phase", np.int8),
        ("since_us", np.int64),
        ("last_us", np.int64),
        ("opened_us", np.int64),
        ("refreshed_us", np.int64),
        ("told_us", np.int64),
        ("slot", np.int64),
        ("value", np.float64),
        ("seen", np.float64),
        ("low", np.float64),
        ("high", np.float64),
        ("drift", np.float64),
        ("cause", np.int8),
    ],
    align=True,
)
"""Where a pair stands. ``since_us``: when it became pending or clearing. ``told_us``: the opening as it was
told, by the wall clock (kept by the engine). ``value``: what was last compared; ``seen``, ``low``, ``high``:
an anomaly's measured value and what was expected; ``drift``: by how much it drifts; ``cause``: its
``AnomalyKind``, 0 if not known."""

CHANGE = np.dtype(
    [
        ("pair", np.int64),
        ("what", np.int8),
        ("time_us", np.int64),
        ("value", np.float64),
        ("seen", np.float64),
        ("low", np.float64),
        ("high", np.float64),
        ("drift", np.float64),
        ("cause", np.int8),
    ],
    align=True,
)
"""What became of a pair, with the values of that moment."""


def new_state(count: int) -> Records:
    """Return the state of ``count`` pairs that have seen nothing yet."""
    state = np.zeros(count, STATE)
    for name in ("since_us", "last_us", "opened_us", "refreshed_us", "told_us", "slot"):
        state[name] = NEVER
    for name in ("value", "seen", "low", "high", "drift"):
        state[name] = np.nan
    return state


@njit(cache=True, nogil=True, error_model="numpy")
def _compare(op: int, value: float, limit: float) -> bool:
    if op == 0:
        return value >= limit
    if op == 1:
        return value > limit
    if op == 2:
        return value <= limit
    return value < limit


@njit(cache=True, nogil=True, error_model="numpy")
def _tell(out: Records, count: int, at: Record, pair: int, what: int, time_us: int) -> int:
    change = out[count]
    change.pair = pair
    change.what = what
    change.time_us = time_us
    change.value = at.value
    change.seen = at.seen
    change.low = at.low
    change.high = at.high
    change.drift = at.drift
    change.cause = at.cause
    return count + 1


@njit(cache=True, nogil=True, error_model="numpy")
def _advance(rule: Record, at: Record, pair: int, now_us: int, out: Records, count: int) -> int:
    """Let time run on to ``now_us`` for one pair; at most four changes come out."""
    silent = rule.kind == HEARTBEAT
    reach = now_us
    if not silent and at.last_us + rule.hold_us < now_us:
        reach = at.last_us + rule.hold_us
    if at.phase == CLEARING:
        again = at.last_us + rule.min_us
        done = at.since_us + rule.clear_us
        if silent and again <= done:
            if again <= reach:
                at.phase = FIRING
        elif done <= reach:
            at.phase = IDLE
            count = _tell(out, count, at, pair, CLEARED, done)
            if silent:
                at.phase = PENDING
                at.since_us = at.last_us
    if at.phase == PENDING and at.since_us + rule.min_us <= reach:
        at.phase = FIRING
        at.opened_us = at.since_us + rule.min_us
        at.refreshed_us = at.opened_us
        if silent:
            at.value = (at.opened_us - at.last_us) / 1e6
        count = _tell(out, count, at, pair, OPENED, at.opened_us)
    return count


@njit(cache=True, nogil=True, error_model="numpy")
def _refresh(at: Record, pair: int, now_us: int, out: Records, count: int) -> int:
    if at.phase >= FIRING and now_us - at.refreshed_us >= REFRESH_US:
        at.refreshed_us = now_us
        count = _tell(out, count, at, pair, REFRESHED, now_us)
    return count


@njit(cache=True, nogil=True, error_model="numpy")
def _stays_idle(at: Record, time_us: int, value: float, enter: bool) -> bool:
    """Take one observation into a pair that is idle and stays so; return False, and leave the pair to
    ``_step``, where it is not.

    Nearly every observation ends here. To hand on ``out`` counts references, which takes longer than this.
    """
    if enter or at.phase != IDLE or time_us < at.last_us:
        return False
    at.last_us = time_us
    at.value = value
    return True


@njit(cache=True, nogil=True, error_model="numpy")
def _step(
    rule: Record, at: Record, pair: int, time_us: int, value: float, enter: bool, stay: bool,
    out: Records, count: int,
) -> int:  # fmt: skip
    """Take one observation into one pair; at most five changes come out. An older one than the last is left
    out."""
    if time_us < at.last_us:
        return count
    count = _advance(rule, at, pair, time_us, out, count)
    gap = time_us - at.last_us > rule.hold_us
    at.last_us = time_us
    at.value = value
    if at.phase == IDLE:
        if enter:
            at.phase = PENDING
            at.since_us = time_us
    elif at.phase == PENDING:
        if not enter:
            at.phase = IDLE
        elif gap:
            at.since_us = time_us
    elif at.phase == FIRING:
        if not stay:
            at.phase = CLEARING
            at.since_us = time_us
    elif stay:
        at.phase = FIRING
    elif gap:
        at.since_us = time_us
    count = _advance(rule, at, pair, time_us, out, count)
    return _refresh(at, pair, time_us, out, count)


@njit(cache=True, nogil=True, error_model="numpy")
def _heard(rule: Record, at: Record, pair: int, time_us: int, out: Records, count: int) -> int:
    """Take a sign of life, later than the last, into a heartbeat's pair; at most five changes come out."""
    count = _advance(rule, at, pair, time_us, out, count)
    at.last_us = time_us
    if at.phase == FIRING:
        at.phase = CLEARING
        at.since_us = time_us
    elif at.phase != CLEARING:
        at.phase = PENDING
        at.since_us = time_us
    return _advance(rule, at, pair, time_us, out, count)


# Inlined, because a call hands an array on field by field, which takes longer than this.
@njit(cache=True, nogil=True, error_model="numpy", forceinline=True)
def _window(rule: Record, at: Record, rings: Int32, time_us: int, flagged: bool) -> float:
    """Count one observation, no older than the last, into a quality window; return the count or share
    flagged."""
    ring = rule.ring
    # Only when the slot is over: the division takes as long as all else here.
    if at.slot == NEVER or time_us >= (at.slot + 1) * rule.slot_us:
        slot = time_us // rule.slot_us
        # Slots that passed with no observation are empty; the ring wraps, so SLOTS of them empty it all.
        for step in range(min(slot - at.slot, SLOTS)):
            empty = (slot - step) % SLOTS
            rings[ring, 0, empty] = 0
            rings[ring, 1, empty] = 0
        at.slot = slot
    now = at.slot % SLOTS
    rings[ring, 1, now] += 1
    if flagged:
        rings[ring, 0, now] += 1
    bad = 0
    for slot in range(SLOTS):
        bad += rings[ring, 0, slot]
    if bad == 0 or rule.kind == COUNT:
        return float(bad)
    total = 0
    for slot in range(SLOTS):
        total += rings[ring, 1, slot]
    return bad / total if total >= rule.min_count else 0.0


@njit(cache=True, nogil=True, error_model="numpy")
def observe(
    spec: Records, state: Records, rings: Int32, starts: Int64, links: Int64,
    series: Int32, time_us: Int64, received_us: Int64, heard_us: Int64, value: Float64, quality: UInt16,
    row: int, out: Records,
) -> tuple[int, int]:  # fmt: skip
    """Take observations from ``row`` on into all pairs of their series (``links[starts[s]:starts[s + 1]]``).

    Columns have shape (n,). Thresholds go by ``time_us``, quality windows by ``received_us`` (a clock that
    lies must not move them), heartbeats by ``heard_us``. Changes go to ``out``, in order. Returns the first
    row not taken yet, because ``out`` was nearly full, and how many changes came out.
    """
    count, rows = 0, len(series)
    for i in range(row, rows):
        if i + AHEAD < rows:
            soon = series[i + AHEAD]
            for link in range(starts[soon], starts[soon + 1]):
                pair = links[link]
                prefetch(spec, pair)
                prefetch(state, pair)
        first, end = starts[series[i]], starts[series[i] + 1]
        if count + MOST * (end - first) > len(out):
            return i, count
        seen, flags = value[i], quality[i]
        good = (flags & BAD) == 0 and not np.isnan(seen)
        for link in range(first, end):
            pair = links[link]
            rule, at = spec[pair], state[pair]
            if rule.kind == THRESHOLD:
                if good:
                    enter = _compare(rule.op, seen, rule.enter)
                    if not _stays_idle(at, time_us[i], seen, enter):
                        stay = _compare(rule.op, seen, rule.stay)
                        count = _step(rule, at, pair, time_us[i], seen, enter, stay, out, count)
            elif rule.kind == HEARTBEAT:
                if heard_us[i] > at.last_us:
                    count = _heard(rule, at, pair, heard_us[i], out, count)
            elif rule.kind != ANOMALY:
                flagged = (flags & rule.flags) != 0
                if rule.kind == COUNT and not flagged and at.phase == IDLE and at.value == 0:
                    continue
                moment = max(received_us[i], at.last_us)
                found = _window(rule, at, rings, moment, flagged)
                enter = found >= rule.enter
                if not _stays_idle(at, moment, found, enter):
                    count = _step(rule, at, pair, moment, found, enter, found >= rule.stay, out, count)
    return rows, count


@njit(cache=True, nogil=True, error_model="numpy")
def detect(
    spec: Records, state: Records, starts: Int64, links: Int64,
    series: Int32, time_us: Int64, began: NDArray[np.bool_], score: Float64,
    seen: Float64, low: Float64, high: Float64, drift: Float64, cause: Int32, row: int, out: Records,
) -> tuple[int, int]:  # fmt: skip
    """Take the detectors' transitions into the anomaly pairs of their series; returns as ``observe`` does."""
    count = 0
    for i in range(row, len(series)):
        first, end = starts[series[i]], starts[series[i] + 1]
        if count + MOST * (end - first) > len(out):
            return i, count
        for link in range(first, end):
            pair = links[link]
            rule, at = spec[pair], state[pair]
            if rule.kind == ANOMALY:
                if began[i]:
                    at.seen, at.low, at.high = seen[i], low[i], high[i]
                    at.drift, at.cause = drift[i], cause[i]
                enter = began[i] and score[i] >= rule.enter
                count = _step(rule, at, pair, time_us[i], score[i], enter, began[i], out, count)
    return len(series), count


@njit(cache=True, nogil=True, error_model="numpy")
def advance_all(
    spec: Records, state: Records, now_us: int, sight_us: int, first: int, out: Records
) -> tuple[int, int]:
    """Let time run on for all pairs from ``first`` on: heartbeats to ``sight_us``, all others to ``now_us``.

    Returns the first pair not looked at yet, and how many changes came out.
    """
    count = 0
    for pair in range(first, len(spec)):
        rule, at = spec[pair], state[pair]
        if at.phase == IDLE:
            continue
        if count + MOST > len(out):
            return pair, count
        silent = rule.kind == HEARTBEAT
        count = _advance(rule, at, pair, sight_us if silent else now_us, out, count)
        if silent and at.phase == FIRING:
            at.value = (sight_us - at.last_us) / 1e6
            count = _refresh(at, pair, sight_us, out, count)
    return len(spec), count
