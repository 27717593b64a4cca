"""Outstations over IEC 60870-5-104, read and never operated: the controlling side of the protocol."""

from luylau.telemetry.sources.iec104.mapping import Outstation, Point, read_map
from luylau.telemetry.sources.iec104.session import Timing
from luylau.telemetry.sources.iec104.station import Patience, Station

__all__ = ["Outstation", "Patience", "Point", "Station", "Timing", "read_map"]
