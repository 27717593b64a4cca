"""What the tests of notifications share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.incidents.notify.flow import Flow, flow_in


@pytest.fixture
def flow(tmp_path: Path) -> Iterator[Flow]:
    with flow_in(tmp_path) as made:
        yield made
