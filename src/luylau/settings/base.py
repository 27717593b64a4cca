"""What all groups of settings share."""

from pydantic import BaseModel, ConfigDict


class Group(BaseModel):
    """A group of settings: unknown names are refused, values are fixed once read."""

    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=True)
