"""The message broker: where it listens and what it holds."""

from pydantic import Field

from luylau.settings.base import Group


class BrokerSettings(Group):
    """NATS with JetStream and its MQTT listener."""

    host: str = Field("127.0.0.1", description="Address that NATS and MQTT listen on.")
    nats_port: int = Field(
        4222, ge=1, le=65535, description="Port of the NATS protocol (the platform's own parts)."
    )
    mqtt_port: int = Field(1883, ge=1, le=65535, description="Port of MQTT (the devices).")
    max_payload_kb: int = Field(1024, ge=64, le=8192, description="Largest message, in KiB.")
    max_store_gb: float = Field(
        10.0, ge=0.05, le=10_000, description="Disk that the broker's streams may take, in GB."
    )
    sync_interval_s: float = Field(
        1.0,
        ge=0,
        le=60,
        description="How often the broker forces its files to disk, in seconds; 0 forces each message. "
        "A power cut can lose what came within this time.",
    )
