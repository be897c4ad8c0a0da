"""Both databases, really run; every test that takes ``address`` runs on each."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import pytest

from bot.store import database, deliveries, engine
from bot.store.store import DatabaseStore, open_store
from tests.bot.store.postgres import PostgresServer

Open = Callable[..., Awaitable[DatabaseStore]]


class Clock:
    """Seconds since 1970, as a test sets them."""

    def __init__(self, now: float) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits that a busy machine keeps too; tests of an outage set their own."""
    for name in ("READ_WITHIN", "WRITE_WITHIN"):
        monkeypatch.setattr(database, name, 30.0)
    monkeypatch.setattr(deliveries, "_WITHIN", 30.0)
    monkeypatch.setattr(engine, "_BUSY", 20_000)
    monkeypatch.setattr(engine, "_CONNECT", 20.0)


@pytest.fixture
def clock() -> Clock:
    """The first second of 2026."""
    return Clock(1_767_225_600.0)


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A running PostgreSQL; who stops it starts it again."""
    server = PostgresServer()
    server.start()
    yield server
    server.remove()


@pytest.fixture
def sqlite_file(tmp_path: Path) -> Path:
    """Where the SQLite file of ``sqlite_address`` is or will be."""
    return tmp_path / "mojibot.db"


@pytest.fixture
def sqlite_address(sqlite_file: Path) -> str:
    """A SQLite database that is not there yet."""
    return f"sqlite:///{sqlite_file}"


@pytest.fixture
def postgres_address(postgres: PostgresServer) -> str:
    """A PostgreSQL database without tables."""
    return postgres.empty_database()


@pytest.fixture(params=["sqlite", "postgres"])
def address(request: pytest.FixtureRequest) -> str:
    """An empty database, of either kind."""
    address: str = request.getfixturevalue(f"{request.param}_address")
    return address


@pytest.fixture
async def open_one(clock: Clock) -> AsyncIterator[Open]:
    """Opens stores whose keeper makes a round only when a test asks; closes them at last."""
    opened: list[DatabaseStore] = []

    async def open_one(address: str, *, look_every: float = 3_600.0) -> DatabaseStore:
        store = await open_store(address, clock=clock, look_every=look_every)
        opened.append(store)
        return store

    yield open_one
    for store in opened:
        await store.aclose()
