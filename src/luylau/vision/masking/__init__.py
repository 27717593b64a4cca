"""Hiding who people are: heads, faces, plates and private places, before anything leaves the memory."""

from luylau.vision.masking.boxes import HOLD_US, masks_of
from luylau.vision.masking.masked import MASK_VERSION, MaskedFrame, only_masked, planes_of
from luylau.vision.masking.masker import FaceDetector, Masker, MaskingCounts

__all__ = [
    "HOLD_US",
    "MASK_VERSION",
    "FaceDetector",
    "MaskedFrame",
    "Masker",
    "MaskingCounts",
    "masks_of",
    "only_masked",
    "planes_of",
]
