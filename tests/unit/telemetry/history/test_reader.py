"""Questions with answers worked by hand; uncommitted rows, lost files and the limits of a question."""

import threading
from pathlib import Path

import numpy as np
import pytest

from luylau.kernel.errors import BadInput
from luylau.telemetry.history import EVER, HistoryReader
from luylau.telemetry.observations import BAD, Quality
from tests.unit.telemetry.history.making import DAY_US, NOON_US, Store, batch, chance_batch, rows_of

SECOND_US = 1_000_000


def test_range_holds_its_start_and_not_its_end(store: Store) -> None:
    store.write(batch([(1, NOON_US + second * SECOND_US, float(second)) for second in range(10)]))
    found = store.outside.range(1, NOON_US + 2 * SECOND_US, NOON_US + 5 * SECOND_US)
    assert found.value.tolist() == [2.0, 3.0, 4.0]
    assert found.seq.tolist() == [3, 4, 5]
    assert (found.received_us - found.time_us).tolist() == [SECOND_US] * 3


def test_limits_count_from_the_end_that_was_asked_for(store: Store) -> None:
    for part in range(4):
        store.write(
            batch(
                [(1, NOON_US + part * DAY_US + step, float(part * 3 + step)) for step in range(3)],
                first_seq=1 + 3 * part,
            )
        )
    assert store.outside.range(1, *EVER, limit=2).value.tolist() == [0.0, 1.0]
    newest = store.outside.range(1, *EVER, limit=5, newest_first=True)
    assert newest.value.tolist() == [11.0, 10.0, 9.0, 8.0, 7.0]
    assert store.outside.range(1, *EVER, newest_first=True).value.tolist() == [
        float(n) for n in range(11, -1, -1)
    ]
    assert len(store.outside.range(1, *EVER, limit=99)) == 12


def test_words_keep_their_row_in_both_orders(store: Store) -> None:
    store.write(batch([(1, NOON_US, float("nan")), (1, NOON_US + 1, 2.0)], text={0: "閉"}))
    assert store.outside.range(1, *EVER).text == {0: "閉"}
    assert store.outside.range(1, *EVER, newest_first=True).text == {1: "閉"}
    assert store.outside.range(1, *EVER, limit=1).text == {0: "閉"}


def test_late_rows_come_in_their_place(store: Store) -> None:
    store.write(batch([(1, NOON_US + 10, 10.0), (1, NOON_US + 30, 30.0)]))
    store.write(batch([(1, NOON_US + 20, 20.0), (1, NOON_US - DAY_US, -1.0)], first_seq=3, quality=[16, 16]))
    assert store.outside.range(1, *EVER).value.tolist() == [-1.0, 10.0, 20.0, 30.0]


def test_last_before_passes_over_bad_ones_when_asked(store: Store) -> None:
    bad = [0, *[int(Quality.SPIKE)] * 70]
    store.write(batch([(1, NOON_US + step, float(step)) for step in range(71)], quality=bad))
    assert store.outside.last_before(1, NOON_US + 71).value.tolist() == [70.0]
    assert store.outside.last_before(1, NOON_US + 71, good_only=True).value.tolist() == [0.0]
    assert len(store.outside.last_before(1, NOON_US)) == 0
    assert len(store.outside.last_before(1, NOON_US, good_only=True)) == 0
    assert len(store.outside.last_before(2, NOON_US + 71, good_only=True)) == 0


def test_statistics_leave_bad_ones_out_and_show_them(store: Store) -> None:
    flags = [0, int(Quality.RANGE), int(Quality.LATE), int(Quality.NOT_FINITE), 0]
    values = [1.0, 900.0, 3.0, float("nan"), float("nan")]
    store.write(
        batch(
            [(1, NOON_US + place, value) for place, value in enumerate(values)],
            quality=flags,
            text={4: "word"},
        )
    )
    found = store.outside.downsample(1, NOON_US, NOON_US + 10, 2)
    assert found.start_us.tolist() == [NOON_US, NOON_US + 5]
    assert (found.low[0], found.high[0], found.mean[0]) == (1.0, 3.0, 2.0)
    assert found.count.tolist() == [2, 0]
    assert found.bad.tolist() == [2, 0]
    assert found.quality.tolist() == [int(Quality.RANGE | Quality.LATE | Quality.NOT_FINITE), 0]
    assert np.isnan([found.low[1], found.high[1], found.mean[1]]).all()


def test_a_bucket_of_only_bad_ones_has_no_value(store: Store) -> None:
    store.write(batch([(1, NOON_US, 5.0)], quality=[int(Quality.STUCK)]))
    found = store.outside.aggregate(1, NOON_US, NOON_US + 1, 60 * SECOND_US)
    assert (found.count.tolist(), found.bad.tolist()) == ([0], [1])
    assert np.isnan(found.mean[0])


def test_buckets_begin_at_the_origin_also_before_1970(store: Store) -> None:
    store.write(batch([(1, -5, 1.0), (1, -11, 2.0), (1, 3, 3.0)]))
    assert store.outside.aggregate(1, *EVER, 10).start_us.tolist() == [-20, -10, 0]
    assert store.outside.aggregate(1, *EVER, 10, origin_us=4).start_us.tolist() == [-16, -6]


def test_numbers_near_the_largest_have_a_finite_mean(store: Store) -> None:
    store.write(batch([(1, NOON_US, 1.7e308), (1, NOON_US + 1, 1.7e308)]))
    store.write(batch([(1, NOON_US + 2, -1.7e308), (1, NOON_US + 3, -1.7e308)], first_seq=3))
    found = store.outside.aggregate(1, *EVER, DAY_US)
    assert np.isfinite(found.mean[0])
    assert -1.7e308 <= found.mean[0] <= 1.7e308


def test_several_series_and_all_of_them(store: Store) -> None:
    store.write(batch([(series, NOON_US, float(series)) for series in (70_000, 2, 9, 5)]))
    assert store.outside.aggregate([9, 2, 2], *EVER, DAY_US).mean.tolist() == [2.0, 9.0]
    assert store.outside.aggregate(None, *EVER, DAY_US).series.tolist() == [2, 5, 9, 70_000]
    assert len(store.outside.aggregate([], *EVER, DAY_US)) == 0
    assert list(store.outside.tables([], *EVER)) == []
    assert [table.column("series").to_pylist() for table in store.outside.tables([5, 70_000], *EVER)] == [
        [5, 70_000]
    ]


def test_nothing_is_an_answer_too(store: Store) -> None:
    assert len(store.inside.range(1, *EVER)) == 0
    assert len(store.outside.aggregate(None, *EVER, DAY_US)) == 0
    assert store.outside.downsample(1, 0, 10, 3).count.tolist() == [0, 0, 0]
    assert list(store.outside.tables(None, *EVER)) == []


def test_uncommitted_rows_are_seen_inside_only_and_each_once(store: Store) -> None:
    store.write(batch([(1, NOON_US, 0.0)]))
    store.writer.append(batch([(1, NOON_US + 1, 1.0)], first_seq=2))
    assert store.inside.range(1, *EVER).value.tolist() == [0.0, 1.0]
    assert store.outside.range(1, *EVER).value.tolist() == [0.0]
    with store.engine.begin() as connection:
        store.writer.commit(connection, {"mqtt@1": 2})
        store.writer.append(batch([(1, NOON_US + 2, 2.0)], first_seq=3))
        assert store.inside.range(1, *EVER).value.tolist() == [0.0, 1.0, 2.0]
        assert store.outside.range(1, *EVER).value.tolist() == [0.0]
    # Committed, but nobody has told the writer yet.
    assert store.inside.range(1, *EVER).value.tolist() == [0.0, 1.0, 2.0]
    assert store.outside.range(1, *EVER).value.tolist() == [0.0, 1.0]
    store.writer.saved()
    assert store.inside.range(1, *EVER).value.tolist() == [0.0, 1.0, 2.0]
    assert store.inside.aggregate(None, *EVER, DAY_US).count.tolist() == [3]


def test_a_lost_and_a_damaged_file_are_reported_and_the_others_answer(store: Store) -> None:
    for part in range(3):
        store.write(batch([(1, NOON_US + part, float(part))], first_seq=1 + part))
    lost, damaged, _ = store.files()
    whole = (store.folder / lost).read_bytes()
    (store.folder / lost).unlink()
    (store.folder / damaged).write_bytes((store.folder / damaged).read_bytes()[:200])
    reader = HistoryReader(store.folder, store.engine)
    found = reader.range(1, *EVER)
    assert found.value.tolist() == [2.0]
    assert sorted(found.missing) == [lost, damaged]
    assert reader.aggregate(1, *EVER, DAY_US).missing == found.missing
    assert [table.num_rows for table in reader.tables(None, *EVER)] == [1]
    assert {fault.file: (fault.key, fault.rows) for fault in reader.faults()} == {
        lost: ("history-segment-missing", 1),
        damaged: ("history-segment-damaged", 1),
    }
    (store.folder / lost).write_bytes(whole)
    assert reader.range(1, *EVER).value.tolist() == [0.0, 2.0]
    assert [fault.file for fault in reader.faults()] == [damaged]


def test_a_flipped_bit_in_a_page_is_found(store: Store) -> None:
    store.write(batch([(1, NOON_US + step * 7919, step * 1.37) for step in range(5_000)]))
    (name,) = store.files()
    path = store.folder / name
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0x10
    path.write_bytes(data)
    reader = HistoryReader(store.folder, store.engine)
    assert reader.range(1, *EVER).missing == (name,)
    assert [fault.key for fault in reader.faults()] == ["history-segment-damaged"]


def test_faults_are_found_at_the_start_and_noted_until_the_file_is_back(store: Store, tmp_path: Path) -> None:
    store.write(batch([(1, NOON_US, 1.0)]))
    (name,) = store.files()
    store.close()
    (store.folder / name).rename(tmp_path / "away")
    again = Store(store.folder, store.engine)
    assert [(fault.file, fault.key) for fault in again.writer.faults] == [(name, "history-segment-missing")]
    again.upkeep.compact(NOON_US, everything=True)
    again.close()
    (tmp_path / "away").rename(store.folder / name)
    healed = Store(store.folder, store.engine)
    assert healed.writer.faults == ()
    healed.upkeep.compact(NOON_US, everything=True)
    assert [row[3] for row in healed.rows()] == [1.0]
    assert healed.files()[0].startswith("days/2024-10-04/")
    healed.close()


def test_questions_that_make_no_sense_are_refused(store: Store) -> None:
    for ask, key in (
        (lambda: store.outside.range(1, 5, 4), "history-span-backwards"),
        (lambda: store.outside.range(1, 0, 5, limit=0), "history-limit-not-positive"),
        (lambda: store.outside.aggregate(1, 0, 5, 0), "history-bucket-not-positive"),
        (lambda: store.outside.downsample(1, 0, 5, 0), "history-bucket-not-positive"),
        (lambda: store.outside.downsample(1, 5, 5, 3), "history-span-backwards"),
    ):
        with pytest.raises(BadInput) as caught:
            ask()
        assert caught.value.key == key


def test_reading_while_files_are_written_and_merged_sees_every_row_once(store: Store) -> None:
    rng = np.random.default_rng(11)
    made = [chance_batch(rng, 300, first_seq=1 + 300 * part) for part in range(24)]
    # Words are neither good nor bad: the statistics do not count them.
    counted = [sum(row[7] is None or row[4] & BAD != 0 for row in rows_of(part)) for part in made]
    allowed = {0, *np.cumsum(counted).tolist()}
    seen: list[int] = []
    missing: list[str] = []
    stop = threading.Event()

    def read(reader: HistoryReader) -> None:
        while not stop.is_set():
            found = reader.aggregate(None, *EVER, DAY_US)
            seen.append(int(found.count.sum() + found.bad.sum()))
            missing.extend(found.missing)

    threads = [threading.Thread(target=read, args=(reader,)) for reader in (store.inside, store.outside)]
    for thread in threads:
        thread.start()
    merges = 0
    for part in made:
        store.write(part)
        merges += store.upkeep.compact(NOON_US, everything=True).merges
    stop.set()
    for thread in threads:
        thread.join()
    assert merges > 24
    assert missing == []
    assert len(seen) > 2
    assert set(seen) <= allowed
