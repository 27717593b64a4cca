"""Sources of observations: MQTT through the broker, HTTP, replayed files, outstations (``iec104``)."""

from luylau.telemetry.sources.budget import StreamBudget, stream_budget
from luylau.telemetry.sources.ingest import ingest_source
from luylau.telemetry.sources.live import LiveSource
from luylau.telemetry.sources.mqtt import mqtt_source
from luylau.telemetry.sources.protocol import SensorSource

__all__ = ["LiveSource", "SensorSource", "StreamBudget", "ingest_source", "mqtt_source", "stream_budget"]
