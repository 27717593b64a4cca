"""Quality checks over all series in one pass; see ``checker`` for the rules."""

from luylau.telemetry.quality.checker import Limits, QualityChecker, QualitySettings

__all__ = ["Limits", "QualityChecker", "QualitySettings"]
