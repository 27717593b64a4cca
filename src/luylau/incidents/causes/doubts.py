"""Switches whose word is not believed: they say that they are open, and devices behind them report."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Final

from luylau.city.model import City
from luylau.incidents.causes.describing import GROUP
from luylau.incidents.causes.engine import CauseEngine
from luylau.incidents.findings import Finding, FindingChange, finding_id
from luylau.kernel.clock import MICROS
from luylau.kernel.messages import LANGUAGES, message

RULE: Final = "switch-doubted"
"""What stands for a rule in the finding of a doubt."""
DOUBT_US: Final = 240 * MICROS
"""A switch is doubted once its word has been wrong for so long: the last words of devices behind one that has
just opened may be from before."""
REFRESH_US: Final = 60 * MICROS


class Doubts:
    """Follows the doubted switches. Times are the sight clock's unless named otherwise."""

    def __init__(self, city: City, engine: CauseEngine) -> None:
        self._city = city
        self._engine = engine
        self._since_us: dict[str, int] = {}
        self._told: dict[str, Finding] = {}

    def rebuild(self, city: City, engine: CauseEngine) -> None:
        """Go on with another city or grid."""
        self._city, self._engine = city, engine

    def adopt(self, findings: Iterable[Finding]) -> None:
        """Take over the doubts that the book holds open, after a start."""
        self._told |= {finding.asset: finding for finding in findings if finding.rule == RULE}

    def look(self, now_us: int, to_wall: Callable[[int], int]) -> list[FindingChange]:
        """Return what became of doubts by the engine's newest look."""
        devices = self._engine.doubted()
        self._since_us = {switch: self._since_us.get(switch, now_us) for switch in devices}
        wall_us, changes = to_wall(now_us), list[FindingChange]()
        for switch in self._told.keys() - devices.keys():
            over = self._told.pop(switch)
            at_us = max(wall_us, over.opened_us)
            over = replace(over, last_seen_us=at_us, cleared_us=at_us)
            changes.append(FindingChange(what="cleared", finding=over))
        for switch, count in devices.items():
            before = self._told.get(switch)
            if before is None and now_us - self._since_us[switch] < DOUBT_US:
                continue
            if before is None or wall_us - before.last_seen_us >= REFRESH_US:
                opened_us = before.opened_us if before else wall_us
                now = self._told[switch] = self._finding(switch, count, opened_us, max(wall_us, opened_us))
                changes.append(FindingChange(what="refreshed" if before else "opened", finding=now))
        return changes

    def _finding(self, switch: str, devices: int, opened_us: int, seen_us: int) -> Finding:
        asset = self._city.assets.get(switch)
        place = self._city.places.get(asset.place) if asset else None
        return Finding(
            id=finding_id(RULE, switch, "", opened_us),
            rule=RULE,
            names={language: message(language, f"{RULE}-name") for language in LANGUAGES},
            group=GROUP,
            asset=switch,
            asset_name=asset.name if asset else switch,
            asset_kind=asset.kind if asset else "grid-switch",
            place=asset.place if asset else "",
            place_name=place.name if place else "",
            channel="",
            severity="minor",
            opened_us=opened_us,
            last_seen_us=seen_us,
            value=float(devices),
            threshold=0.0,
            unit="",
            key=f"finding-{RULE}",
            fields={"element": asset.name if asset else switch, "devices": devices},
            simulated=self._engine.wiring.grid.simulated,
        )
