"""discord.py's messages -> messages as features see them."""

from __future__ import annotations

import re
from typing import Final

import discord

from bot.features.incoming import IncomingMessage
from bot.platforms.discord.reacting.access import Channel
from bot.store.records import DISCORD, PersonKey, ServerKey

_WRITTEN: Final = frozenset({discord.MessageType.default, discord.MessageType.reply})
# "!play", "?rank", "-skip": how other bots are spoken to. Where it is a person's joke, silence is
# the smaller mistake.
_COMMAND: Final = re.compile(r"[!?.$%&+=~;,/>-]{1,2}[a-z]", re.IGNORECASE)


def server_of(guild: discord.Guild) -> ServerKey:
    """The store's key of a guild."""
    return ServerKey(DISCORD, str(guild.id))


def person(user_id: int) -> PersonKey:
    """The store's key of a user."""
    return PersonKey(DISCORD, str(user_id))


def incoming(message: discord.Message) -> IncomingMessage | None:
    """The message for the features; None outside servers, and where its channel is not known."""
    channel, guild = message.channel, message.guild
    if guild is None or not isinstance(channel, Channel):
        return None
    thread = channel if isinstance(channel, discord.Thread) else None
    home = thread.parent if thread else channel
    category = home.category_id if home else None
    return IncomingMessage(
        id=str(message.id),
        server=server_of(guild),
        channel=str(channel.id),
        author=person(message.author.id),
        text=message.content,
        sent=message.created_at.timestamp(),
        parent=str(thread.parent_id) if thread else None,
        category=None if category is None else str(category),
        roles=_roles(message.author, guild),
        from_bot=message.author.bot or message.webhook_id is not None,
        plain=_plain(message),
        forum_post=isinstance(home, discord.ForumChannel),
        age_restricted=channel.is_nsfw(),
    )


def _roles(author: discord.User | discord.Member, guild: discord.Guild) -> frozenset[str]:
    roles = author.roles if isinstance(author, discord.Member) else []
    return frozenset(str(role.id) for role in roles if role.id != guild.id)


def _plain(message: discord.Message) -> bool:
    return (
        message.type in _WRITTEN
        and message.webhook_id is None
        and message.interaction_metadata is None
        and _COMMAND.match(message.content) is None
    )
