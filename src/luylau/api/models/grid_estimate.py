"""Models of the estimated state of the grid."""

from pydantic import Field

from luylau.api.models.common import Instant, Model, Number


class FlaggedMeasurement(Model):
    """A measurement that is not used, and why."""

    device: str
    device_name: str = Field(description="In the caller's language, else the city's own.")
    channel: str
    channel_name: str = Field(description="In the caller's language, else the city's own.")
    reason: str = Field(description="Why, in the caller's language.")
    value: Number = Field(description="As measured, in `unit`.")
    expected: Number = Field(description="What all others say, in `unit`; null where nothing was estimated.")
    unit: str = Field(description="V between two phases, or W.")
    deviations: Number = Field(description="How far off it is, in its own standard deviations.")


class EstimateIsland(Model):
    """A part of the grid that is joined."""

    at: str = Field(description="Its substation, in the caller's language, else a node of it.")
    observable: bool = Field(description="False where no voltage is measured: nothing is known there.")
    consistent: bool = Field(description="False where what is measured contradicts itself.")


class EstimateNodes(Model):
    """How many nodes are known how."""

    measured: int
    estimated: int
    doubtful: int
    unobservable: int
    dead: int


class GridEstimate(Model):
    """The state that fits all measurements best."""

    time: Instant
    seconds: float = Field(description="How long it took.")
    measurements: int
    used: int
    left_out: int
    flagged: list[FlaggedMeasurement] = Field(description="The gravest first; at most 100.")
    islands: list[EstimateIsland]
    nodes: EstimateNodes
    u_min_pu: Number
    u_max_pu: Number
    loading_max: Number
    overloaded: list[str] = Field(description="Elements above their rating by the estimate; at most 100.")
