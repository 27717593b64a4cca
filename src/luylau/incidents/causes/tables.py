"""The table of causes: what is told of each, by the finding that stands for it."""

import sqlalchemy as sa

from luylau.kernel.sql import metadata

causes = sa.Table(
    "causes",
    metadata,
    sa.Column("finding", sa.String(64), primary_key=True),
    sa.Column("updated_us", sa.BigInteger, nullable=False),
    sa.Column("data", sa.JSON, nullable=False),
)
"""``data`` is ``describing.Described`` as JSON."""
