"""Which clips are asked for."""

from typing import Any

import sqlalchemy as sa

from luylau.vision.archive.clip import Clip
from luylau.vision.archive.tables import clips

FACTS = [clips.c[name] for name in Clip.__slots__]
"""The columns that make a ``Clip``."""


def searching(
    camera: str | None, finding: str | None, from_us: int | None, to_us: int | None, deleted: bool
) -> sa.Select[Any]:
    """Return the query for ``ClipStore.search``, newest first."""
    query = sa.select(*FACTS).order_by(clips.c.from_us.desc(), clips.c.id.desc())
    if camera is not None:
        query = query.where(clips.c.camera == camera)
    if finding is not None:
        query = query.where(clips.c.finding == finding)
    if from_us is not None:
        query = query.where(clips.c.to_us >= from_us)
    if to_us is not None:
        query = query.where(clips.c.from_us <= to_us)
    return query if deleted else query.where(clips.c.state == "kept")
