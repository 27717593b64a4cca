"""Several annealed plans made into one that is better than each: heuristic concentration.

Columns that good plans hold are few. What neither of two plans holds is left out, and the rest is solved as a
mixed-integer programme (K. E. Rosing and C. S. ReVelle, "Heuristic concentration: two stage solution
construction", European Journal of Operational Research 97(1), 1997). The next plans are annealed from the one
found, less hot, until a round brings nothing.
"""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Final

import numpy as np

from luylau.kernel.arrays import Bool, Float64, Int64
from luylau.siting.solving.exact import solve_exactly
from luylau.siting.solving.greedy import value
from luylau.siting.solving.reduce import Compact
from luylau.siting.solving.swap import anneal

_PLANS: Final = 4
"""Annealed in each round."""
_MOVES: Final = 5_000
"""Of one plan's annealing in the first round, for each of its columns."""
_MOST_MOVES: Final = 4_000_000
_LEAST_MOVES: Final = 50_000
_LONGER: Final = 2
"""How many times as long plans are annealed after a round without a gain."""
_NODES: Final = 50
"""Of the search tree of one programme, at most: no clock decides, so a plan is the same every time."""
_SHARE: Final = 0.5
"""Of the time left, what one round's annealing may take, where time cuts it."""
_HOT: Final = (0.1, 0.05)
"""First temperature of the first round and of those after it."""
_IDLE: Final = 4
"""Rounds without a gain that end the work."""
_GAIN: Final = 1e-4
"""Relative: what counts as a gain."""
_EVEN: Final = 0.05
"""How often columns are drawn that the relaxation is sure of."""
_POLL_S: Final = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """What the relaxation says: ``x``, the parts of columns, shape (columns,), and the price of money."""

    x: Float64
    price: float


def polish(
    problem: Compact,
    start: Int64,
    guide: Guide,
    *,
    until: float,
    seed: int,
    rounds: int,
    enough: float = np.inf,
    threads: int = 2,
    tell: Callable[[float], bool] | None = None,
) -> Int64:
    """Return a plan at least as good as ``start``, ascending columns.

    Args:
        problem: the open part, best reduced to core columns.
        start: columns of a plan that keeps the limits.
        guide: of the relaxation.
        until: monotonic time to stop at.
        seed: of the annealing.
        rounds: at most.
        enough: value at which to stop.
        threads: for the annealing.
        tell: is given the value now and then; stops the work by returning False.
    """
    if not len(start):
        return start
    best, best_value = start, value(problem, start)
    draw = guide.x * (1 - guide.x) + _EVEN
    moves = int(np.clip(_MOVES * len(start), _LEAST_MOVES, _MOST_MOVES))
    idle = 0
    with ThreadPoolExecutor(threads) as pool:
        for turn in range(rounds):
            stop = np.zeros(1, np.bool_)
            work = [
                pool.submit(
                    anneal, problem, best,
                    moves=moves, seed=seed + turn * _PLANS + number, price=guide.price, draw=draw,
                    warm=_HOT[min(turn, 1)], stop=stop,
                )
                for number in range(_PLANS)
            ]  # fmt: skip
            limit = time.monotonic() + _SHARE * (until - time.monotonic())
            going = _finish(work, stop, limit, best_value, tell)
            plans = [best, *(one.result() for one in work)]
            found = max(plans, key=lambda plan: value(problem, plan))
            if going and time.monotonic() < until:
                found = _united(problem, plans, found, until)
            reached = value(problem, found)
            if reached > best_value * (1 + _GAIN):
                idle = 0
            else:
                idle, moves = idle + 1, min(moves * _LONGER, _MOST_MOVES)
            if reached > best_value:
                best, best_value = found, reached
            if not going or best_value >= enough or idle >= _IDLE or time.monotonic() >= until:
                break
    return best


def _finish(
    work: list["Future[Int64]"],
    stop: Bool,
    until: float,
    reached: float,
    tell: Callable[[float], bool] | None,
) -> bool:
    """Wait for the annealing, ending it when time is up; return whether to go on."""
    going = True
    while wait(work, timeout=_POLL_S).not_done:
        going = going and (tell is None or tell(reached))
        if not going or time.monotonic() >= until:
            stop[0] = True
    return going


def _united(problem: Compact, plans: list[Int64], best: Int64, until: float) -> Int64:
    """Return the best plan after each of the others in turn was joined to it: only two plans' columns at a
    time make a programme that is solved at once."""
    for plan in sorted(plans, key=lambda plan: -value(problem, plan)):
        held = np.zeros(problem.columns, np.bool_)
        held[best] = held[plan] = True
        if time.monotonic() >= until or int(held.sum()) == len(best):
            continue
        small = problem.take(held)
        place = np.full(problem.columns, -1)
        place[small.column] = np.arange(small.columns)
        solved = solve_exactly(small, until=until, start=place[best], nodes=_NODES, gap=1e-5)
        if solved.columns is None:
            continue
        found = np.sort(small.column[solved.columns])
        if value(problem, found) > value(problem, best):
            best = found
    return best
