"""Kept clips: encrypted for their time, read, and deleted so that nothing is left."""

from luylau.vision.archive.clip import MIME, About, Clip, Original, Recording
from luylau.vision.archive.steady import SteadyClock
from luylau.vision.archive.store import ClipStore

__all__ = ["MIME", "About", "Clip", "ClipStore", "Original", "Recording", "SteadyClock"]
