"""How Alembic runs the migrations: on the connection it is handed, in one transaction."""

from alembic import context

from tinyarms_daemon.adapters.store.tables import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
