"""How the tests are shared out where several processes run them (``pytest -n``)."""

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

E2E = "tests/e2e/"
SCREENS = "tests/e2e/test_screens.py"
"""These look at every page, and take about as long as all others with a browser together."""


class Together(LoadScopeScheduling):
    """Keeps in one process what shares a costly fixture: the browser tests, and the tests of a file."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return E2E if file.startswith(E2E) and file != SCREENS else file


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Together:
    """Share the tests out so."""
    return Together(config, log)
