"""Messages to batches: units, times, flags, texts, and nothing lost between accepted and refused."""

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from luylau.telemetry.decode import Message
from luylau.telemetry.observations import BAD, Quality
from luylau.telemetry.series import ChannelSpec
from tests.unit.telemetry.decoding import NOW, TENANT, Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def pack(*records: dict[str, Any]) -> bytes:
    return json.dumps(records).encode()


def test_the_plain_form_becomes_one_row(desk: Desk) -> None:
    assert desk.rows(b'{"value": 1.25}') == [("gauge-1/water_level", 0.0, 1.25, 0)]
    assert desk.rows(b' {"value": 2, "time": -1.5}\n') == [("gauge-1/water_level", -1.5, 2.0, 0)]


def test_a_pack_becomes_as_many_rows_as_it_has_values(desk: Desk) -> None:
    said = pack(
        {"bn": f"urn:luylau:{TENANT}:asset:gauge-1:", "bt": NOW / 1e6, "n": "water_level", "u": "m", "v": 1},
        {"n": "battery", "u": "V", "v": 3.3},
        {"n": "water_level", "u": "m", "v": 1.5, "t": 60},
    )
    assert desk.rows(said, channel="senml") == [
        ("gauge-1/water_level", 0, 1.0, 0),
        ("gauge-1/battery", 0, 3.3, 0),
        ("gauge-1/water_level", 60, 1.5, 0),
    ]


@pytest.mark.parametrize(
    ("unit", "value", "channel", "expected"),
    [
        ("cm", 630, "water_level", 6.30),
        ("mm", 1500, "water_level", 1.5),
        ("ft", 10, "water_level", 3.048),
        ("km", 0.002, "water_level", 2.0),
        ("m", 6.3, "water_level", 6.3),
        ("K", 300, "temperature", 26.85),
        ("degF", 212, "temperature", 100.0),
        ("Cel", -40, "temperature", -40.0),
    ],
)
def test_units_are_converted_to_the_channels_own(
    desk: Desk, unit: str, value: float, channel: str, expected: float
) -> None:
    ways = [
        json.dumps({"value": value, "unit": unit}).encode(),
        pack({"n": channel, "u": unit, "v": value}),
        pack({"bu": unit, "n": channel, "v": value}),
    ]
    for said in ways:
        ((series, _, got, quality),) = desk.rows(said, channel=channel)
        assert (series, quality) == (f"gauge-1/{channel}", 0)
        assert got == pytest.approx(expected, abs=1e-9)


def test_a_long_pack_in_another_unit_is_converted_row_by_row(desk: Desk) -> None:
    said = pack({"bu": "cm", "bv": 100, "v": 0}, *({"v": v} for v in range(1, 20)))
    assert [row[2] for row in desk.rows(said)] == pytest.approx([1 + v / 100 for v in range(20)])
    mixed = pack({"bu": "cm", "n": "water_level", "v": 100}, *({"n": "battery", "v": v} for v in range(9)))
    rows = desk.rows(mixed)
    assert (rows[0][2], rows[0][3]) == (pytest.approx(1.0), 0)
    assert {row[3] for row in rows[1:]} == {int(Quality.UNIT)}, "centimetres are no volts"
    assert [row[2] for row in rows[1:]] == [float(v) for v in range(9)], "the value is as sent"


@pytest.mark.parametrize("unit", ["V", "furlong", "", "M", "m ", "cM", "x" * 5_000, "°C"])
def test_a_unit_that_does_not_fit_marks_the_value(desk: Desk, unit: str) -> None:
    said = json.dumps({"value": 5, "unit": unit}).encode()
    assert desk.rows(said) == [("gauge-1/water_level", 0, 5.0, int(Quality.UNIT))]
    assert BAD & int(Quality.UNIT)


def test_units_of_an_unknown_channel_are_left_alone(desk: Desk) -> None:
    assert desk.rows(b'{"value": 5, "unit": "furlong"}', channel="noise") == [
        ("gauge-1/noise", 0, 5.0, int(Quality.UNKNOWN_CHANNEL))
    ]


def test_inventing_units_fills_no_memory(desk: Desk) -> None:
    for number in range(2_000):
        desk.rows(json.dumps({"value": 1, "unit": f"u{number}"}).encode())
    assert len(desk.decoder._factors) == 0
    assert len(desk.decoder._factors.tokens) == 0


def test_a_number_beyond_all_numbers_is_kept_and_marked(desk: Desk) -> None:
    ((_, _, value, quality),) = desk.rows(b'[{"bv":1.7e308,"v":1.7e308}]')
    assert math.isinf(value)
    assert quality == int(Quality.NOT_FINITE)
    ((_, _, value, quality),) = desk.rows(b'{"value": 1e308, "unit": "km"}')
    assert quality == int(Quality.NOT_FINITE)
    assert desk.rows(b'{"value": 1e308}')[0][3] == 0, "its range is the quality check's business"


def test_words_are_kept_as_text_and_are_not_bad(desk: Desk) -> None:
    messages = [
        desk.message("gauge-1", "state", b'{"value": "open"}'),
        desk.message("gauge-1", "water_level", b'{"value": 1}'),
        desk.message("gauge-1", "senml", pack({"n": "state", "vs": "shut"}, {"n": "battery", "v": 3})),
        desk.message("gauge-1", "state", b'{"value": true}'),
    ]
    batch = desk.decoder.decode("mqtt@x", messages).batch
    assert dict(batch.text) == {0: "open", 2: "shut"}
    assert [math.isnan(v) for v in batch.value] == [True, False, True, False, False]
    assert not any(batch.quality & int(Quality.NOT_FINITE))
    assert batch.value[4] == 1.0


def test_words_where_the_channel_has_a_unit_are_bad(desk: Desk) -> None:
    messages = [
        desk.message("gauge-1", "water_level", b'{"value": "high"}'),
        desk.message("gauge-1", "state", b'{"value": "high"}'),
        desk.message("gauge-1", "senml", pack({"n": "battery", "v": 3}, {"n": "battery", "vs": "low"})),
    ]
    batch = desk.decoder.decode("mqtt@x", messages).batch
    assert dict(batch.text) == {0: "high", 1: "high", 3: "low"}
    unknown, bad = int(Quality.UNKNOWN_CHANNEL), int(Quality.NOT_FINITE)
    assert batch.quality.tolist() == [bad, unknown, 0, bad]
    assert batch.good.tolist() == [False, True, True, False]


def test_a_pack_with_one_bad_record_is_refused_whole(desk: Desk) -> None:
    said = pack({"v": 1}, {"n": "noise", "v": 2}, {"vs": "word"}, {"n": "gauge-2:water_level", "v": 3})
    good = b'{"value": "before"}'
    messages = [
        desk.message("gauge-1", "noise", good),
        desk.message("gauge-1", "water_level", said),
        desk.message("gauge-1", "noise", b'{"value": 7}'),
    ]
    decoded = desk.decoder.decode("mqtt@x", messages)
    assert [one.key for one in decoded.refused] == ["refused-other-device"]
    assert dict(decoded.batch.text) == {0: "before"}
    assert decoded.batch.value[1] == 7
    assert list(decoded.batch.quality) == [int(Quality.UNKNOWN_CHANNEL)] * 2
    assert list(decoded.batch.seq) == [1, 3]


def test_what_strangers_send_is_kept_marked_and_named(desk: Desk) -> None:
    messages = [
        desk.message("gauge-1", "water_level", b'{"value": 1}'),
        desk.message("stranger", "level", b'{"value": 2, "unit": "cm"}'),
        desk.message("stranger", "level", b"broken"),
        desk.message("other", "senml", pack({"n": "a", "v": 1}, {"n": "b", "v": 2})),
    ]
    decoded = desk.decoder.decode("mqtt@x", messages)
    assert list(decoded.unknown) == [1, 3]
    assert list(decoded.batch.quality) == [0, *[int(Quality.UNKNOWN_DEVICE)] * 3]
    assert list(decoded.batch.good) == [True, False, False, False]
    assert [one.device for one in decoded.refused] == ["stranger"]


def test_columns_say_which_message_a_row_came_from(desk: Desk) -> None:
    messages = [
        desk.message("gauge-1", "water_level", b'{"value": 1}', at_us=NOW),
        desk.message(
            "gauge-2", "senml", pack({"n": "battery", "v": 1}, {"n": "water_level", "v": 2}), at_us=NOW + 5
        ),
    ]
    batch = desk.decoder.decode("mqtt@2025", messages).batch
    assert batch.stream == "mqtt@2025"
    assert list(batch.seq) == [1, 2, 2]
    assert list(batch.received_us) == [NOW, NOW + 5, NOW + 5]
    assert list(batch.time_us) == [NOW, NOW + 5, NOW + 5]
    assert (batch.series.dtype, batch.quality.dtype, batch.time_us.dtype) == (np.int32, np.uint16, np.int64)


def test_nothing_in_makes_nothing_out(desk: Desk) -> None:
    decoded = desk.decoder.decode("mqtt@x", [])
    assert (len(decoded.batch), list(decoded.refused), list(decoded.unknown)) == (0, [], [])


def test_microseconds_survive(desk: Desk) -> None:
    for micros in (0, 1, 123_457, 999_999):
        said = b'[{"v":1,"t":1700000000.%06d}]' % micros
        ((_, seconds, _, _),) = desk.rows(said)
        assert round(seconds * 1e6) + NOW == 1_700_000_000_000_000 + micros
        long = pack(*[{"v": 1, "t": 1_700_000_000 + micros / 1e6}] * 20)
        assert {round(row[1] * 1e6) + NOW for row in desk.rows(long)} == {1_700_000_000_000_000 + micros}


def test_a_flooding_device_is_refused_and_others_are_not(tmp_path: Path) -> None:
    desk = Desk(tmp_path, rate=1, burst=3)
    messages = [desk.message("gauge-1", "battery", b'{"value": 3}') for _ in range(10)]
    messages.append(desk.message("gauge-2", "battery", b'{"value": 3}'))
    decoded = desk.decoder.decode("mqtt@x", messages)
    assert [one.key for one in decoded.refused] == ["refused-flood"] * 7
    assert list(decoded.batch.seq) == [1, 2, 3, 11]


def test_a_changed_pack_is_taken_into_account(desk: Desk) -> None:
    assert desk.rows(b'{"value": 1, "unit": "cm"}', channel="depth")[0][2:] == (
        1.0,
        int(Quality.UNKNOWN_CHANNEL),
    )
    desk.table.respec(lambda device, channel: ChannelSpec(unit="m"))
    desk.decoder.forget()
    assert desk.rows(b'{"value": 1, "unit": "cm"}', channel="depth")[0][2:] == (pytest.approx(0.01), 0)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.text(max_size=8), st.text(max_size=8), st.binary(max_size=60)), max_size=10))
def test_whatever_comes_is_accepted_or_refused(desk: Desk, said: list[tuple[str, str, bytes]]) -> None:
    messages = [
        Message(device, channel, payload, n, NOW) for n, (device, channel, payload) in enumerate(said, 1)
    ]
    decoded = desk.decoder.decode("mqtt@x", messages)
    accepted = set(decoded.batch.seq.tolist())
    assert len(accepted) + len(decoded.refused) == len(messages)
    assert all(one.key.startswith("refused-") for one in decoded.refused)
