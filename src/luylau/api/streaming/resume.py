"""Where a stream goes on."""

from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from luylau.kernel.events import events
from luylau.kernel.sql import reader

MOST_MISSED = 20_000
"""A client that missed more events than this reads everything anew."""


class Start(NamedTuple):
    """Where a stream begins: after the seq ``after``; ``newest`` is the log's; ``reset``: it cannot go on."""

    after: int
    newest: int
    reset: bool


def resume_from(engine: Engine, last_event_id: str | None) -> Start:
    """Return where a stream begins whose client had ``last_event_id`` as the last message's id.

    It cannot go on from an id that is none, lies ahead of the log, is no longer kept, or is too far behind.
    """
    with reader(engine) as connection:
        oldest, newest = connection.execute(
            sa.select(sa.func.min(events.c.seq), sa.func.max(events.c.seq))
        ).one()
    newest = newest or 0
    if not last_event_id:
        return Start(newest, newest, reset=False)
    known = int(last_event_id) if last_event_id.isascii() and last_event_id.isdecimal() else -1
    # The seq before the oldest one kept is good too: nothing lies between them.
    reset = not max((oldest or 1) - 1, newest - MOST_MISSED) <= known <= newest
    return Start(newest if reset else known, newest, reset)
