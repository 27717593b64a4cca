"""ASDUs taken apart: each type worked by hand from the standard's bits, and bytes of ill will."""

import math
import struct
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luylau.telemetry.sources.iec104.asdu import Element, Object, TimeTag, read_asdu, read_time
from luylau.telemetry.sources.iec104.frames import Broken

TIME = "73 a8 1c 11 9a 0b 1a"
"""43.123 s (0xa873 ms), minute 28, 17 o'clock, Thursday the 26th, November, 2026."""
TAG = TimeTag(datetime(2026, 11, 26, 17, 28, 43, 123_000), False)


def one(text: str) -> Object:
    (found,) = read_asdu(bytes.fromhex(text)).objects
    return found


HEAD = "{:02x} 01 03 00 01 00 0b 00 00"


@pytest.mark.parametrize(
    ("kind", "type", "element", "wanted"),
    [
        ("single", 1, "01", Element(1.0)),
        ("single", 1, "00", Element(0.0)),
        ("single", 1, "81", Element(1.0, "invalid")),
        ("single", 1, "c1", Element(1.0, "invalid")),
        ("single", 1, "41", Element(1.0, "not-topical")),
        ("single", 1, "11", Element(1.0, "blocked")),
        ("single", 1, "21", Element(1.0, "", True)),
        ("double", 3, "01", Element(0.0)),
        ("double", 3, "02", Element(1.0)),
        ("double", 3, "82", Element(1.0, "invalid")),
        ("measured", 9, "00 40 00", Element(0.5)),
        ("measured", 9, "00 80 00", Element(-1.0)),
        ("measured", 9, "ff 7f 01", Element(32_767 / 32_768, "overflow")),
        ("measured", 11, "18 fc 00", Element(-1_000.0)),
        ("measured", 11, "18 fc 80", Element(-1_000.0, "invalid")),
        ("measured", 13, "00 00 bc 41 00", Element(23.5)),
        ("measured", 13, "00 00 bc 41 40", Element(23.5, "not-topical")),
        ("measured", 13, "00 00 80 7f 00", Element(math.inf, "not-finite")),
        ("measured", 21, "00 c0", Element(-0.5)),
        ("counter", 15, "2e fb ff ff 05", Element(-1_234.0)),
        ("counter", 15, "d2 04 00 00 85", Element(1_234.0, "invalid")),
    ],
)
def test_each_element(kind: str, type: int, element: str, wanted: Element) -> None:
    found = read_asdu(bytes.fromhex(HEAD.format(type) + element))
    assert (found.kind, found.type, found.cause, found.common_address) == (kind, type, 3, 1)
    assert found.objects == (Object(11, wanted, None),)


@pytest.mark.parametrize(("code", "flaw"), [("00", "intermediate"), ("03", "indeterminate")])
def test_a_double_point_between_its_ends_has_no_value(code: str, flaw: str) -> None:
    element = one(HEAD.format(3) + code).element
    assert math.isnan(element.value)
    assert element.flaw == flaw


@pytest.mark.parametrize(
    ("type", "element", "value"),
    [
        (30, "01", 1.0), (31, "02", 1.0), (34, "00 40 00", 0.5), (35, "18 fc 00", -1_000.0),
        (36, "00 00 bc 41 00", 23.5), (37, "d2 04 00 00 05", 1_234.0),
    ],
)  # fmt: skip
def test_each_type_with_a_time(type: int, element: str, value: float) -> None:
    assert one(HEAD.format(type) + element + TIME) == Object(11, Element(value), TAG)


def test_times() -> None:
    assert read_time(bytes.fromhex(TIME)) == TAG
    assert read_time(bytes.fromhex("73 a8 1c 91 9a 0b 1a")) == TimeTag(TAG.local, True)
    for odd in (
        "73 a8 9c 11 9a 0b 1a",
        "73 a8 3c 11 9a 0b 1a",
        "ff ff 1c 11 9a 0b 1a",
        "00 00 00 00 1f 02 1a",
        "00" * 7,
    ):
        assert read_time(bytes.fromhex(odd)) is None, odd


def test_several_objects_apart_and_in_a_row() -> None:
    apart = read_asdu(bytes.fromhex("01 02 14 00 02 01 01 00 00 01 ff ff ff 00"))
    assert apart.common_address == 258
    assert [(each.address, each.element.value) for each in apart.objects] == [(1, 1.0), (0xFFFFFF, 0.0)]
    row = read_asdu(bytes.fromhex("01 83 14 00 01 00 09 00 00 01 00 01"))
    assert [(each.address, each.element.value) for each in row.objects] == [(9, 1.0), (10, 0.0), (11, 1.0)]


@pytest.mark.parametrize(
    "text",
    [
        "", "01 01 03 00 01",  # less than a head
        "01 01 03 00 01 00 0b 00 00",  # no element
        "01 01 03 00 01 00 0b 00 00 01 00",  # one too many
        "01 00 03 00 01 00",  # no object at all
        "1e 01 03 00 01 00 0b 00 00 01 73 a8",  # half a time
        "01 82 03 00 01 00 ff ff ff 01 01",  # counts past the last address
    ],
)  # fmt: skip
def test_a_length_that_does_not_fit_ends_the_connection(text: str) -> None:
    with pytest.raises(Broken) as broken:
        read_asdu(bytes.fromhex(text))
    assert broken.value.key == "scada-asdu"


def test_what_is_not_read_is_not_an_error() -> None:
    for type in (2, 5, 20, 45, 100, 127, 255):
        found = read_asdu(bytes((type, 1, 3, 0, 1, 0)) + b"anything at all")
        assert (found.kind, found.objects) == (None, ())
    marked = read_asdu(bytes.fromhex("01 01 c3 00 01 00 0b 00 00 01"))
    assert (marked.test, marked.negative, marked.cause) == (True, True, 3)


@given(st.binary(max_size=249))
def test_any_bytes_are_read_or_refused(said: bytes) -> None:
    try:
        found = read_asdu(said)
    except Broken:
        return
    for each in found.objects:
        assert math.isfinite(each.element.value) or each.element.flaw


@given(
    st.lists(
        st.tuples(st.integers(0, 2**24 - 1), st.floats(width=32, allow_nan=False), st.integers(0, 255)),
        min_size=1,
        max_size=30,
    )
)
def test_numbers_come_out_as_they_went_in(points: list[tuple[int, float, int]]) -> None:
    body = b"".join(
        address.to_bytes(3, "little") + struct.pack("<fB", value, quality)
        for address, value, quality in points
    )
    found = read_asdu(bytes((13, len(points), 3, 0, 1, 0)) + body)
    for each, (address, value, quality) in zip(found.objects, points, strict=True):
        assert (each.address, each.element.value) == (address, value)
        good = quality & 0xD1 == 0 and math.isfinite(value)
        assert (each.element.flaw == "") == good
