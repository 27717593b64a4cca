"""A device that sends far beyond its limit: the others do not feel it, and what is refused is counted."""

import pytest

from tests.faults.conftest import BURST, Running
from tests.support.platform import wait_for
from tests.support.sending import Sender

pytestmark = pytest.mark.faults

PER_S = 50
"""The usual limit of one device."""
MORE = 30
"""Messages of each other device that must get through while the flood lasts."""


def test_others_go_on_and_the_refused_are_counted(running: Running) -> None:
    others = running.send(5, per_s=10)
    refused = running.figures("signals").get("refused.refused-flood", 0)
    restarts = running.restarts()
    put_out = [sender.disconnects for sender in others]
    # A device may send a burst after a silence; beyond it the limit bites.
    (mad,) = running.send(1, per_s=20 * PER_S, in_flight=1_000)
    wait_for(lambda: _refused(running) > refused + 500, 120)
    taken = [len(sender.acknowledged) for sender in others]
    wait_for(
        lambda: all(
            len(sender.acknowledged) >= count + MORE for sender, count in zip(others, taken, strict=True)
        ),
        120,
    )
    assert mad.stop(120)
    assert all(sender.stop(60) for sender in others)
    assert len(mad.acknowledged) > BURST
    # None of the others was put out, and nothing of theirs is refused or lost.
    assert [sender.disconnects for sender in others] == put_out, running.platform.logs()
    assert running.restarts() == restarts, running.platform.logs()
    wait_for(lambda: running.has_all(others), 60)
    # Refused or kept: every message of the mad device has become one of the two.
    wait_for(lambda: _accounted(running, mad, refused), 60)
    health = running.platform.health(running.browser)
    assert health["ingest"]["refused"]["refused-flood"] > refused + 500
    wait_for(lambda: not running.troubles(), 60)


def _refused(running: Running) -> float:
    return float(running.figures("signals").get("refused.refused-flood", 0))


def _accounted(running: Running, mad: Sender, before: float) -> bool:
    found = running.platform.observations()
    kept = int((found["device"] == mad.device).sum())
    accounted = kept + _refused(running) - before
    # What a lost connection makes the device send again becomes one of the two again.
    extra = accounted - len(mad.acknowledged)
    return extra == 0 or (extra > 0 and mad.disconnects > 0)
