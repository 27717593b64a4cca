"""Observations from the API into the durable stream: what is acknowledged to the sender is safe."""

from typing import Final

from luylau.kernel.bus import Bus
from luylau.kernel.errors import BadInput, TooMany
from luylau.kernel.ids import is_channel, is_id
from luylau.telemetry.sources.ingest import store

ACK_S: Final = 5.0
"""How long the broker may take to acknowledge."""


class NatsIngestPublisher:
    """Puts payloads into the stream INGEST as if the device had published them over MQTT."""

    def __init__(self, bus: Bus, tenant: str, *, max_payload_bytes: int = 1_000_000) -> None:
        self._bus = bus
        self._tenant = tenant
        self._max_payload_bytes = max_payload_bytes

    async def publish(self, device: str, channel: str, payload: bytes, message_id: str) -> None:
        """Return once the payload is durable.

        ``channel`` is a channel's name, or "senml" for a pack that names its channels. A second call with the
        same ``message_id`` within two minutes stores nothing new.

        Raises:
            BadInput: ``device`` or ``channel`` is no name.
            TooMany: the payload is larger than a message may be.
            Unavailable: the broker did not acknowledge in time, or its stream is full.
        """
        if not is_id(device) or not is_channel(channel):
            raise BadInput("refused-topic", device=device[:64], channel=channel[:64])
        if len(payload) > self._max_payload_bytes:
            raise TooMany("payload-too-large", bytes=len(payload), limit=self._max_payload_bytes)
        subject = f"ingest.http.{self._tenant}.{device}.{channel}"
        await store(self._bus, subject, payload, message_id, timeout_s=ACK_S)
