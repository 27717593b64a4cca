"""The plans with parts of columns: at most one in all a site, within the budget; and the way there."""

from numba import njit

from luylau.kernel.arrays import Float64, Int64


@njit(cache=True, nogil=True)
def _site(
    z: Float64, step: Float64, cost: Float64, price: float, first: int, last: int, out: Float64
) -> float:
    """Project one site's columns at a price of money; return what they cost then."""
    total = 0.0
    for j in range(first, last):
        out[j] = max(0.0, z[j] - step[j] * price * cost[j])
        total += out[j]
    if total > 1.0:
        # All shrink at one pace, and what falls to zero leaves: sum over the rest of (a - step nu) = 1.
        nu = 0.0
        for _ in range(last - first):
            summed = pace = 0.0
            for j in range(first, last):
                at = z[j] - step[j] * price * cost[j]
                if at - step[j] * nu > 0.0:
                    summed += at
                    pace += step[j]
            further = (summed - 1.0) / pace
            if further <= nu * (1 + 1e-15):
                break
            nu = further
        for j in range(first, last):
            out[j] = max(0.0, z[j] - step[j] * (price * cost[j] + nu))
    spent = 0.0
    for j in range(first, last):
        spent += out[j] * cost[j]
    return spent


@njit(cache=True, nogil=True)
def _all(z: Float64, step: Float64, cost: Float64, site_starts: Int64, price: float, out: Float64) -> float:
    spent = 0.0
    for site in range(len(site_starts) - 1):
        spent += _site(z, step, cost, price, site_starts[site], site_starts[site + 1], out)
    return spent


@njit(cache=True, nogil=True)
def project(
    z: Float64, step: Float64, cost: Float64, site_starts: Int64, budget: float, guess: float, out: Float64
) -> float:
    """Put into ``out`` the nearest point to ``z`` in the norm sum of (x - z)^2 / step; return the price of
    money there, a good ``guess`` for the next time.

    What is spent falls with the price, so the price is bracketed and then found by regula falsi (Illinois).
    """
    spent = _all(z, step, cost, site_starts, 0.0, out)
    if spent <= budget:
        return 0.0
    low, over = 0.0, spent - budget
    high = guess if guess > 0.0 else 1e-3
    under = _all(z, step, cost, site_starts, high, out) - budget
    for _ in range(200):
        if under <= 0.0:
            break
        low, over = high, under
        high *= 2.0
        under = _all(z, step, cost, site_starts, high, out) - budget
    side = 0
    for _ in range(60):
        if under > -1e-9 * budget and under <= 0.0:
            break
        middle = (low * under - high * over) / (under - over)
        if not low < middle < high:
            middle = 0.5 * (low + high)
        miss = _all(z, step, cost, site_starts, middle, out) - budget
        if miss > 0.0:
            low, over = middle, miss
            if side == 1:
                under *= 0.5
            side = 1
        else:
            high, under = middle, miss
            if side == -1:
                over *= 0.5
            side = -1
        if high - low <= 1e-14 * high:
            break
    _all(z, step, cost, site_starts, high, out)
    return high
