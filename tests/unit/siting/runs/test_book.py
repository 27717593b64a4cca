"""Runs as people see them: asked for, listed, cancelled, deleted; each audited."""

import pytest

from luylau.kernel.errors import Conflict, NotFound, TooMany
from luylau.siting.runs import book as book_module
from tests.unit.siting.runs.conftest import OUTCOME, STUDY, Bench


def test_a_run_keeps_the_study_as_it_was_and_who_asked(bench: Bench) -> None:
    run = bench.book.get(bench.ask())
    assert (run.study, run.version, run.actor, run.state) == ("posts", 4, "user-1", "queued")
    assert run.data == STUDY
    assert (run.started_us, run.ended_us, run.sha256) == (None, None, "")
    assert bench.told(run.id) == [("queued", 0.0)]
    (entry,) = bench.audit()
    assert (entry.action, entry.resource, entry.actor) == ("study.run", "study:posts", "user-1")
    assert entry.detail["run"] == run.id


def test_pages_go_from_the_newest_back_and_by_study_and_state(bench: Bench) -> None:
    first, other, last = bench.ask(), bench.ask("others"), bench.ask()
    assert [run.id for run in bench.book.page()] == [last, other, first]
    assert [run.id for run in bench.book.page(study="posts")] == [last, first]
    newest = bench.book.page(limit=1)[0]
    rest = bench.book.page(before=(newest.asked_us, newest.id))
    assert [run.id for run in rest] == [other, first]
    bench.book.cancel(other, actor="user-1")
    assert [run.id for run in bench.book.page(states=("cancelled", "done"))] == [other]
    assert {study: run.id for study, run in bench.book.newest().items()} == {"posts": last, "others": other}


def test_one_that_waits_is_cancelled_at_once_and_only_once(bench: Bench) -> None:
    run = bench.ask()
    assert bench.book.cancel(run, actor="user-2").state == "cancelled"
    assert bench.queue.take("w1") is None
    with pytest.raises(Conflict, match="study-run-over"):
        bench.book.cancel(run, actor="user-2")
    assert bench.audit()[-1].detail == {"run": run, "cancelled": True}
    assert len(bench.audit()) == 2


def test_one_that_runs_is_cancelled_by_its_worker_and_asked_for_once(bench: Bench) -> None:
    run = bench.running()
    asked = bench.book.cancel(run, actor="user-1")
    assert (asked.state, asked.cancelling) == ("running", True)
    assert bench.book.cancel(run, actor="user-1") == asked
    assert sum(entry.detail.get("cancelled", False) for entry in bench.audit()) == 1


def test_one_whose_worker_is_dead_is_cancelled_at_once(bench: Bench) -> None:
    run = bench.running()
    bench.clock.advance(11)
    assert bench.book.cancel(run, actor="user-1").state == "cancelled"


def test_only_what_is_over_can_be_deleted(bench: Bench) -> None:
    waiting, done = bench.ask(), None
    with pytest.raises(Conflict, match="study-run-active"):
        bench.book.delete(waiting, actor="user-1")
    bench.book.cancel(waiting, actor="user-1")
    done = bench.done()
    for run in (waiting, done):
        bench.book.delete(run, actor="admin-1")
        with pytest.raises(NotFound, match="study-run-unknown"):
            bench.book.get(run)
        assert bench.told(run)[-1][0] == "deleted"
    assert bench.audit()[-1].detail["sha256"] == OUTCOME.sha256


def test_the_newest_runs_of_a_study_are_kept_and_none_that_is_not_over_goes(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(book_module, "KEPT", 3)
    waiting = bench.ask()
    assert bench.queue.take("w0") is not None
    other = bench.ask("others")
    bench.book.cancel(other, actor="user-1")
    over = [bench.ask() for _ in range(3)]
    for run in over:
        bench.book.cancel(run, actor="user-1")
    bench.clock.advance(1)
    newest, gone = bench.book.ask(STUDY, actor="user-1")
    assert gone == (over[0],)
    assert {run.id for run in bench.book.page()} == {waiting, other, *over[1:], newest.id}
    assert bench.audit()[-1].detail["deleted"] == [over[0]]


def test_so_many_may_wait_and_no_more(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(book_module, "MOST_ACTIVE", 2)
    first, _ = bench.ask(), bench.ask()
    with pytest.raises(TooMany, match="study-runs-many"):
        bench.ask()
    bench.book.cancel(first, actor="user-1")
    assert bench.book.get(bench.ask()).state == "queued"
