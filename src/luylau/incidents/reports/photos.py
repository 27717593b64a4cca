"""Photos of reports: read, freed of all but the picture, masked, and written anew. Nothing unmasked is kept.

    bytes ─ kind and size ─▶ picture ─ small, upright ─▶ points ─ faces painted over ─▶ JPEG without metadata

Any trouble on the way refuses the photo; the report is kept without it, and says why.
"""

import importlib.util
import io
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import BoundedSemaphore, Lock
from typing import Final

import numpy as np

from luylau.incidents.reports.faces import Box, CenterFace, FaceFinder, Image, shipped_model
from luylau.kernel.errors import LuylauError
from luylau.settings.reports import ReportSettings

PHOTO_MOST_BYTES: Final = 8 * 1024 * 1024
"""Largest photo that is taken."""
_MOST_POINTS: Final[Mapping[str, int]] = {"JPEG": 25_000_000, "PNG": 16_000_000, "WEBP": 12_500_000}
"""Points of the largest picture of each kind, so that reading it takes some 200 MB at most: a file of a few
kilobytes can hold as many. Telephones make JPEG of 12 or 24 million."""
_LONGER_SIDE: Final = 1_600
"""Longer side of what is kept, in points."""
_MARGIN: Final = 0.2
"""By this share of its size a face's box is made larger on each side."""
_WAIT_S: Final = 20.0
_MOST_WAITING: Final = 4
"""Photos that wait at once; more would take the threads from all else."""
_log = logging.getLogger(__name__)


class PhotoRefused(LuylauError):
    """A photo that cannot be kept; the report itself is."""

    status = 422


@dataclass(frozen=True, slots=True, kw_only=True)
class MaskedPhoto:
    """A JPEG without metadata, and how many places in it were painted over."""

    content: bytes = field(repr=False)
    faces: int


class PhotoMasker:
    """Makes of what was handed in what may be kept; one photo at a time, whatever the thread."""

    def __init__(self, finder: Callable[[], FaceFinder] | None) -> None:
        """Take what loads the finder of faces at the first photo; None where none is installed."""
        self._make = finder
        self._finder: FaceFinder | None = None
        self._lock = Lock()
        self._places = BoundedSemaphore(_MOST_WAITING)

    @classmethod
    def wire(cls, settings: ReportSettings) -> "PhotoMasker":
        """Return the masker of an installation: it takes photos only where a detector is installed."""
        model = (settings.face_model or shipped_model()) if settings.photos == "on" else None
        if model is None or not _installed():
            return cls(None)
        return cls(lambda: CenterFace(_file(model)))

    @property
    def ready(self) -> bool:
        """Whether photos are taken."""
        return self._make is not None

    def mask(self, content: bytes) -> MaskedPhoto:
        """Return a photo with masked faces and without metadata.

        Raises:
            PhotoRefused: no masker (``report-photo-no-masker``), too large (``report-photo-too-large``), no
                picture of a known kind (``report-photo-unreadable``), too many photos at once
                (``report-photo-busy``), or a failure of the masker (``report-photo-failed``).
        """
        if self._make is None:
            raise PhotoRefused("report-photo-no-masker")
        if len(content) > PHOTO_MOST_BYTES:
            raise PhotoRefused("report-photo-too-large")
        if not self._places.acquire(blocking=False):
            raise PhotoRefused("report-photo-busy")
        try:
            if not self._lock.acquire(timeout=_WAIT_S):
                raise PhotoRefused("report-photo-busy")
            try:
                return self._masked(content, self._make)
            finally:
                self._lock.release()
        finally:
            self._places.release()

    def _masked(self, content: bytes, make: Callable[[], FaceFinder]) -> MaskedPhoto:
        try:
            image = _read(content)
            if self._finder is None:
                self._finder = make()
            return _painted(image, self._finder.find(image))
        except PhotoRefused:
            raise
        except Exception as error:  # whatever a library raises: a photo is never kept unmasked
            _log.error("a photo could not be masked and was refused: %s", type(error).__name__)
            raise PhotoRefused("report-photo-failed") from error


def _installed() -> bool:
    return all(importlib.util.find_spec(name) is not None for name in ("PIL", "onnx", "onnxruntime"))


def _file(model: Path) -> Path:
    if not model.is_file():
        raise PhotoRefused("report-photo-no-masker")
    return model


def _read(content: bytes) -> Image:
    """Return a picture upright and small, as points alone."""
    from PIL import Image as Pictures
    from PIL import ImageOps

    try:
        with Pictures.open(io.BytesIO(content), formats=list(_MOST_POINTS)) as picture:
            if picture.width * picture.height > _MOST_POINTS[str(picture.format)]:
                raise PhotoRefused("report-photo-too-large")
            size = (_LONGER_SIDE, _LONGER_SIDE)
            picture.draft("RGB", size)
            # Small first: each further step makes a copy. Numbers of a palette have no mean.
            small = picture.convert("RGB") if picture.mode in ("1", "P") else picture
            small.thumbnail(size)
            return np.asarray(ImageOps.exif_transpose(small).convert("RGB"), np.uint8).copy()
    except (OSError, ValueError, SyntaxError, Pictures.DecompressionBombError) as error:
        raise PhotoRefused("report-photo-unreadable") from error


def _painted(image: Image, faces: Sequence[Box]) -> MaskedPhoto:
    """Return the picture as JPEG; each face gets one plain colour, from which nothing can be restored."""
    from PIL import Image as Pictures

    height, width = image.shape[:2]
    covered = np.zeros((height, width), np.bool_)
    count = 0
    for face in faces:
        wide, tall = (face.right - face.left) * _MARGIN, (face.bottom - face.top) * _MARGIN
        left, right = max(0, int(face.left - wide)), min(width, int(face.right + wide) + 1)
        top, bottom = max(0, int(face.top - tall)), min(height, int(face.bottom + tall) + 1)
        middle = (
            min(height - 1, (face.top + face.bottom) // 2),
            min(width - 1, (face.left + face.right) // 2),
        )
        # Boxes of several sizes of one face overlap; they count once.
        count += not covered[middle]
        covered[top:bottom, left:right] = True
    image[covered] = (128, 128, 128)
    out = io.BytesIO()
    Pictures.fromarray(image).save(out, "JPEG", quality=82, optimize=True)
    return MaskedPhoto(content=out.getvalue(), faces=count)
