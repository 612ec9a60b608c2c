"""How Alembic runs here: on a connection that the caller hands over, never by a file of settings."""

from alembic import context

from pawline.platform.db import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True, compare_server_default=False)
with context.begin_transaction():
    context.run_migrations()
