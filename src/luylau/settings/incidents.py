"""Incidents: how soon somebody must act on them. The times are assumed; no authority has published any."""

from pydantic import Field

from luylau.settings.base import Group


class IncidentSettings(Group):
    """Escalation clocks by severity. An incident must be confirmed within the time of its severity, and be
    in progress within as much again; "info" has no clock."""

    critical_min: float = Field(5, ge=0.1, le=1_440, description="Minutes for a critical incident (assumed).")
    major_min: float = Field(15, ge=0.1, le=1_440, description="Minutes for a major incident (assumed).")
    minor_min: float = Field(60, ge=0.1, le=10_080, description="Minutes for a minor incident (assumed).")
    most: int = Field(
        3,
        ge=1,
        le=100,
        description="How often the clock of one step may run out until it stands still (assumed).",
    )
