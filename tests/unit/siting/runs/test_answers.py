"""Answers as files: whole or not at all, and held against their digest."""

import hashlib
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from unittest import mock

import pytest

from luylau.kernel.errors import NotFound, Unavailable
from luylau.siting.runs import AnswerFiles, Run
from tests.unit.siting.runs.conftest import Bench

ANSWER = b'{"form": 1}\n'


def kept(bench: Bench) -> Run:
    run = bench.done()
    digest = bench.answers.stage(run, "w1-1", ANSWER)
    bench.answers.settle(run, "w1-1", digest)
    return replace(bench.book.get(run), sha256=digest)


def test_what_was_written_is_read_and_readable_by_nobody_else(bench: Bench) -> None:
    run = kept(bench)
    assert run.sha256 == hashlib.sha256(ANSWER).hexdigest()
    assert bench.answers.read(run) == ANSWER
    folder = bench.answers.file(run.id).parent
    assert folder.stat().st_mode & 0o777 == 0o700
    assert [path.name for path in folder.iterdir()] == [f"{run.id}.json"]


def spoil(path: Path) -> None:
    path.write_bytes(ANSWER.replace(b"1", b"2"))


def cut(path: Path) -> None:
    path.write_bytes(ANSWER[:-3])


@pytest.mark.parametrize(
    ("harm", "key"),
    [(Path.unlink, "study-answer-lost"), (spoil, "study-answer-damaged"), (cut, "study-answer-damaged")],
)
def test_a_file_that_is_gone_or_changed_is_told_of(
    bench: Bench, harm: Callable[[Path], None], key: str
) -> None:
    run = kept(bench)
    harm(bench.answers.file(run.id))
    with pytest.raises(Unavailable, match=key):
        bench.answers.read(run)


def test_a_run_that_is_not_done_has_none(bench: Bench) -> None:
    with pytest.raises(NotFound, match="study-answer-none"):
        bench.answers.read(bench.book.get(bench.ask()))


@pytest.mark.parametrize("refusing", ["mkdir", "fsync", "open"])
def test_a_full_disk_leaves_nothing_behind(bench: Bench, refusing: str) -> None:
    error = OSError(28, "No space left on device")
    target = "os.fsync" if refusing == "fsync" else f"pathlib.Path.{refusing}"
    with mock.patch(target, side_effect=error), pytest.raises(Unavailable, match="No space left"):
        bench.answers.stage("run-1", "w1-1", ANSWER)
    folder = bench.answers.file("run-1").parent
    assert not folder.exists() or list(folder.iterdir()) == []


def test_what_was_staged_is_no_answer_until_it_is_settled(bench: Bench) -> None:
    bench.answers.stage("run-1", "w1-1", ANSWER)
    digest = bench.answers.stage("run-1", "w2-2", b"another try")
    assert not bench.answers.file("run-1").exists()
    bench.answers.discard("run-1", "w1-1")
    bench.answers.settle("run-1", "w2-2", digest)
    assert bench.answers.file("run-1").read_bytes() == b"another try"
    with pytest.raises(Unavailable, match="study-answer-not-written"):
        bench.answers.settle("run-1", "w1-1", hashlib.sha256(ANSWER).hexdigest())
    # What lies in its place already is settled, whatever became of the first time it was said.
    bench.answers.settle("run-1", "w2-2", digest)


def test_a_sweep_takes_what_belongs_to_no_run_and_what_a_crash_left(bench: Bench) -> None:
    for run in ("run-1", "run-2"):
        bench.answers.settle(run, "w-1", bench.answers.stage(run, "w-1", ANSWER))
    for mark in ("old", "new"):
        bench.answers.stage("run-3", mark, ANSWER)
    folder = bench.answers.file("run-1").parent
    os.utime(folder / ".run-3.json.old", (0, 0))
    (folder / "notes.txt").write_text("somebody's own")
    assert bench.answers.sweep({"run-2"}) == 2
    assert sorted(path.name for path in folder.iterdir()) == [".run-3.json.new", "notes.txt", "run-2.json"]


def test_deleting_what_is_not_there_is_no_error(bench: Bench) -> None:
    bench.answers.delete("run-1")
    assert AnswerFiles(Path("/nonexistent")).sweep(set()) == 0
