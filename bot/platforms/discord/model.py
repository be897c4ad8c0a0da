"""``/model``: which model answers and how it is doing, to the asker alone."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from discord import Interaction, app_commands

from bot.features.model_info import ModelState, about_model, model_status
from bot.inference.stats import Stats
from bot.localisation import Locale, text
from bot.platforms.discord.answering import Reply
from bot.platforms.discord.emojify.quoting import plain
from bot.platforms.discord.localisation import localised, reader
from emojifier.suggestion import ModelInfo

if TYPE_CHECKING:
    from bot.platforms.discord.client import MojibotClient


@app_commands.command(
    name=localised("commands-model-name"), description=localised("commands-model")
)
@app_commands.allowed_installs(guilds=True, users=True)
@app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
async def model(interaction: Interaction[MojibotClient]) -> None:
    """``/model``: never waits for a model that still loads."""
    worker, locale = interaction.client.worker, reader(interaction)
    registry = interaction.client.registry

    async def answer() -> Reply:
        status = model_status(worker)
        if status.info is not None:
            version = await asyncio.to_thread(registry.id_of, status.info.digest)
            return Reply(card(status.info, worker.stats(), worker.pending, locale, version))
        loading = status.state is ModelState.LOADING
        return Reply(text(locale, "model-loading" if loading else "answers-no-model"))

    await interaction.client.answering.answer(interaction, answer(), ephemeral=True)


def card(
    info: ModelInfo, stats: Stats, waiting: int, locale: Locale, version: str | None = None
) -> str:
    """What is known of a model and its work, a line a fact; fits into one message.

    ``waiting`` requests are queued or running; ``version`` is its id where it is registered.
    """
    title, *facts = about_model(info, stats, waiting, locale, version, plain=plain)
    return "\n".join((f"**{title}**", *facts))
