"""SenML by RFC 8428: the standard's own examples worked by hand, a plain reference, and broken packs."""

import json
import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luylau.telemetry.senml import (
    MAX_RECORDS,
    MAX_TEXT,
    Refused,
    Resolved,
    absolute_us,
    resolve,
    resolve_plain,
)

NOW = 1_760_000_000_000_000
DEV = "urn:dev:ow:10e2073a01080063"


def pack(*records: dict[str, Any]) -> bytes:
    return json.dumps(records).encode()


def plain(resolved: list[Resolved]) -> list[tuple[str, float, float | str, str | None]]:
    """Name, seconds since 1970, value or word, unit."""
    return [
        (one.name, one.time_us / 1e6, one.text if one.text is not None else one.value, one.unit)
        for one in resolved
    ]


def test_example_of_one_data_point() -> None:
    found = plain(resolve(pack({"n": DEV, "u": "Cel", "v": 23.1}), NOW))
    assert found == [(DEV, NOW / 1e6, 23.1, "Cel")]


def test_example_of_several_data_points_back_in_time() -> None:
    said = pack(
        {
            "bn": "urn:dev:ow:10e2073a0108006:", "bt": 1.276020076001e09, "bu": "A", "bver": 5,
            "n": "voltage", "u": "V", "v": 120.1,
        },
        {"n": "current", "t": -5, "v": 1.2},
        {"n": "current", "t": -4, "v": 1.3},
        {"n": "current", "v": 1.7},
    )  # fmt: skip
    base = "urn:dev:ow:10e2073a0108006:"
    assert plain(resolve(said, NOW)) == [
        (base + "voltage", 1276020076.001, 120.1, "V"),
        (base + "current", 1276020071.001, 1.2, "A"),
        (base + "current", 1276020072.001, 1.3, "A"),
        (base + "current", 1276020076.001, 1.7, "A"),
    ]


def test_example_of_a_moving_sensor_with_its_place() -> None:
    said = pack(
        {"bn": DEV, "bt": 1.320067464e09, "bu": "%RH", "v": 20},
        {"u": "lon", "v": 24.30621},
        {"u": "lat", "v": 60.07965},
        {"t": 60, "v": 20.3},
        {"u": "lon", "t": 60, "v": 24.30622},
        {"u": "%EL", "t": 150, "v": 98},
    )
    assert plain(resolve(said, NOW)) == [
        (DEV, 1320067464, 20.0, "%RH"),
        (DEV, 1320067464, 24.30621, "lon"),
        (DEV, 1320067464, 60.07965, "lat"),
        (DEV, 1320067524, 20.3, "%RH"),
        (DEV, 1320067524, 24.30622, "lon"),
        (DEV, 1320067614, 98.0, "%EL"),
    ]


def test_example_of_several_data_types() -> None:
    said = pack(
        {"bn": DEV + ":", "n": "temp", "u": "Cel", "v": 23.1},
        {"n": "label", "vs": "Machine Room"},
        {"n": "open", "vb": False},
        {"n": "nfc-reader", "vd": "aGkgCg"},
    )
    found = resolve(said, NOW)
    assert [one.name for one in found] == [f"{DEV}:{n}" for n in ("temp", "label", "open", "nfc-reader")]
    assert [one.text for one in found] == [None, "Machine Room", None, "aGkgCg"]
    assert (found[0].value, found[2].value) == (23.1, 0.0)
    assert math.isnan(found[1].value)
    assert math.isnan(found[3].value)


def test_example_of_a_collection_of_resources() -> None:
    said = pack(
        {"bn": "2001:db8::2/", "bt": 1.320078429e09, "n": "temperature", "u": "Cel", "v": 25.2},
        {"n": "humidity", "u": "%RH", "v": 30},
        {"bn": "2001:db8::1/", "n": "temperature", "u": "Cel", "v": 12.3},
        {"n": "humidity", "u": "%RH", "v": 67},
    )
    assert plain(resolve(said, NOW)) == [
        ("2001:db8::2/temperature", 1320078429, 25.2, "Cel"),
        ("2001:db8::2/humidity", 1320078429, 30.0, "%RH"),
        ("2001:db8::1/temperature", 1320078429, 12.3, "Cel"),
        ("2001:db8::1/humidity", 1320078429, 67.0, "%RH"),
    ]


def test_example_of_an_actuator_with_a_record_of_base_fields_alone() -> None:
    said = pack(
        {"bn": DEV + ":"},
        {"n": "temp", "u": "Cel", "v": 23.1},
        {"n": "heat", "u": "/", "v": 1},
        {"n": "fan", "u": "/", "v": 0},
    )
    assert [one[::2] for one in plain(resolve(said, NOW))] == [
        (DEV + ":temp", 23.1),
        (DEV + ":heat", 1.0),
        (DEV + ":fan", 0.0),
    ]


def test_base_value_and_base_sum_are_added_and_may_stand_alone() -> None:
    said = pack({"bv": 10, "bs": 100, "n": "a", "v": 1, "s": 5}, {"n": "b", "v": 2}, {"n": "c", "bs": 0})
    assert plain(resolve(said, 0)) == [
        ("a", 0, 11.0, None),
        ("a_sum", 0, 105.0, None),
        ("b", 0, 12.0, None),
        ("b_sum", 0, 100.0, None),
        ("c", 0, 10.0, None),
        ("c_sum", 0, 0.0, None),
    ]


def test_a_sum_needs_no_value() -> None:
    assert plain(resolve(pack({"n": "energy", "s": 7.5}), 0)) == [("energy_sum", 0, 7.5, None)]


@pytest.mark.parametrize(
    ("time_s", "expected_us"),
    [
        (0, NOW),
        (-5, NOW - 5_000_000),
        (0.000001, NOW + 1),
        (2**28 - 1, NOW + (2**28 - 1) * 1_000_000),
        (2**28, 2**28 * 1_000_000),
        (1_700_000_000.123456, 1_700_000_000_123_456),
    ],
)
def test_small_times_are_relative(time_s: float, expected_us: int) -> None:
    assert absolute_us(time_s, NOW) == expected_us


@pytest.mark.parametrize("time_s", [math.inf, -math.inf, math.nan, 4.2e9, -4.2e9, 1e308])
def test_times_that_are_none(time_s: float) -> None:
    with pytest.raises(Refused) as refused:
        absolute_us(time_s, NOW)
    assert refused.value.key == "refused-time"


@pytest.mark.parametrize(
    ("said", "key"),
    [
        (b"", "refused-malformed"),
        (b"[", "refused-malformed"),
        (b"{}", "refused-malformed"),
        (b"[1]", "refused-malformed"),
        (b"[[]]", "refused-malformed"),
        (b"null", "refused-malformed"),
        (b'[{"v":NaN}]', "refused-malformed"),
        (b'[{"v":"1"}]', "refused-malformed"),
        (b'[{"v":true}]', "refused-malformed"),
        (b'[{"n":1,"v":1}]', "refused-malformed"),
        (b'[{"n":"\xff","v":1}]', "refused-malformed"),
        (b'[{"v":1}] []', "refused-malformed"),
        (b"[]", "refused-empty"),
        (b"[{}]", "refused-no-value"),
        (b'[{"bn":"a"}]', "refused-no-value"),
        (b'[{"n":"a"}]', "refused-no-value"),
        (b'[{"t":1}]', "refused-no-value"),
        (b'[{"v":1,"vs":"a"}]', "refused-two-values"),
        (b'[{"vb":true,"vd":"a"}]', "refused-two-values"),
        (b'[{"v":1,"bver":11}]', "refused-version"),
        (b'[{"v":1},{"v":1,"bver":11}]', "refused-version"),
        (b'[{"v":1,"new_":1}]', "refused-must-understand"),
        (b'[{"v":1,"new\\u005f":1}]', "refused-must-understand"),
        (b'[{"v":1},{"v":2,"x_":{"a":[]}}]', "refused-must-understand"),
        (b'[{"v":1,"t":1e99}]', "refused-time"),
        (b'[{"bt":1e300,"v":1,"t":1e300}]', "refused-time"),
        (b'[{"vs":"\\ud800"}]', "refused-malformed"),
        (pack({"vs": "x" * (MAX_TEXT + 1)}), "refused-long-text"),
        (pack({"vd": "x" * (MAX_TEXT + 1)}), "refused-long-text"),
        (b"[" + b'{"v":1},' * MAX_RECORDS + b'{"v":1}]', "refused-too-long"),
        (b'[{"v":1,"x":' + b"[" * 100_000 + b"]" * 100_000 + b"}]", "refused-malformed"),
        (b'[{"v":1,"y_":' + b'{"a":' * 50_000 + b"1" + b"}" * 50_000 + b"}]", "refused-malformed"),
    ],
)
def test_packs_that_are_refused_whole(said: bytes, key: str) -> None:
    with pytest.raises(Refused) as refused:
        resolve(said, NOW)
    assert refused.value.key == key


@pytest.mark.parametrize(
    "said",
    [
        b'[{"v":1,"unheard":{"of":[1,2,{"x":null}]}}]',
        b'[{"v":1,"ut":30}]',
        b' \n[ {"v" : 1 } ]\t',
        b'[{"v":0,"v":1}]',
        b'[{"bver":10,"v":1}]',
        '[{"v":1,"Đáp Cầu":"水位"}]'.encode(),
    ],
)
def test_packs_that_are_odd_and_good(said: bytes) -> None:
    assert [one.value for one in resolve(said, NOW)] == [1.0]


def test_the_plain_form() -> None:
    assert plain([resolve_plain(b'{"value": 1.5}', NOW)]) == [("", NOW / 1e6, 1.5, None)]
    assert resolve_plain(b'{"value":1,"unit":"cm","time":-2}', NOW) == Resolved(
        "", NOW - 2_000_000, 1.0, "cm", None
    )
    timed = resolve_plain(b'{"value":true,"time":"2025-10-09T23:00:00.5+07:00"}', NOW)
    assert (timed.time_us, timed.value) == (1_760_025_600_500_000, 1.0)
    word = resolve_plain('{"value":"mở"}'.encode(), NOW)
    assert (word.text, math.isnan(word.value)) == ("mở", True)


@pytest.mark.parametrize(
    ("said", "key"),
    [
        (b"", "refused-malformed"),
        (b"1.5", "refused-malformed"),
        (b"\xef\xbb\xbf{}", "refused-malformed"),
        (b'{"val":1}', "refused-malformed"),
        (b'{"value":1,"extra":2}', "refused-malformed"),
        (b'{"value":[1]}', "refused-malformed"),
        (b'{"value":null}', "refused-malformed"),
        (b'{"value":1,"time":"yesterday"}', "refused-time"),
        (b'{"value":1,"time":"2025-10-09T23:00:00"}', "refused-time"),
        (b'{"value":1,"time":"9999-12-31T23:59:59Z"}', "refused-time"),
        (b'{"value":1,"time":1e400}', "refused-malformed"),
        (b'{"value":"\\udc00"}', "refused-malformed"),
        (pack({})[:0] + b'{"value":"' + b"x" * 1_001 + b'"}', "refused-long-text"),
        (b'{"value":' * 100_000, "refused-malformed"),
    ],
)
def test_plain_forms_that_are_refused(said: bytes, key: str) -> None:
    with pytest.raises(Refused) as refused:
        resolve_plain(said, NOW)
    assert refused.value.key == key


numbers = st.floats(allow_nan=False, allow_infinity=False, width=64) | st.integers(-(2**60), 2**60)
times = st.floats(-1e6, 2e9) | st.integers(-100, 100)
names = st.sampled_from(["", "a", "level", "x}y", "t"])
record = st.fixed_dictionaries(
    {},
    optional={
        "n": names, "v": numbers, "t": times, "u": st.sampled_from(["m", "cm"]), "s": numbers,
        "vb": st.booleans(), "vs": st.text(max_size=5), "bn": names, "bt": times,
        "bu": st.sampled_from(["m", "V"]),
        "bv": numbers, "bs": numbers, "bver": st.integers(1, 12), "extra": st.none() | st.text(max_size=3),
    },
)  # fmt: skip


def by_the_standard(records: list[dict[str, Any]]) -> list[tuple[str, float, float | str, str | None]] | None:
    """Resolve by the letter of section 4, with dicts alone; None where the pack must be refused."""
    base: dict[str, Any] = {}
    found: list[tuple[str, float, float | str, str | None]] = []
    for one in records:
        base.update({key: value for key, value in one.items() if key.startswith("b")})
        own = {key: value for key, value in one.items() if not key.startswith("b") and key != "extra"}
        if base.get("bver", 10) > 10:
            return None
        meaningful = {
            k: v for k, v in own.items() if not (k == "n" and v == "") and not (k == "t" and v == 0)
        }
        if not meaningful and any(key.startswith("b") for key in one):
            continue
        if sum(key in own for key in ("v", "vs", "vb")) > 1:
            return None
        name = base.get("bn", "") + own.get("n", "")
        at = float(base.get("bt", 0)) + float(own.get("t", 0))
        at = at if at >= 2**28 else NOW / 1e6 + at
        unit = own.get("u", base.get("bu"))
        if "vs" in own:
            found.append((name, at, own["vs"], unit))
        elif "vb" in own:
            found.append((name, at, float(own["vb"]), unit))
        elif "v" in own or "bv" in base:
            found.append((name, at, float(own.get("v", 0)) + float(base.get("bv", 0)), unit))
        elif "s" not in own and "bs" not in base:
            return None
        if "s" in own or "bs" in base:
            found.append((name + "_sum", at, float(own.get("s", 0)) + float(base.get("bs", 0)), None))
    return found or None


@settings(max_examples=400, deadline=None)
@given(st.lists(record, min_size=1, max_size=6))
def test_any_pack_resolves_as_the_standard_says(records: list[dict[str, Any]]) -> None:
    expected = by_the_standard(records)
    try:
        found = plain(resolve(pack(*records), NOW))
    except Refused:
        assert expected is None
        return
    assert expected is not None
    assert len(found) == len(expected)
    for got, want in zip(found, expected, strict=True):
        assert (got[0], got[2], got[3]) == (want[0], want[2], want[3])
        assert got[1] == pytest.approx(want[1], abs=2e-6)
