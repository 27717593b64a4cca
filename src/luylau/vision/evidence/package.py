"""Making a package of evidence: a clip, what is known of it, and the proof that both are as they were.

The manifest says what the clip is and what hash each file has; the audit log's entry on the export holds the
manifest's hash, and the proofs show that this entry, and the one on the clip's making, are in the log.
Whoever gets the package checks it with ``verify.py`` in it, which needs nothing but Python; whoever keeps the
log checks the package's ``head.json`` with ``luylau audit verify --head head.json``.
"""

import hashlib
from dataclasses import dataclass
from importlib import resources
from typing import Any, Final

from sqlalchemy.engine import Connection, Engine

from luylau.kernel.clock import Clock, iso
from luylau.kernel.errors import BadInput
from luylau.security.audit import AuditEntry, AuditLog
from luylau.vision.archive import Clip, ClipStore
from luylau.vision.evidence import verifier

FORMAT: Final = "luylau-evidence-1"

_MORE: Final = ("purpose", "width", "height", "frames", "audit_index", "expires_us")
"""What the manifest says beside what the log's entry on the making said too; ``expires_us`` may have become
earlier since."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exporting:
    """Who exports a clip and why, and where its camera is: ``place`` in words, ``lat`` and ``lon`` in degrees
    WGS 84 where they are known."""

    actor: str
    actor_name: str
    why: str
    camera_name: str
    place: str
    lat: float | None = None
    lon: float | None = None


def export(
    store: ClipStore, engine: Engine, audit: AuditLog, clock: Clock, clip_id: str, about: Exporting
) -> bytes:
    """Return the package of a clip as a zip file; audited.

    Raises:
        BadInput: no reason is given.
        NotFound: there is no such clip, or it was deleted.
        Unavailable: its file is gone or was changed.
    """
    if not about.why.strip():
        raise BadInput("clip-no-reason")
    clip = store.find(clip_id)
    data = b"".join(store.read(clip_id, actor=about.actor))
    files = {
        verifier.CLIP: data,
        verifier.VERIFIER: resources.files(verifier.__package__).joinpath("verifier.py").read_bytes(),
    }
    now_us = clock.now_us()
    manifest = verifier.canonical(
        {
            "format": FORMAT,
            "clip": _clip_facts(clip, about),
            "export": {
                "by": about.actor_name,
                "by_id": about.actor,
                "why": about.why,
                "time": iso(now_us),
                "time_us": now_us,
            },
            "files": {name: hashlib.sha256(held).hexdigest() for name, held in files.items()},
        }
    )
    with engine.begin() as connection:
        exported = audit.append(
            connection,
            actor=about.actor,
            action="clip.export",
            resource=clip_id,
            outcome="done",
            time_us=now_us,
            detail={
                "manifest_sha256": hashlib.sha256(manifest).hexdigest(),
                "sha256": clip.sha256,
                "reason": about.why,
            },
        )
        # Under the log's lock: the export is its last entry, and the head tells of nothing later.
        head = audit.head(connection)
        made = _entry(audit, connection, clip.audit_index)
        proof = {
            name: {
                "line": entry.line(),
                "proof": [step.hex() for step in audit.inclusion(connection, entry.index, head.size)],
            }
            for name, entry in (("made", made), ("exported", exported))
        }
    files[verifier.MANIFEST] = manifest
    files[verifier.PROOF] = verifier.canonical(proof)
    files[verifier.HEAD] = verifier.canonical({"size": head.size, "root": head.root.hex()})
    return verifier.pack(files)


def _clip_facts(clip: Clip, about: Exporting) -> dict[str, Any]:
    facts: dict[str, Any] = {name: getattr(clip, name) for name in (*("id", *verifier.FACTS), *_MORE)}
    facts["purpose"] = dict(clip.purpose)
    facts["from"], facts["to"], facts["made"] = iso(clip.from_us), iso(clip.to_us), iso(clip.made_us)
    facts["camera_name"], facts["place"] = about.camera_name, about.place
    facts["lat"], facts["lon"] = about.lat, about.lon
    return facts


def _entry(audit: AuditLog, connection: Connection, index: int) -> AuditEntry:
    return audit.read(connection, before=index + 1, limit=1)[0]
