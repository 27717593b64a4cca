"""What cameras have seen, kept: searched by class, zone, time and place, and judged by people."""

from luylau.vision.events.book import (
    VERDICTS,
    CameraEvent,
    Crossed,
    EventBook,
    Precision,
    Search,
    Step,
    Verdict,
)

__all__ = ["VERDICTS", "CameraEvent", "Crossed", "EventBook", "Precision", "Search", "Step", "Verdict"]
