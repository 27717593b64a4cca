"""What Alembic runs: the caller hands in a connection, and the migrations run in its transaction."""

from alembic import context

from luylau.migrations.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
)
context.run_migrations()
