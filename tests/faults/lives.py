"""Lives of ``signals`` in this process, one after another on one folder, by a clock that a test moves."""

import json
import shutil
from pathlib import Path

import sqlalchemy as sa

from luylau.incidents.tables import findings
from luylau.kernel.clock import MICROS, ManualClock, parse_iso
from luylau.kernel.sql import reader
from luylau.processes.assembly import Assembly, assemble
from luylau.processes.data import DataFolder
from luylau.settings import Settings
from luylau.telemetry.decode import Message
from tests.support.small_city import CHANNEL, post, write_small_city

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
