"""The history store."""

from pydantic import Field

from luylau.settings.base import Group


class HistorySettings(Group):
    """Where observations are kept, and for how long."""

    compact_every_s: float = Field(60, ge=5, le=86_400, description="How often small segments are joined.")
    retain_every_s: float = Field(
        3_600, ge=60, le=86_400, description="How often what is past its time is deleted."
    )
