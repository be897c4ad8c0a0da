"""What many of the bot's tests share: a real store, empty, in a folder of the test's own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.store.store import DatabaseStore, open_store


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[DatabaseStore]:
    """A SQLite store in which nothing is set and nobody opted out."""
    store = await open_store(f"sqlite:///{tmp_path / 'mojibot.db'}")
    yield store
    await store.aclose()
