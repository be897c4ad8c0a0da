"""How Alembic runs the migrations: on the connection that ``bot.store.migrating`` hands over."""

from alembic import context

from bot.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,  # SQLite's too is all or nothing, since the engine begins it itself
)
context.run_migrations()
