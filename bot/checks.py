"""What ``python -m bot check`` looks at, so that a mistake shows before the bot starts."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass

from bot.settings import Settings
from emojifier.errors import EmojifierError


@dataclass(frozen=True, slots=True)
class Result:
    """What was looked at, whether it is as it should be, and a sentence about it."""

    name: str
    passed: bool
    sentence: str


def check(settings: Settings) -> Iterator[Result]:
    """Check one thing after the other; each result comes as soon as it is known."""
    # Settings that cannot be used were refused before anything could be checked.
    yield Result(
        "settings",
        True,
        f"the playground listens on {settings.http_host}, port {settings.http_port}",
    )
    yield _model(settings)
    yield asyncio.run(_discord(settings))


def _model(settings: Settings) -> Result:
    from bot.app import load_model  # with torch, which takes seconds: after the first line

    try:
        info = load_model(settings).info()
    except EmojifierError as error:
        return Result("model", False, str(error))
    return Result("model", True, f"{info.title} with {info.emojis:,} emojis, on {info.device}")


async def _discord(settings: Settings) -> Result:
    if settings.discord_token is None:
        return Result("discord", True, "not used; DISCORD_TOKEN is not set")
    import aiohttp
    import discord

    try:
        async with discord.Client(intents=discord.Intents.none()) as client:
            await client.login(settings.discord_token.get_secret_value())
            name = client.application.name if client.application else "the application"
    except discord.LoginFailure:
        return Result("discord", False, "Discord refuses DISCORD_TOKEN: copy the token anew")
    except (discord.DiscordException, aiohttp.ClientError, OSError):
        return Result("discord", False, "Discord cannot be reached just now; try again in a while")
    return Result("discord", True, f"logged in as {name}")
