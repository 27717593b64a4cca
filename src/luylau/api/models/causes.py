"""Models of causes: what failed, why that is believed, who is hit."""

from typing import Literal

from pydantic import Field

from luylau.api.models.common import Instant, Model, Number

CauseKind = Literal["power", "network"]


class CauseElement(Model):
    """What failed, or may have."""

    kind: CauseKind
    element: str = Field(description="Id in the grid, or of the network device.")
    name: str = Field(description="In the caller's language.")
    what: str = Field(description="line, switch, transformer, source, site or carrier.")
    asset: str = Field(description="The city's asset, where it is one.")
    probability: float
    lat: Number
    lon: Number


class CauseEvidence(Model):
    """One thing that speaks for the cause, or against it."""

    key: str
    text: str = Field(description="In the caller's language.")
    against: bool = Field(description="Whether it speaks against the cause.")


class NextToAsk(Model):
    """A device that is worth asking: its answer would tell most."""

    asset: str
    name: str
    place_name: str
    text: str = Field(description="What its answer would tell, in the caller's language.")


class HitAsset(Model):
    """A site or device that a cause takes down, now or when its battery is spent."""

    asset: str
    name: str
    kind: str
    kind_name: str
    place: str
    place_name: str
    criticality: Literal["low", "normal", "high", "vital"]
    backup_h: float
    until: Instant | None = Field(description="When its battery is spent; none where it has none.")
    lat: Number
    lon: Number


class HitKind(Model):
    """How many assets of a kind are without supply, and how many without a way to the platform."""

    kind: str
    kind_name: str
    group: str
    dark: int
    cut: int


class HitPlace(Model):
    """How many customers of a unit are dark."""

    place: str
    name: str
    customers: int


class Consequence(Model):
    """Who and what is hit."""

    customers: int
    load_mw: float
    kinds: list[HitKind]
    places: list[HitPlace]
    critical: list[HitAsset] = Field(description="The most critical and the soonest to be lost first.")
    next: list[HitAsset] = Field(description="On their batteries: the soonest to fall out first.")
    simulated: bool
    assumed: bool = Field(description="Whether figures behind it are assumed.")


class Cause(CauseElement):
    """What the platform believes has failed."""

    since: Instant | None
    updated: Instant
    feeder: str = Field(description="Its name; empty for none.")
    feeder_id: str
    said_open: bool = Field(description="Whether a switch itself says that it is open.")
    devices: int
    silent: int
    reporting: int
    unheard: int
    evidence: list[CauseEvidence]
    alternatives: list[CauseElement]
    ask: list[NextToAsk]
    consequence: Consequence
    fault: list[str] = Field(description="Elements to hand to the restoration plan (POST /grid/restoration).")
