"""Who may do what where: Discord's documented computation over roles and overwrites."""

from __future__ import annotations

from enum import IntFlag
from typing import Any, Final

Json = dict[str, Any]


class Permission(IntFlag):
    """The permissions that matter to this bot and to whoever uses it."""

    ADMINISTRATOR = 1 << 3
    MANAGE_CHANNELS = 1 << 4
    MANAGE_GUILD = 1 << 5
    ADD_REACTIONS = 1 << 6
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    MANAGE_MESSAGES = 1 << 13
    EMBED_LINKS = 1 << 14
    ATTACH_FILES = 1 << 15
    READ_MESSAGE_HISTORY = 1 << 16
    MENTION_EVERYONE = 1 << 17
    USE_EXTERNAL_EMOJIS = 1 << 18
    MANAGE_ROLES = 1 << 28
    USE_APPLICATION_COMMANDS = 1 << 31
    SEND_MESSAGES_IN_THREADS = 1 << 38
    USE_EXTERNAL_APPS = 1 << 50


ALL: Final = Permission(sum(Permission))
# What @everyone has on a new server, as far as this module knows it.
EVERYONE: Final = (
    Permission.ADD_REACTIONS
    | Permission.VIEW_CHANNEL
    | Permission.SEND_MESSAGES
    | Permission.EMBED_LINKS
    | Permission.ATTACH_FILES
    | Permission.READ_MESSAGE_HISTORY
    | Permission.MENTION_EVERYONE
    | Permission.USE_EXTERNAL_EMOJIS
    | Permission.USE_APPLICATION_COMMANDS
    | Permission.SEND_MESSAGES_IN_THREADS
    | Permission.USE_EXTERNAL_APPS
)
# What the bot is invited with for reactions.
BOT: Final = Permission.VIEW_CHANNEL | Permission.ADD_REACTIONS | Permission.READ_MESSAGE_HISTORY
# What an application has where its bot is no member: direct messages, and user installs.
ABROAD: Final = Permission.ATTACH_FILES | Permission.EMBED_LINKS | Permission.MENTION_EVERYONE


def on_guild(guild: Json, member: Json) -> Permission:
    """A member's permissions before any channel has its say."""
    if member["user"]["id"] == guild["owner_id"]:
        return ALL
    held = {guild["id"], *member["roles"]}
    granted = Permission(0)
    for role in guild["roles"]:
        if role["id"] in held:
            granted |= Permission(int(role["permissions"]))
    return ALL if granted & Permission.ADMINISTRATOR else granted


def in_channel(guild: Json, channel: Json, member: Json) -> Permission:
    """A member's permissions in a channel; of a thread, give the channel it belongs to."""
    granted = on_guild(guild, member)
    if granted & Permission.ADMINISTRATOR:
        return granted
    overwrites = {overwrite["id"]: overwrite for overwrite in channel["permission_overwrites"]}
    for identifiers in ([guild["id"]], member["roles"], [member["user"]["id"]]):
        found = [overwrites[identifier] for identifier in identifiers if identifier in overwrites]
        for overwrite in found:
            granted &= ~Permission(int(overwrite["deny"]))
        for overwrite in found:
            granted |= Permission(int(overwrite["allow"]))
    # Whoever cannot see a channel can do nothing in it.
    return granted if granted & Permission.VIEW_CHANNEL else Permission(0)
