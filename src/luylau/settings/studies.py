"""Siting studies: how many run at once."""

from pydantic import Field

from luylau.settings.base import Group


class StudySettings(Group):
    """How studies are carried out."""

    workers: int = Field(
        2,
        ge=1,
        le=64,
        description="Studies that run at once, each in a process of the lowest priority; the others wait.",
    )
