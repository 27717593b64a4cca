"""What is known of a kept clip."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

import sqlalchemy as sa

MIME: Final = "video/webm"
"""What a clip is."""

State = Literal["kept", "deleted"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """The unmasked original of a clip, sealed for two custodians (``luylau.security.vault``), and until when
    it is kept, microseconds UTC. ``custodians``: for whom it is sealed, by name and the SHA-256 of the public
    key in hexadecimal digits."""

    sealed: bytes
    until_us: int
    custodians: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a clip shows, and why there is one.

    ``finding``, ``scene``: ids, empty where it belongs to none. ``purpose``: as in the camera's policy.
    ``model``: name of the detector, empty where only motion was seen; ``rules_version``: of the camera's
    plan. ``expires_us``: when it is deleted. ``simulated``: it shows footage of another place.
    """

    camera: str
    expires_us: int
    finding: str = ""
    scene: str = ""
    purpose: Mapping[str, str] = field(default_factory=dict)
    model: str = ""
    rules_version: int = 1
    simulated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """A finished clip, not yet kept: WebM in ``data``, a JPEG of it in ``thumbnail``; ``from_us`` and
    ``to_us`` are the times of its first and last picture, ``frames`` how many it has.
    """

    data: bytes
    thumbnail: bytes
    from_us: int
    to_us: int
    width: int
    height: int
    frames: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """A kept clip; times are microseconds UTC.

    ``sha256``, ``size``: of the bytes as they are played. ``audit_index``: the entry of the audit log on its
    making. ``original_until_us``: until when a sealed original is kept; None where there is none. A deleted
    clip keeps its row, without its key: ``ended_us`` and ``ended_by`` say when and by whom.
    """

    id: str
    camera: str
    finding: str
    scene: str
    from_us: int
    to_us: int
    made_us: int
    purpose: Mapping[str, str]
    sha256: str
    size: int
    width: int
    height: int
    frames: int
    model: str
    rules_version: int
    mask_version: str
    simulated: bool
    expires_us: int
    state: State
    ended_us: int | None
    ended_by: str
    audit_index: int
    original_until_us: int | None


def clip_of(row: sa.Row[Any]) -> Clip:
    """Return a row of the table as a clip."""
    return Clip(**{name: getattr(row, name) for name in Clip.__slots__})
