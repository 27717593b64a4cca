"""The history store: every observation, in immutable Parquet files that a manifest in SQL names."""

from luylau.telemetry.history.columns import EVER
from luylau.telemetry.history.export import Describe, Format, export, quality_words
from luylau.telemetry.history.folder import SegmentFault
from luylau.telemetry.history.reader import HistoryReader, Rows
from luylau.telemetry.history.replay import since
from luylau.telemetry.history.statistics import Aggregates
from luylau.telemetry.history.tables import Segment
from luylau.telemetry.history.upkeep import HistoryUpkeep, Upkept
from luylau.telemetry.history.writer import HistoryWriter

__all__ = [
    "EVER",
    "Aggregates",
    "Describe",
    "Format",
    "HistoryReader",
    "HistoryUpkeep",
    "HistoryWriter",
    "Rows",
    "Segment",
    "SegmentFault",
    "Upkept",
    "export",
    "quality_words",
    "since",
]
