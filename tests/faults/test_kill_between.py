"""Killed between two steps: findings told, state written; nothing may be lost, nor the wrong one cleared.

A kill is played here by leaving one assembly as it is and putting together another on the same folder.
"""

import asyncio
import json
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
import sqlalchemy as sa

from luylau.incidents import FindingChange, IncidentBook
from luylau.incidents.tables import findings
from luylau.kernel.clock import MICROS, ManualClock, parse_iso
from luylau.kernel.sql import reader
from luylau.processes.assembly import Assembly, assemble
from luylau.processes.data import DataFolder
from luylau.processes.door import Door
from luylau.processes.signals import Signals
from luylau.settings import Settings
from luylau.telemetry.decode import Message
from tests.support.small_city import CHANNEL, post, write_small_city

pytestmark = pytest.mark.faults

START_US = parse_iso("2026-10-07T05:00:00Z")
STREAM = "mqtt@1"


class Lives:
    """One data folder, and one life of ``signals`` after another."""

    def __init__(self, folder: Path) -> None:
        self.data = DataFolder(folder / "data").prepare()
        shutil.copytree(write_small_city(folder / "pack", 1), self.data.city)
        self.clock = ManualClock(START_US)
        self.seq = 0
        self.now: Assembly = assemble(self.data, Settings(), self.clock)

    def killed(self) -> Assembly:
        """Begin another life."""
        self.now.close()
        self.now = assemble(self.data, Settings(), self.clock)
        return self.now

    def levels(self, *values: float) -> None:
        """Take in levels, one each second."""
        messages = []
        for value in values:
            self.seq += 1
            self.clock.advance(1)
            now_us = self.clock.now_us()
            payload = json.dumps([{"v": value, "t": now_us / MICROS}]).encode()
            messages.append(Message(post(0), CHANNEL, payload, self.seq, now_us))
        self.now.pipeline.take(STREAM, messages, self.clock.now_us())

    def checkpoint(self) -> None:
        """Write the models' state down as it is now."""
        state = self.now.memory.copy(self.now.pipeline.taken)
        self.now.pipeline.commit()
        self.now.memory.write(state)

    def told(self) -> list[tuple[int, int | None]]:
        """Return the findings in the book: seconds after the start when opened and when cleared."""
        with reader(self.now.engine) as connection:
            rows = connection.execute(sa.select(findings).order_by(findings.c.opened_us)).all()
        return [
            (
                (row.opened_us - START_US) // MICROS,
                None if row.cleared_us is None else (row.cleared_us - START_US) // MICROS,
            )
            for row in rows
        ]


@pytest.fixture
def lives(tmp_path: Path) -> Iterator[Lives]:
    found = Lives(tmp_path)
    yield found
    found.now.close()


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
