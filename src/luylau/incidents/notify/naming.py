"""What notifications need of the city: names, places inside places, the time zone."""

from collections.abc import Mapping
from typing import Protocol

from luylau.city import City
from luylau.kernel.messages import Language


class CityNames(Protocol):
    """The city as people know it; the API's view of the city is one."""

    @property
    def city(self) -> City:
        """The pack."""
        ...

    @property
    def within(self) -> Mapping[str, frozenset[str]]:
        """A place with all places inside it."""
        ...

    def asset_name(self, asset: str, language: Language, otherwise: str) -> str:
        """Return an asset's name in a language; ``otherwise`` for an unknown one."""
        ...

    def place_name(self, place: str, language: Language, otherwise: str = "") -> str:
        """Return a place's name in a language; ``otherwise`` for an unknown one."""
        ...
