"""Models of the system's own state: health, audit, versions."""

from typing import Literal

from pydantic import Field

from luylau.api.models.common import Fields, Instant, Json, Model, Number, Page

PartState = Literal["ok", "degraded", "lost"]


class Trouble(Model):
    """Something that is wrong with a part now."""

    key: str
    fields: Fields
    text: str = Field(description="What is wrong, in the caller's language.")
    remedy: str


class Part(Model):
    """One part of the platform, as it last said of itself."""

    part: str
    state: PartState = Field(description="lost: it has said nothing for some seconds")
    since: Instant = Field(description="Since when it is in this state.")
    last_said: Instant | None = Field(description="null: it never said anything")
    started: Instant | None
    version: str
    memory_mb: Number
    trouble: list[Trouble]
    figures: dict[str, float] = Field(description="Counts and gauges by name.")


class IngestCounts(Model):
    """What became of all that came in since the part started."""

    accepted: int = Field(description="Observations kept as good.")
    marked: dict[str, int] = Field(description="Observations kept with a quality flag, by flag.")
    refused: dict[str, int] = Field(description="Messages refused, by reason.")
    lag_s: Number = Field(description="How far the durable history is behind what came in.")


class StoreSize(Model):
    """One of the stores."""

    name: str
    bytes: int
    rows: int | None


class SystemHealth(Model):
    """How the platform is."""

    state: PartState
    now: Instant
    parts: list[Part]
    ingest: IngestCounts
    stores: list[StoreSize]
    event_seq: int | None = Field(description="Of the newest event; null where the database is away.")
    stream_clients: int
    version: str


class Liveness(Model):
    """The process answers."""

    status: Literal["ok"]


class Readiness(Model):
    """Whether the process can do its work."""

    status: Literal["ok"]
    parts_lost: list[str] = Field(description="Other parts of the platform that are silent.")


class AuditEntry(Model):
    """One row of the audit log."""

    index: int
    time: Instant
    actor: str
    actor_name: str
    action: str
    resource: str
    outcome: Literal["done", "refused", "failed"]
    detail: Json
    line: str = Field(description="The leaf's data: its UTF-8 bytes are what is hashed.")


class AuditPage(Page[AuditEntry]):
    """A page of the audit log, newest first."""


class AuditHead(Model):
    """The tree head: what all rows up to `size` hash to."""

    size: int
    root: str = Field(description="RFC 9162 Merkle tree hash, hex.")
    time: Instant


class AuditProof(Model):
    """That a row is in the log under a head."""

    index: int
    size: int
    leaf: str
    root: str
    path: list[str] = Field(description="Sibling hashes from the leaf up, hex.")
