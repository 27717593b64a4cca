"""A picture that was masked: the one kind that may be written, coded or sent."""

from dataclasses import InitVar, dataclass
from typing import Final

from luylau.vision.frames import UInt8

MASK_VERSION: Final = "masks-1"
"""Names the rules of this package; it goes with every clip, and changes with them."""

MADE_HERE: Final = object()
"""What only this package hands in when it makes a ``MaskedFrame``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MaskedFrame:
    """A picture after masking, of planes as in ``Frame``, which are its own and cannot be written to.

    It is no ``Frame``, nor a ``Frame`` one of these: what writes and codes takes this type, so that a type
    checker refuses an unmasked picture, and ``only_masked`` does so when the program runs. Only ``Masker``
    makes them.

    ``samples``: the planes y, u, v, one after the other without gaps; ``hidden``: how many parts were hidden.
    """

    time_us: int
    width: int
    height: int
    samples: UInt8
    full_range: bool
    hidden: int
    token: InitVar[object]

    def __post_init__(self, token: object) -> None:
        if token is not MADE_HERE:
            raise TypeError("a MaskedFrame is made by a Masker alone")
        self.samples.flags.writeable = False

    @property
    def y(self) -> UInt8:
        """Luma, shape (height, width)."""
        return planes_of(self.samples, self.width, self.height)[0]

    @property
    def u(self) -> UInt8:
        """Chroma, shape (ceil(height / 2), ceil(width / 2))."""
        return planes_of(self.samples, self.width, self.height)[1]

    @property
    def v(self) -> UInt8:
        """Chroma, shape (ceil(height / 2), ceil(width / 2))."""
        return planes_of(self.samples, self.width, self.height)[2]


def planes_of(samples: UInt8, width: int, height: int) -> tuple[UInt8, UInt8, UInt8]:
    """Return the planes y, u, v as views of samples that hold them one after the other."""
    half = ((height + 1) // 2, (width + 1) // 2)
    luma, chroma = width * height, half[0] * half[1]
    return (
        samples[:luma].reshape(height, width),
        samples[luma : luma + chroma].reshape(half),
        samples[luma + chroma : luma + 2 * chroma].reshape(half),
    )


def only_masked(picture: MaskedFrame) -> MaskedFrame:
    """Return ``picture``, which whoever writes or codes one has asked about first.

    Raises:
        TypeError: it is something else, an unmasked picture for one.
    """
    if type(picture) is not MaskedFrame:
        raise TypeError(f"only masked pictures may be written or coded, not {type(picture).__name__}")
    return picture
