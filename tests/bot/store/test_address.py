"""Database addresses as hosting services give them."""

from __future__ import annotations

import importlib.util

import pytest

from bot.store.address import describe, parse
from bot.store.engine import make_engine
from bot.store.errors import DriverMissing, WrongAddress


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("sqlite:///mojibot.db", "sqlite+aiosqlite:///mojibot.db"),
        ("sqlite:////data/my%bot.db", "sqlite+aiosqlite:////data/my%25bot.db"),
        ("postgres://u:p@h:5433/n", "postgresql+asyncpg://u:p@h:5433/n"),
        ("postgresql://u:p@h/n", "postgresql+asyncpg://u:p@h/n"),
        ("postgresql+asyncpg://u:p@h/n", "postgresql+asyncpg://u:p@h/n"),
        ("postgres://u:p%40x@h/n?sslmode=require", "postgresql+asyncpg://u:p%40x@h/n?ssl=require"),
        ("postgres://h/n?channel_binding=require", "postgresql+asyncpg://h/n"),
        ("postgres:///n?host=/run/x", "postgresql+asyncpg:///n?host=%2Frun%2Fx"),
    ],
)
def test_address_is_understood(address: str, expected: str) -> None:
    assert parse(address).render_as_string(hide_password=False) == expected


@pytest.mark.parametrize(
    "address",
    [
        "",
        "hunter2",
        "mysql://u:hunter2@h/n",
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite://hunter2/x.db",
        "sqlite:///x.db?mode=hunter2",
        "postgres://u:hunter2@h:port/n",
        "postgres://u:p@h/n?options=hunter2",
    ],
)
def test_other_addresses_are_refused_without_repeating_them(address: str) -> None:
    with pytest.raises(WrongAddress) as caught:
        parse(address)

    assert "hunter2" not in str(caught.value)


def test_description_names_neither_user_nor_password() -> None:
    described = describe(parse("postgres://bob:hunter2@db.example.org/bot"))

    assert described == "PostgreSQL bot at db.example.org"
    assert describe(parse("sqlite:///a/b.db")) == "SQLite in a/b.db"


def test_postgres_without_its_driver_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    found = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == "asyncpg" else found(name)
    )

    with pytest.raises(DriverMissing, match=r"pip install 'mojibot\[postgres\]'"):
        make_engine(parse("postgres://u:hunter2@h/n"))
