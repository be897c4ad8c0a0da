"""Connections to the database, set so that none waits for long."""

from __future__ import annotations

import importlib.util
from typing import Any, Final
from uuid import uuid4

from sqlalchemy import URL, Connection, event
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.store.address import is_sqlite
from bot.store.errors import DriverMissing

# Milliseconds that SQLite waits for another program's lock: less than any limit on a query, so that
# it is SQLite that says why nothing came.
_BUSY: Final = 1_500
# Seconds to reach PostgreSQL.
_CONNECT: Final = 2.0
_CONNECTIONS: Final = 4

_BEGIN: Final = "mojibot_begin"


def make_engine(url: URL) -> AsyncEngine:
    """An engine for that address; connects to nothing yet. Raises ``DriverMissing``."""
    return _sqlite(url) if is_sqlite(url) else _postgresql(url)


def writing(engine: AsyncEngine) -> AsyncEngine:
    """The same engine for transactions that write: on SQLite they take the lock when they begin.

    One that began by reading could not write any more once another connection has written.
    """
    return engine.execution_options(**{_BEGIN: "BEGIN IMMEDIATE"})


def _sqlite(url: URL) -> AsyncEngine:
    engine = create_async_engine(
        url, hide_parameters=True, pool_size=_CONNECTIONS, max_overflow=0, pool_timeout=_CONNECT
    )

    @event.listens_for(engine.sync_engine, "connect")
    def set_up(connection: Any, _: object) -> None:
        connection.isolation_level = None  # transactions begin where we say, tables included
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {_BUSY}")
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = NORMAL")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(connection.get_execution_options().get(_BEGIN, "BEGIN"))

    return engine


def _postgresql(url: URL) -> AsyncEngine:
    if importlib.util.find_spec("asyncpg") is None:
        raise DriverMissing
    return create_async_engine(
        url,
        hide_parameters=True,
        pool_size=_CONNECTIONS,
        max_overflow=0,
        pool_timeout=_CONNECT,
        pool_pre_ping=True,  # a server that was restarted has closed every connection
        # Statements have names of their own and none is kept, so that poolers which hand one
        # connection to many programs (PgBouncer) work too.
        connect_args={
            "timeout": _CONNECT,
            "statement_cache_size": 0,
            "prepared_statement_cache_size": 0,
            "prepared_statement_name_func": lambda: f"__mojibot_{uuid4()}__",
        },
    )
