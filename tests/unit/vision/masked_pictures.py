"""Synthetic pictures with people in them, masked ones, and the coded packets of such."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from luylau.kernel.clock import MICROS
from luylau.vision.frames import Frame, Packet
from luylau.vision.masking import MaskedFrame, Masker
from luylau.vision.plan import CameraPlan, Point, PrivacyZone
from luylau.vision.shapes import Tracks

START_US = 1_790_000_000 * MICROS
STEP_US = MICROS // 5
SIZE = (160, 90)


def plan(*zones: Sequence[Point]) -> CameraPlan:
    made = tuple(PrivacyZone(id=f"zone-{i}", name="", points=tuple(one)) for i, one in enumerate(zones))
    return CameraPlan(camera="cam-1", main="file:x", zones=made)


def picture(time_us: int = START_US, size: tuple[int, int] = SIZE, seed: int = 1) -> Frame:
    """Noise: whatever is averaged over shows as such. Values stay clear of those of a burned zone."""
    noise = np.random.default_rng(seed)
    width, height = size
    half = ((height + 1) // 2, (width + 1) // 2)
    return Frame(
        time_us=time_us,
        y=noise.integers(30, 220, (height, width), dtype=np.uint8),
        u=noise.integers(140, 200, half, dtype=np.uint8),
        v=noise.integers(140, 200, half, dtype=np.uint8),
    )


def tracks(
    time_us: int,
    *boxes: tuple[float, float, float, float],
    label: int = 0,
    first: int = 1,
    lost: bool = False,
) -> Tracks:
    count = len(boxes)
    return Tracks(
        time_us=time_us,
        id=np.arange(first, first + count),
        boxes=np.array(boxes, np.float32).reshape(-1, 4),
        score=np.ones(count, np.float32),
        label=np.full(count, label, np.int8),
        since_us=np.full(count, time_us),
        lost=np.full(count, lost),
    )


def masked(count: int = 10, size: tuple[int, int] = SIZE, start_us: int = START_US) -> list[MaskedFrame]:
    masker = Masker(plan())
    made = []
    for i in range(count):
        at = start_us + i * STEP_US
        one = masker.mask(picture(at, size, seed=i), tracks(at, (40, 20, 60, 80)))
        assert one is not None
        made.append(one)
    return made


def packets(count: int = 50, fps: int = 25, size: tuple[int, int] = SIZE) -> list[Packet]:
    """A coded stream: a bright square that moves over a dark ground, a keyframe a second."""
    coder = av.VideoCodecContext.create("mpeg4", "w")
    coder.width, coder.height, coder.pix_fmt = *size, "yuv420p"
    coder.time_base, coder.framerate = Fraction(1, fps), Fraction(fps)
    coder.gop_size, coder.max_b_frames, coder.thread_count = fps, 0, 1
    made = []
    for i in range(count):
        values = np.full((size[1] * 3 // 2, size[0]), 128, np.uint8)
        values[: size[1]] = 60
        values[30:60, i : i + 20] = 200
        frame = av.VideoFrame.from_ndarray(values, format="yuv420p")
        frame.pts = i
        for coded in coder.encode(frame):
            at = START_US + i * MICROS // fps
            made.append(Packet(time_us=at, keyframe=coded.is_keyframe, data=bytes(coded), epoch=1))
    return made


class Decoding:
    """Decodes what ``packets`` made."""

    def __init__(self) -> None:
        self._coder = av.VideoCodecContext.create("mpeg4", "r")
        self._coder.thread_count = 1

    def __call__(self, packet: Packet) -> list[Frame]:
        made = []
        for one in self._coder.decode(av.Packet(packet.data)):
            y, u, v = planes_of(one)
            made.append(Frame(time_us=packet.time_us, y=y, u=u, v=v))
        return made


def planes_of(one: av.VideoFrame) -> list[np.ndarray]:
    return [
        np.frombuffer(bytes(plane), np.uint8).reshape(-1, plane.line_size)[: plane.height, : plane.width]
        for plane in one.planes
    ]


def decoded(file: Path | bytes, folder: Path) -> list[av.VideoFrame]:
    if isinstance(file, bytes):
        path = folder / "played.webm"
        path.write_bytes(file)
        file = path
    with av.open(str(file)) as container:
        return list(container.decode(video=0))
