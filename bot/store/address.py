"""``DATABASE_URL`` in the forms that people and hosting services write it."""

from __future__ import annotations

from typing import Final

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.store.errors import WrongAddress

_DRIVERS: Final = {
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
    "postgresql+asyncpg": "postgresql+asyncpg",
}
# libpq's word to the driver's word; None: nothing to say, the driver does it by itself.
_OPTIONS: Final = {
    "host": "host",
    "port": "port",
    "ssl": "ssl",
    "sslmode": "ssl",
    "channel_binding": None,
}


def parse(address: str) -> URL:
    """The address for SQLAlchemy's asynchronous drivers.

    Raises ``WrongAddress`` for another database, an option that is not known, or SQLite without a
    file: each connection would see a database of its own.
    """
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        raise WrongAddress from None
    driver = _DRIVERS.get(url.drivername.lower())
    known = {} if driver is None or driver.startswith("sqlite") else _OPTIONS
    if driver is None or not known.keys() >= url.query.keys():
        raise WrongAddress
    if driver.startswith("sqlite") and (url.host or url.database in (None, "", ":memory:")):
        raise WrongAddress
    options = {known[name]: value for name, value in url.query.items()}
    query = {name: value for name, value in options.items() if name is not None}
    return url.set(drivername=driver, query=query)


def describe(url: URL) -> str:
    """Which database that is, for its operator: never with a user or a password."""
    if is_sqlite(url):
        return f"SQLite in {url.database}"
    return f"PostgreSQL {url.database or ''} at {url.host or url.query.get('host', 'localhost')}"


def is_sqlite(url: URL) -> bool:
    """Whether it is a file of this machine."""
    return url.get_backend_name() == "sqlite"
