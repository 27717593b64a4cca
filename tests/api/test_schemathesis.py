"""The whole API against its own description: no server error, no undocumented status, header or body."""

from base64 import b64encode
from collections.abc import Iterator
from itertools import count

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from starlette.types import ASGIApp, Receive, Scope, Send

from luylau.api.openapi import document
from tests.api.world import NOW, World, world_in
from tests.support.small_grid import city_grid

ENDLESS = ["/api/v1/stream", "/api/v1/cameras/live"]
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


class Late:
    """The application, which is made later than the tests are collected."""

    app: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app(scope, receive, send)


late = Late()
whole = schemathesis.openapi.from_dict(document())
whole.app = late
schema = whole.exclude(path=ENDLESS)
turn = count()


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with world_in(tmp_path_factory.mktemp("world")) as made:
        made.keep("gauge-1", "water_level", [(NOW, 1.0, 0)])
        made.hear("gauge-1", "water_level", 1.0)
        made.grid = city_grid()
        made.services.grid.reload()
        late.app = made.app
        yield made


@pytest.fixture(scope="module")
def known(world: World) -> dict[str, str]:
    """Things that exist, by the path parameter that names them; each second call asks for one."""
    return {
        "asset": "gauge-1",
        "channel": "water_level",
        "device": "gauge-1",
        "incident": world.incident(),
        "rule": "river-alarm-3",
        "user": world.user("viewer").id,
        "version": "1",
        "feeder": "f0",
        "proposal": "1",
    }


@pytest.fixture
def headers(world: World) -> dict[str, str]:
    with world.engine.begin() as connection:
        secret = world.security.devices.issue(connection, "gauge-1", actor="test")
    return {
        "Authorization": "Basic " + b64encode(f"gauge-1:{secret}".encode()).decode(),
        "Cookie": f"luylau={world.token(world.user('admin'))}",
    }


@schema.parametrize()
@settings(
    max_examples=8,
    phases=[Phase.generate],
    database=None,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
def test_the_api_does_what_it_says(known: dict[str, str], headers: dict[str, str], case: Case) -> None:
    if next(turn) % 2 == 0:
        for name in case.path_parameters or {}:
            case.path_parameters[name] = known.get(name, case.path_parameters[name])
    case.call_and_validate(headers=headers, checks=CHECKS)
