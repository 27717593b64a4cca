"""Sources of observations: MQTT through the broker, HTTP, replayed files."""

from luylau.telemetry.sources.ingest import ingest_source
from luylau.telemetry.sources.mqtt import mqtt_source
from luylau.telemetry.sources.protocol import SensorSource

__all__ = ["SensorSource", "ingest_source", "mqtt_source"]
