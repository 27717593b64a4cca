"""Killed between two steps: findings told, state written; nothing may be lost, nor the wrong one cleared.

A kill is played here by leaving one assembly as it is and putting together another on the same folder.
"""

import asyncio
from collections.abc import Sequence

import pytest
import sqlalchemy as sa

from luylau.incidents import FindingChange, IncidentBook
from luylau.processes.door import Door
from luylau.processes.signals import Signals
from tests.faults.lives import Lives

pytestmark = pytest.mark.faults


def test_an_older_state_does_not_clear_a_newer_finding(lives: Lives) -> None:
    lives.levels(4, 7)
    lives.now.pipeline.tell()
    # The state stands in the first finding; then that one clears and a second one opens and lasts.
    lives.checkpoint()
    lives.levels(4, 7, 7.5)
    lives.now.pipeline.commit()
    lives.now.pipeline.tell()
    assert lives.told() == [(2, 3), (4, None)]
    lives.killed().pipeline.tell()
    assert lives.told() == [(2, 3), (4, None)]
    lives.levels(4)
    lives.now.pipeline.tell()
    assert lives.told() == [(2, 3), (4, 6)]


def test_killed_before_anything_was_told_all_is_found_again(lives: Lives) -> None:
    lives.levels(4, 7, 4)
    lives.now.pipeline.commit()
    assert lives.told() == []
    lives.killed().pipeline.tell()
    assert lives.told() == [(2, 3)]


class Silent:
    """A bus that nobody listens to."""

    async def publish(self, subject: str, said: object) -> None:
        await asyncio.sleep(0)


def test_no_state_is_written_before_its_findings_are_told(
    lives: Lives, monkeypatch: pytest.MonkeyPatch
) -> None:
    lives.levels(4, 7, 4)
    real, away = IncidentBook.record, True

    def record(book: IncidentBook, changes: Sequence[FindingChange]) -> None:
        if away:
            raise sa.exc.OperationalError("", {}, Exception("database is locked"))
        real(book, changes)

    monkeypatch.setattr(IncidentBook, "record", record)
    bus, door = Silent.__new__(Silent), Door.__new__(Door)
    signals = Signals(lives.now, bus, [], door)  # type: ignore[arg-type]
    models = lives.data.checkpoint / "models.ckpt"
    assert asyncio.run(signals._commit(checkpoint=True))
    assert not models.exists()
    away = False
    assert asyncio.run(signals._commit(checkpoint=True))
    assert models.exists()
    assert lives.told() == [(2, 3)]
