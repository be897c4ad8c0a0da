"""Bringing a database's tables up to date; safe where several processes start at once."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

_FOLDER: Final = Path(__file__).parent / "migrations"
# Any number that no other program on the same PostgreSQL is likely to take.
_ADVISORY_LOCK: Final = 0x6D6F6A69


def newest() -> str:
    """The revision of this release."""
    return str(ScriptDirectory.from_config(_config()).get_current_head())


def current(connection: Connection) -> str | None:
    """The revision of the database; None before the first migration."""
    return MigrationContext.configure(connection).get_current_revision()


def migrate(connection: Connection) -> bool:
    """Bring the tables up to date within the running transaction; returns whether that was needed.

    Raises ``alembic.util.CommandError`` for a database of a newer release.
    """
    if current(connection) == newest():
        return False
    if connection.dialect.name == "postgresql":  # on SQLite, the transaction itself holds others up
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK})
        if current(connection) == newest():
            return False
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    return True


def _config() -> Config:
    config = Config()
    # Alembic reads options with interpolation, in which a "%" of the path would mean something.
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    return config
