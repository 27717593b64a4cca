"""Exports read back with other readers: Python's csv module and Polars."""

import csv
import io
from collections.abc import Iterator

import numpy as np
import polars as pl
import pytest

from luylau.kernel.clock import parse_iso
from luylau.telemetry.history import EVER, export, quality_words, reader
from luylau.telemetry.observations import Quality
from tests.unit.telemetry.history.making import NOON_US, Store, batch, by_key, chance_batch, rows_of


def describe(series: int) -> tuple[str, str, str]:
    return f"gauge-{series}", "water_level", "m"


def read_csv(pieces: Iterator[bytes]) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(b"".join(pieces).decode())))


def test_csv_says_time_device_unit_and_why_a_value_is_bad(store: Store) -> None:
    store.write(
        batch(
            [(2, NOON_US + 1, 6.31), (2, NOON_US, 900.0), (1, NOON_US, float("nan"))],
            quality=[0, int(Quality.RANGE | Quality.LATE), 0],
            text={2: 'mở, "hé"\n=cửa'},
        )
    )
    found = read_csv(export(store.outside, "csv", [2, 1], *EVER, describe))
    assert found == [
        {
            "time": "2024-10-04T12:00:00.000000Z",
            "device": "gauge-1",
            "channel": "water_level",
            "unit": "m",
            "value": "",
            "quality": "good",
            "text": 'mở, "hé"\n=cửa',
        },
        {
            "time": "2024-10-04T12:00:00.000000Z",
            "device": "gauge-2",
            "channel": "water_level",
            "unit": "m",
            "value": "900",
            "quality": "range+late",
            "text": "",
        },
        {
            "time": "2024-10-04T12:00:00.000001Z",
            "device": "gauge-2",
            "channel": "water_level",
            "unit": "m",
            "value": "6.31",
            "quality": "good",
            "text": "",
        },
    ]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_csv_disarms_what_a_spreadsheet_would_run(store: Store, text: str) -> None:
    store.write(batch([(1, NOON_US, float("nan"))], text={0: text}))
    (row,) = read_csv(export(store.outside, "csv", None, *EVER, describe))
    assert row["text"] == "'" + text


def test_both_forms_hold_every_row_whatever_the_pieces(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "SLICE_ROWS", 400)
    rng = np.random.default_rng(4)
    made = [chance_batch(rng, 800, first_seq=1 + 800 * part) for part in range(4)]
    for part in made[:3]:
        store.write(part)
    store.upkeep.compact(NOON_US, everything=True)
    store.write(made[3])
    wanted = sorted((row for part in made for row in rows_of(part)), key=by_key)
    pieces = list(export(store.outside, "parquet", None, *EVER, describe))
    assert len(pieces) > 5
    table = pl.read_parquet(io.BytesIO(b"".join(pieces)))
    assert table.columns == ["time", "device", "channel", "unit", "value", "quality", "text"]
    assert table["device"].to_list() == [f"gauge-{row[0]}" for row in wanted]
    assert table["time"].dt.epoch("us").to_list() == [row[1] for row in wanted]
    assert sorted(table["text"].drop_nulls()) == sorted(row[7] for row in wanted if row[7])
    rows = read_csv(export(store.outside, "csv", None, *EVER, describe))
    assert [parse_iso(row["time"]) for row in rows] == [row[1] for row in wanted]
    assert [row["quality"] for row in rows] == table["quality"].to_list()
    assert [float(row["value"]) for row in rows if row["value"]] == table["value"].drop_nans().to_list()


def test_one_long_series_is_cut_by_time(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "SLICE_ROWS", 50)
    store.write(batch([(1, NOON_US + step, float(step)) for step in range(1_000)]))
    pieces = [table.column("value").to_pylist() for table in store.outside.tables([1], *EVER)]
    assert len(pieces) == 10
    assert [value for piece in pieces for value in piece] == [float(step) for step in range(1_000)]


def test_an_export_of_nothing_is_a_whole_file(store: Store) -> None:
    assert read_csv(export(store.outside, "csv", [1], *EVER, describe)) == []
    table = pl.read_parquet(io.BytesIO(b"".join(export(store.outside, "parquet", [1], *EVER, describe))))
    assert table.height == 0
    assert table.width == 7


def test_times_far_away_can_be_exported(store: Store) -> None:
    far = [-62_135_596_800_000_000, 0, 253_402_300_799_999_999]
    store.write(batch([(1, time_us, 1.0) for time_us in far]))
    found = read_csv(export(store.outside, "csv", None, *EVER, describe))
    assert [row["time"][:4] for row in found] == ["0001", "1970", "9999"]


def test_quality_words() -> None:
    assert quality_words(0) == "good"
    assert quality_words(int(Quality.NOT_FINITE | Quality.SPIKE)) == "spike+not_finite"
    every = quality_words(sum(int(flag) for flag in Quality))
    assert every.split("+") == [str(flag.name).lower() for flag in Quality if flag]
