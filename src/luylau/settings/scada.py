"""Outstations over IEC 60870-5-104: which, and how patient to be with them."""

from pathlib import Path

from pydantic import Field

from luylau.settings.base import Group


class ScadaSettings(Group):
    """The SCADA source. Its defaults are those of the standard."""

    folder: Path | None = Field(
        None,
        description="Folder with outstations.csv and points.csv; empty means that no outstation is read.",
        examples=["/etc/luylau/scada"],
    )
    connect_s: float = Field(
        30, ge=1, le=255, description="Longest time until a connection stands (t0 of the standard)."
    )
    answer_s: float = Field(
        15, ge=12, le=255, description="Longest time until an answer; then the connection is made anew (t1)."
    )
    acknowledge_s: float = Field(
        10, ge=0.1, le=10, description="What is safe is acknowledged after this time at the latest (t2)."
    )
    acknowledge_every: int = Field(
        8,
        ge=1,
        le=32_767,
        description="Messages that are acknowledged together (w); at most 2/3 of the outstation's k.",
    )
    test_s: float = Field(20, ge=12, le=172_800, description="A line silent this long is tested (t3).")
    interrogate_s: float = Field(
        900, ge=10, le=86_400, description="How often each station is asked for all its values."
    )
    retry_most_s: float = Field(
        60,
        ge=1,
        le=3_600,
        description="Longest pause between two tries to connect; the first is 1 s, each next twice as long.",
    )
