"""The message broker: where it listens and what it holds."""

from pathlib import Path

from pydantic import Field

from luylau.settings.base import Group


class BrokerSettings(Group):
    """NATS with JetStream and its MQTT listener."""

    host: str = Field("127.0.0.1", description="Address that NATS listens on (the platform's own parts).")
    nats_port: int = Field(4222, ge=1, le=65535, description="Port of the NATS protocol.")
    mqtt_host: str = Field("127.0.0.1", description="Address that MQTT listens on (the devices).")
    mqtt_port: int = Field(1883, ge=1, le=65535, description="Port of MQTT.")
    mqtt_certificate: Path | None = Field(
        None,
        description="Certificate chain (PEM) with which MQTT speaks TLS; empty means plain TCP.",
        examples=["/etc/luylau/mqtt.pem"],
    )
    mqtt_key: Path | None = Field(
        None, description="Private key (PEM) of the certificate.", examples=["/etc/luylau/mqtt.key"]
    )
    max_payload_kb: int = Field(1024, ge=64, le=8192, description="Largest message, in KiB.")
    max_store_gb: float = Field(
        10.0, ge=0.05, le=10_000, description="Disk that the broker's streams may take, in GB."
    )
    max_connections: int = Field(
        20_000, ge=10, le=1_000_000, description="Devices connected at the same time."
    )
    sync_interval_s: float = Field(
        1.0,
        ge=0,
        le=60,
        description="How often the broker forces its files to disk, in seconds; 0 forces each message. "
        "A power cut can lose what came within this time.",
    )

    @property
    def url(self) -> str:
        """Where the platform's own parts connect."""
        return f"nats://{self.host}:{self.nats_port}"
