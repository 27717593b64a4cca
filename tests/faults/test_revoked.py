"""A device whose credential is revoked while it is connected is put out at once, and stays out."""

import time

import pytest

from tests.faults.conftest import Running
from tests.support.platform import wait_for

pytestmark = pytest.mark.faults


def test_a_revoked_device_is_put_out_and_others_stay(running: Running) -> None:
    revoked, other = running.send(2)
    before, others = revoked.disconnects, other.disconnects
    answer = running.browser.delete(f"/api/v1/devices/{revoked.device}/credential")
    assert answer.status_code == 204
    wait_for(lambda: revoked.disconnects > before, 15)
    time.sleep(0.5)
    taken = len(revoked.acknowledged)
    time.sleep(2.5)
    assert len(revoked.acknowledged) == taken
    assert other.disconnects == others, running.platform.logs()
    assert not revoked.stop(0)
    # What it had been told was taken is kept, though it is no longer let in.
    assert other.stop(60)
    wait_for(lambda: running.has_all([revoked, other]), 60)
    running.senders.remove(revoked)
