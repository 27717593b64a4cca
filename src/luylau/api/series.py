"""From a channel of an asset to the number of its series in the history."""

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from luylau.kernel.sql import reader
from luylau.telemetry.series import series_table


def find_series(engine: Engine, device: str, channel: str) -> int | None:
    """Return the number of a series; None where nothing of it was ever kept."""
    query = sa.select(series_table.c.id).where(
        series_table.c.device == device, series_table.c.channel == channel
    )
    with reader(engine) as connection:
        found = connection.execute(query).scalar()
    return None if found is None else int(found)


def devices_heard(engine: Engine) -> frozenset[str]:
    """Return the devices of which anything was ever kept."""
    with reader(engine) as connection:
        return frozenset(connection.execute(sa.select(series_table.c.device).distinct()).scalars())
