"""Which merge is due: worked by hand on manifests of made-up files."""

import pytest

from luylau.telemetry.history.planning import (
    DAY_US,
    FAN_IN,
    RAW_FILES,
    RAW_ROWS,
    SETTLED_US,
    next_merge,
    slices,
)
from luylau.telemetry.history.tables import Segment

DAY = 20_000
DURING_US = DAY * DAY_US + 1
AFTER_US = (DAY + 1) * DAY_US + SETTLED_US


def segment(number: int, level: int, rows: int = 100, day: int = DAY, fault: str = "") -> Segment:
    return Segment(
        id=number,
        name=f"{number}",
        level=level,
        day=day if level else -1,
        rows=rows,
        bytes=rows,
        series_min=0,
        series_max=9,
        time_min_us=0,
        time_max_us=9,
        fault=fault,
    )


def test_written_segments_wait_until_enough_have_gathered() -> None:
    raw = [segment(number, 0) for number in range(RAW_FILES)]
    assert next_merge(raw[:-1], DURING_US) is None
    due = next_merge(raw, DURING_US)
    assert due is not None
    assert (due.inputs, due.level, due.day) == (tuple(raw), 1, -1)


def test_one_split_takes_a_bounded_number_of_rows_and_at_least_one_file() -> None:
    raw = [segment(number, 0, rows=RAW_ROWS // 2) for number in range(5)]
    due = next_merge(raw, DURING_US)
    assert due is not None
    assert [part.id for part in due.inputs] == [0, 1]
    huge = next_merge([segment(1, 0, rows=RAW_ROWS * 3), segment(2, 0)], DURING_US)
    assert huge is not None
    assert [part.id for part in huge.inputs] == [1]


def test_alike_files_of_one_day_become_one_of_the_next_level() -> None:
    alike = [segment(number, 1) for number in range(FAN_IN)]
    other = [segment(99, 2, rows=10_000), segment(98, 1, day=DAY + 1)]
    assert next_merge([*alike[:-1], *other], DURING_US) is None
    due = next_merge([*alike, *other], DURING_US)
    assert due is not None
    assert (due.inputs, due.level, due.day) == (tuple(alike), 2, DAY)


def test_a_day_that_is_over_becomes_one_file_when_it_is_worth_it() -> None:
    worth = [segment(1, 3, rows=1_000), segment(2, 1, rows=100)]
    assert next_merge(worth, AFTER_US - 1) is None
    due = next_merge(worth, AFTER_US)
    assert due is not None
    assert (due.inputs, due.level) == (tuple(worth), 4)
    assert next_merge([segment(1, 3, rows=1_000), segment(2, 1, rows=99)], AFTER_US) is None


def test_everything_ends_with_one_file_a_day() -> None:
    files = [segment(1, 1, rows=9_000), segment(2, 1, rows=1), segment(3, 1, day=DAY - 1)]
    due = next_merge(files, DURING_US, everything=True)
    assert due is not None
    assert [part.id for part in due.inputs] == [1, 2]
    assert next_merge(files[::2], DURING_US, everything=True) is None


def test_a_file_with_a_fault_is_not_waited_for() -> None:
    raw = [segment(number, 0, fault="history-segment-missing" * (number == 0)) for number in range(RAW_FILES)]
    assert next_merge(raw, DURING_US) is None


@pytest.mark.parametrize("rows", [1, 10, 25, 1_000])
def test_slices_cover_every_series_once(rows: int) -> None:
    spans = [(first, first, 10) for first in (5, 0, 5, 5, 9, 12, 12, 30)]
    found = slices(spans, 0, 40, rows)
    assert [number for lo, hi, _ in found for number in range(lo, hi + 1)] == list(range(41))
    assert sum(size for _, _, size in found) == 80
    assert max(size for _, _, size in found) <= max(rows, 30)


def test_slices_spread_wide_row_groups() -> None:
    found = slices([(0, 99, 1_000)] * 8, 0, 99, 2_000)
    assert [size for _, _, size in found] == [2_000] * 4
    assert [(lo, hi) for lo, hi, _ in found] == [(0, 24), (25, 49), (50, 74), (75, 99)]
    assert slices([(0, 99, 1_000)] * 8, 40, 42, 100) == [(40, 40, 2_664), (41, 41, 2_664), (42, 42, 2_672)]
