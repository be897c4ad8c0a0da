"""What is wrong with a database, in words; never with the values of a query."""

from __future__ import annotations

from typing import Final

from alembic.util import CommandError
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

_SQLITE: Final = {
    "locked": "it is locked by another program",
    "full": "the disk is full",
    "readonly": "it is read-only",
    "unable to open": "its file cannot be opened",
    "disk i/o error": "its file cannot be read or written",
    "not a database": "its file is no database",
    "malformed": "its file is damaged",
}
_POSTGRESQL: Final = {
    "08": "the connection broke",
    "25006": "it is read-only",
    "28": "it refuses the user or the password",
    "3D000": "there is no such database",
    "42501": "the user may not do that",
    "42P01": "a table is missing",
    "53100": "the disk is full",
    "53": "it has no room for more connections or memory",
    "57P": "it is starting or stopping",
}


class TooSlow(Exception):
    """A database that did not answer within ``seconds``."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(f"no answer within {seconds:g} s")


def reason_of(error: BaseException) -> str | None:
    """Why a database could not be used; None for an error that does not come from a database."""
    if isinstance(error, TooSlow | PoolTimeout):
        return "it does not answer in time"
    if isinstance(error, CommandError):
        return "it was made by a newer release"
    if isinstance(error, OSError):  # also asyncio's TimeoutError
        return "it cannot be reached"
    cause: BaseException = error.orig or error if isinstance(error, DBAPIError) else error
    state = getattr(cause, "sqlstate", None)
    if isinstance(state, str):
        return next((r for code, r in _POSTGRESQL.items() if state.startswith(code)), state)
    if isinstance(error, DBAPIError):
        said = str(cause).lower()
        return next((r for words, r in _SQLITE.items() if words in said), type(cause).__name__)
    if isinstance(error, SQLAlchemyError) or type(error).__module__.startswith("asyncpg"):
        return type(error).__name__
    return None
