"""Clips as evidence: packages that whoever gets them can check."""

from luylau.vision.evidence.package import Exporting, export

__all__ = ["Exporting", "export"]
