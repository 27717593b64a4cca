"""Which assets have open incidents, and how bad the worst of each is."""

from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from luylau.incidents.rules import SEVERITIES, Severity
from luylau.incidents.tables import incidents, is_over
from luylau.kernel.sql import reader


class Trouble(NamedTuple):
    """The incidents of one asset that are not over."""

    many: int
    worst: Severity


def open_by_asset(engine: Engine) -> dict[str, Trouble]:
    """Return the assets that have incidents which are not over; exercises aside."""
    query = (
        sa.select(incidents.c.asset, sa.func.count(), sa.func.max(incidents.c.severity))
        .where(~is_over & ~incidents.c.drill)
        .group_by(incidents.c.asset)
    )
    with reader(engine) as connection:
        return {asset: Trouble(count, SEVERITIES[worst]) for asset, count, worst in connection.execute(query)}
