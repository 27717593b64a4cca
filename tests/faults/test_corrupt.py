"""Files that are damaged, cut off or gone: said plainly, and the platform goes on with what it has."""

import shutil
from pathlib import Path

import click
import numpy as np
import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from luylau.cli import main
from luylau.kernel.sql import reader
from luylau.telemetry.history.tables import all_segments, history_segments
from luylau.telemetry.observations import Quality
from tests.faults.conftest import Running
from tests.faults.lives import Lives
from tests.support.platform import wait_for
from tests.support.small_city import write_small_city

pytestmark = pytest.mark.faults

DAMAGE = {
    "one byte changed": lambda data: data[:200] + bytes([data[200] ^ 1]) + data[201:],
    "cut off": lambda data: data[: len(data) // 2],
    "empty": lambda data: b"",
    "something else": lambda data: b"\x00" * len(data),
}


@pytest.mark.parametrize("name", DAMAGE)
@pytest.mark.parametrize("file", ["models.ckpt", "latest.ckpt"])
def test_a_damaged_checkpoint_is_learned_anew(lives: Lives, name: str, file: str) -> None:
    lives.levels(4, 4.1, 7, 4, 7)
    lives.now.pipeline.tell()
    lives.checkpoint()
    told, good = lives.told(), lives.now.latest.get([0])
    state = lives.now.memory.copy({}).arrays
    path = lives.data.checkpoint / file
    path.write_bytes(DAMAGE[name](path.read_bytes()))
    again = lives.killed()
    again.pipeline.tell()
    assert lives.told() == told
    assert again.latest.get([0]).value.tolist() == good.value.tolist() == [7]
    learned = again.memory.copy({}).arrays
    for part in ("quality.quality", "detectors.hot", "detectors.cold"):
        # Column by column: what lies between them is left as it was.
        for column in state[part].dtype.names or ():
            np.testing.assert_array_equal(learned[part][column][0], state[part][column][0])


def test_a_missing_file_of_the_history_is_told_of_until_it_is_back(lives: Lives, tmp_path: Path) -> None:
    lives.levels(4, 5)
    lives.checkpoint()
    lives.levels(5, 4)
    lives.checkpoint()
    with reader(lives.now.engine) as connection:
        first = lives.data.history / all_segments(connection)[0].name
    shutil.move(first, tmp_path / "kept")
    again = lives.killed()
    assert [(fault.key, fault.rows) for fault in again.history.faults] == [("history-segment-missing", 2)]
    # Everything else works: what is in the other file is there, and more is taken in.
    lives.levels(4)
    lives.checkpoint()
    assert again.latest.get([0]).value.tolist() == [4]
    again.history.look_again()
    assert again.history.faults[0].file == first.relative_to(lives.data.history).as_posix()
    shutil.move(tmp_path / "kept", first)
    again.history.look_again()
    assert again.history.faults == ()


def test_a_manifest_that_names_what_is_not_there(lives: Lives) -> None:
    lives.levels(4, 5)
    lives.checkpoint()
    with lives.now.engine.begin() as connection:
        connection.execute(sa.update(history_segments).values(rows=77, name="raw/nothing.parquet"))
    again = lives.killed()
    assert [(fault.key, fault.file) for fault in again.history.faults] == [
        ("history-segment-missing", "raw/nothing.parquet")
    ]
    lives.levels(6.5)
    lives.now.pipeline.tell()
    assert lives.told() == [(3, None)]


def test_a_damaged_file_beside_sound_ones(lives: Lives) -> None:
    lives.levels(4, 5)
    lives.checkpoint()
    with reader(lives.now.engine) as connection:
        path = lives.data.history / all_segments(connection)[0].name
    path.write_bytes(path.read_bytes()[:-20])
    (lives.data.checkpoint / "models.ckpt").unlink()
    again = lives.killed()
    assert [fault.key for fault in again.history.faults] == ["history-segment-damaged"]
    lives.levels(4.5)
    assert again.latest.get([0]).quality.tolist()[0] & int(Quality.RANGE) == 0


def test_cut_off_rules_leave_the_last_good_ones_in_force(running: Running) -> None:
    rules = running.platform.data.city / "rules.toml"
    good = rules.read_bytes()
    wait_for(lambda: running.figures("signals").get("rules", 0) > 0, 60)
    before = running.figures("signals")["rules"]
    rules.write_bytes(good[: len(good) // 2])
    try:
        wait_for(lambda: "file-has-faults" in running.troubles(), 30)
        assert running.browser.get("/api/v1/incidents").status_code == 200
        senders = running.send(1)
        assert running.figures("signals")["rules"] >= before
        assert senders[0].stop(60)
        wait_for(lambda: running.has_all(senders), 60)
    finally:
        rules.write_bytes(good)
    wait_for(lambda: not running.troubles(), 60)


def test_a_start_with_cut_off_rules_names_file_and_place(tmp_path: Path) -> None:
    pack = write_small_city(tmp_path / "pack", 1)
    rules = pack / "rules.toml"
    rules.write_bytes(rules.read_bytes()[:-30])
    found = CliRunner().invoke(
        main, ["up", "--data", str(tmp_path / "data"), "--city", str(pack), "--lang", "en"]
    )
    assert found.exit_code != 0
    assert isinstance(found.exception, SystemExit | click.ClickException)
    assert "rules.toml" in found.output
