"""Models of the system's own state: health, audit, versions."""

from typing import Literal

from pydantic import Field

from luylau.api.models.common import Instant, Model, Number, Page

PartStatus = Literal["up", "late", "down"]


class Part(Model):
    """One part of the platform."""

    name: str
    status: PartStatus
    since: Instant = Field(description="Since when it has this status.")
    last_seen: Instant | None
    lag_s: Number = Field(description="How far it is behind what came in.")
    figures: dict[str, float]


class IngestCounts(Model):
    """What became of all observations since the part started."""

    accepted: int
    refused: dict[str, int] = Field(description="Messages refused, by reason.")
    marked: dict[str, int] = Field(description="Observations kept with a quality flag, by flag.")


class StoreSize(Model):
    """One of the stores."""

    name: str
    bytes: int
    rows: int | None


class SystemHealth(Model):
    """How the platform is."""

    status: PartStatus
    now: Instant
    parts: list[Part]
    ingest: IngestCounts
    stores: list[StoreSize]
    event_seq: int
    stream_clients: int
    version: str


class Liveness(Model):
    """The process answers."""

    status: Literal["ok"]


class Readiness(Model):
    """Whether the process can do its work."""

    status: Literal["ok", "not-ready"]
    database: bool
    parts_down: list[str]


class AuditEntry(Model):
    """One row of the audit log."""

    index: int
    time: Instant
    actor: str
    actor_name: str
    action: str
    resource: str
    outcome: str
    detail: dict[str, object]
    hash: str = Field(description="RFC 9162 leaf hash, hex.")


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
