"""A shorter policy reaches what is kept already."""

from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from luylau.kernel.clock import MICROS
from luylau.kernel.sql import reader
from luylau.security.audit import AuditLog
from luylau.vision.archive.tables import clips

_DAY_US: Final = 86_400 * MICROS


def shorten(
    engine: Engine, audit: AuditLog, camera: str, *, days: int, original_days: int, now_us: int
) -> int:
    """See ``ClipStore.shorten``; ``now_us`` is the time in microseconds UTC."""
    changes: dict[str, tuple[sa.Column[Any], sa.ColumnElement[bool], sa.ColumnElement[int]]] = {}
    for what, column, begun, kept_days in (
        ("clips", clips.c.expires_us, clips.c.made_us, days),
        ("originals", clips.c.original_until_us, clips.c.to_us, original_days),
    ):
        until = sa.case((begun < now_us, begun), else_=now_us) + kept_days * _DAY_US
        longer = sa.and_(clips.c.camera == camera, clips.c.state == "kept", column > until)
        changes[what] = (column, longer, until)
    found = sa.select(clips.c.id).where(sa.or_(*(longer for _, longer, _ in changes.values())))
    # Mostly there is nothing to do: no lock is taken for that.
    with reader(engine) as connection:
        if connection.execute(found.limit(1)).first() is None:
            return 0
    with engine.begin() as connection:
        count = len(connection.execute(found).all())
        detail: dict[str, int] = {"days": days, "original_days": original_days}
        for what, (column, longer, until) in changes.items():
            detail[what] = connection.execute(sa.update(clips).where(longer).values({column: until})).rowcount
        audit.append(
            connection,
            actor="system:retention",
            action="clip.shorten",
            resource=camera,
            outcome="done",
            time_us=now_us,
            detail=detail,
        )
    return count
