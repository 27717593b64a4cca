"""Small synthetic films: a bright square that wanders over a grey ground."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.bitstream import BitStreamFilterContext
from numpy.typing import NDArray

ENCODERS = {"h264": "libx264", "hevc": "libx265", "mjpeg": "mjpeg"}
PIXELS = {"mjpeg": "yuvj420p"}


@dataclass(frozen=True)
class Clip:
    """Coded pictures as a camera sends them: byte streams with their parameter sets, or JPEG files."""

    codec: str
    width: int
    height: int
    fps: int
    packets: tuple[tuple[bool, bytes], ...]


def square_at(number: int, width: int, height: int) -> tuple[int, int]:
    """Left and top of the square in a picture."""
    return 16 + number * 4 % (width - 48), 16 + number * 2 % (height - 48)


def picture(number: int, width: int, height: int, pixels: str = "yuv420p") -> av.VideoFrame:
    """One picture of the film."""
    luma: NDArray[np.uint8] = np.full((height, width), 80, np.uint8)
    left, top = square_at(number, width, height)
    luma[top : top + 32, left : left + 32] = 220
    chroma = np.full((height // 2, width), 128, np.uint8)
    made = av.VideoFrame.from_ndarray(np.concatenate([luma, chroma]), format=pixels)
    made.pts = number
    return made


def encoded(
    codec: str,
    *,
    width: int = 320,
    height: int = 240,
    count: int = 30,
    fps: int = 25,
    gop: int = 10,
    b: int = 0,
) -> Clip:
    """Film ``count`` pictures."""
    context = av.CodecContext.create(ENCODERS[codec], "w")
    assert isinstance(context, av.VideoCodecContext)
    context.width, context.height = width, height
    context.pix_fmt = PIXELS.get(codec, "yuv420p")
    context.time_base, context.framerate = Fraction(1, fps), Fraction(fps)
    context.thread_count = 1
    context.options = _options(codec, gop, b)
    context.open()
    packets = []
    for number in range(count):
        packets += context.encode(picture(number, width, height, context.pix_fmt))
    packets += context.encode(None)
    return Clip(codec, width, height, fps, tuple((one.is_keyframe, bytes(one)) for one in packets))


def _options(codec: str, gop: int, b: int) -> dict[str, str]:
    if codec == "mjpeg":
        return {"huffman": "default"}
    said = {"preset": "ultrafast", "g": str(gop), "bf": str(b), "forced-idr": "1"}
    if codec == "hevc":
        said["x265-params"] = f"log-level=none:keyint={gop}:bframes={b}:repeat-headers=1:pools=1"
    else:
        said["x264-params"] = f"keyint={gop}:scenecut=0:bframes={b}:repeat-headers=1:deblock=0,0:crf=38"
    return said


def written(path: Path, codec: str = "h264", *, width: int = 320, height: int = 240, count: int = 30,
            fps: int = 25, gop: int = 10, b: int = 0, stamps: Sequence[int] | None = None,
            pixels: str | None = None) -> Path:  # fmt: skip
    """Write a film of ``count`` pictures into a container after the path's suffix; ``stamps`` in pictures."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream(ENCODERS[codec], rate=fps)
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height = width, height
        stream.pix_fmt = pixels or PIXELS.get(codec, "yuv420p")
        stream.thread_count = 1
        stream.options = {**_options(codec, gop, b)}
        for number in range(count):
            made = picture(number, width, height)
            made.pts = stamps[number] if stamps else number
            for packet in stream.encode(made.reformat(format=stream.pix_fmt)):
                container.mux(packet)
        for packet in stream.encode(None):
            container.mux(packet)
    return path


def loaded(path: Path) -> Clip:
    """Take the pictures of a file as a camera would send them."""
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        codec, fps = stream.codec_context.codec.canonical_name, round(float(stream.average_rate or 25))
        plain = BitStreamFilterContext(f"{codec}_mp4toannexb", stream)
        packets = [made for packet in container.demux(stream) if packet.size for made in plain.filter(packet)]
        sent = tuple((one.is_keyframe, bytes(one)) for one in packets)
        return Clip(codec, stream.width, stream.height, fps, sent)
