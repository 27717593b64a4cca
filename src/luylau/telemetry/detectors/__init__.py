"""Anomaly detection over all series in one pass; see ``kernel`` for the mathematics."""

from luylau.telemetry.detectors.band import Band
from luylau.telemetry.detectors.bank import DetectorBank, DetectorOutput, Transition
from luylau.telemetry.detectors.settings import AnomalyKind, DetectorSettings

__all__ = ["AnomalyKind", "Band", "DetectorBank", "DetectorOutput", "DetectorSettings", "Transition"]
