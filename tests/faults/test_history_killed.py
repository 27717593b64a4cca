"""kill -9 at any point, a full disk: what was acknowledged is in the history, once, and nothing else is."""

import random
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from luylau.kernel.sql import metadata, open_engine, reader, sqlite_url
from luylau.telemetry.history import EVER, HistoryReader, HistoryWriter
from luylau.telemetry.history.tables import all_segments
from tests.faults.history_victim import DEATHS, ROWS, STREAM, messages

pytestmark = pytest.mark.faults

KILLS = 10


def start(folder: Path, mode: str, seed: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.faults.history_victim", str(folder), mode, str(seed)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2])


def acknowledged(lines: list[str]) -> int:
    # The last line may have been cut off in the middle of a number.
    whole = [line for line in lines if line.startswith("ack ") and line.endswith("\n")]
    return int(whole[-1].split()[1]) if whole else 0


def look(folder: Path, at_least: int) -> int:
    """Open what a killed process left; assert that it is whole; return the watermark."""
    engine = open_engine(sqlite_url(folder / "luylau.db"))
    metadata.create_all(engine)
    writer = HistoryWriter(folder / "history", engine)
    assert writer.faults == ()
    with reader(engine) as connection:
        segments = all_segments(connection)
        mark = writer.committed(connection).get(STREAM, 0)
    assert mark >= at_least
    lying = {
        path.relative_to(folder / "history").as_posix()
        for part in ("raw", "days")
        for path in (folder / "history" / part).rglob("*")
        if path.is_file()
    }
    assert lying == {segment.name for segment in segments}
    assert sum(segment.rows for segment in segments) == mark * ROWS
    found = list(HistoryReader(folder / "history", engine).tables(None, *EVER))
    # A value tells its message and place, so sorted values must be every one once.
    values = np.sort(np.concatenate([table.column("value").to_numpy() for table in found])) if found else []
    np.testing.assert_array_equal(values, np.sort(messages(1, mark).value) if mark else [])
    writer.close()
    engine.dispose()
    return mark


def test_killed_at_any_moment_nothing_is_lost_or_doubled(tmp_path: Path) -> None:
    chance = random.Random(20_26)
    mark = 0
    for turn in range(KILLS):
        victim = start(tmp_path, "run", turn)
        assert victim.stdout is not None
        assert victim.stdout.readline() == "ready\n"
        # Once at least something is acknowledged, however slow the machine.
        lines = [victim.stdout.readline()] if turn == 0 else []
        time.sleep(chance.uniform(0, 0.3))
        victim.kill()
        lines += victim.stdout.readlines()
        victim.wait()
        victim.stdout.close()
        told = acknowledged(lines)
        mark = look(tmp_path, max(mark, told))
    assert mark > 0


@pytest.mark.parametrize("point", DEATHS)
def test_killed_between_two_steps(tmp_path: Path, point: str) -> None:
    victim = start(tmp_path, point, 1)
    said, _ = victim.communicate(timeout=60)
    assert victim.returncode == -9
    told = acknowledged(said.splitlines(keepends=True))
    mark = look(tmp_path, told)
    # Died after the transaction and before the acknowledgement: durable, though nobody was told.
    assert (mark > told) == (point == "committed")


def test_a_full_disk_is_said_and_everything_is_written_once_there_is_room(tmp_path: Path) -> None:
    victim = start(tmp_path, "full", 1)
    said, _ = victim.communicate(timeout=60)
    assert victim.returncode == 0
    waiting = (100_000 - 10) * ROWS
    assert said.splitlines() == [f"history-disk-full {waiting}"] * 3 + ["ack 100010"]
    assert look(tmp_path, 100_010) == 100_010
