"""The simulator's credentials: its own are kept from start to start, a device made real is left alone."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine

from luylau.city import City, load
from luylau.kernel.clock import MICROS, ManualClock
from luylau.kernel.sql import metadata, open_engine, sqlite_url
from luylau.processes.data import DataFolder
from luylau.processes.demo import credentials_file, issue_simulator_credentials
from luylau.security import DeviceRegistry
from tests.support.small_city import post, write_small_city


@dataclass
class Installation:
    """A data folder with a city of three simulated posts."""

    data: DataFolder
    city: City
    engine: Engine
    registry: DeviceRegistry

    def start(self) -> dict[str, str]:
        """Start once, and return what the simulator gets."""
        issue_simulator_credentials(self.data, self.city, self.engine, self.registry)
        secrets: dict[str, str] = json.loads(credentials_file(self.data).read_text(encoding="utf-8"))
        return secrets

    def issue(self, device: str) -> str:
        """Issue a secret as a person does."""
        with self.engine.begin() as connection:
            return self.registry.issue(connection, device, actor="cli:test")


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    engine = open_engine(sqlite_url(tmp_path / "test.db"))
    metadata.create_all(engine)
    data = DataFolder(tmp_path)
    data.secrets.mkdir()
    registry = DeviceRegistry(engine, ManualClock(1_790_000_000 * MICROS))
    yield Installation(data, load(write_small_city(data.city, 3)), engine, registry)
    engine.dispose()


def test_each_simulated_device_keeps_its_secret_from_start_to_start(installation: Installation) -> None:
    first = installation.start()
    assert sorted(first) == [post(0), post(1), post(2)]
    assert installation.start() == first
    assert all(installation.registry.verify(*pair).kind == "known" for pair in first.items())


def test_a_device_issued_anew_by_somebody_else_is_real_and_left_alone(installation: Installation) -> None:
    first = installation.start()
    real = installation.issue(post(1))
    for _ in range(2):
        assert installation.start() == {device: first[device] for device in (post(0), post(2))}
    credentials_file(installation.data).unlink()
    assert sorted(installation.start()) == [post(0), post(2)], "not even when the file is lost"
    assert installation.registry.verify(post(1), real).kind == "known"


def test_a_device_made_real_before_the_first_start_is_left_alone(installation: Installation) -> None:
    real = installation.issue(post(0))
    assert sorted(installation.start()) == [post(1), post(2)]
    assert installation.registry.verify(post(0), real).kind == "known"


def test_a_revoked_device_stays_out_and_a_lost_secret_is_replaced(installation: Installation) -> None:
    first = installation.start()
    with installation.engine.begin() as connection:
        installation.registry.revoke(connection, post(0), actor="cli:test")
    file = credentials_file(installation.data)
    file.write_text(json.dumps({post(1): first[post(1)]}), encoding="utf-8")
    second = installation.start()
    assert sorted(second) == [post(1), post(2)]
    assert second[post(1)] == first[post(1)]
    assert installation.registry.verify(post(2), second[post(2)]).kind == "known"
