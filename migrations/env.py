"""How Alembic runs the migrations: on the connection it is handed, in one transaction."""

from alembic import context

from tinyarms_daemon.adapters.store.model_tables import (
    metadata,
)  # of all tables: it imports the others

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
