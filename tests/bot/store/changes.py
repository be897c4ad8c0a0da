"""Changes of settings that tests make, and reading what is stored without the store."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from bot.store.address import parse
from bot.store.records import AutoReact, ServerSettings

Change = Callable[[ServerSettings], ServerSettings]


def switch_on(scope: str, rules: AutoReact | None = None) -> Change:
    """Reactions in one more scope."""
    wanted = rules or AutoReact(enabled=True)

    def change(settings: ServerSettings) -> ServerSettings:
        return settings.model_copy(update={"auto_react": {**settings.auto_react, scope: wanted}})

    return change


def forbid(emoji: str) -> Change:
    """One more emoji that never comes out."""

    def change(settings: ServerSettings) -> ServerSettings:
        rules = settings.house_rules
        more = rules.model_copy(update={"forbidden": rules.forbidden | {emoji}})
        return settings.model_copy(update={"house_rules": more})

    return change


async def run_sql(address: str, statement: str, **values: object) -> list[tuple[Any, ...]]:
    """Run a statement on a connection of its own, commit, and return the rows, if any."""
    engine = create_async_engine(parse(address))
    try:
        async with engine.begin() as connection:
            result = await connection.execute(text(statement), values)
            return [tuple(row) for row in result] if result.returns_rows else []
    finally:
        await engine.dispose()


async def until(look: Callable[[], Awaitable[object]], wanted: object) -> None:
    """Look again and again until what is seen is ``wanted``; fails after ten seconds."""
    async with asyncio.timeout(10):
        while await look() != wanted:  # noqa: ASYNC110 - what another connection does has no event
            await asyncio.sleep(0.01)
