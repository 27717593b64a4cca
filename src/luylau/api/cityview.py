"""The city as the API serves it: the pack with what is looked up again and again worked out once."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from luylau.city import Asset, City, Gazetteer, Organisation, Place, load, pack_version, territory_geojson
from luylau.kernel.messages import Language
from luylau.kernel.text import fold


@dataclass(frozen=True, slots=True, kw_only=True)
class CityView:
    """A pack and its indexes; never changed once made."""

    city: City
    version: str
    """Digest of the pack's files."""
    gazetteer: Gazetteer
    territory: Mapping[str, Any]
    """The units' outlines as GeoJSON."""
    words: Mapping[str, str]
    """Folded text to search, by asset id: id, names, place."""
    dependants: Mapping[str, tuple[str, ...]]
    """What an asset powers or connects, directly."""
    within: Mapping[str, frozenset[str]]
    """A place with all places inside it."""
    assets_in: Mapping[str, int]
    """How many assets lie in a place or in one inside it."""
    bounds: tuple[float, float, float, float]
    """west, south, east, north of all places and assets, in degrees."""
    simulated: int
    """How many assets exist only in the platform; every screen says so where there are any."""

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Load the pack in ``folder``.

        Raises:
            BadFile: the pack has faults; the error carries all of them.
        """
        version = pack_version(folder)
        city = load(folder)
        points: list[Place | Asset] = [*city.places.values(), *city.assets.values()]
        dependants: dict[str, list[str]] = {}
        for asset in city.assets.values():
            for upstream in {asset.powered_by, asset.connected_via} - {""}:
                dependants.setdefault(upstream, []).append(asset.id)
        within = _within(city)
        here = Counter(asset.place for asset in city.assets.values())
        return cls(
            city=city,
            version=version,
            gazetteer=Gazetteer(city),
            territory=territory_geojson(city, folder),
            words={asset.id: _words(city, asset.id) for asset in city.assets.values()},
            dependants={upstream: tuple(ids) for upstream, ids in dependants.items()},
            within=within,
            assets_in={place: sum(here[part] for part in parts) for place, parts in within.items()},
            bounds=(
                min(point.lon for point in points),
                min(point.lat for point in points),
                max(point.lon for point in points),
                max(point.lat for point in points),
            ),
            simulated=sum(asset.status == "simulated" for asset in city.assets.values()),
        )

    def place_name(self, place: str, language: Language, otherwise: str = "") -> str:
        """Return a place's name in the reader's language; ``otherwise`` for an unknown one."""
        known = self.city.places.get(place)
        return name_in(language, known) if known else otherwise

    def asset_name(self, asset: str, language: Language, otherwise: str) -> str:
        """Return an asset's name in the reader's language; ``otherwise`` for an unknown one."""
        known = self.city.assets.get(asset)
        return name_in(language, known) if known else otherwise

    def owner_name(self, owner: str, language: Language) -> str:
        """Return an organisation's name in the reader's language; empty for an unknown one."""
        known = self.city.organisations.get(owner)
        return name_in(language, known) if known else ""

    def called(self, word: str) -> list[str]:
        """Return the ids of the assets that have a folded word in a name, theirs or their place's."""
        return [asset for asset, words in self.words.items() if word in words]

    def inside(self, places: Iterable[str]) -> list[str]:
        """Return places with all inside them; one that the pack does not know stays, and so matches nothing
        instead of lifting a filter."""
        return [part for place in places for part in self.within.get(place, (place,))]

    def unit(self, device: str, channel: str) -> str:
        """Return the unit of a device's channel; empty where the pack knows none."""
        known = self.city.channel(device, channel)
        return known.unit if known else ""


class CityHolder:
    """The city now. Readers take ``view`` once a request; a change puts another view in its place."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._view = CityView.read(folder)

    @property
    def view(self) -> CityView:
        """The city as it is now; hold on to it for as long as one answer takes."""
        return self._view

    def reload(self) -> bool:
        """Read the pack again if its files changed; say whether they had.

        Raises:
            BadFile: the files have faults; the city stays as it was.
        """
        if pack_version(self.folder) == self._view.version:
            return False
        self._view = CityView.read(self.folder)
        return True


def name_in(language: Language, thing: Place | Organisation | Asset) -> str:
    """Return what a thing is called in a language, else in the city's own."""
    return thing.names.get(language) or thing.name


def _within(city: City) -> dict[str, frozenset[str]]:
    parts: dict[str, set[str]] = {place: {place} for place in city.places}
    for place in city.places.values():
        parent = place.parent
        while parent:
            parts[parent].add(place.id)
            parent = city.places[parent].parent
    return {place: frozenset(inside) for place, inside in parts.items()}


def _words(city: City, asset_id: str) -> str:
    asset = city.assets[asset_id]
    place = city.places.get(asset.place)
    names = [asset.id, asset.name, *asset.names.values()]
    if place is not None:
        names += [place.name, *place.names.values()]
    return fold(" ".join(names))
