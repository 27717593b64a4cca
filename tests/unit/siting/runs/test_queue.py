"""Runs as workers see them: taken once, told of, settled, and taken again where a worker died."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from luylau.kernel.errors import Unavailable
from luylau.siting.runs import Progress
from tests.unit.siting.runs.conftest import OUTCOME, Bench


def test_the_one_that_waited_longest_goes_first_and_to_one_worker(bench: Bench) -> None:
    first, second = bench.ask(), bench.ask()
    assert bench.queue.has_work()
    taken = [bench.queue.take(worker) for worker in ("w1", "w2", "w3")]
    assert [(run.id, run.worker, run.tries) for run in taken if run] == [(first, "w1", 1), (second, "w2", 1)]
    assert taken[2] is None
    assert not bench.queue.has_work()


def test_workers_that_ask_at_the_same_time_share_the_runs_out(bench: Bench) -> None:
    asked = {bench.ask() for _ in range(12)}
    with ThreadPoolExecutor(6) as pool:
        taken = list(pool.map(lambda number: bench.queue.take(f"w{number}"), range(18)))
    ids = [run.id for run in taken if run is not None]
    assert len(ids) == 12
    assert set(ids) == asked


def test_progress_is_told_where_it_says_something_new(bench: Bench) -> None:
    run = bench.running()
    for share, step in ((0.1, "a"), (0.105, "a"), (0.2, "a"), (0.2, "b")):
        assert bench.queue.beat("w1", {run: Progress(share=share, step=step)}) == set()
    assert bench.told(run) == [
        ("queued", 0), ("running", 0), ("running", 0.1), ("running", 0.2), ("running", 0.2),
    ]  # fmt: skip
    held = bench.book.get(run)
    assert (held.share, held.step) == (0.2, "b")


def test_a_run_whose_worker_fell_silent_is_taken_again_from_the_beginning(bench: Bench) -> None:
    run = bench.running()
    bench.queue.beat("w1", {run: Progress(share=0.7, step="plan")})
    bench.clock.advance(9)
    assert not bench.queue.has_work()
    bench.clock.advance(2)
    assert bench.queue.has_work()
    again = bench.queue.take("w2")
    assert again is not None
    assert (again.id, again.worker, again.tries, again.share) == (run, "w2", 2, 0.0)
    # The first worker only was slow: it hears that the run is no longer its own, and its answer is nobody's.
    assert bench.queue.beat("w1", {run: Progress(share=0.8, step="plan")}) == {run}
    put: list[str] = []
    assert not bench.queue.finish(run, "w1", OUTCOME, lambda: put.append("w1"))
    bench.queue.fail(run, "w1", key="study-run-memory", fields={})
    bench.queue.give_up(run, "w1", died=True)
    assert bench.book.get(run) == again
    assert bench.queue.finish(run, "w2", OUTCOME, lambda: put.append("w2"))
    assert put == ["w2"]
    assert bench.book.get(run).state == "done"


def test_a_run_that_takes_its_workers_down_is_not_begun_for_ever(bench: Bench) -> None:
    run = bench.ask()
    for _ in range(3):
        assert bench.queue.take("w1") is not None
        bench.queue.give_up(run, "w1", died=True)
    held = bench.book.get(run)
    assert (held.state, held.key, held.fields) == ("failed", "study-run-died", {"tries": 3})
    assert bench.queue.take("w1") is None


def test_a_run_that_is_handed_back_in_good_order_loses_no_try(bench: Bench) -> None:
    run = bench.ask()
    for _ in range(5):
        assert bench.queue.take("w1") is not None
        bench.queue.give_up(run, "w1", died=False)
    assert (bench.book.get(run).state, bench.book.get(run).tries) == ("queued", 0)


def test_a_cancelled_run_is_ended_by_its_worker_whatever_came_of_it(bench: Bench) -> None:
    put: list[str] = []
    for number in range(3):
        run = bench.running()
        bench.book.cancel(run, actor="user-1")
        assert bench.queue.beat("w1", {run: Progress(share=0.5, step="plan")}) == {run}
        if number == 0:
            bench.queue.give_up(run, "w1", died=False)
        elif number == 1:
            assert not bench.queue.finish(run, "w1", OUTCOME, lambda: put.append("x"))
        else:
            bench.queue.fail(run, "w1", key="study-run-memory", fields={})
        held = bench.book.get(run)
        assert (held.state, held.cancelling, held.key) == ("cancelled", False, "")
    assert put == []


def test_a_cancelled_run_whose_worker_died_is_not_begun_again(bench: Bench) -> None:
    run = bench.running()
    bench.book.cancel(run, actor="user-1")
    bench.clock.advance(11)
    assert bench.queue.take("w2") is None
    assert bench.book.get(run).state == "cancelled"


def test_an_answer_that_finds_no_place_leaves_the_run_as_it_was(bench: Bench) -> None:
    run = bench.running()
    before = bench.book.get(run)

    def refuse() -> None:
        raise Unavailable("study-answer-not-written", reason="full")

    with pytest.raises(Unavailable):
        bench.queue.finish(run, "w1", OUTCOME, refuse)
    assert bench.book.get(run) == before


def test_a_failure_is_kept_with_its_faults(bench: Bench) -> None:
    run = bench.running()
    fault = {"file": "a.csv", "row": 3, "column": "lat", "key": "siting-file-range", "fields": {"value": 99}}
    bench.queue.fail(run, "w1", key="file-has-faults", fields={"files": "a.csv", "count": 1}, faults=[fault])
    held = bench.book.get(run)
    assert (held.state, held.key, held.faults[0].row, held.faults[0].fields) == (
        "failed", "file-has-faults", 3, {"value": 99},
    )  # fmt: skip
    assert held.ended_us == bench.clock.now_us()


def test_runs_are_counted_by_state(bench: Bench) -> None:
    bench.done()
    bench.running()
    bench.ask()
    assert bench.queue.counts() == {"done": 1, "running": 1, "queued": 1}
    assert len(bench.queue.answered()) == 2
