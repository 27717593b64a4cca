"""The outage log and proposed switching plans."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this version."""
    op.create_table(
        "power_interruptions",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("begun_us", sa.BigInteger(), nullable=False),
        sa.Column("ended_us", sa.BigInteger(), nullable=True),
        sa.Column("feeder", sa.String(length=500), nullable=False),
        sa.Column("place", sa.String(length=500), nullable=False),
        sa.Column("root", sa.String(length=500), nullable=False),
        sa.Column("cause", sa.String(length=16), nullable=False),
        sa.Column("customers", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("simulated", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_power_interruptions")),
    )
    with op.batch_alter_table("power_interruptions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_power_interruptions_begun_us"), ["begun_us"], unique=False)
        batch_op.create_index(
            "ix_power_interruptions_open",
            ["begun_us"],
            unique=False,
            sqlite_where=sa.text("ended_us IS NULL"),
            postgresql_where=sa.text("ended_us IS NULL"),
        )
    op.create_table(
        "power_proposals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_us", sa.BigInteger(), nullable=False),
        sa.Column("author", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("out", sa.JSON(), nullable=False),
        sa.Column("steps", sa.JSON(), nullable=False),
        sa.Column("withdrawn_us", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_power_proposals")),
    )


def downgrade() -> None:
    """Take this version's change back."""
    op.drop_table("power_proposals")
    with op.batch_alter_table("power_interruptions", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_power_interruptions_open",
            sqlite_where=sa.text("ended_us IS NULL"),
            postgresql_where=sa.text("ended_us IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_power_interruptions_begun_us"))

    op.drop_table("power_interruptions")
