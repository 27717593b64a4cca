"""Quiet hours and digests in the city's time, worked out by hand."""

from zoneinfo import ZoneInfo

import pytest

from luylau.incidents.notify import NotifyRule, Preferences, Quiet
from luylau.incidents.notify.preferences import (
    DEFAULT,
    kept,
    next_digest,
    preferences_of,
    quiet_until,
    without_address,
)
from luylau.kernel.clock import iso, parse_iso

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
BERLIN = ZoneInfo("Europe/Berlin")
NIGHT = Quiet(begin="22:00", end="06:00", critical_breaks=True)
ALWAYS = Quiet(begin="08:00", end="08:00", critical_breaks=True)
NOON = Quiet(begin="12:00", end="13:30", critical_breaks=False)


@pytest.mark.parametrize(
    ("quiet", "now", "until"),
    [
        (NIGHT, "2026-10-07T21:59:59+07:00", None),
        (NIGHT, "2026-10-07T22:00:00+07:00", "2026-10-07T23:00:00Z"),
        (NIGHT, "2026-10-08T00:00:00+07:00", "2026-10-07T23:00:00Z"),
        (NIGHT, "2026-10-08T05:59:59+07:00", "2026-10-07T23:00:00Z"),
        (NIGHT, "2026-10-08T06:00:00+07:00", None),
        (NOON, "2026-10-07T11:59:00+07:00", None),
        (NOON, "2026-10-07T12:00:00+07:00", "2026-10-07T06:30:00Z"),
        (NOON, "2026-10-07T13:30:00+07:00", None),
        (None, "2026-10-07T12:00:00+07:00", None),
        (ALWAYS, "2026-10-07T07:00:00+07:00", "2026-10-07T01:00:00Z"),
        (ALWAYS, "2026-10-07T08:00:00+07:00", "2026-10-08T01:00:00Z"),
    ],
)  # fmt: skip
def test_quiet_hours(quiet: Quiet | None, now: str, until: str | None) -> None:
    found = quiet_until(quiet, parse_iso(now), HANOI)
    assert (None if found is None else iso(found)) == until


def test_quiet_hours_in_the_night_that_is_an_hour_longer() -> None:
    # 25 October 2026, 03:00 CEST becomes 02:00 CET: from 22:00 to 06:00 are nine hours.
    found = quiet_until(NIGHT, parse_iso("2026-10-24T22:00:00+02:00"), BERLIN)
    assert found == parse_iso("2026-10-25T06:00:00+01:00")


@pytest.mark.parametrize(
    ("every_min", "now", "due"),
    [
        (30, "2026-10-07T08:00:00+07:00", "2026-10-07T08:30:00+07:00"),
        (30, "2026-10-07T08:29:59+07:00", "2026-10-07T08:30:00+07:00"),
        (60, "2026-10-07T23:30:00+07:00", "2026-10-08T00:00:00+07:00"),
        (1_440, "2026-10-07T08:00:00+07:00", "2026-10-08T00:00:00+07:00"),
        (7, "2026-10-07T23:58:00+07:00", "2026-10-08T00:00:00+07:00"),
    ],
)
def test_digests_share_their_times(every_min: int, now: str, due: str) -> None:
    assert next_digest(every_min, parse_iso(now), HANOI) == parse_iso(due)


def test_a_digest_is_never_due_in_the_past_when_clocks_are_put_back() -> None:
    for minutes in range(0, 240, 7):
        now_us = parse_iso("2026-10-25T00:00:00+02:00") + minutes * 60_000_000
        assert next_digest(30, now_us, BERLIN) > now_us


def test_what_is_kept_is_what_is_read() -> None:
    rule = NotifyRule(occasions=("opened",), severity="minor", addresses=("x", "y"), every_min=5)
    wanted = Preferences(rules=(rule, *DEFAULT.rules), quiet=NIGHT, version=3)
    assert preferences_of(**kept(wanted), version=3) == wanted


def test_a_deleted_address_takes_only_its_own_rules_with_it() -> None:
    alone = NotifyRule(occasions=("opened",), severity="minor", addresses=("x",))
    both = NotifyRule(occasions=("opened",), severity="minor", addresses=("x", "y"))
    every = NotifyRule(occasions=("opened",), severity="minor")
    left = without_address(Preferences(rules=(alone, both, every), quiet=None, version=1), "x")
    assert [rule.addresses for rule in left.rules] == [("y",), ()]
