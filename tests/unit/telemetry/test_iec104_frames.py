"""Frames of IEC 60870-5-104: byte examples, any cut of the stream, and bytes of ill will."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luylau.telemetry.sources.iec104.frames import (
    LONGEST,
    Acknowledgement,
    Broken,
    Control,
    Data,
    Frame,
    FrameReader,
)
from tests.support.outstation import i_frame

QUESTION = bytes.fromhex("65010a000c0000000005")


def read(text: str) -> list[Frame]:
    return FrameReader().feed(bytes.fromhex(text))


@pytest.mark.parametrize(
    ("text", "frame"),
    [
        ("68 04 07 00 00 00", Control.STARTDT_ACT),
        ("68 04 0b 00 00 00", Control.STARTDT_CON),
        ("68 04 13 00 00 00", Control.STOPDT_ACT),
        ("68 04 23 00 00 00", Control.STOPDT_CON),
        ("68 04 43 00 00 00", Control.TESTFR_ACT),
        ("68 04 83 00 00 00", Control.TESTFR_CON),
        ("68 04 01 00 7e 14", Acknowledgement(2_623)),
        ("68 04 01 00 fe ff", Acknowledgement(32_767)),
        ("68 0e 4e 14 7c 00 65 01 0a 00 0c 00 00 00 00 05", Data(2_599, 62, QUESTION)),
    ],
)  # fmt: skip
def test_examples(text: str, frame: Frame) -> None:
    assert read(text) == [frame]


@pytest.mark.parametrize(
    "text",
    [
        "16",  # no start
        "00 68 04 07 00 00 00",  # a byte astray before it
        "68 03 07 00 00",  # too short
        "68 00",
        "68 fe",  # too long
        "68 04 0f 00 00 00",  # two functions at once
        "68 04 07 00 01 00",
        "68 05 07 00 00 00 00",  # a U-frame with more behind it
        "68 05 01 00 02 00 00",
        "68 04 01 01 02 00",
        "68 04 01 00 03 00",
        "68 04 00 00 00 00",  # an I-frame without an ASDU
        "68 05 00 00 01 00 64",
    ],
)
def test_what_is_no_frame_ends_the_connection(text: str) -> None:
    with pytest.raises(Broken) as broken:
        read(text)
    assert broken.value.key == "scada-not-104"


FRAMES = st.one_of(
    st.sampled_from(list(Control)),
    st.builds(Acknowledgement, st.integers(0, 32_767)),
    st.builds(
        Data, st.integers(0, 32_767), st.integers(0, 32_767), st.binary(min_size=1, max_size=LONGEST - 4)
    ),
)


def coded(frame: Frame) -> bytes:
    if isinstance(frame, Data):
        return i_frame(frame.sent, frame.received, frame.asdu)
    if isinstance(frame, Acknowledgement):
        return bytes((0x68, 4, 1, 0)) + (frame.received * 2).to_bytes(2, "little")
    return bytes((0x68, 4, frame, 0, 0, 0))


@given(st.lists(FRAMES, max_size=12), st.data())
def test_any_cut_of_the_stream_gives_the_same_frames(frames: list[Frame], data: st.DataObject) -> None:
    stream = b"".join(map(coded, frames))
    reader, found, at = FrameReader(), list[Frame](), 0
    while at < len(stream):
        step = data.draw(st.integers(1, 300))
        found += reader.feed(stream[at : at + step])
        assert len(reader._rest) <= LONGEST + 1, "never more than a part of one frame is kept"
        at += step
    assert found == frames


@given(st.lists(st.binary(max_size=400), max_size=10))
def test_any_bytes_are_read_or_refused(pieces: list[bytes]) -> None:
    reader = FrameReader()
    try:
        for piece in pieces:
            reader.feed(piece)
            assert len(reader._rest) <= LONGEST + 1
    except Broken:
        return
