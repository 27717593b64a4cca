"""The compiled scanner against the long way: it takes what devices send, and what it takes it reads alike."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from luylau.telemetry import channels, decode
from luylau.telemetry.decode import Decoded, Message
from luylau.telemetry.senml import MAX_RECORDS
from tests.unit.telemetry.decoding import NOW, TENANT, Desk

NAMES = ["", "battery", "temperature", "noise", "gauge-1:temperature", "gauge-1", "gauge-1/battery"]
UNITS = ["m", "cm", "V", "kV", "Cel", "K", "", "zz"]
URN = f"urn:luylau:{TENANT}:asset:gauge-1:"


class Both:
    """Two decoders of the same city: one that learns, and one that must go the long way each time."""

    def __init__(self, folder: Path) -> None:
        (folder / "fast").mkdir()
        (folder / "slow").mkdir()
        self.fast = Desk(folder / "fast", channels=50)
        self.slow = Desk(folder / "slow", channels=50)
        for table in (self.slow.book.tokens, self.slow.decoder._factors.tokens):
            table.learn = lambda owner, word, number: None  # type: ignore[method-assign]
        self.fast_taken = 0

    def decode(self, payloads: list[bytes], channel: str = "water_level") -> Decoded:
        """Decode with both, the fast one twice (at first it may have to learn); all three must agree."""
        messages = [Message("gauge-1", channel, said, n, NOW) for n, said in enumerate(payloads, 1)]
        slow = self.slow.decoder.decode("mqtt@x", messages)
        for _ in range(2):
            fast = self.fast.decoder.decode("mqtt@x", messages)
            assert facts(fast, self.fast) == facts(slow, self.slow)
        return slow

    def declined(self, payload: bytes, channel: str = "water_level") -> bool:
        """Say whether the scanner leaves a payload to the long way, having learnt its names."""
        message = Message("gauge-1", channel, payload, 1, NOW)
        self.decode([payload], channel)
        resolved: list[Message] = []
        resolve = self.fast.decoder._resolve
        self.fast.decoder._resolve = lambda one, *rest: (resolved.append(one), resolve(one, *rest))  # type: ignore
        self.fast.decoder.decode("mqtt@x", [message])
        del self.fast.decoder._resolve  # type: ignore[method-assign]
        return bool(resolved)


def facts(decoded: Decoded, desk: Desk) -> list[Any]:
    batch = decoded.batch
    rows = [
        (
            desk.table.keys[batch.series[row]], int(batch.time_us[row]), batch.value[row].hex(),
            int(batch.quality[row]), int(batch.seq[row]), batch.text.get(row),
        )
        for row in range(len(batch))
    ]  # fmt: skip
    return [rows, [(one.channel, one.key) for one in decoded.refused], list(decoded.unknown)]


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    found = Both(tmp_path_factory.mktemp("both"))
    yield found
    for desk in (found.fast, found.slow):
        desk.engine.dispose()


def pack(*records: dict[str, Any]) -> bytes:
    return json.dumps(records).encode()


@pytest.mark.parametrize(
    "payload",
    [
        b'[{"v":1.5}]',
        b'[{"n":"battery","v":-3,"t":1700000000.25}]',
        b'[{"bt":1700000000,"n":"battery","v":3.3,"t":0},{"n":"temperature","v":2e1,"t":5}]',
        b' [ { "n" : "battery" , "u" : "V" , "v" : 3.25 } ,\r\n\t{ "v" : 1 , "u" : "cm" } ] \n',
        b'[{"bn":"%s","bu":"V","bv":10,"bver":10,"n":"battery","v":1},{"n":"battery","v":2}]' % URN.encode(),
        b'[{"n":"temperature","u":"K","v":300}]',
        b'[{"n":"temperature","v":23.456789012345678}]',
        b'[{"t":-60,"v":0.000001},{"v":0},{"v":-0.0},{"v":123456789012345678901234567890}]',
        b'{"value": 5.32}',
        b'{"value":5,"unit":"cm","time":-2.5}',
        b'{"time":1700000000,"value":1E-3}',
    ],
)
def test_what_devices_send_is_taken(both: Both, payload: bytes) -> None:
    assert not both.declined(payload)


@pytest.mark.parametrize(
    "payload",
    [
        pytest.param(b'{"value": true}', id="truth"),
        pytest.param(b'{"value": "open"}', id="word"),
        pytest.param(b'[{"vs":"open"}]', id="word in a pack"),
        pytest.param(b'[{"v":1,"s":2}]', id="sum"),
        pytest.param(b'[{"v":1},{"bn":"x","v":1}]', id="base fields later on"),
        pytest.param(b'[{"v":1,"v":2}]', id="twice"),
        pytest.param(b'[{"v":1,"extra":2}]', id="unknown field"),
        pytest.param(b'[{"v":1,"must_":2}]', id="must understand"),
        pytest.param(b'[{"bver":11,"v":1}]', id="version"),
        pytest.param(b'[{"n":"batt\\u0065ry","v":1}]', id="escape"),
        pytest.param(b'[{"u":"zz","v":1}]', id="unit that does not fit"),
        pytest.param(b'[{"u":"cm","v":0.12345678901234567}]', id="long number in another unit"),
        pytest.param(b'[{"bv":1,"v":0.12345678901234567}]', id="long number on a base"),
        pytest.param(b'[{"v":01}]', id="leading zero"),
        pytest.param(b'[{"v":1.}]', id="no digit behind the point"),
        pytest.param(b'[{"v":.5}]', id="no digit before the point"),
        pytest.param(b'[{"v":-}]', id="sign alone"),
        pytest.param(b'[{"v":1e}]', id="no exponent"),
        pytest.param(b'[{"v":1e400}]', id="beyond all numbers"),
        pytest.param(b'[{"v":NaN}]', id="NaN"),
        pytest.param(b'[{"v":1,"t":1e10}]', id="no time"),
        pytest.param(b'[{"v":1},]', id="comma"),
        pytest.param(b'[{"v":1}', id="cut off"),
        pytest.param(b'[{"v":1}]]', id="something behind"),
        pytest.param(b'[{"v":1}]\0', id="zero byte behind"),
        pytest.param(b'[{"v":1}\0]', id="zero byte inside"),
        pytest.param(b"[]", id="empty"),
        pytest.param(b"", id="nothing"),
        pytest.param(b'[{"v":1', id="cut off in a number"),
        pytest.param(b'[{"n":"batte', id="cut off in a word"),
        pytest.param(b'[{"n":"\xff","v":1}]', id="no UTF-8"),
        pytest.param(b'[{"n":"gauge-2:battery","v":1}]', id="another device"),
    ],
)
def test_all_else_is_left_to_the_long_way(both: Both, payload: bytes) -> None:
    assert both.declined(payload)
    # Between others it spoils nothing.
    both.decode([b'[{"v":1}]', payload, b'{"value":2}', payload, b'[{"v":3},{"v":4}]'])


def test_a_pack_of_any_length(both: Both) -> None:
    records = [{"v": float(number), "t": -number} for number in range(MAX_RECORDS)]
    assert not both.declined(pack(*records))
    assert both.declined(pack(*records, {"v": 1}))


def test_depth_is_no_danger(both: Both) -> None:
    assert both.declined(b'[{"v":1,"x":' + b"[" * 200_000 + b"]" * 200_000 + b"}]")


record = st.fixed_dictionaries(
    {},
    optional={
        "v": st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**20), 10**20),
        "n": st.sampled_from(NAMES),
        "u": st.sampled_from(UNITS),
        "t": st.integers(-1000, 1000) | st.floats(1.6e9, 1.8e9) | st.floats(allow_nan=False),
        "vs": st.sampled_from(["open", "shut"]),
        "s": st.integers(0, 5),
        "bn": st.sampled_from(["", "gauge-1:", "gauge-1/", URN, "gauge-1", "gauge-1:batt"]),
        "bt": st.floats(1.6e9, 1.8e9) | st.integers(-(10**10), 10**10),
        "bu": st.sampled_from(UNITS),
        "bv": st.floats(-1e308, 1e308),
        "bver": st.integers(9, 11),
    },
)
plain = st.fixed_dictionaries({"v": record.map(lambda one: one.get("v", 1.25))}).flatmap(
    lambda one: record.map(lambda more: {k: v for k, v in {**more, **one}.items() if k in "nutv"})
)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(plain | record, min_size=1, max_size=5), min_size=1, max_size=4), st.booleans())
def test_both_ways_agree_on_any_packs(both: Both, packs: list[list[dict[str, Any]]], close: bool) -> None:
    separators = (",", ":") if close else None
    both.decode([json.dumps(records, separators=separators).encode() for records in packs])


@settings(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 200), st.integers(0, 255), st.integers(0, 3), st.booleans())
@example(0, 0, 0, False)
def test_both_ways_agree_on_damaged_payloads(both: Both, at: int, letter: int, cut: int, form: bool) -> None:
    sound = (
        b'[{"bn":"gauge-1:","bt":1700000000,"bu":"V","n":"battery","v":3.25,"t":-1.5e0},{"n":"temperature",'
        b'"u":"Cel","v":-0.5}]'
    )
    said = bytearray(b'{"value":5.25,"unit":"cm","time":-2}' if form else sound)
    at %= len(said)
    said[at : at + cut] = bytes([letter])
    both.decode([b'[{"v":1}]', bytes(said), b'[{"v":2}]'])


@settings(max_examples=1_000, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(
        [repr, "{:.0f}".format, "{:.3f}".format, "{:e}".format, "{:.17g}".format, "{:.12E}".format]
    ),
)
@example(9007199254740993.0, repr)
@example(1e22, repr)
@example(1e23, "{:.0f}".format)
@example(5e-324, repr)
def test_a_number_is_read_as_the_nearest_double(both: Both, number: float, write: Any) -> None:  # noqa: ANN401
    said = write(number)
    decoded = both.decode([b'[{"v":%s}]' % said.encode()])
    assert decoded.batch.value[0] == float(said)


def test_what_is_learnt_is_dropped_when_the_pack_changes(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    said = b'[{"n":"battery","u":"kV","v":0.0033}]'
    assert desk.rows(said, channel="senml")[0][2] == pytest.approx(3.3)
    assert desk.rows(said, channel="senml")[0][2] == pytest.approx(3.3)
    assert len(desk.book.tokens) == 1
    desk.table.respec(lambda device, channel: None)
    desk.decoder.forget()
    assert len(desk.book.tokens) == len(desk.decoder._factors.tokens) == 0
    assert desk.rows(said, channel="senml")[0][2] == 0.0033


def test_full_tables_are_forgotten_and_learnt_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(channels, "_MOST_NAMES", 2)
    monkeypatch.setattr(decode, "_MOST_UNITS", 2)
    desk = Desk(tmp_path)
    for _ in range(3):
        for name, unit in (("battery", "kV"), ("temperature", "K"), ("water_level", "cm")):
            said = pack({"n": name, "u": unit, "v": 1})
            first, again = (desk.rows(said, channel="senml") for _ in range(2))
            assert first == again
            assert 0 < len(desk.book.tokens) <= 2
            assert 0 < len(desk.decoder._factors.tokens) <= 2
