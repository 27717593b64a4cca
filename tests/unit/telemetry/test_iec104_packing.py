"""What becomes of what an outstation says: values, words for what is flawed, times that never mislead."""

import json
import math
from zoneinfo import ZoneInfo

import pytest

from luylau.kernel.clock import MICROS, parse_iso
from luylau.telemetry.senml import Resolved, resolve
from luylau.telemetry.sources.iec104 import Outstation, Point
from luylau.telemetry.sources.iec104.asdu import read_asdu
from luylau.telemetry.sources.iec104.packing import MOST_RECORDS, Packer, packs
from tests.support.outstation import asdu

NOW = parse_iso("2026-11-26T10:30:00Z")
TAG = bytes.fromhex("73a81c119a0b1a")
"""17:28:43.123 on the outstation's clock, in Vietnam: 10:28:43.123 UTC."""
TAG_US = parse_iso("2026-11-26T10:28:43.123Z")


def packer(zone: str = "Asia/Ho_Chi_Minh") -> Packer:
    points = {
        (1, 11): Point(kind="single", device="s1", channel="position", unit="count", factor=-1.0, offset=1.0),
        (1, 12): Point(kind="double", device="s2", channel="position", unit="count"),
        (1, 13): Point(kind="measured", device="s2", channel="current", unit="A", factor=0.1, offset=5.0),
    }
    return Packer(Outstation(id="rtu", host="h", port=2404, zone=ZoneInfo(zone), points=points))


def say(
    made: Packer, kind: int, address: int, element: bytes, now_us: int = NOW, cause: int = 3
) -> tuple[list[Resolved], bool]:
    records, ask = made.records(read_asdu(asdu(kind, cause, 1, [(address, element)])), now_us)
    return [one for pack in packs(records) for one in resolve(pack.payload, now_us)], ask


def test_values_are_scaled_and_bear_their_unit() -> None:
    made = packer()
    ((found,), _) = say(made, 11, 13, (-200).to_bytes(2, "little", signed=True) + b"\0")
    assert (found.name, found.value, found.unit, found.time_us) == ("current", -15.0, "A", NOW)
    ((closed,), _) = say(made, 1, 11, b"\x00")
    assert closed.value == 1.0, "the map turns it round"


@pytest.mark.parametrize(
    ("kind", "address", "element", "word"),
    [
        (1, 11, b"\x81", "invalid"), (3, 12, b"\x00", "intermediate"), (3, 12, b"\x03", "indeterminate"),
        (3, 12, b"\x42", "not-topical"), (11, 13, b"\x01\x00\x01", "overflow"),
        (13, 13, b"\0\0\xc0\x7f\0", "not-finite"), (1, 11, b"\x11", "blocked"),
    ],
)  # fmt: skip
def test_what_is_not_good_is_a_word_and_no_number(kind: int, address: int, element: bytes, word: str) -> None:
    made = packer()
    ((found,), _) = say(made, kind, address, element)
    assert found.text == word
    assert math.isnan(found.value)
    assert made.counts["invalid"] == 1


def test_the_outstations_time_in_its_zone() -> None:
    ((found,), _) = say(packer(), 30, 11, b"\x01" + TAG)
    assert found.time_us == TAG_US
    ((found,), _) = say(packer("UTC"), 30, 11, b"\x01" + TAG, NOW + 10 * 3_600 * MICROS)
    assert found.time_us == TAG_US + 7 * 3_600 * MICROS
    # In Berlin the hour from two to three came twice on 25 October 2026; the bit SU tells which it was.
    code = bytes.fromhex("0000000219 0a1a".replace(" ", ""))
    winter, summer = bytes(code), code[:3] + b"\x82" + code[4:]
    ((first,), _) = say(packer("Europe/Berlin"), 30, 11, b"\x01" + summer)
    ((second,), _) = say(packer("Europe/Berlin"), 30, 11, b"\x01" + winter)
    assert first.time_us == parse_iso("2026-10-25T00:00:00Z")
    assert second.time_us == parse_iso("2026-10-25T01:00:00Z")


def test_without_a_time_or_with_one_ahead_the_moment_of_receipt_holds() -> None:
    made = packer()
    ((invalid,), _) = say(made, 30, 11, b"\x01" + TAG[:2] + b"\x9c" + TAG[3:])
    assert invalid.time_us == NOW
    ((ahead,), _) = say(made, 30, 11, b"\x00" + TAG, TAG_US - 1)
    assert ahead.time_us == TAG_US - 1
    assert (made.counts["untimed"], made.counts["ahead"]) == (1, 1)


def test_two_values_at_one_time_lie_apart_so_that_the_later_one_counts() -> None:
    made = packer()
    times = [say(made, 1, 11, bytes((bit,)))[0][0].time_us for bit in (1, 0, 1)]
    assert times == [NOW, NOW + 1, NOW + 2]
    tagged = packer()
    values = [say(tagged, 30, 11, bytes((bit,)) + TAG)[0][0] for bit in (1, 0, 0)]
    assert [one.time_us - TAG_US for one in values] == [0, 1, 0]


def test_a_clock_of_the_platform_that_is_set_back_is_followed() -> None:
    made = packer()
    say(made, 1, 11, b"\x01")
    ((found,), _) = say(made, 1, 11, b"\x00", NOW - 3_600 * MICROS)
    assert found.time_us == NOW - 3_600 * MICROS


def test_an_answer_to_an_interrogation_holds_now_whatever_time_it_bears() -> None:
    made = packer()
    ((found,), _) = say(made, 30, 11, b"\x01" + TAG, NOW, cause=20)
    assert found.time_us == NOW
    assert made.counts["untimed"] == 0


def test_an_event_older_than_what_was_read_since_asks_again() -> None:
    made = packer()
    assert not say(made, 1, 11, b"\x00", NOW, cause=20)[1]
    assert say(made, 30, 11, b"\x01" + TAG, NOW + 1_000)[1], (
        "its clock lags, or the reading overtook the event"
    )
    assert not say(made, 30, 11, b"\x00" + TAG, NOW + 2_000)[1], "it says what is known"
    assert not say(packer(), 30, 11, b"\x01" + TAG)[1]


def test_what_cannot_be_used_is_counted() -> None:
    made = packer()
    assert say(made, 1, 99, b"\x01")[0] == []
    assert say(made, 3, 11, b"\x02")[0] == []
    assert say(made, 1, 11, b"\x01", cause=3 | 0x80)[0] == []
    assert say(made, 5, 11, b"\x01\x00")[0] == []
    assert say(made, 100, 0, b"\x14", cause=7)[0] == [], "an answer of the protocol itself is none of these"
    assert +made.counts == {"unmapped": 1, "differing": 1, "test": 1, "unread": 1}
    assert made.differing == {(1, 11)}


def test_the_same_event_has_the_same_message_id_and_another_another() -> None:
    def ids(element: bytes) -> list[str]:
        records, _ = packer().records(read_asdu(asdu(30, 3, 1, [(11, element + TAG)])), NOW)
        return [pack.message_id for pack in packs(records)]

    assert ids(b"\x01") == ids(b"\x01")
    assert ids(b"\x01") != ids(b"\x00")


def test_packs_hold_one_device_in_order_and_not_too_much() -> None:
    records = [(f"d{number % 2}", {"n": "a", "v": number}) for number in range(2 * MOST_RECORDS + 2)]
    made = packs([(device, dict(record)) for device, record in records])
    assert [(pack.device, len(json.loads(pack.payload))) for pack in made] == [
        ("d0", MOST_RECORDS), ("d0", 1), ("d1", MOST_RECORDS), ("d1", 1),
    ]  # fmt: skip
    assert [one["v"] for one in json.loads(made[0].payload)[:3]] == [0, 2, 4]
