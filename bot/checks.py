"""What ``python -m bot check`` looks at, so that a mistake shows before the bot starts."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bot.registry import SHIPPED, Registry
from bot.registry.describing import trouble
from bot.settings import Settings
from emojifier.errors import EmojifierError

log = logging.getLogger(__name__)

# Seconds for a model server to say which model it has.
MODEL_SERVER_PATIENCE: Final = 5.0


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
    if settings.inference_url is None:
        yield _model(settings)
        yield check_versions(Registry(settings.models_dir))
    else:
        yield asyncio.run(check_model_server(str(settings.inference_url)))
    yield check_retraining(settings)
    yield asyncio.run(check_store(settings))
    yield from asyncio.run(check_discord(settings))
    yield from asyncio.run(check_slack(settings))


def _model(settings: Settings) -> Result:
    from bot.app import load_model  # with torch, which takes seconds: after the first line

    try:
        info = load_model(settings).info()
    except EmojifierError as error:
        return Result("model", False, str(error))
    return Result("model", True, f"{info.title} with {info.emojis:,} emojis, on {info.device}")


def check_versions(registry: Registry) -> Result:
    """Whether the active version is intact, and every folder in the registry's is a model."""
    active, versions = registry.active(), registry.versions()
    if active is not None:
        wrong = registry.check(active.id)
        if wrong is not None:
            return Result("models", False, f"{active.id} is active but not served: {wrong}")
    for path in registry.unregistered():
        wrong = trouble(path)
        if wrong is not None:
            return Result("models", False, f"{path.name} cannot be registered: {wrong}")
    if active is None and not versions:
        return Result("models", True, f"none registered in {registry.path}")
    size = sum(version.size for version in versions)
    return Result(
        "models",
        True,
        f"{len(versions)} registered in {registry.path}, {size / 1e6:,.0f} MB; "
        f"{active.id if active else SHIPPED} is active",
    )


def check_retraining(settings: Settings) -> Result:
    """Whether operators can retrain the model from chat; that they cannot is no mistake."""
    from bot.features.retraining.host import is_equipped

    if settings.inference_url is not None:
        sentence = "not possible here: the model runs elsewhere (INFERENCE_URL)"
    elif not settings.retrain_enabled:
        sentence = "switched off: RETRAIN_ENABLED is false"
    elif not is_equipped():
        sentence = "not possible: it needs pip install 'mojibot[train]'"
    else:
        sentence = f"possible with /retrain, in {settings.retrain_max_minutes:g} minutes at most"
    return Result("retraining", True, sentence)


async def check_model_server(url: str) -> Result:
    """Whether another mojibot answers at ``url``; one whose model still loads passes."""
    from bot.inference import InferenceError, ModelUnavailable
    from bot.inference.remote.api import Api
    from bot.inference.remote.errors import Busy, WrongAnswer

    api = Api(url)
    try:
        async with asyncio.timeout(MODEL_SERVER_PATIENCE):
            info = await api.model()
    except ModelUnavailable:
        return Result("model", False, f"{url} answers, but its model could not be loaded")
    except (InferenceError, Busy, WrongAnswer, TimeoutError) as error:
        log.info("the model server does not answer", extra={"fault": type(error).__name__})
        return Result("model", False, f"INFERENCE_URL, {url}, does not answer as a mojibot does")
    finally:
        await api.aclose()
    if info is None:
        return Result("model", True, f"still loading, at {url}")
    return Result("model", True, f"{info.title} with {info.emojis:,} emojis, at {url}")


async def check_store(settings: Settings) -> Result:
    """Whether the database can be read and written; its tables are brought up to date."""
    from bot.store.errors import StoreError
    from bot.store.maintenance import check as check_database

    try:
        return Result("store", True, await check_database(settings.database))
    except StoreError as error:
        return Result("store", False, str(error))


async def check_discord(settings: Settings) -> list[Result]:
    """Whether Discord accepts the token, if there is one, and what it lets the bot read.

    Logs in over HTTP only.
    """
    if settings.discord_token is None:
        return [Result("discord", True, "not used; DISCORD_TOKEN is not set")]
    import aiohttp
    import discord

    from bot.platforms.discord.client import INTENTS
    from bot.platforms.discord.errors import TokenRefused, Unreachable

    try:
        async with discord.Client(intents=INTENTS) as client:
            await client.login(settings.discord_token.get_secret_value())
            name = client.user.name if client.user else "a bot"
            flags = client.application_flags
    except discord.LoginFailure:
        return [Result("discord", False, str(TokenRefused()))]
    except (discord.DiscordException, aiohttp.ClientError, OSError):
        return [Result("discord", False, str(Unreachable()))]
    granted = flags.gateway_message_content or flags.gateway_message_content_limited
    return [
        Result("discord", True, f"logged in as {name}"),
        _intents(wanted=settings.discord_message_content, granted=granted),
    ]


async def check_slack(settings: Settings) -> list[Result]:
    """Whether Slack accepts the tokens, if there are any, and what they let the bot do."""
    if settings.slack_bot_token is None:
        return [Result("slack", True, "not used; SLACK_BOT_TOKEN is not set")]
    from bot.platforms.slack import check

    return [Result(*line) for line in await check.check_slack(settings)]


def _intents(*, wanted: bool, granted: bool) -> Result:
    if not wanted:
        sentence = "commands only; DISCORD_MESSAGE_CONTENT is not set, so nothing reacts by itself"
    elif granted:
        sentence = "commands, and reactions by itself where a server wants them"
    else:
        sentence = (
            "DISCORD_MESSAGE_CONTENT is set, but the Message Content Intent is off: turn it on, "
            "under Bot in the developer portal"
        )
    return Result("intents", granted or not wanted, sentence)
