"""MQTT with QoS 1: what the broker has acknowledged to devices, read from its own message store.

The broker acknowledges a message once it is in the stream ``$MQTT_msgs``; no other stream is covered by the
acknowledgement. So that stream is read, and made before the first device connects, with limits of ours.
"""

from typing import Final

from luylau.kernel.bus import Bus
from luylau.telemetry.sources.stream import StreamSource, StreamSpec

NAME: Final = "mqtt"


def mqtt_spec(max_bytes: int) -> StreamSpec:
    """Return the broker's message store for MQTT, at most ``max_bytes`` large."""
    return StreamSpec(
        name=NAME,
        broker_name="$MQTT_msgs",
        subjects=("$MQTT.msgs.>",),
        filter="$MQTT.msgs.obs.>",
        skip=3,
        max_bytes=max_bytes,
    )


def mqtt_source(bus: Bus, tenant: str, max_bytes: int) -> StreamSource:
    """Return the source of all MQTT messages sent with QoS 1 to topics ``obs/TENANT/DEVICE/CHANNEL``."""
    return StreamSource(bus, mqtt_spec(max_bytes), tenant)
