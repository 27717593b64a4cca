"""Masked clips and pictures, coded so that browsers play them."""

from luylau.vision.clips.originals import seal_original
from luylau.vision.clips.pictures import jpeg
from luylau.vision.clips.recording import Known, KnownAt, known_from, record, record_pictures
from luylau.vision.clips.writer import ClipWriter, code

__all__ = [
    "ClipWriter",
    "Known",
    "KnownAt",
    "code",
    "jpeg",
    "known_from",
    "record",
    "record_pictures",
    "seal_original",
]
