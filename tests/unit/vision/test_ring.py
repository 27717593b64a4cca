"""What a ring of packets keeps: whole groups of pictures, the last seconds, no more than it may."""

from hypothesis import given
from hypothesis import strategies as st

from luylau.kernel.clock import MICROS
from luylau.vision.frames import Packet
from luylau.vision.ring import PacketRing
from luylau.vision.sources.coding import Coding

CODING = Coding(decoder="h264", codec="h264")
OTHER = Coding(decoder="hevc", codec="hevc")


def packet(second: float, keyframe: bool = False, *, size: int = 100, epoch: int = 1) -> Packet:
    return Packet(time_us=round(second * MICROS), keyframe=keyframe, data=bytes(size), epoch=epoch)


def filled(
    ring: PacketRing, until: int, *, start: int = 0, gop: int = 2, size: int = 100, epoch: int = 1
) -> None:
    for second in range(start, until):
        ring.add(packet(second, (second - start) % gop == 0, size=size, epoch=epoch), CODING)


def seconds(packets: list[Packet]) -> list[int]:
    return [one.time_us // MICROS for one in packets]


def test_the_last_seconds_are_kept_from_a_keyframe_on() -> None:
    ring = PacketRing(5, 1 << 20)
    filled(ring, 100)
    assert seconds(ring.since(0)) == [94, 95, 96, 97, 98, 99]
    assert (len(ring), ring.bytes, ring.forced_out) == (6, 600, 0)


def test_since_begins_at_the_keyframe_at_or_before_a_time() -> None:
    ring = PacketRing(10, 1 << 20)
    filled(ring, 20)
    assert seconds(ring.since(16 * MICROS)) == [16, 17, 18, 19]
    assert seconds(ring.since(16 * MICROS - 1)) == [14, 15, 16, 17, 18, 19]
    assert seconds(ring.since(17 * MICROS)) == [16, 17, 18, 19]
    assert seconds(ring.since(99 * MICROS)) == [18, 19]


def test_nothing_is_kept_before_the_first_keyframe() -> None:
    ring = PacketRing(10, 1 << 20)
    ring.add(packet(1), CODING)
    assert ring.since(0) == []
    assert ring.coding(1) is None
    ring.add(packet(2, True), CODING)
    assert seconds(ring.since(0)) == [2]


def test_a_group_longer_than_the_seconds_stays_whole() -> None:
    ring = PacketRing(3, 1 << 20)
    filled(ring, 60, gop=60)
    assert len(ring.since(57 * MICROS)) == 60


def test_too_many_bytes_force_the_oldest_group_out() -> None:
    ring = PacketRing(60, 1000)
    filled(ring, 12, gop=4)
    assert seconds(ring.since(0)) == [4, 5, 6, 7, 8, 9, 10, 11]
    assert ring.forced_out == 4


def test_a_group_larger_than_may_be_kept_is_given_up_until_the_next_keyframe() -> None:
    ring = PacketRing(60, 500)
    filled(ring, 8, gop=20)
    assert ring.since(0) == []
    assert (ring.bytes, ring.forced_out) == (0, 6)
    ring.add(packet(9, True), CODING)
    ring.add(packet(10), CODING)
    assert seconds(ring.since(0)) == [9, 10]


def test_stretches_are_not_mixed_unless_asked_for() -> None:
    ring = PacketRing(10, 1 << 20)
    filled(ring, 6)
    ring.add(packet(6, epoch=2), OTHER)  # its keyframe was lost
    ring.add(packet(7, True, epoch=2), OTHER)
    ring.add(packet(8, epoch=2), OTHER)
    assert seconds(ring.since(0)) == [7, 8]
    assert seconds(ring.since(3 * MICROS, across=True)) == [2, 3, 4, 5, 7, 8]
    assert (ring.coding(1), ring.coding(2), ring.coding(3)) == (CODING, OTHER, None)


def test_what_ended_before_the_seconds_goes_when_a_stream_comes_back() -> None:
    ring = PacketRing(10, 1 << 20)
    filled(ring, 6)
    filled(ring, 1002, start=1000, epoch=2)
    assert seconds(ring.since(0, across=True)) == [1000, 1001]
    assert ring.coding(1) is None


def test_what_is_of_before_a_clock_was_set_back_goes() -> None:
    ring = PacketRing(10, 1 << 20)
    filled(ring, 1006, start=1000)
    filled(ring, 2, epoch=2)
    assert seconds(ring.since(0, across=True)) == [0, 1]


PACKETS = st.lists(
    st.tuples(st.floats(0.01, 3), st.booleans(), st.integers(1, 400), st.sampled_from((0, 0, 0, 0, 1))),
    max_size=80,
)


@given(said=PACKETS, span=st.floats(0.5, 20), most=st.integers(300, 5000), ask=st.floats(0, 100))
def test_whatever_comes_a_clip_can_be_decoded(
    said: list[tuple[float, bool, int, int]], span: float, most: int, ask: float
) -> None:
    ring, at, epoch, came = PacketRing(span, most), 0.0, 1, []
    for step, keyframe, size, break_ in said:
        at, epoch = at + step, epoch + break_
        came.append(packet(at, keyframe, size=size, epoch=epoch))
        ring.add(came[-1], CODING)
        for across in (False, True):
            clip = ring.since(round(ask * MICROS), across=across)
            assert len(ring) >= len(clip)
            assert ring.bytes == sum(len(one.data) for one in ring.since(-1, across=True)) <= most
            if not clip:
                continue
            # Nothing is missing between two packets but at a break, and each stretch begins at a keyframe.
            places = [came.index(one) for one in clip]
            assert clip[0].keyframe
            for before, after, one in zip(places, places[1:], clip[1:], strict=False):
                assert after == before + 1 or one.keyframe
            assert across or len({one.epoch for one in clip}) == 1
            # As far back as the seconds reach, if it could be kept.
            if not ring.forced_out and any(one.keyframe for one in came):
                oldest = ring.since(-1, across=True)[0].time_us
                needed = [
                    one for one in came if one.keyframe and one.time_us <= came[-1].time_us - ring.span_us
                ]
                assert not needed or epoch > 1 or oldest <= came[-1].time_us - ring.span_us
