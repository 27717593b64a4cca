"""kill -9 of each process at random points under load: nothing acknowledged is lost, nothing is doubled, and
what was learned is what an undisturbed platform learns."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.support.ordeal import SUPERVISOR, Ordeal
from tests.support.platform import PARTS
from tests.support.uninterrupted import outcome_of, uninterrupted

pytestmark = pytest.mark.faults


@pytest.fixture(scope="module")
def survived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ordeal]:
    """A platform that was killed ten times while devices sent and an operator worked."""
    ordeal = Ordeal(root=tmp_path_factory.mktemp("ordeal"), kills=10)
    try:
        ordeal.run()
        yield ordeal
    finally:
        ordeal.platform.close()


def test_every_process_was_killed(survived: Ordeal) -> None:
    assert sum(survived.killed.values()) == 10
    assert set(survived.killed) == {*PARTS, SUPERVISOR}


def test_no_acknowledged_observation_is_lost_or_doubled(survived: Ordeal) -> None:
    account = survived.account()
    assert account.acknowledged == account.sent > 1_000
    assert (account.lost, account.doubled, account.altered) == (0, 0, 0)


def test_no_incident_or_finding_is_lost_or_doubled(survived: Ordeal) -> None:
    platform = survived.platform
    events = platform.events()
    opened = Counter(event.subject for event in events if event.kind == "incident.opened")
    assert opened == Counter(row.id for row in platform.incidents())
    assert set(opened.values()) == {1}
    told = Counter(event.data["finding"] for event in events if event.kind == "finding.closed")
    cleared = [row.id for row in platform.findings() if row.cleared_us is not None]
    assert told == Counter(cleared)
    seqs = [event.seq for event in events]
    assert seqs == sorted(set(seqs))


def test_every_confirmed_comment_is_there_once_with_its_audit_row(survived: Ordeal) -> None:
    operator, platform = survived.operator, survived.platform
    assert operator.errors == []
    assert len(operator.confirmed) > 10
    events = Counter(event.data["text"] for event in platform.events() if event.kind == "incident.commented")
    audit = Counter(entry.detail["text"] for entry in platform.audit() if entry.action == "incident.comment")
    assert events == audit
    assert set(events.values()) == {1}
    # One that was not confirmed may have been written all the same; one that was has to be.
    assert set(operator.confirmed) <= set(events) <= set(operator.attempted)


def test_the_audit_log_verifies(survived: Ordeal) -> None:
    found = survived.platform.verify_audit()
    assert found.trouble == ""
    assert found.head.size == len(survived.platform.audit())


def test_what_was_learned_is_what_an_undisturbed_platform_learns(survived: Ordeal, tmp_path: Path) -> None:
    had, should = outcome_of(survived.platform), uninterrupted(survived.platform, tmp_path / "other")
    assert had.series == should.series
    assert had.quality == should.quality
    assert len(had.findings) > 20
    assert had.findings == should.findings
    count = len(had.series)
    for name in ("quality.quality", "detectors.hot", "detectors.cold"):
        mine, theirs = had.models[name][:count], should.models[name][:count]
        for column in mine.dtype.names or ():
            np.testing.assert_array_equal(mine[column], theirs[column], err_msg=f"{name}.{column}")
