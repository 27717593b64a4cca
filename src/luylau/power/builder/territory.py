"""Where load is: units with people, parks, and the substations that feed them."""

from dataclasses import dataclass

import numpy as np

from luylau.city import Asset, City, Place
from luylau.kernel.arrays import Float64, Int64
from luylau.power.builder.plan import Plan, refused
from luylau.power.model import Criticality

METRES_PER_DEGREE = 111_320.0
INVENTED = "sim"
"""What the code of a substation begins with that the pack does not have."""


@dataclass(slots=True)
class Station:
    """A 110 kV substation; ``asset`` is the city's, "" for an invented one. ``at`` is x and y in metres."""

    code: str
    asset: str
    name: str
    at: Float64


@dataclass(frozen=True, slots=True, kw_only=True)
class Points:
    """Distribution transformers, shape (n,): ``at`` (n, 2) in metres, load and customers of each, the city's
    asset or "", and how much depends on what it feeds."""

    at: Float64
    p_w: Float64
    customers: Int64
    asset: tuple[str, ...]
    criticality: Int64


class Ground:
    """The territory of a plan, flat in metres around the city's middle.

    Raises:
        BadFile: no unit of the city belonged to the plan's ``former``.
    """

    def __init__(self, city: City, plan: Plan) -> None:
        self.city = city
        self.plan = plan
        self._narrow = np.cos(np.radians(city.lat))
        parents = {place.parent for place in city.places.values()}
        chosen = {unit.unit for unit in city.legacy if unit.old_province == plan.former}
        if plan.former and not chosen:
            known = ", ".join(sorted({unit.old_province for unit in city.legacy})) or "–"
            raise refused("former", "grid-plan-former-unknown", said=plan.former, known=known)
        kinds = {place.id: place.kind for place in city.places.values()}
        self.units = [
            place
            for place in city.places.values()
            if place.kind != "industrial_park"
            and (
                place.id not in parents
                or all(kinds[one.id] == "industrial_park" for one in self._inside(place.id))
            )
            and (not plan.former or place.id in chosen)
        ]
        inside = {unit.id for unit in self.units}
        self.parks = [
            place
            for place in city.places.values()
            if place.kind == "industrial_park" and place.parent in inside
        ]
        self.inside = inside
        self._below: dict[str, list[Asset]] | None = None

    def _inside(self, parent: str) -> list[Place]:
        return [place for place in self.city.places.values() if place.parent == parent]

    def metres(self, lat: float, lon: float) -> Float64:
        """Return x and y of a place."""
        east = (lon - self.city.lon) * METRES_PER_DEGREE * self._narrow
        return np.array([east, (lat - self.city.lat) * METRES_PER_DEGREE])

    def degrees(self, at: Float64) -> tuple[Float64, Float64]:
        """Return latitudes and longitudes of places, shape (n, 2)."""
        return (
            self.city.lat + at[:, 1] / METRES_PER_DEGREE,
            self.city.lon + at[:, 0] / METRES_PER_DEGREE / self._narrow,
        )

    def stations(self) -> list[Station]:
        """Return the substations of the pack that another one feeds; where there are none, one in each of
        the most populous units."""
        found = [
            Station(
                code=asset.id.removeprefix("ts-110-"),
                asset=asset.id,
                name=asset.name,
                at=self.metres(asset.lat, asset.lon),
            )
            for asset in self.city.assets.values()
            if asset.kind == "substation" and asset.powered_by and asset.place in self.inside
        ]
        # Where the pack names none near, the most populous units get one.
        for unit in sorted(self.units, key=lambda one: (-np.nan_to_num(one.population), one.id)):
            at = self.metres(unit.lat, unit.lon)
            if all(np.hypot(*(at - one.at)) > self.plan.far_km * 1_400 for one in found):
                found.append(self.invented(found, at))
        return found

    def invented(self, stations: list[Station], at: Float64) -> Station:
        """Return a substation that the pack does not have, named after the unit around it."""
        away = [float(np.hypot(*(self.metres(unit.lat, unit.lon) - at))) for unit in self.units]
        unit = self.units[int(np.argmin(away))]
        base = f"{INVENTED}-{unit.id.partition('-')[2] or unit.id}"
        taken = {one.code for one in stations}
        number = next(n for n in range(1, len(taken) + 2) if _numbered(base, "-", n) not in taken)
        return Station(
            code=_numbered(base, "-", number),
            asset="",
            name=f"{unit.name} {_numbered(INVENTED, ' ', number)}",
            at=at,
        )

    def public(self, rng: np.random.Generator, count: int) -> Points:
        """Draw the public transformers: the pack's own at their places, the others over the units by
        people.

        Raises:
            BadFile: of no unit the population is known.
        """
        plan = self.plan
        people = np.array([unit.population for unit in self.units])
        people = np.where(np.isfinite(people), people, 0.0)
        if people.sum() <= 0:
            raise refused("population", "grid-plan-nobody", "places.csv", units=len(self.units))
        own = [
            asset
            for asset in self.city.assets.values()
            if asset.kind == "transformer" and asset.place in self.inside
        ]
        share = people / people.sum()
        drawn = np.sort(rng.choice(len(self.units), max(count - len(own), 0), p=share))
        radius = np.array(
            [np.sqrt((unit.area_km2 if unit.area_km2 > 0 else 10.0) * 1e6 / np.pi) for unit in self.units]
        )
        centre = np.array([self.metres(unit.lat, unit.lon) for unit in self.units])
        # Half of them in villages and streets, the other half anywhere in the unit.
        villages = [rng.normal(0, 0.45, (max(3, int(area / 1_100)), 2)) for area in radius]
        offset = rng.normal(0, 0.5, (len(drawn), 2))
        for row, unit in enumerate(drawn.tolist()):
            if rng.random() < 0.6:
                pick = villages[unit][rng.integers(len(villages[unit]))]
                offset[row] = pick + rng.normal(0, 0.08, 2)
        length = np.hypot(*offset.T)
        offset /= np.maximum(length, 1.0)[:, None]
        at = centre[drawn] + offset * radius[drawn, None] * 0.95
        places = [self.metres(asset.lat, asset.lon) for asset in own]
        at = np.vstack([np.array(places).reshape(-1, 2), at])
        by_unit = {unit.id: row for row, unit in enumerate(self.units)}
        unit_of = np.concatenate([np.array([by_unit[asset.place] for asset in own], np.int64), drawn])
        weight = rng.lognormal(0, 0.45, len(at))
        total = np.bincount(unit_of, weights=weight, minlength=len(self.units))
        customers_of = people / plan.persons_per_customer * (1 + plan.commercial)
        customers = np.maximum(1, np.rint(customers_of[unit_of] * weight / total[unit_of])).astype(np.int64)
        p_w = plan.peak_public_mw * 1e6 * customers / customers.sum()
        return Points(
            at=at,
            p_w=p_w,
            customers=customers,
            asset=tuple(asset.id for asset in own) + ("",) * len(drawn),
            criticality=np.array(
                [self._level(asset.id) for asset in own] + [int(Criticality.NORMAL)] * len(drawn), np.int64
            ),
        )

    def _level(self, transformer: str) -> int:
        """Return how much depends on what a transformer of the pack feeds: its most critical site that is no
        device."""
        kinds = self.city.kinds
        return max(
            (
                int(Criticality.of(asset.criticality))
                for asset in self._fed(transformer)
                if not kinds[asset.kind].is_device
            ),
            default=int(Criticality.NORMAL),
        )

    def _fed(self, transformer: str) -> list[Asset]:
        if self._below is None:
            below: dict[str, list[Asset]] = {}
            for asset in self.city.assets.values():
                below.setdefault(asset.powered_by, []).append(asset)
            self._below = below
        return self._below.get(transformer, [])


def _numbered(base: str, between: str, number: int) -> str:
    return base if number == 1 else f"{base}{between}{number}"
