"""Files of observations: what is read, and how each fault is named."""

import csv
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from luylau.kernel.errors import BadFile, Fault, NotFound
from luylau.kernel.messages import LANGUAGES, fault_text, has_message
from luylau.telemetry.sources.replay import check_file
from luylau.telemetry.sources.replay_rows import MOST_FAULTS, Tally, read_rows

HEAD = "time,device,channel,value\n"
ROW = "2025-10-09T23:00:00+07:00,gauge-1,water_level,{}\n"
AT_US = 1_760_025_600_000_000


def write(folder: Path, text: str | bytes) -> Path:
    file = folder / "rows.csv"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def fault_of(file: Path) -> Fault:
    with pytest.raises(BadFile) as bad:
        list(read_rows(file))
    (fault,) = bad.value.faults
    for language in LANGUAGES:
        assert has_message(language, fault.key)
        assert fault.file in fault_text(language, fault)
    return fault


@pytest.mark.parametrize(
    ("said", "time_us"),
    [
        ("2025-10-09T23:00:00+07:00", AT_US),
        ("2025-10-09T16:00:00Z", AT_US),
        ("2025-10-09 16:00:00.000001+00:00", AT_US + 1),
        ("1760025600", AT_US),
        ("1760025600.25", AT_US + 250_000),
        ("-1", -1_000_000),
    ],
)
def test_times(tmp_path: Path, said: str, time_us: int) -> None:
    (row,) = read_rows(write(tmp_path, f"{HEAD}{said},gauge-1,water_level,1\n"))
    assert row.time_us == time_us


def test_columns_in_any_order_and_others_passed_over(tmp_path: Path) -> None:
    head = "quality,unit,value,channel,text,device,time\n"
    text = head + "good,cm, 12.5 ,level,,gauge-1,1760025600\nx,,,door,open,d,0\n"
    first, second = read_rows(write(tmp_path, "\ufeff" + text))
    assert (first.value, first.unit, first.channel, first.text, first.number) == (12.5, "cm", "level", "", 0)
    assert (second.text, second.number) == ("open", 1)


def test_rows_without_a_value_are_counted_and_passed_over(tmp_path: Path) -> None:
    tally = Tally()
    rows = list(read_rows(write(tmp_path, HEAD + ROW.format("") + ROW.format(1) + ROW.format("nan")), tally))
    assert ([row.value for row in rows], tally.skipped) == ([1.0], 2)
    assert rows[0].number == 0


@pytest.mark.parametrize(
    ("text", "row", "column", "key"),
    [
        (HEAD + ROW.format(1) + ROW.format("1,5"), 3, "", "replay-row-width"),
        (HEAD + ROW.format("high"), 2, "value", "replay-value-invalid"),
        (HEAD + ROW.format("1_0"), 2, "value", "replay-value-invalid"),
        (HEAD + ROW.format("inf"), 2, "value", "replay-value-invalid"),
        (HEAD + ROW.format("1e999"), 2, "value", "replay-value-invalid"),
        (HEAD + "yesterday,g,c,1\n", 2, "time", "replay-time-invalid"),
        (HEAD + "2025-10-09T23:00:00,g,c,1\n", 2, "time", "replay-time-invalid"),
        (HEAD + "99999999999,g,c,1\n", 2, "time", "replay-time-invalid"),
        (HEAD + "1,G,c,1\n", 2, "device", "replay-device-invalid"),
        (HEAD + "1,g,c.d,1\n", 2, "channel", "replay-channel-invalid"),
        (HEAD + '"1\n', 2, "", "replay-unreadable"),
        (HEAD.encode() + b"1,g,c,\xff\n", 2, "", "replay-not-utf8"),
        ("time,device,value\n", 1, "channel", "replay-column-missing"),
        (b"PAR1 and nothing else", 1, "time", "replay-column-missing"),
    ],
)
def test_faults_of_csv(tmp_path: Path, text: str | bytes, row: int, column: str, key: str) -> None:
    file = write(tmp_path, text)
    if key == "replay-column-missing" and isinstance(text, bytes):
        with pytest.raises(BadFile) as bad:
            list(read_rows(file))
        assert [fault.column for fault in bad.value.faults] == ["time", "device", "channel", "value"]
        return
    fault = fault_of(file)
    assert (fault.row, fault.column, fault.key) == (row, column, key)


def test_all_faults_are_named_up_to_a_limit(tmp_path: Path) -> None:
    with pytest.raises(BadFile) as bad:
        list(read_rows(write(tmp_path, HEAD + ROW.format("x") + ROW.format(1) + ROW.format("y"))))
    assert [fault.row for fault in bad.value.faults] == [2, 4]
    with pytest.raises(BadFile) as bad:
        list(read_rows(write(tmp_path, HEAD + ROW.format("x") * 500)))
    assert len(bad.value.faults) == MOST_FAULTS


def test_a_missing_and_an_empty_file(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        list(read_rows(tmp_path / "none.csv"))
    for text in ("", HEAD, HEAD + ROW.format("")):
        with pytest.raises(BadFile) as bad:
            check_file(write(tmp_path, text))
        assert {fault.key for fault in bad.value.faults} <= {"replay-empty", "replay-column-missing"}


def parquet(folder: Path, **columns: Any) -> Path:
    file = folder / "rows.parquet"
    whole = {"device": ["gauge-1"], "channel": ["level"], "value": [1.5], **columns}
    pq.write_table(pa.table(whole), file)
    return file


@pytest.mark.parametrize(
    "times",
    [
        pa.array([AT_US], pa.timestamp("us", "UTC")),
        pa.array([AT_US * 1_000 + 7], pa.timestamp("ns", "UTC")),
        pa.array([AT_US // 1_000], pa.timestamp("ms", "Asia/Ho_Chi_Minh")),
        pa.array([AT_US // 1_000_000], pa.int64()),
        pa.array([AT_US / 1e6], pa.float64()),
        pa.array(["2025-10-09T16:00:00Z"]),
    ],
)
def test_parquet_in_all_forms_of_time(tmp_path: Path, times: pa.Array) -> None:
    (row,) = read_rows(parquet(tmp_path, time=times))
    assert (row.time_us, row.device, row.value) == (AT_US, "gauge-1", 1.5)


def test_faults_of_parquet(tmp_path: Path) -> None:
    naive = parquet(tmp_path, time=pa.array([datetime(2025, 10, 9)], pa.timestamp("us")))
    assert fault_of(naive).key == "replay-time-invalid"
    assert fault_of(parquet(tmp_path, time=[1], value=["high"])).key == "replay-value-invalid"
    assert fault_of(parquet(tmp_path, time=[1], device=[7])).key == "replay-device-invalid"
    broken = tmp_path / "broken.parquet"
    broken.write_bytes(b"PAR1 and nothing else")
    assert fault_of(broken).key == "replay-unreadable"


def test_what_a_check_says(tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    with file.open("w", newline="") as out:
        lines = csv.writer(out)
        lines.writerow(["time", "device", "channel", "value"])
        lines.writerows([[10, "b", "x", 1], [30, "a", "x", 2], [20, "a", "x", ""], [20, "a", "y", 3]])
    checked = check_file(file)
    assert (checked.rows, checked.skipped, checked.devices) == (3, 1, 2)
    assert (checked.first_us, checked.last_us, checked.in_order) == (10_000_000, 30_000_000, False)
    again = check_file(file)
    assert again.digest == checked.digest
