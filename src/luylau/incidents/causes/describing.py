"""A cause in words and figures: the finding that stands for it, the evidence, what to ask next."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from math import isfinite, nan
from typing import Any, Final
from zoneinfo import ZoneInfo

import numpy as np

from luylau.city.model import City
from luylau.incidents.causes.consequence import Consequence, Surroundings
from luylau.incidents.causes.engine import CauseEngine, Known
from luylau.incidents.causes.evidence import NEVER, SHORT_US
from luylau.incidents.causes.reasoning import Cause, CauseKind, Look, rows_by
from luylau.incidents.causes.wiring import Supply
from luylau.incidents.findings import Finding, finding_id
from luylau.incidents.urgency import kept_parts
from luylau.kernel.arrays import Int64
from luylau.kernel.clock import MICROS
from luylau.kernel.errors import Field
from luylau.kernel.messages import LANGUAGES, message
from luylau.power.model import Grid
from luylau.power.topology import NONE

GROUP: Final = "cause"
"""The group of findings that are causes."""
ASKED: Final = 3
"""Devices named that are worth asking."""
UNSURE: Final = (0.05, 0.95)
"""A device is worth asking if its supply is dead with a probability between these."""


def rule_of(kind: CauseKind) -> str:
    """Return what stands for a rule in the finding of a cause."""
    return f"{GROUP}-{kind}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """What failed or may have: a line, switch, transformer, source, site or carrier. Coordinates are None
    where they are not known; ``asset`` is "" for what the city does not know."""

    kind: CauseKind
    element: str
    what: str
    asset: str
    name: str
    probability: float
    lat: float | None
    lon: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One thing that speaks for a cause, or against it, as a message key and its fields."""

    key: str
    fields: Mapping[str, Field]
    against: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """Everything that is told of a cause; times by the wall clock, NEVER where not known.

    ``devices`` below it, of which ``silent`` are so, ``reporting`` report and ``unheard`` did not before.
    ``ask``: assets worth asking, with the probability that each one's supply is dead. ``fault``: the grid's
    elements to hand to a restoration plan.
    """

    element: Element
    since_us: int
    feeder: str
    feeder_id: str
    said_open: bool
    devices: int
    silent: int
    reporting: int
    unheard: int
    evidence: tuple[Evidence, ...]
    alternatives: tuple[Element, ...]
    ask: tuple[tuple[str, float], ...]
    consequence: Consequence
    fault: tuple[str, ...]
    simulated: bool

    def data(self) -> dict[str, Any]:
        """Return it as JSON can carry it."""
        return {**asdict(self), "urgency": kept_parts(self.consequence.urgency)}


class Describer:
    """Describes the causes that an engine follows."""

    def __init__(self, city: City, engine: CauseEngine, load_places: tuple[str, ...]) -> None:
        self.city = city
        self._engine = engine
        self._grid: Grid = engine.wiring.grid
        self._around = Surroundings(city, engine.wiring, load_places)
        self._zone = ZoneInfo(city.time_zone)
        self._parts: tuple[Supply, dict[int, Int64]] | None = None
        """The devices of each part of the supply, for as long as that is as it was."""

    def describe(self, known: Known, begun_us: int, now_us: int) -> Described:
        """Return what is told of a cause that the engine's newest look found; when it began (NEVER if that is
        not known) and the time now by the wall clock."""
        seen = self._engine.look
        assert seen is not None
        cause = known.cause
        missed = seen.weights.missed[cause.devices]
        silent = len(known.dark)
        supply = seen.supply
        place = cause.place
        is_power = cause.kind == "power"
        edge = int(supply.edge[place]) if is_power else NONE
        feeder_id, feeder = self._feeder(seen, place) if is_power else ("", "")
        return Described(
            element=self._element(seen, cause.kind, place, cause.probability),
            since_us=begun_us,
            feeder=feeder,
            feeder_id=feeder_id,
            said_open=bool(is_power and supply.said_open[place]),
            devices=len(cause.devices),
            silent=silent,
            reporting=int((missed[~np.isin(cause.devices, known.dark)] == 0).sum()),
            unheard=int((~seen.weights.telling[cause.devices]).sum()),
            evidence=tuple(self._evidence(seen, known, begun_us)),
            alternatives=tuple(
                self._element(seen, one.kind, one.place, one.probability) for one in cause.alternatives[:5]
            ),
            ask=self._ask(seen, known),
            consequence=self._around.of(seen, cause, begun_us, now_us),
            fault=(seen.wiring.edge_ids[edge],) if edge != NONE else (),
            simulated=self._grid.simulated if is_power else self._is_simulated(known.element),
        )

    def finding(self, known: Known, described: Described, opened_us: int, seen_us: int) -> Finding:
        """Return the finding that stands for a cause; ``opened_us`` is when it was told first."""
        element, consequence = described.element, described.consequence
        asset = self.city.assets.get(element.asset)
        rule = rule_of(element.kind)
        place_id = asset.place if asset else next(iter(consequence.places), "")
        place = self.city.places.get(place_id)
        return Finding(
            id=finding_id(rule, f"{known.number}|{known.seen_us}", "", opened_us),
            rule=rule,
            names={language: message(language, f"{rule}-name") for language in LANGUAGES},
            group=GROUP,
            asset=element.asset or element.element,
            asset_name=asset.name if asset else element.name,
            asset_kind=asset.kind if asset else f"grid-{element.what}",
            place=place_id,
            place_name=place.name if place else "",
            channel="",
            severity=consequence.severity,
            opened_us=opened_us,
            last_seen_us=max(seen_us, opened_us),
            value=float(consequence.customers if element.kind == "power" else described.silent),
            threshold=0.0,
            unit="",
            key=f"finding-{rule}-said" if described.said_open else f"finding-{rule}",
            fields={
                "element": element.name,
                "customers": consequence.customers,
                "devices": described.silent,
                "percent": round(100 * element.probability),
            },
            simulated=described.simulated,
        )

    def _element(self, seen: Look, kind: CauseKind, place: int, probability: float) -> Element:
        element = self._engine.element(kind, place)
        what, lat, lon = "carrier", nan, nan
        grid, count = self._grid, len(self._grid.nodes)
        if kind == "power":
            edge = int(seen.supply.edge[place])
            if place >= count:
                what = "site"
            elif edge == NONE:
                what, lat, lon = "source", float(grid.nodes.lat[place]), float(grid.nodes.lon[place])
            else:
                lines, switches = len(grid.lines), grid.switch_edges.stop
                what = "line" if edge < lines else "switch" if edge < switches else "transformer"
                ends = [one[edge] for one in seen.wiring.edge_ends]
                lat, lon = float(grid.nodes.lat[ends].mean()), float(grid.nodes.lon[ends].mean())
        asset = self.city.assets.get(element)
        if asset is not None:
            lat, lon = asset.lat, asset.lon
        return Element(
            kind=kind,
            element=element,
            what=what,
            asset=element if asset else "",
            name=asset.name if asset else element,
            probability=probability,
            lat=lat if isfinite(lat) else None,
            lon=lon if isfinite(lon) else None,
        )

    def _feeder(self, seen: Look, place: int) -> tuple[str, str]:
        """Return id and name of the feeder of a place; empty for none."""
        region = int(seen.supply.region[place])
        feeders = self._grid.feeders
        if region >= len(feeders):
            return "", ""
        return feeders.id[region], feeders.name[region] or feeders.id[region]

    def _is_simulated(self, element: str) -> bool:
        asset = self.city.assets.get(element)
        return asset is not None and asset.status == "simulated"

    def _evidence(self, seen: Look, known: Known, begun_us: int) -> list[Evidence]:
        cause, devices, heard = known.cause, seen.wiring.devices, seen.heard
        rows, missed = cause.devices, seen.weights.missed[cause.devices]
        telling = seen.weights.telling[rows]
        gasped = (heard.gasp_us[rows] != NEVER) & (heard.gasp_us[rows] >= heard.last_us[rows])
        silent = telling & (missed >= 1) & ~gasped
        backed = devices.backup_us[rows] > SHORT_US
        reports = (missed == 0) & ~gasped & ~backed
        found = list[Evidence]()

        def say(key: str, against: bool = False, **fields: Field) -> None:
            found.append(Evidence(key=f"cause-evidence-{key}", fields=fields, against=against))

        if silent.any():
            since = self._clock(begun_us) if begun_us != NEVER else "-"
            say("silent", count=int(silent.sum()), known=int(telling.sum()), since=since)
        if gasped.any():
            say("gasps", count=int(gasped.sum()))
        if heard.no_voltage[rows].any():
            say("no-voltage", count=int(heard.no_voltage[rows].sum()))
        if not telling.all():
            say("unheard", count=int((~telling).sum()))
        if cause.kind == "power":
            on_battery = int((backed & (missed == 0)).sum())
            if on_battery:
                say("battery", count=on_battery)
            self._say_switch(seen, cause.place, say)
            self._say_beside(seen, known, say)
        if cause.kind == "power":
            residents = int((seen.cause_of_node[self._engine.reported] == cause.place).sum())
            if residents:
                say("reports", count=residents)
        if reports.any():
            say("reporting", against=True, count=int(reports.sum()))
        return found

    def _say_switch(self, seen: Look, place: int, say: Callable[..., None]) -> None:
        """Tell of the nearest switch at or above the place whose position is known."""
        grid, supply = self._grid, seen.supply
        first = grid.switch_edges.start
        at = place
        while at != NONE:
            edge = int(supply.edge[at]) if at < len(grid.nodes) else NONE
            row = edge - first
            if edge != NONE and 0 <= row < len(grid.switches) and self._engine.hearing.told[row]:
                closed = bool(self._engine.hearing.closed[row])
                name = self._engine.element("power", at)
                if closed and at == place:
                    say("switch-wrong", against=True, switch=name)
                else:
                    say("switch-closed" if closed else "switch-open", switch=name)
                return
            at = int(supply.parent[at])

    def _say_beside(self, seen: Look, known: Known, say: Callable[..., None]) -> None:
        """Tell of the devices of the same feeder that the cause does not explain."""
        beside = np.setdiff1d(self._near(seen, known.cause), known.cause.devices, assume_unique=True)
        beside = beside[seen.weights.telling[beside]]
        missed, feeder = seen.weights.missed[beside], self._feeder(seen, known.cause.place)[1]
        if len(missed) and feeder:
            say("beside", silent=int((missed >= 1).sum()), known=len(missed), feeder=feeder)

    def _ask(self, seen: Look, known: Known) -> tuple[tuple[str, float], ...]:
        """Return the devices whose answer would tell most: their supply is as likely dead as alive."""
        if known.cause.kind != "power":
            return ()
        devices = seen.wiring.devices
        rows = self._near(seen, known.cause)
        chance = seen.beliefs.dead[devices.node[rows]]
        # Who was heard a moment ago has answered; who gasped, too.
        is_open = (chance > UNSURE[0]) & (chance < UNSURE[1]) & (seen.weights.missed[rows] != 0)
        rows, chance = rows[is_open], chance[is_open]
        best = np.argsort(np.abs(chance - 0.5), kind="stable")
        _, first = np.unique(devices.node[rows[best]], return_index=True)
        asked = best[np.sort(first)][:ASKED].tolist()
        return tuple((devices.id[int(rows[one])], float(chance[one])) for one in asked)

    def _near(self, seen: Look, cause: Cause) -> Int64:
        """Return the devices of the part of the supply that a cause of power lies in."""
        if self._parts is None or self._parts[0] is not seen.supply:
            region = np.append(seen.supply.region, NONE)[seen.wiring.devices.node]
            self._parts = seen.supply, rows_by(region)
        return self._parts[1].get(int(seen.supply.region[cause.place]), np.empty(0, np.int64))

    def _clock(self, wall_us: int) -> str:
        return datetime.fromtimestamp(wall_us / MICROS, self._zone).strftime("%H:%M:%S")
