"""From coded packets, as a ring buffer holds them, to a masked clip."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import dropwhile

from luylau.kernel.clock import MICROS
from luylau.kernel.errors import Unavailable
from luylau.vision.archive import Recording
from luylau.vision.clips.writer import ClipWriter
from luylau.vision.frames import Frame, Packet
from luylau.vision.masking import HOLD_US, Masker
from luylau.vision.shapes import Region, Tracks


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of a moment: the analyses around it (None where there is no detector), what moves, and
    the width and height of the picture that was analysed, where it is not the one that is recorded."""

    tracks: Sequence[Tracks] | None
    moving: tuple[Region, ...] = ()
    size: tuple[int, int] | None = None


KnownAt = Callable[[int], Known]
"""Says what is known of a moment, microseconds UTC."""


def known_from(tracks: Sequence[Tracks], size: tuple[int, int] | None = None) -> KnownAt:
    """Return what says what is known, from analyses in the order of their times; of what comes after the last
    one nothing is: somebody may have come since."""
    times = [one.time_us for one in tracks]

    def at(time_us: int) -> Known:
        if not times or time_us > times[-1]:
            return Known(tracks=(), size=size)
        first, end = bisect_right(times, time_us - HOLD_US), bisect_right(times, time_us + HOLD_US)
        return Known(tracks=tracks[first:end], size=size)

    return at


def record(
    packets: Iterable[Packet],
    decode: Callable[[Packet], list[Frame]],
    known: KnownAt,
    masker: Masker,
    *,
    rate_hz: float = 5.0,
    longest_s: float = 300.0,
    thumbnail_us: int | None = None,
) -> Recording:
    """Return the masked clip of these packets; the rest is as in ``record_pictures``.

    Packets may still be coming: each is asked for when the one before is done. Those before the first
    keyframe cannot be decoded and are left out.

    Raises:
        Unavailable: not one picture could be masked safely, so there is no clip.
        SourceFault: the packets cannot be decoded.
    """

    def pictures() -> Iterator[Frame]:
        for packet in dropwhile(lambda one: not one.keyframe, packets):
            yield from decode(packet)

    return record_pictures(
        pictures(), known, masker, rate_hz=rate_hz, longest_s=longest_s, thumbnail_us=thumbnail_us
    )


def record_pictures(
    pictures: Iterable[Frame],
    known: KnownAt,
    masker: Masker,
    *,
    rate_hz: float = 5.0,
    longest_s: float = 300.0,
    thumbnail_us: int | None = None,
) -> Recording:
    """Return the masked clip of decoded pictures, at most ``rate_hz`` a second: whoever decodes for the
    analysis spares decoding again.

    Args:
        pictures: in their order; each is asked for when the one before is done.
        known: what is known of a moment, asked when its picture is there.
        masker: of this clip alone.
        rate_hz: how many pictures a second are coded.
        longest_s: where the clip ends at the latest.
        thumbnail_us: the moment that the thumbnail shows; the first picture where not said.

    Raises:
        Unavailable: not one picture could be masked safely, so there is no clip.
    """
    step_us = MICROS / max(rate_hz, 0.1)
    due_us: float | None = None
    end_us: float | None = None
    shown = thumbnail_us is None
    with ClipWriter(rate_hz) as writer:
        for frame in pictures:
            end_us = end_us if end_us is not None else frame.time_us + longest_s * MICROS
            if frame.time_us > end_us:
                break
            # A picture that comes a little early counts: the times of real cameras are uneven.
            if due_us is not None and due_us - 2 * step_us < frame.time_us < due_us - step_us / 8:
                continue
            due_us = _next_due(due_us, frame.time_us, step_us)
            told = known(frame.time_us)
            masked = masker.mask(frame, told.tracks, told.moving, size=told.size)
            if masked is None or not writer.write(masked):
                continue
            if not shown and thumbnail_us is not None and frame.time_us >= thumbnail_us:
                writer.show(masked)
                shown = True
        made = writer.finish()
    if made is None:
        counts = masker.counts
        raise Unavailable("clip-nothing-safe", too_old=counts.too_old, failed=counts.failed)
    return made


def _next_due(due_us: float | None, taken_us: int, step_us: float) -> float:
    """Return when the next picture is due; in step, unless the stream has paused or jumped."""
    if due_us is None or abs(taken_us - due_us) > step_us:
        return taken_us + step_us
    return due_us + step_us
