"""The pack that ships, and its grid: read once for all tests of siting."""

import pytest

from luylau.city import City, load
from luylau.power.grids import grid_of
from luylau.power.model import Grid
from tests.unit.siting.shipped import PACK


@pytest.fixture(scope="package")
def city() -> City:
    """The city of the pack."""
    return load(PACK)


@pytest.fixture(scope="package")
def grid(city: City) -> Grid:
    """Its grid."""
    found = grid_of(PACK, city)
    assert found is not None
    return found
