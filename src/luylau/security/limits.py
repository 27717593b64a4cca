"""Limits: a lock after failed sign-ins (in the database), and rates of calls (in memory)."""

import ipaddress
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from threading import Lock

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from luylau.kernel.clock import MICROS
from luylau.kernel.errors import TooMany
from luylau.security.tables import failures
from luylau.settings.security import SecuritySettings


def address_subject(address: str) -> str:
    """Return what a network address is counted under: an IPv4 address, or an IPv6 network of 64 bits.

    One customer holds 2**64 addresses of IPv6, so counting single ones would count nothing.
    """
    try:
        found = ipaddress.ip_address(address.split("%")[0])
    except ValueError:
        return f"address:{address[:60]}"
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return f"address:{found.ipv4_mapped}"
        return f"address:{ipaddress.ip_network((found, 64), strict=False).network_address}/64"
    return f"address:{found}"


def user_subject(user: str) -> str:
    """Return what a user's failures are counted under."""
    return f"user:{user}"


class Lockout:
    """Counts failures of users and addresses; five in a row lock one out for a while (Decree 331/2026)."""

    def __init__(self, settings: SecuritySettings) -> None:
        self._limit = settings.failures_before_lock
        self._lock_us = settings.lock_s * MICROS
        self._memory_us = settings.failure_memory_s * MICROS

    def check(self, connection: Connection, subjects: Iterable[str], now_us: int) -> None:
        """Return when none of ``subjects`` is locked out.

        Raises:
            TooMany: one is; the error says for how many more minutes.
        """
        locks = connection.execute(
            sa.select(failures.c.locked_us).where(
                failures.c.subject.in_(list(subjects)), failures.c.locked_us.is_not(None)
            )
        ).scalars()
        left_us = max((self._left_us(locked, now_us) for locked in locks), default=0)
        if left_us > 0:
            raise TooMany("sign-in-locked", minutes=-(-left_us // (60 * MICROS)))

    def fail(self, connection: Connection, subjects: Iterable[str], now_us: int) -> list[str]:
        """Count a failure of each of ``subjects``; return those that it locks out."""
        locked = []
        for subject in subjects:
            row = connection.execute(sa.select(failures).where(failures.c.subject == subject)).one_or_none()
            recent = row is not None and abs(now_us - row.last_us) <= self._memory_us
            count = (row.failed if row is not None and recent else 0) + 1
            locks = count >= self._limit
            held = None if row is None else row.locked_us
            values = {
                "failed": 0 if locks else count,
                "last_us": now_us,
                "locked_us": now_us if locks else held,
            }
            if row is None:
                connection.execute(failures.insert().values(subject=subject, **values))
            else:
                connection.execute(failures.update().where(failures.c.subject == subject).values(**values))
            if locks:
                locked.append(subject)
        forgotten = now_us - max(self._memory_us, self._lock_us)
        connection.execute(failures.delete().where(failures.c.last_us < forgotten))
        return locked

    def _left_us(self, locked_us: int, now_us: int) -> int:
        # A clock that jumped back by more than a lock lasts would else keep people out until it caught up.
        if abs(now_us - locked_us) > self._lock_us:
            return 0
        return min(locked_us + self._lock_us - now_us, self._lock_us)

    def clear(self, connection: Connection, subjects: Iterable[str]) -> None:
        """Forget the failures of ``subjects``: one of them has just signed in."""
        connection.execute(failures.delete().where(failures.c.subject.in_(list(subjects))))


class RateLimiter:
    """A token bucket for each caller, in memory; the oldest callers are forgotten first.

    It counts with the machine's monotonic clock, which no jump of the wall clock moves.
    """

    def __init__(
        self,
        rate_per_s: float,
        burst: int,
        *,
        callers: int = 10_000,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._rate = rate_per_s
        self._burst = float(burst)
        self._callers = callers
        self._monotonic = monotonic
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = Lock()

    def take(self, caller: str, cost: float = 1.0) -> float:
        """Take ``cost`` from the caller's bucket; return 0.0, or the seconds to wait for it to fill."""
        now = self._monotonic()
        with self._lock:
            held, then = self._buckets.pop(caller, (self._burst, now))
            held = min(self._burst, held + (now - then) * self._rate)
            wait = max(0.0, (cost - held) / self._rate)
            self._buckets[caller] = (held if wait else held - cost, now)
            if len(self._buckets) > self._callers:
                self._buckets.popitem(last=False)
        return wait

    def check(self, caller: str, cost: float = 1.0) -> None:
        """Take ``cost`` from the caller's bucket.

        Raises:
            TooMany: it holds too little; the error says how many seconds to wait.
        """
        wait = self.take(caller, cost)
        if wait:
            raise TooMany("too-many-requests", seconds=max(1, round(wait)))
