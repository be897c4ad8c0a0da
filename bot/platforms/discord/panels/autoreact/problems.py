"""What keeps the bot from reacting, said where people switch it on."""

from __future__ import annotations

from typing import Final

import discord

from bot.localisation import Locale, text
from bot.platforms.discord.panels.autoreact.scope import identifier
from bot.platforms.discord.panels.press import Press
from bot.store.records import EVERYWHERE

# What reacting needs, under the names of the texts.
_NEEDED: Final = {
    "view_channel": "autoreact-permission-view",
    "add_reactions": "autoreact-permission-react",
    "read_message_history": "autoreact-permission-history",
}


def problems(press: Press, scope: str) -> list[str]:
    """A sentence for each thing that is missing, the one that all hangs on first."""
    client, locale = press.client, press.locale
    found = []
    if not client.message_content:
        found.append(text(locale, "autoreact-no-message-content"))
    if client.store.trouble is not None:
        found.append(text(locale, "autoreact-store-in-trouble"))
    guild = press.guild
    if guild is None or guild.me is None:
        return [*found, text(locale, "autoreact-not-a-member")]
    return [*found, *_permissions(locale, guild, scope)]


def _permissions(locale: Locale, guild: discord.Guild, scope: str) -> list[str]:
    channel = None if scope == EVERYWHERE else guild.get_channel(identifier(scope))
    if scope != EVERYWHERE and channel is None:
        return [text(locale, "autoreact-channel-unseen")]
    held = guild.me.guild_permissions if channel is None else channel.permissions_for(guild.me)
    missing = [text(locale, name) for flag, name in _NEEDED.items() if not getattr(held, flag)]
    if not missing:
        return []
    return [text(locale, "autoreact-permissions-missing", permissions=", ".join(missing))]
