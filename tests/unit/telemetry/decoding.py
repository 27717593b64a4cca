"""A decoder over a small city, for tests: two gauges and a pump that the pack knows, all else is strange."""

from pathlib import Path

from luylau.kernel.sql import metadata, open_engine, sqlite_url
from luylau.telemetry.channels import ChannelBook, StrangerLimits
from luylau.telemetry.decode import Decoder, Message
from luylau.telemetry.flood import FloodGate
from luylau.telemetry.series import ChannelSpec, SeriesTable

NOW = 1_760_000_000_000_000
TENANT = "test-city"
KINDS = {
    "gauge-1": {"water_level": "m", "battery": "V", "temperature": "Cel"},
    "gauge-2": {"water_level": "m", "battery": "V", "temperature": "Cel"},
    "pump-1": {"active_power": "kW", "flow": "m3/s"},
}


def spec_of(device: str, channel: str) -> ChannelSpec | None:
    unit = KINDS.get(device, {}).get(channel)
    return None if unit is None else ChannelSpec(unit=unit)


class Desk:
    """All parts of a decoder, at hand."""

    def __init__(
        self, folder: Path, *, rate: float = 1e9, burst: float = 1e9, devices: int = 5, channels: int = 3
    ) -> None:
        self.engine = open_engine(sqlite_url(folder / "test.db"))
        metadata.create_all(self.engine)
        self.table = SeriesTable(self.engine, spec_of)
        self.book = ChannelBook(
            tenant=TENANT,
            table=self.table,
            is_device=KINDS.__contains__,
            limits=StrangerLimits(devices=devices, channels=channels),
        )
        self.decoder = Decoder(table=self.table, book=self.book, gate=FloodGate(rate, burst))
        self.numbered = 0

    def message(self, device: str, channel: str, payload: bytes, *, at_us: int = NOW) -> Message:
        self.numbered += 1
        return Message(device, channel, payload, self.numbered, at_us)

    def rows(
        self, payload: bytes, *, device: str = "gauge-1", channel: str = "water_level", at_us: int = NOW
    ) -> list[tuple[str, float, float, int]]:
        """Decode one message that must be accepted: (device/channel, seconds from NOW, value, quality)."""
        decoded = self.decoder.decode("mqtt@x", [self.message(device, channel, payload, at_us=at_us)])
        assert not decoded.refused, decoded.refused
        batch = decoded.batch
        return [
            (
                "/".join(self.table.keys[batch.series[row]]),
                (int(batch.time_us[row]) - NOW) / 1e6,
                float(batch.value[row]),
                int(batch.quality[row]),
            )
            for row in range(len(batch))
        ]

    def refusal(self, payload: bytes, *, device: str = "gauge-1", channel: str = "water_level") -> str:
        """Decode one message that must be refused; return the reason's key."""
        decoded = self.decoder.decode("mqtt@x", [self.message(device, channel, payload)])
        assert len(decoded.batch) == 0
        (refused,) = decoded.refused
        return refused.key
