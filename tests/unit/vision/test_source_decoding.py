"""Decoding what arrives: gaps, damage, junk."""

import numpy as np
import pytest

from luylau.vision.frames import Packet, SourceFault
from luylau.vision.sources.coding import Coding
from luylau.vision.sources.decoding import GAP_US, HOPELESS, MAX_PIXELS, Decoder
from tests.support.clips import Clip, encoded

H264 = Coding(decoder="h264", codec="h264")
STEP_US = 40_000


def packets(clip: Clip, start_us: int = 0) -> list[Packet]:
    return [
        Packet(time_us=start_us + number * STEP_US, keyframe=keyframe, data=data, epoch=1)
        for number, (keyframe, data) in enumerate(clip.packets)
    ]


def test_pictures_out_of_order_get_times_in_order() -> None:
    said = packets(encoded("h264", count=20, gop=20, b=3))
    decoder = Decoder(H264)
    frames = [frame for packet in said for frame in decoder.decode(packet)] + decoder.flush()
    assert [frame.time_us for frame in frames] == [packet.time_us for packet in said]
    lefts = [int(np.argwhere(frame.y > 180).min(axis=0)[1]) for frame in frames]
    assert lefts == sorted(lefts)


def test_pictures_held_back_before_a_gap_are_not_shown_after_it() -> None:
    clip = encoded("h264", count=20, gop=10, b=3)
    before, after = packets(clip)[:8], packets(clip, GAP_US + 20 * STEP_US)[10:]
    assert after[0].keyframe
    decoder = Decoder(H264)
    shown = [frame.time_us for packet in before for frame in decoder.decode(packet)]
    later = [frame.time_us for packet in after for frame in decoder.decode(packet)]
    assert len(shown) < len(before)
    assert min(later) == after[0].time_us


def test_a_long_wait_for_a_keyframe_is_no_fault() -> None:
    clip = packets(encoded("h264", count=12, gop=10))
    decoder = Decoder(H264)
    for _ in range(HOPELESS * 3):
        assert decoder.decode(clip[1]) == []
    assert len(decoder.decode(clip[10])) == 1
    assert decoder.broken == 0


def test_damage_is_counted_and_left_out() -> None:
    said = packets(encoded("h264", count=20, gop=5))
    dice = np.random.default_rng(1)
    decoder = Decoder(H264)
    good = 0
    for number, packet in enumerate(said):
        data = packet.data
        if number % 5 == 2:
            noise = dice.integers(1, 256, len(data) - 5, np.uint8).tobytes()
            data = data[:5] + noise
        good += len(
            decoder.decode(Packet(time_us=packet.time_us, keyframe=packet.keyframe, data=data, epoch=1))
        )
    assert good + decoder.broken == 20
    assert 1 <= decoder.broken <= 4


def test_only_junk_after_a_keyframe_is_given_up() -> None:
    first, *_ = packets(encoded("h264", count=1))
    decoder = Decoder(H264)
    decoder.decode(first)
    junk = [
        Packet(time_us=number * STEP_US, keyframe=False, data=b"\0\0\1\x41" + bytes((number,)) * 40, epoch=1)
        for number in range(1, HOPELESS + 1)
    ]
    for packet in junk[:-1]:
        assert decoder.decode(packet) == []
    with pytest.raises(SourceFault, match="vision-source-undecodable"):
        decoder.decode(junk[-1])
    assert HOPELESS // 2 < decoder.broken <= HOPELESS  # the rest gives nothing, without a complaint
    again = packets(encoded("h264", count=1), start_us=HOPELESS * STEP_US * 2)[0]
    assert len(decoder.decode(again)) == 1


@pytest.mark.parametrize("decoder", ["", "no-such", "aac", "libx264"])
def test_what_cannot_be_decoded_at_all_says_so(decoder: str) -> None:
    with pytest.raises(SourceFault, match="vision-source-codec") as raised:
        Decoder(Coding(decoder=decoder, codec="x"))
    assert raised.value.lasts


def test_an_absurd_size_is_refused_before_it_takes_memory() -> None:
    clip = encoded("mjpeg", count=1)
    data = clip.packets[0][1]
    at = data.index(b"\xff\xc0") + 5
    huge = data[:at] + b"\xff\xf8\xff\xf8" + data[at + 4 :]
    assert MAX_PIXELS < 0xFFF8 * 0xFFF8
    decoder = Decoder(Coding(decoder="mjpeg", codec="mjpeg"))
    assert decoder.decode(Packet(time_us=0, keyframe=True, data=huge, epoch=1)) == []
    assert decoder.broken == 1
