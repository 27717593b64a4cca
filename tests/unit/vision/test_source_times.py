"""Times of packets, whatever cameras and clocks say, and what headers tell of a stream's size."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from luylau.kernel.clock import MICROS, ManualClock
from luylau.vision.sources.coding import Coding, headers
from luylau.vision.sources.files import RealTime
from luylau.vision.sources.timing import APART_US, Arrivals, Playhead
from tests.support.clips import encoded

ANY_STAMP = st.one_of(st.none(), st.integers(-(1 << 60), 1 << 60), st.integers(0, 10 * MICROS))


@given(said=st.lists(st.tuples(st.integers(-5 * MICROS, 5 * MICROS), ANY_STAMP), max_size=60))
def test_times_rise_and_stay_near_arrival_whatever_is_said(said: list[tuple[int, int | None]]) -> None:
    arrivals, now, last = Arrivals(), 0, None
    for step, stamp in said:
        now += step
        time_us, anew = arrivals.time(now, stamp)
        assert abs(time_us - now) <= MICROS
        if last is not None and not anew:
            assert time_us > last
        assert not (anew and step >= -MICROS // 10 and last is None)
        last = time_us


def test_a_network_that_delays_does_not_show_in_the_times() -> None:
    arrivals = Arrivals()
    delays = [30_000, 5_000, 0, 80_000, 20_000, 200_000, 3_000] * 20
    times = [
        arrivals.time(7 * MICROS + at * 40_000 + delay, at * 40_000)[0] for at, delay in enumerate(delays)
    ]
    steps = [after - before for before, after in pairwise(times[3:])]
    assert max(abs(step - 40_000) for step in steps) < 4_000


def test_a_clock_that_runs_slower_is_followed() -> None:
    arrivals = Arrivals()
    for at in range(20_000):  # a thousandth slow, for 13 minutes
        arrived = at * 40_040
        time_us, anew = arrivals.time(arrived, at * 40_000)
        assert not anew
        assert 0 <= arrived - time_us < 5_000


def test_stamps_that_count_anew_are_followed_at_once() -> None:
    arrivals = Arrivals()
    arrivals.time(10 * MICROS, 5_000 * MICROS)
    assert arrivals.time(10 * MICROS + 40_000, 0) == (10 * MICROS + 40_000, False)
    assert arrivals.time(10 * MICROS + 90_000, 40_000) == (10 * MICROS + 80_000, False)


def test_a_clock_that_is_set_back_begins_anew_and_one_that_jumps_ahead_does_not() -> None:
    arrivals = Arrivals()
    arrivals.time(100 * MICROS, 0)
    assert arrivals.time(5_000 * MICROS, 40_000) == (5_000 * MICROS, False)
    assert arrivals.time(100 * MICROS, 80_000) == (100 * MICROS, True)
    assert arrivals.time(100 * MICROS - APART_US // 2, 120_000) == (100 * MICROS + 1, False)


@given(stamps=st.lists(ANY_STAMP, max_size=40), fps=st.sampled_from((0.0, 0.5, 25.0)))
def test_a_recording_only_goes_forward(stamps: list[int | None], fps: float) -> None:
    playhead = Playhead(10 * MICROS)
    at = [playhead.advance(stamp, fps) for stamp in stamps]
    assert at[:1] in ([], [0])
    assert all(0 < after - before <= 10 * MICROS for before, after in pairwise(at))


def test_a_recording_goes_by_its_stamps_and_over_the_seam_by_its_rate() -> None:
    playhead = Playhead(10 * MICROS)
    first = [playhead.advance(stamp, 10) for stamp in (500, 40_500, 240_500)]
    playhead.new_file()
    assert first == [0, 40_000, 240_000]
    assert [playhead.advance(stamp, 10) for stamp in (0, 50_000)] == [340_000, 390_000]


def test_real_time_waits_until_a_packet_is_due_and_does_not_catch_up() -> None:
    now, slept = [50.0], []

    def sleep(seconds: float) -> None:
        slept.append(round(seconds, 3))
        now[0] += seconds

    clock = ManualClock(7 * MICROS)
    times = RealTime(clock, 10 * MICROS, monotonic=lambda: now[0], sleep=sleep)
    assert times.time(0, 25) == (7 * MICROS, False)
    for stamp in (40_000, 80_000):
        times.time(stamp, 25)
    now[0] += 0.5  # a little behind: what follows comes at once until it is made up
    times.time(120_000, 25)
    assert slept == [0.04, 0.04]
    now[0] += 60  # far behind
    for stamp in (160_000, 200_000):
        times.time(stamp, 25)
    assert slept == [0.04, 0.04, 0.04]


def test_headers_change_with_the_size_alone() -> None:
    for codec in ("h264", "hevc", "mjpeg"):
        small, again = encoded(codec, count=8, gop=4), encoded(codec, count=1)
        large = encoded(codec, width=480, count=1)
        marks = [
            headers(codec, data)[0] for _, data in (small.packets[0], small.packets[4], again.packets[0])
        ]
        assert marks[0]
        assert len(set(marks)) == 1, codec
        assert headers(codec, large.packets[0][1])[0] not in marks
        if codec != "mjpeg":
            assert headers(codec, small.packets[1][1]) == (b"", b"")
            before = headers(codec, small.packets[0][1])[1]
            assert headers(codec, before) == (marks[0], before)


@given(data=st.binary(max_size=200), codec=st.sampled_from(("h264", "hevc", "mjpeg")))
def test_headers_of_noise_are_nothing_worse(data: bytes, codec: str) -> None:
    for said in (data, b"\0\0\1" + data, b"\xff\xd8\xff\xc0" + data, b"\0\0\1\x67" + data + b"\0\0\1"):
        mark, before = headers(codec, said)
        assert len(mark) <= len(said)
        assert not before or before.startswith(b"\0\0\0\1")


def test_only_byte_streams_carry_headers_within() -> None:
    assert Coding(decoder="h264", codec="h264").in_band
    assert Coding(decoder="hevc", codec="hevc", extradata=b"\0\0\0\1\x40").in_band
    assert not Coding(decoder="h264", codec="h264", extradata=b"\1\x64\0\x1f").in_band
    assert not Coding(decoder="mpeg4", codec="mpeg4").in_band
