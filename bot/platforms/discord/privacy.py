"""``/privacy``, ``/optout`` and "Not this one": people's own choice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.features.privacy import not_this_one
from bot.localisation import text
from bot.platforms.discord.localisation import localised
from bot.platforms.discord.panels import privacy as panel
from bot.platforms.discord.panels.press import Answer, Press
from bot.platforms.discord.panels.respond import respond
from bot.platforms.discord.reacting.spelling import as_partial, base_of
from bot.store.errors import StoreUnavailable

if TYPE_CHECKING:
    from bot.platforms.discord.client import MojibotClient

    Used = discord.Interaction[MojibotClient]


@app_commands.command(name="privacy", description=localised("privacy-command"))
@app_commands.allowed_installs(guilds=True, users=True)
@app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
async def privacy(interaction: Used) -> None:
    """What is read and kept, to the asker alone."""
    await respond(interaction, panel.opened(Press(interaction, "open")))


@app_commands.command(name="optout", description=localised("privacy-optout-command"))
@app_commands.allowed_installs(guilds=True, users=True)
@app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
async def optout(interaction: Used) -> None:
    """Never look at the asker's messages again; a button takes it back."""
    await respond(interaction, panel.opt_out(Press(interaction, "opt-out")))


@app_commands.context_menu(name=localised("privacy-not-this-one"))
@app_commands.allowed_installs(guilds=True, users=False)
@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
async def not_this(interaction: Used, message: discord.Message) -> None:
    """Take the bot's reactions away, and make these emojis rarer in that channel."""
    await respond(interaction, _take_away(Press(interaction, "not-this-one"), message))


async def _take_away(press: Press, message: discord.Message) -> Answer:
    user, locale, client = press.interaction.user, press.locale, press.client
    if user != message.author and not press.interaction.permissions.manage_messages:
        return text(locale, "privacy-not-yours")
    mine = await _of_the_bot(message)
    for emoji in mine:
        await message.remove_reaction(emoji, _me(client))
    if not mine:
        return text(locale, "privacy-nothing-of-mine")
    try:
        for emoji in mine:
            await not_this_one(
                client.store, client.auto_reactor, press.server, _home(message), base_of(emoji)
            )
    except StoreUnavailable:  # the store has logged it
        return text(locale, "privacy-taken-away-once")
    return text(locale, "privacy-taken-away", count=len(mine))


async def _of_the_bot(message: discord.Message) -> list[discord.PartialEmoji]:
    """The bot's reactions as they are now; none where it cannot even see the message."""
    try:
        now = await message.fetch()
    except discord.Forbidden:
        return []
    return [as_partial(reaction.emoji) for reaction in now.reactions if reaction.me]


def _home(message: discord.Message) -> str:
    """The channel that counts: of a thread the one that it hangs on."""
    channel: Any = message.channel
    return str(channel.parent_id if isinstance(channel, discord.Thread) else channel.id)


def _me(client: discord.Client) -> discord.abc.Snowflake:
    return discord.Object(client.user.id if client.user else 0)
