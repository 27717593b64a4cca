"""What all contract tests share: no broker outlives its test."""

from collections.abc import Iterator

import pytest

from tests.support.broker import end_all


@pytest.fixture(autouse=True)
def no_broker_left() -> Iterator[None]:
    yield
    end_all()
