"""Models of observations: raw, downsampled, aggregated."""

from typing import Literal

from pydantic import Field

from luylau.api.models.city import AssetLevel
from luylau.api.models.common import Instant, Model, Number

ExportFormat = Literal["csv", "parquet"]
Every = Literal["minute", "hour", "day"]


class ObservationRange(Model):
    """Observations as sent, as columns of equal length."""

    asset: str
    channel: str
    unit: str
    start: Instant
    end: Instant
    time_ms: list[int] = Field(description="Milliseconds since 1970-01-01 UTC.")
    value: list[Number]
    quality: list[int] = Field(description="0 is good; bits as in CityInfo.quality.")
    text: dict[int, str] = Field(description="By row, the few values that are words; their `value` is null.")
    truncated: bool = Field(description="There are more in the range than `limit`.")
    incomplete: bool = Field(description="A part of the history could not be read.")


class Series(Model):
    """A series downsampled for a chart: one column entry per bucket that holds observations."""

    asset: str
    channel: str
    unit: str
    start: Instant
    end: Instant
    bucket_s: float
    time_ms: list[int] = Field(description="Start of each bucket, milliseconds since 1970-01-01 UTC.")
    minimum: list[Number]
    maximum: list[Number]
    mean: list[Number]
    count: list[int] = Field(description="Good observations, which alone enter the statistics.")
    bad: list[int] = Field(description="Bad observations in the bucket.")
    quality: list[int] = Field(description="Every quality bit seen in the bucket.")
    levels: list[AssetLevel]
    incomplete: bool = Field(description="A part of the history could not be read.")


class Aggregates(Model):
    """Statistics per minute, hour or day of the city's time zone, over good observations."""

    asset: str
    channel: str
    unit: str
    every: Every
    time_ms: list[int]
    minimum: list[Number]
    maximum: list[Number]
    mean: list[Number]
    count: list[int]
    bad: list[int]
    incomplete: bool = Field(description="A part of the history could not be read.")


class IngestReport(Model):
    """What became of a message that was handed in."""

    accepted: int = Field(description="Observations now kept durably.")
