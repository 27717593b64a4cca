"""A process that is killed while it appends loses no acknowledged audit entry and leaves a sound log."""

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from luylau.kernel.sql import metadata, open_engine, reader, sqlite_url
from luylau.security import AuditLog, verify_log

WRITER = """
import sys
from pathlib import Path
from luylau.kernel.sql import open_engine, sqlite_url
from luylau.security import AuditLog
engine, log = open_engine(sqlite_url(Path(sys.argv[1]))), AuditLog()
while True:
    with engine.begin() as connection:
        entries = [
            log.append(connection, actor="writer", action="x", resource="y", outcome="done", time_us=n)
            for n in range(3)
        ]
    print(entries[-1].index, flush=True)
"""


@pytest.mark.faults
def test_kill_9_while_appending(tmp_path: Path) -> None:
    file = tmp_path / "luylau.db"
    engine = open_engine(sqlite_url(file))
    metadata.create_all(engine)
    chance = random.Random(331)
    acknowledged = -1
    for _ in range(5):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(file)], stdout=subprocess.PIPE, text=True
        )
        assert writer.stdout is not None
        first = writer.stdout.readline()
        time.sleep(chance.uniform(0, 0.2))
        writer.kill()
        said = [first, *writer.stdout.read().splitlines()]
        writer.stdout.close()
        writer.wait()
        # A line that was cut in the middle by the kill acknowledges nothing.
        whole = [int(line) for line in said if line.strip()]
        acknowledged = max(acknowledged, *whole[:-1], int(first))
        with reader(engine) as connection:
            found = verify_log(connection)
            assert found.trouble == ""
            assert AuditLog().head(connection) == found.head
        assert found.head.size > acknowledged
        # Three to a transaction: none was ever half there.
        assert found.head.size % 3 == 0
    engine.dispose()
