"""Masked pictures as video frames, as JPEG, and in smaller sizes.

JPEG is made by the encoder that comes with PyAV: it takes the planes as they are (4:2:0), so that no colour
is converted, and it is there already for the clips.
"""

from fractions import Fraction
from typing import Final, cast

import av
import numpy as np
from av.video.frame import PictureType

from luylau.vision.frames import UInt8
from luylau.vision.masking import MaskedFrame, only_masked, planes_of

_LEVELS = np.arange(256)
_FULL_LUMA: Final[UInt8] = np.clip(np.rint((_LEVELS - 16) * 255 / 219), 0, 255).astype(np.uint8)
_FULL_CHROMA: Final[UInt8] = np.clip(np.rint((_LEVELS - 128) * 255 / 224 + 128), 0, 255).astype(np.uint8)
"""From the range of video (ITU-R BT.601: luma 16 to 235, chroma 16 to 240) to that of JPEG, 0 to 255."""

_COARSEST = 31
_FINEST = 2


def jpeg(masked: MaskedFrame, quality: int = 75, width: int = 0) -> bytes:
    """Return a masked picture as a JPEG file, ``width`` pixels wide if that is narrower than it is; 0 leaves
    its size. ``quality``: 1 to 100.

    Raises:
        TypeError: the picture is not a masked one.
    """
    only_masked(masked)
    samples = masked.samples
    if not masked.full_range:
        luma = masked.width * masked.height
        samples = np.concatenate([_FULL_LUMA[samples[:luma]], _FULL_CHROMA[samples[luma:]]])
    picture = _frame_of(samples, masked.width, masked.height, "yuvj420p")
    if 0 < width < masked.width:
        picture = picture.reformat(width=width, height=height_for(masked, width), interpolation="AREA")
    coder = av.VideoCodecContext.create("mjpeg", "w")
    coder.width, coder.height, coder.pix_fmt = picture.width, picture.height, "yuvj420p"
    coder.time_base = Fraction(1, 1000)
    coder.thread_count = 1
    # The scale of quantisers runs from 2 to 31; a fixed one is a constant quality.
    share = 1 - (min(max(quality, 1), 100) - 1) / 99
    coder.qmin = coder.qmax = round(_FINEST + share * share * (_COARSEST - _FINEST))
    coder.options = {"huffman": "default"}
    picture.pts = 0
    return b"".join(bytes(packet) for packet in (*coder.encode(picture), *coder.encode(None)))


def height_for(masked: MaskedFrame, width: int) -> int:
    """Return the height, even and at least 2, that keeps the shape of a picture made ``width`` wide."""
    return max(2, round(masked.height * width / masked.width / 2) * 2)


def video_frame(masked: MaskedFrame, width: int, height: int) -> av.VideoFrame:
    """Return a masked picture as a frame for an encoder, brought to a size.

    Raises:
        TypeError: the picture is not a masked one.
    """
    only_masked(masked)
    picture = _frame_of(
        masked.samples, masked.width, masked.height, "yuvj420p" if masked.full_range else "yuv420p"
    )
    if masked.full_range or (picture.width, picture.height) != (width, height):
        picture = picture.reformat(width=width, height=height, format="yuv420p", interpolation="AREA")
    picture.pict_type = PictureType.NONE
    return picture


def _frame_of(samples: UInt8, width: int, height: int, layout: str) -> av.VideoFrame:
    """Return samples, planes one after the other, as a frame: of the same memory where PyAV can take it."""
    if width % 2 == 0 and height % 4 == 0:
        return av.VideoFrame.from_numpy_buffer(samples.reshape(height * 3 // 2, width), layout)
    picture = av.VideoFrame(width, height, layout)
    for plane, values in zip(picture.planes, planes_of(samples, width, height), strict=True):
        rows, columns = values.shape
        held = np.frombuffer(cast(bytearray, plane), np.uint8).reshape(-1, plane.line_size)
        held[:rows, :columns] = values
    return picture
