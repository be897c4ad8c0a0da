"""How Alembic runs the migrations: on the connection that ``bot.store.migrating`` hands over."""

from alembic import context

from bot.store.tables import metadata

# In the transaction that the connection is in, on both databases: all or nothing.
context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
