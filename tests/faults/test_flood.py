"""A device that sends far beyond its limit: the others do not feel it, and what is refused is counted."""

import statistics
import time

import pytest

from tests.faults.conftest import Running
from tests.support.platform import wait_for
from tests.support.sending import Sender

pytestmark = pytest.mark.faults

PER_S = 50
"""The usual limit of one device."""


def test_others_go_on_and_the_refused_are_counted(running: Running) -> None:
    others = running.send(5, per_s=10)
    time.sleep(3)
    before = statistics.median(delay for sender in others for delay in sender.delays_s)
    marks = [len(sender.delays_s) for sender in others]
    refused = running.figures("signals").get("refused.refused-flood", 0)
    (mad,) = running.send(1, per_s=50 * PER_S, in_flight=1_000)
    # A device may send a burst after a silence (20,000 by default); beyond it the limit bites.
    wait_for(lambda: running.figures("signals").get("refused.refused-flood", 0) > refused + 500, 60)
    assert mad.stop(30)
    during = [delay for sender, mark in zip(others, marks, strict=True) for delay in sender.delays_s[mark:]]
    assert statistics.median(during) < max(10 * before, 0.5)
    assert all(sender.stop(30) for sender in others)
    wait_for(lambda: running.has_all(others), 15)
    health = running.platform.health(running.browser)
    assert health["ingest"]["refused"]["refused-flood"] > refused + 500
    # Refused or kept: every message of the mad device has become one of the two.
    wait_for(lambda: _accounted(running, mad, refused), 15)


def _accounted(running: Running, mad: Sender, before: float) -> bool:
    found = running.platform.observations()
    kept = int((found["device"] == mad.device).sum())
    accounted = kept + running.figures("signals")["refused.refused-flood"] - before
    # What a lost connection makes the device send again becomes one of the two again.
    extra = accounted - len(mad.acknowledged)
    return extra == 0 or (extra > 0 and mad.disconnects > 0)
