"""How many reports are let in. Nobody's address is kept: it is counted in memory and forgotten.

Many people share one address (a mobile network, a hotspot), so what is too much is first held back for an
operator to look at, and refused only far beyond that.
"""

import hashlib
import hmac
from dataclasses import dataclass

from luylau.kernel.errors import Denied, TooMany
from luylau.security.limits import RateLimiter, address_subject
from luylau.settings.reports import ReportSettings

_LOOKS_PER_S = 0.5
_LOOKS_AT_ONCE = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who hands a report in: an address, or a system with a key."""

    address: str
    system: str = ""
    """Name of the system; empty for a person."""


class ReportDoor:
    """Counts reports of one process by address and for the whole city."""

    def __init__(self, settings: ReportSettings) -> None:
        self._keys = settings.keys
        self._kiosks = frozenset(address_subject(address) for address in settings.kiosks.split())
        self._held = RateLimiter(settings.hold_per_hour / 3_600, settings.hold_per_hour)
        self._most = RateLimiter(settings.most_per_hour / 3_600, settings.most_per_hour)
        self._city = RateLimiter(settings.city_per_minute / 60, settings.city_per_minute)
        self._looks = RateLimiter(_LOOKS_PER_S, _LOOKS_AT_ONCE)

    def is_kiosk(self, address: str) -> bool:
        """Say whether an address is a touch kiosk's."""
        return address_subject(address) in self._kiosks

    def system(self, key: str) -> str:
        """Return the name of the system that an API key belongs to.

        Raises:
            Denied: there is no such key (``report-key-wrong``).
        """
        digest = hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()
        # All are compared, each in constant time, so that nothing is told by how long it takes.
        names = [name for name, kept in self._keys.items() if hmac.compare_digest(kept, digest)]
        if not key or not names:
            raise Denied("report-key-wrong")
        return names[0]

    def admit(self, sender: Sender) -> bool:
        """Let one report in; say whether it is to be held back.

        Raises:
            TooMany: too many came from this address (``report-too-many``), or from the whole city
                (``report-city-too-many``); the error says how many seconds to wait.
        """
        subject = f"system:{sender.system}" if sender.system else address_subject(sender.address)
        shared = bool(sender.system) or subject in self._kiosks
        wait_s = 0.0 if shared else self._most.take(subject)
        if wait_s:
            raise TooMany("report-too-many", seconds=max(1, round(wait_s)))
        wait_s = self._city.take("city")
        if wait_s:
            raise TooMany("report-city-too-many", seconds=max(1, round(wait_s)))
        return not shared and self._held.take(subject) > 0

    def look(self, address: str) -> None:
        """Count one look for a report by its code: codes are not to be guessed.

        Raises:
            TooMany: too many came from this address (``too-many-requests``).
        """
        self._looks.check(address_subject(address))
