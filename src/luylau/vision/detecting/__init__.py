"""Finds people, vehicles and faces on pictures, with networks on onnxruntime."""

from luylau.vision.detecting.coco import COCO
from luylau.vision.detecting.description import Description, as_toml, read_description
from luylau.vision.detecting.detector import OVERLAP, THRESHOLD, OnnxDetector
from luylau.vision.detecting.faces import FACE_THRESHOLD, FaceDetector

__all__ = [
    "COCO",
    "FACE_THRESHOLD",
    "OVERLAP",
    "THRESHOLD",
    "Description",
    "FaceDetector",
    "OnnxDetector",
    "as_toml",
    "read_description",
]
