"""How the tests are shared out where several processes run them (``pytest -n``)."""

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

E2E = "tests/e2e/"


class Together(LoadScopeScheduling):
    """Keeps in one process what shares a costly fixture: all browser tests, and the tests of a file."""

    def _split_scope(self, nodeid: str) -> str:
        return E2E if nodeid.startswith(E2E) else nodeid.partition("::")[0]


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Together:
    """Share the tests out so."""
    return Together(config, log)
