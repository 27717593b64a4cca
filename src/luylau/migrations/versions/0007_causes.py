"""Causes: what is told of each, and where incidents of what is no asset are."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this version."""
    op.create_table(
        "causes",
        sa.Column("finding", sa.String(length=64), nullable=False),
        sa.Column("updated_us", sa.BigInteger(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("finding", name=op.f("pk_causes")),
    )
    op.add_column("incidents", sa.Column("lat", sa.Float(), nullable=True))
    op.add_column("incidents", sa.Column("lon", sa.Float(), nullable=True))


def downgrade() -> None:
    """Take this version's change back."""
    op.drop_column("incidents", "lon")
    op.drop_column("incidents", "lat")
    op.drop_table("causes")
