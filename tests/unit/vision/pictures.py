"""Pictures made on purpose: a place with walls and windows, in light and noise as one likes."""

from functools import cache

import numpy as np
from scipy import ndimage

from luylau.vision.frames import Frame, UInt8
from luylau.vision.shapes import Float32

WIDTH, HEIGHT = 640, 360


def place(seed: int = 1, *, height: int = HEIGHT, width: int = WIDTH) -> Float32:
    """Return the brightness of a place full of rectangles, shape (height, width)."""
    rng = np.random.default_rng(seed)
    picture = np.full((height, width), 110, np.float32)
    for _ in range(120):
        x, y = rng.integers(0, width - 20), rng.integers(0, height - 20)
        wide, high = rng.integers(10, 90), rng.integers(10, 60)
        picture[y : y + high, x : x + wide] = rng.uniform(40, 200)
    return picture


@cache
def _noise(number: int, shape: tuple[int, int]) -> Float32:
    return np.random.default_rng(number).normal(0, 1, shape).astype(np.float32)


def frame_of(
    picture: Float32, time_us: int, *, noise: float = 1.5, seed: int | None = None, coloured: bool = True
) -> Frame:
    """Return a picture as a camera takes it: with noise (one of 17 kinds, by the time or a ``seed``), in
    colour or in the grey of infrared."""
    height, width = picture.shape
    kind = time_us // 100_000 if seed is None else seed
    luma = picture + noise * _noise(kind % 17, (height, width))
    chroma = np.full(((height + 1) // 2, (width + 1) // 2), 120 if coloured else 128, np.uint8)
    return Frame(time_us=time_us, y=as_luma(luma), u=chroma, v=chroma)


def as_luma(picture: Float32) -> UInt8:
    """Return brightness as bytes in the range of video."""
    return np.clip(picture, 16, 235).astype(np.uint8)


def blurred(picture: Float32, pixels: float) -> Float32:
    """Return a picture out of focus."""
    return np.asarray(ndimage.gaussian_filter(picture, pixels), np.float32)


def shifted(picture: Float32, right: int, down: int) -> Float32:
    """Return what a camera sees that was turned by so many pixels."""
    return np.roll(picture, (down, right), axis=(0, 1))
