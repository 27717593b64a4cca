from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luylau.kernel.clock import ManualClock, SystemClock, from_datetime, iso, parse_iso, to_datetime

YEAR_1 = -62_135_596_800_000_000
YEAR_9999 = 253_402_300_799_999_999


@given(st.integers(min_value=YEAR_1, max_value=YEAR_9999))
def test_a_time_survives_the_way_to_text_and_back(time_us: int) -> None:
    assert parse_iso(iso(time_us)) == time_us
    assert from_datetime(to_datetime(time_us)) == time_us


def test_the_storm_s_landfall_by_hand() -> None:
    # 2024-09-07 12:00 UTC is 19,973 days and 12 hours after the epoch.
    assert parse_iso("2024-09-07T19:00:00+07:00") == (19_973 * 86_400 + 12 * 3_600) * 1_000_000
    assert iso((19_973 * 86_400 + 12 * 3_600) * 1_000_000) == "2024-09-07T12:00:00Z"


def test_a_time_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no instant"):
        parse_iso("2024-09-07T19:00:00")


def test_a_manual_clock_moves_only_by_hand() -> None:
    clock = ManualClock(1_000)
    clock.advance(1.5)
    assert clock.now_us() == 1_501_000
    clock.set(7)
    assert clock.now_us() == 7


def test_the_system_clock_tells_the_time() -> None:
    before = datetime.now(UTC)
    said = to_datetime(SystemClock().now_us())
    assert before.replace(microsecond=before.microsecond) <= said <= datetime.now(UTC)
