"""The commands that open panels for whoever manages a server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.platforms.discord.localisation import localised
from bot.platforms.discord.panels import autoreact as autoreact_panel
from bot.platforms.discord.panels import house_rules as house_rules_panel
from bot.platforms.discord.panels.press import Press
from bot.platforms.discord.panels.respond import respond

if TYPE_CHECKING:
    from bot.platforms.discord.client import MojibotClient

    Used = discord.Interaction[MojibotClient]


@app_commands.command(name="autoreact", description=localised("autoreact-command"))
@app_commands.default_permissions(manage_guild=True)
@app_commands.allowed_installs(guilds=True, users=False)
@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
async def autoreact(interaction: Used) -> None:
    """Where, how and when the bot reacts by itself."""
    await respond(interaction, autoreact_panel.opened(Press(interaction, "open")))


@app_commands.command(name="house-rules", description=localised("house-rules-command"))
@app_commands.default_permissions(manage_guild=True)
@app_commands.allowed_installs(guilds=True, users=False)
@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
async def house_rules(interaction: Used) -> None:
    """What may come out on the server, and what always does."""
    await respond(interaction, house_rules_panel.opened(Press(interaction, "open")))
