"""Taking in observations: limits and rhythm."""

from pydantic import Field

from luylau.settings.base import Group


class IngestSettings(Group):
    """How observations are taken in."""

    future_tolerance_s: float = Field(
        60, ge=0, le=86_400, description="How far ahead of the platform's clock a device's time may lie."
    )
    commit_s: float = Field(
        1.0, ge=0.1, le=60, description="Longest time from receipt to the durable history."
    )
    commit_rows: int = Field(
        500_000, ge=1_000, le=5_000_000, description="Observations after which a commit is made at once."
    )
    live_interval_ms: int = Field(
        100, ge=20, le=5_000, description="How often changed values go to the screens."
    )
    checkpoint_s: float = Field(
        30, ge=1, le=3_600, description="How often the detectors' state is written to disk."
    )
    max_unknown_devices: int = Field(
        1_000, ge=0, le=100_000, description="Devices outside the pack that are listed and held."
    )
    max_unknown_channels: int = Field(
        20, ge=1, le=1_000, description="Channels that are kept of one unknown device."
    )
    max_device_messages_per_s: float = Field(
        50,
        ge=0.1,
        le=1_000_000,
        description="Messages a second that one device may send in the long run; what exceeds it is "
        "refused and counted.",
    )
    max_device_burst: float = Field(
        20_000, ge=1, le=10_000_000, description="Messages that one device may send at once after a silence."
    )
