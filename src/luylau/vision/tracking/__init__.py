"""Things are followed from picture to picture of a camera."""

from luylau.vision.tracking.bytetrack import ByteTracker, TrackerSettings
from luylau.vision.tracking.looks import appearance

__all__ = ["ByteTracker", "TrackerSettings", "appearance"]
