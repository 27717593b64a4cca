"""Latest values against a plain dictionary, and by hand where clocks lie."""

import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from luylau.telemetry.checkpoint import Checkpoint, load, save
from luylau.telemetry.latest import NEVER, LatestValues
from luylau.telemetry.observations import BAD, Batch, Quality

Seen = tuple[int, int, int, float, int]
"""series, time, received, value, quality."""


def batch(rows: Sequence[Seen], text: dict[int, str] | None = None) -> Batch:
    return Batch(
        stream="mqtt@1",
        series=np.array([row[0] for row in rows], np.int32),
        time_us=np.array([row[1] for row in rows], np.int64),
        received_us=np.array([row[2] for row in rows], np.int64),
        value=np.array([row[3] for row in rows], np.float64),
        quality=np.array([row[4] for row in rows], np.uint16),
        seq=np.arange(len(rows), dtype=np.int64),
        text=text or {},
    )


def test_the_newest_time_wins_within_and_across_batches() -> None:
    latest = LatestValues()
    latest.apply(batch([(0, 10, 11, 1.0, 0), (0, 30, 31, 3.0, 0), (0, 20, 32, 2.0, 16)]))
    latest.apply(batch([(0, 25, 40, 2.5, 16)]))
    found = latest.get([0])
    assert (found.time_us[0], found.received_us[0], found.value[0]) == (30, 31, 3.0)
    assert (found.good_time_us[0], found.good_value[0]) == (30, 3.0)


def test_a_bad_one_is_last_and_not_last_good() -> None:
    latest = LatestValues()
    latest.apply(batch([(0, 10, 11, 1.0, 8), (0, 20, 21, 99.0, int(Quality.SPIKE))]))
    found = latest.get([0])
    assert (found.value[0], found.quality[0]) == (99.0, Quality.SPIKE)
    assert (found.good_value[0], found.good_time_us[0], found.good_quality[0]) == (1.0, 10, Quality.GAP)


def test_a_duplicate_moves_nothing() -> None:
    latest = LatestValues()
    latest.apply(batch([(0, 10, 11, 1.0, 0)]))
    latest.apply(batch([(0, 10, 12, 7.0, int(Quality.DUPLICATE)), (0, 10, 13, 8.0, 0)]))
    found = latest.get([0])
    assert (found.value[0], found.received_us[0], found.good_value[0]) == (1.0, 11, 1.0)


def test_a_clock_ahead_does_not_hold_its_place_for_ever() -> None:
    latest = LatestValues()
    latest.apply(batch([(0, 10**15, 100, 1.0, int(Quality.FUTURE))]))
    assert latest.get([0]).value[0] == 1.0
    latest.apply(batch([(0, 150, 200, 2.0, 0)]))
    assert latest.get([0]).value[0] == 2.0


def test_a_clock_that_was_never_set_is_still_seen() -> None:
    latest = LatestValues()
    latest.apply(batch([(0, 100, 101, 1.0, 0)]))
    latest.apply(batch([(0, 5, 200, 2.0, int(Quality.ANCIENT))]))
    found = latest.get([0])
    assert (found.value[0], found.time_us[0], found.good_value[0]) == (2.0, 5, 1.0)


def test_words_come_and_go_with_their_values() -> None:
    latest = LatestValues()
    nan = float("nan")
    latest.apply(batch([(2, 10, 11, nan, 0), (1, 10, 11, 5.0, 0)], {0: "mở"}))
    assert latest.get([1, 2]).text == {2: "mở"}
    assert latest.get([1]).text == {}
    latest.apply(batch([(2, 20, 21, nan, int(Quality.STUCK))], {0: "kẹt"}))
    assert (latest.get([2]).text, latest.get([2]).good_text) == ({2: "kẹt"}, {2: "mở"})
    latest.apply(batch([(2, 30, 31, 1.0, 0), (2, 25, 32, nan, 16)], {1: "muộn"}))
    assert (latest.get([2]).text, latest.get([2]).good_text) == ({}, {})


def test_what_changed_since() -> None:
    latest = LatestValues()
    start = latest.cursor
    latest.apply(batch([(5, 10, 11, 1.0, 0), (2, 10, 11, 1.0, 0)]))
    middle = latest.cursor
    assert latest.changed_since(start).tolist() == [2, 5]
    latest.apply(batch([(5, 20, 21, 1.0, 0), (2, 5, 22, 1.0, 16)]))
    assert latest.changed_since(middle).tolist() == [5]
    latest.apply(Batch.empty("mqtt@1"))
    assert latest.changed_since(latest.cursor).tolist() == []


def test_unknown_series_have_nothing_and_make_no_room_on_the_map() -> None:
    latest = LatestValues()
    found = latest.get([5_000])
    assert (found.time_us[0], found.good_time_us[0]) == (NEVER, NEVER)
    assert np.isnan(found.value[0])
    assert (len(latest), len(latest.snapshot()), len(latest.get([]))) == (0, 0, 0)


def test_a_lookup_is_a_copy() -> None:
    latest = LatestValues()
    latest.apply(batch([(0, 10, 11, 1.0, 0)]))
    found = latest.snapshot()
    latest.apply(batch([(0, 20, 21, 2.0, 0)]))
    assert found.value.tolist() == [1.0]


def test_a_checkpoint_brings_everything_back_and_a_replay_changes_nothing(tmp_path: Path) -> None:
    latest = LatestValues()
    parts = [
        batch([(3_000, 10, 11, 1.0, 0), (0, 10, 11, float("nan"), 0)], {1: "mở"}),
        batch([(0, 20, 21, 5.0, int(Quality.RANGE)), (7, 10**15, 22, 5.0, int(Quality.FUTURE))]),
    ]
    for part in parts:
        latest.apply(part)
    latest.save(tmp_path / "latest", {"mqtt@1": 9})
    again = LatestValues()
    assert again.load(tmp_path / "latest") == {"mqtt@1": 9}
    for part in parts:
        again.apply(part)
    before, after = latest.snapshot(), again.snapshot()
    for name in ("time_us", "received_us", "value", "quality", "good_time_us", "good_value", "good_quality"):
        np.testing.assert_array_equal(getattr(after, name), getattr(before, name))
    assert (after.text, after.good_text) == (before.text, before.good_text)
    assert again.changed_since(0).tolist() == list(range(3_001))
    again.apply(batch([(7, 500, 600, 6.0, 0)]))
    assert again.get([7]).value[0] == 6.0


def test_a_checkpoint_taken_while_values_come_is_of_one_moment(tmp_path: Path) -> None:
    latest = LatestValues()
    stop = threading.Event()

    def feed() -> None:
        turn = 0
        while not stop.is_set():
            turn += 1
            latest.apply(batch([(number, turn, turn, float(turn), 0) for number in range(200)]))

    thread = threading.Thread(target=feed)
    thread.start()
    try:
        for _ in range(15):
            latest.save(tmp_path / "latest", {})
            found = LatestValues()
            found.load(tmp_path / "latest")
            shown = found.snapshot()
            assert len(set(shown.time_us.tolist()) | set(shown.good_time_us.tolist())) <= 1
            np.testing.assert_array_equal(shown.value, shown.time_us.astype(float))
    finally:
        stop.set()
        thread.join()


def test_a_checkpoint_of_something_else_is_not_taken(tmp_path: Path) -> None:
    latest = LatestValues()
    latest.apply(batch([(0, 10, 11, 1.0, 0)]))
    assert latest.load(tmp_path / "none") == "missing"
    save(tmp_path / "other", Checkpoint(arrays={"value": np.zeros(3)}, watermarks={}))
    assert isinstance(load(tmp_path / "other"), Checkpoint)
    assert latest.load(tmp_path / "other") == "foreign"
    assert latest.snapshot().value.tolist() == [1.0]


seen = st.tuples(
    st.integers(0, 4),
    st.integers(0, 60),
    st.integers(0, 60),
    st.floats(-5, 5),
    st.sampled_from([0, 2, 8, 16, 32, 64, 2048, 1024]),
)


@given(st.lists(st.lists(seen, max_size=20), max_size=6))
@settings(max_examples=150, deadline=None)
def test_any_batches_against_a_dictionary(parts: list[list[Seen]]) -> None:
    latest = LatestValues()
    last: dict[int, tuple[int, Seen]] = {}
    good: dict[int, Seen] = {}
    for part in parts:
        latest.apply(batch(part))
        for row in part:
            series, time_us, received_us, _, quality = row
            key = received_us if quality & (32 | 2048) else min(time_us, received_us)
            if not quality & 64 and (series not in last or key > last[series][0]):
                last[series] = (key, row)
            if not quality & BAD and (series not in good or time_us > good[series][1]):
                good[series] = row
    found = latest.get(range(5))
    for series in range(5):
        shown = (found.time_us[series], found.received_us[series], found.value[series], found.quality[series])
        assert series not in last or shown == last[series][1][1:]
        assert (series in last) == (found.time_us[series] != NEVER)
        shown_good = (found.good_time_us[series], found.good_received_us[series], found.good_value[series])
        assert series not in good or shown_good == good[series][1:4]
        assert (series in good) == (found.good_time_us[series] != NEVER)
