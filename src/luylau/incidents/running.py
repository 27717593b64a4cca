"""The compiled machine run over pairs: live and in a preview alike."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from luylau.incidents import machine
from luylau.incidents.pairs import Pairs
from luylau.kernel.clock import MICROS
from luylau.telemetry.detectors import Transition
from luylau.telemetry.observations import Float64, Int32, Int64, UInt16
from luylau.telemetry.records import Records

AHEAD_US = 120 * MICROS
"""A pair whose last time lies further ahead of the clock than this was told it by a clock since set right."""
ROOM = 4096
"""Changes that one call of the machine may hand back; with more to tell it is called again."""


def observe(
    pairs: Pairs,
    *,
    series: Int32,
    time_us: Int64,
    received_us: Int64,
    heard_us: Int64,
    value: Float64,
    quality: UInt16,
) -> Iterator[np.void]:
    """Take observations (columns of shape (n,)) into all pairs; yield the changes (``machine.CHANGE``) in
    order."""
    columns = (
        _plain(series, np.int32),
        _plain(time_us, np.int64),
        _plain(received_us, np.int64),
        _plain(heard_us, np.int64),
        _plain(value, np.float64),
        _plain(quality, np.uint16),
    )

    def call(row: int, out: Records) -> tuple[int, int]:
        taken: tuple[int, int] = machine.observe(
            pairs.spec, pairs.state, pairs.rings, pairs.starts, pairs.links, *columns, row, out
        )
        return taken

    return _drain(call, len(series), pairs.widest)


def detect(pairs: Pairs, transitions: Sequence[Transition]) -> Iterator[np.void]:
    """Take the detectors' transitions into the anomaly pairs; yield the changes in order."""
    series = np.array([one.series for one in transitions], np.int32)
    time_us = np.array([one.time_us for one in transitions], np.int64)
    began = np.array([one.began for one in transitions], np.bool_)
    cause = np.array([one.kind for one in transitions], np.int32)
    score, value, low, high, drift = (
        np.array([getattr(one, name) for one in transitions], np.float64)
        for name in ("score", "value", "low", "high", "drift")
    )

    def call(row: int, out: Records) -> tuple[int, int]:
        taken: tuple[int, int] = machine.detect(
            pairs.spec, pairs.state, pairs.starts, pairs.links,
            series, time_us, began, score, value, low, high, drift, cause, row, out,
        )  # fmt: skip
        return taken

    return _drain(call, len(transitions), pairs.widest)


def come_back(pairs: Pairs, now_us: int) -> None:
    """Take back times that lie ahead of the clock: it was ahead itself, and has been set right.

    A pair leaves out what is older than its last time, so it would else see nothing until then.
    """
    state = pairs.state
    ahead = (pairs.spec["kind"] != machine.HEARTBEAT) & (state["last_us"] > now_us + AHEAD_US)
    if not ahead.any():
        return
    for name in ("since_us", "last_us", "opened_us", "refreshed_us"):
        state[name][ahead] = np.minimum(state[name][ahead], now_us)
    state["slot"][ahead] = machine.NEVER


def advance(pairs: Pairs, now_us: int, sight_us: int) -> Iterator[np.void]:
    """Let time run on to ``now_us``, for heartbeats to ``sight_us``; yield the changes by pair."""

    def call(pair: int, out: Records) -> tuple[int, int]:
        taken: tuple[int, int] = machine.advance_all(pairs.spec, pairs.state, now_us, sight_us, pair, out)
        return taken

    return _drain(call, len(pairs.keys), 1)


def warm(pairs: Pairs) -> None:
    """Compile, or load what was compiled, now and not with the first batch; changes nothing."""
    out = np.empty(0, machine.CHANGE)
    series, times, values = np.empty(0, np.int32), np.empty(0, np.int64), np.empty(0, np.float64)
    flags, began = np.empty(0, np.uint16), np.empty(0, np.bool_)
    machine.observe(
        pairs.spec, pairs.state, pairs.rings, pairs.starts, pairs.links,
        series, times, times, times, values, flags, 0, out,
    )  # fmt: skip
    machine.detect(
        pairs.spec, pairs.state, pairs.starts, pairs.links,
        series, times, began, values, values, values, values, values, series, 0, out,
    )  # fmt: skip
    machine.advance_all(pairs.spec, pairs.state, 0, 0, len(pairs.keys), out)


def _plain(column: NDArray[Any], kind: type[np.generic]) -> NDArray[Any]:
    """Return a column as compiled code has it ready: any other type, order or a read-only one would compile
    anew."""
    return np.require(column, kind, ["C", "W"])


def _drain(call: Callable[[int, Records], tuple[int, int]], end: int, widest: int) -> Iterator[np.void]:
    out = np.empty(max(ROOM, machine.MOST * widest), machine.CHANGE)
    at = 0
    while at < end:
        at, count = call(at, out)
        yield from out[:count].copy()
