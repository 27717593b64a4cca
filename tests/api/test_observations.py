"""History through the API: raw, for charts, aggregated, as files."""

import csv
import io

import pyarrow.parquet as pq
import pytest

from luylau.kernel.clock import MICROS, parse_iso
from luylau.telemetry.observations import Quality
from tests.api.world import World

START = parse_iso("2026-10-06T17:00:00Z")  # midnight in Viet Nam
PATH = "/api/v1/assets/gauge-1/channels/water_level"
SPAN = {"start": "2026-10-06T17:00:00Z", "end": "2026-10-06T21:00:00Z"}
RANGE = int(Quality.RANGE)


@pytest.fixture
def kept(world: World) -> World:
    """Four hours, a value each ten minutes, 1.0 to 3.3; one bad."""
    rows = [(START + n * 600 * MICROS, round(1 + n / 10, 3), 0) for n in range(24)]
    rows[7] = (rows[7][0], 99.0, RANGE)
    world.keep("gauge-1", "water_level", rows)
    return world


def test_raw_observations_with_their_quality(kept: World) -> None:
    client = kept.client("viewer")
    said = client.get(f"{PATH}/observations", params=SPAN).json()
    assert (said["unit"], said["truncated"], said["incomplete"]) == ("m", False, False)
    assert said["time_ms"] == [START // 1000 + n * 600_000 for n in range(24)]
    assert said["value"][:2] == [1.0, 1.1]
    assert (said["value"][7], said["quality"][7]) == (99.0, RANGE)
    part = client.get(f"{PATH}/observations", params={**SPAN, "limit": 3}).json()
    assert (part["value"], part["truncated"]) == ([1.0, 1.1, 1.2], True)
    last = client.get(f"{PATH}/observations", params={**SPAN, "limit": 1, "newest_first": True}).json()
    assert last["value"] == [3.3]


def test_a_chart_marks_the_bad_and_leaves_it_out_of_the_curve(kept: World) -> None:
    said = kept.client("viewer").get(f"{PATH}/series", params={**SPAN, "buckets": 4}).json()
    assert said["bucket_s"] == 3600
    assert said["time_ms"] == [START // 1000 + hour * 3_600_000 for hour in range(4)]
    assert said["count"] == [6, 5, 6, 6]
    assert said["bad"] == [0, 1, 0, 0]
    assert said["quality"] == [0, RANGE, 0, 0]
    assert said["minimum"] == pytest.approx([1.0, 1.6, 2.2, 2.8])
    assert said["maximum"] == pytest.approx([1.5, 2.1, 2.7, 3.3])
    assert said["mean"] == pytest.approx([1.25, (1.6 + 1.8 + 1.9 + 2.0 + 2.1) / 5, 2.45, 3.05])
    assert [level["level"] for level in said["levels"]] == ["alarm-1", "alarm-3"]


def test_days_begin_at_the_citys_midnight(kept: World) -> None:
    said = kept.client("viewer").get(f"{PATH}/aggregates", params={**SPAN, "every": "day"}).json()
    assert said["time_ms"] == [START // 1000]
    assert said["count"] == [23]
    hours = kept.client("viewer").get(f"{PATH}/aggregates", params=SPAN).json()
    assert hours["count"] == [6, 5, 6, 6]
    assert hours["bad"] == [0, 1, 0, 0]


def test_a_channel_that_was_never_heard_is_empty(kept: World) -> None:
    client = kept.client("viewer")
    path = "/api/v1/assets/rain-1/channels/rain_1h"
    assert client.get(f"{path}/observations", params=SPAN).json()["value"] == []
    assert client.get(f"{path}/series", params=SPAN).json()["time_ms"] == []
    assert client.get(f"{path}/aggregates", params=SPAN).json()["count"] == []


@pytest.mark.parametrize(
    ("path", "query", "status", "key"),
    [
        ("/api/v1/assets/none/channels/x/series", SPAN, 404, "asset-unknown"),
        ("/api/v1/assets/ts-1/channels/x/series", SPAN, 404, "channel-unknown"),
        (f"{PATH}/series", {"start": SPAN["end"], "end": SPAN["start"]}, 422, "span-empty"),
        (f"{PATH}/series", {"start": "yesterday", "end": SPAN["end"]}, 422, "request-has-faults"),
        (f"{PATH}/series", {"start": "2026-10-06T17:00:00", "end": SPAN["end"]}, 422, "request-has-faults"),
        (f"{PATH}/aggregates", {"start": "1990-01-01T00:00:00Z", "end": SPAN["end"]}, 422, "span-too-long"),
    ],
)
def test_what_cannot_be_asked(kept: World, path: str, query: dict[str, str], status: int, key: str) -> None:
    answer = kept.client("viewer").get(path, params=query)
    assert (answer.status_code, answer.json()["key"]) == (status, key)


def test_export_as_files(kept: World) -> None:
    client = kept.client("operator")
    answer = client.get(f"{PATH}/export", params=SPAN)
    assert answer.headers["content-type"].startswith("text/csv")
    assert 'filename="gauge-1-water_level.csv"' in answer.headers["content-disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert len(rows) == 24
    assert rows[0]["time"].startswith("2026-10-06T17:00:00")
    assert [float(row["value"]) for row in rows[:2]] == [1.0, 1.1]
    assert {row["quality"] for row in rows} == {"good", "range"}
    answer = client.get(f"{PATH}/export", params={**SPAN, "format": "parquet"})
    table = pq.read_table(io.BytesIO(answer.content))
    assert table.num_rows == 24
    assert table.column("device").to_pylist() == ["gauge-1"] * 24
    exported = [entry for entry in kept.audit() if entry.action == "observation.export"]
    assert [entry.detail["format"] for entry in exported] == ["csv", "parquet"]
    assert exported[0].resource == "asset:gauge-1/water_level"
