"""The slash commands: they work in servers and direct messages, installed by either."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from discord import Interaction, app_commands

from bot.features.emojify import emojify as suggest
from bot.features.model_info import model_status
from bot.platforms.discord import messages, texts
from bot.platforms.discord.answering import ANSWER_WITHIN

if TYPE_CHECKING:
    from bot.platforms.discord.client import MojibotClient

# Discord's limit for a text option.
MAX_TEXT: Final = 6_000


@app_commands.command(name="emojify", description=texts.EMOJIFY)
@app_commands.describe(text=texts.EMOJIFY_TEXT)
@app_commands.allowed_installs(guilds=True, users=True)
@app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
async def emojify(
    interaction: Interaction[MojibotClient], text: app_commands.Range[str, 1, MAX_TEXT]
) -> None:
    """``/emojify text``: the emojis that fit."""
    client = interaction.client

    async def answer() -> str:
        suggestion = await suggest(
            client.worker, text, newest=client.newest, deadline=ANSWER_WITHIN
        )
        return messages.answer(text, suggestion)

    await client.answering.answer(interaction, answer())


@app_commands.command(name="model", description=texts.MODEL)
@app_commands.allowed_installs(guilds=True, users=True)
@app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
async def model(interaction: Interaction[MojibotClient]) -> None:
    """``/model``: what runs, to the asker alone."""
    client = interaction.client

    async def answer() -> str:
        return messages.model(model_status(client.worker))

    await client.answering.answer(interaction, answer(), ephemeral=True)


COMMANDS: Final[tuple[app_commands.Command[Any, ..., None], ...]] = (emojify, model)
