"""Clips are coded of masked pictures alone, at an even rate, and play."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import av
import numpy as np
import pytest

from luylau.kernel.clock import MICROS
from luylau.kernel.errors import Unavailable
from luylau.vision.clips import ClipWriter, Known, code, jpeg, known_from, record, record_pictures
from luylau.vision.frames import Frame
from luylau.vision.masking import MaskedFrame, Masker
from luylau.vision.shapes import Region, Tracks
from tests.unit.vision.masked_pictures import (
    SIZE,
    START_US,
    STEP_US,
    Decoding,
    decoded,
    masked,
    packets,
    picture,
    plan,
    planes_of,
    tracks,
)

BOX = (40.0, 20.0, 60.0, 80.0)


def test_a_clip_plays_with_the_times_of_its_pictures(tmp_path: Path) -> None:
    made = code(masked(10))
    assert made is not None
    assert (made.from_us, made.to_us) == (START_US, START_US + 9 * STEP_US)
    assert (made.width, made.height, made.frames) == (*SIZE, 10)
    played = decoded(made.data, tmp_path)
    assert [round(one.time * 5) for one in played] == list(range(10))
    with av.open(str(tmp_path / "played.webm")) as container:
        assert container.streams.video[0].codec_context.name in ("vp8", "libvpx")
        assert container.duration is not None
        assert abs(container.duration - 2 * MICROS) < MICROS


def test_a_clip_shows_what_the_masked_pictures_show(tmp_path: Path) -> None:
    frame = picture()
    smooth = np.add.outer(np.arange(90), np.arange(160)).astype(np.uint8)
    frame.y[:] = smooth
    shown = Masker(plan()).mask(frame, tracks(START_US, BOX))
    assert shown is not None
    made = code([shown], rate_hz=100)
    assert made is not None
    y, _, _ = planes_of(decoded(made.data, tmp_path)[0])
    assert np.abs(y.astype(int) - shown.y).mean() < 4


def test_pictures_of_odd_sizes_are_coded_too(tmp_path: Path) -> None:
    made = code(masked(2, size=(67, 45)))
    assert made is not None
    assert {(one.width, one.height) for one in decoded(made.data, tmp_path)} == {(67, 45)}
    with av.open(BytesIO(jpeg(masked(1, size=(67, 45))[0])), "r", format="jpeg_pipe") as container:
        one = next(container.decode(video=0))
    assert (one.width, one.height) == (67, 45)


def test_no_unmasked_picture_can_be_written_or_shown() -> None:
    writer = ClipWriter()
    with pytest.raises(TypeError):
        writer.write(picture())  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        jpeg(picture())  # type: ignore[arg-type]
    assert writer.finish() is None


def test_pictures_that_go_back_in_time_are_left_out(tmp_path: Path) -> None:
    first, second, third = masked(3)
    with ClipWriter() as writer:
        assert [writer.write(one) for one in (first, third, second, third)] == [True, True, False, False]
        made = writer.finish()
    assert made is not None
    assert len(decoded(made.data, tmp_path)) == made.frames == 2


def test_a_wide_picture_is_made_smaller_and_one_that_changes_size_is_brought_to_the_first(
    tmp_path: Path,
) -> None:
    with ClipWriter(widest=80) as writer:
        for one in (*masked(2), *masked(2, size=(64, 64), start_us=START_US + 10 * STEP_US)):
            assert writer.write(one)
        made = writer.finish()
    assert made is not None
    assert {(one.width, one.height) for one in decoded(made.data, tmp_path)} == {(80, 44)}


def test_a_jpeg_has_the_full_range_of_values() -> None:
    frame = picture()
    frame.y[:, :80], frame.y[:, 80:] = 16, 235
    frame.u[:], frame.v[:] = 128, 128
    shown = Masker(plan()).mask(frame, tracks(START_US))
    assert shown is not None
    with av.open(BytesIO(jpeg(shown, 95)), "r", format="jpeg_pipe") as container:
        one = next(container.decode(video=0))
    y, _, _ = planes_of(one)
    assert (one.width, one.height) == SIZE
    assert y[:, :70].mean() < 4
    assert y[:, 90:].mean() > 251


def test_a_smaller_jpeg_of_less_quality_is_smaller() -> None:
    shown = masked(1)[0]
    best, good, poor = (jpeg(shown, quality) for quality in (100, 75, 5))
    assert len(best) > len(good) > len(poor)
    with av.open(BytesIO(jpeg(shown, width=80)), "r", format="jpeg_pipe") as container:
        one = next(container.decode(video=0))
    assert (one.width, one.height) == (80, 44)
    assert len(jpeg(shown, width=1000)) == len(good)


def analyses(count: int = 12) -> list[Tracks]:
    return [tracks(START_US + i * STEP_US, BOX) for i in range(count)]


def test_packets_become_a_masked_clip_at_the_rate_asked_for(tmp_path: Path) -> None:
    masker = Masker(plan([(0.0, 0.0), (0.1, 0.0), (0.1, 1.0), (0.0, 1.0)]))
    made = record(packets(50), Decoding(), known_from(analyses()), masker, rate_hz=5)
    assert made.frames == 10
    assert masker.counts.masked == 10
    played = decoded(made.data, tmp_path)
    assert len(played) == 10
    y, _, _ = planes_of(played[-1])
    assert y[:, :14].mean() < 25
    # Where the bright square passed behind the head, hardly any of its edge is left.
    assert made.thumbnail.startswith(b"\xff\xd8")


def test_recording_begins_at_a_keyframe_and_ends_in_time() -> None:
    made = record(packets(100)[10:], Decoding(), known_from(analyses(30)), Masker(plan()), longest_s=1.0)
    assert made.from_us == START_US + MICROS
    assert made.to_us <= START_US + 2 * MICROS + STEP_US


def test_pictures_nobody_knows_about_are_left_out_and_a_clip_of_none_is_none() -> None:
    some = record(packets(50), Decoding(), known_from(analyses(3)), Masker(plan()))
    assert some.to_us <= START_US + 4 * STEP_US
    with pytest.raises(Unavailable) as refused:
        record(packets(50), Decoding(), known_from([]), Masker(plan()))
    assert refused.value.key == "clip-nothing-safe"
    assert refused.value.fields["too_old"] == 10


def test_without_a_detector_what_moves_is_hidden(tmp_path: Path) -> None:
    region = Region(left=0, top=20, right=100, bottom=70)
    made = record(packets(25), Decoding(), lambda _: Known(tracks=None, moving=(region,)), Masker(plan()))
    y, _, _ = planes_of(decoded(made.data, tmp_path)[-1])
    assert y.max() < 180


def test_a_clock_that_jumps_and_a_stream_that_pauses_end_no_clip() -> None:
    def at(*steps: int) -> list[Frame]:
        return [picture(START_US + one * STEP_US) for one in steps]

    known = known_from([tracks(START_US + i * STEP_US, BOX) for i in range(-50, 60)])
    paused = record_pictures(at(0, 1, 40, 41), known, Masker(plan()))
    assert (paused.frames, paused.to_us) == (4, START_US + 41 * STEP_US)
    back = record_pictures(at(10, 11, 0, 1, 12), known, Masker(plan()))
    assert (back.frames, back.from_us, back.to_us) == (3, START_US + 10 * STEP_US, START_US + 12 * STEP_US)


def test_a_writer_that_fails_half_way_can_be_left() -> None:
    def broken() -> Iterator[MaskedFrame]:
        yield masked(1)[0]
        raise RuntimeError("no more")

    with pytest.raises(RuntimeError, match="no more"):
        code(broken())
    assert code([]) is None


def test_the_thumbnail_shows_the_moment_asked_for() -> None:
    first, later = (
        record(packets(50), Decoding(), known_from(analyses()), Masker(plan()), thumbnail_us=at)
        for at in (None, START_US + 8 * STEP_US)
    )
    assert first.thumbnail != later.thumbnail
