"""Where the bot may react, from what it knows before it asks and from what Discord refused."""

from __future__ import annotations

import time
from collections import OrderedDict, defaultdict
from collections.abc import Callable
from typing import Final

import discord

# Who has blocked the bot may change their mind; so many are remembered for so many seconds.
BLOCKED_FOR: Final = 86_400.0
BLOCKED_MOST: Final = 10_000

# Where messages of a server stand.
Channel = discord.TextChannel | discord.Thread | discord.VoiceChannel | discord.StageChannel
REACTING: Final = discord.Permissions(
    view_channel=True, add_reactions=True, read_message_history=True
)


def missing(channel: Channel) -> discord.Permissions:
    """The permissions for reactions that the bot lacks in a channel, as far as the cache knows."""
    return discord.Permissions(REACTING.value & ~granted(channel, channel.guild.me).value)


def may_read(channel: Channel, member: discord.Member) -> bool:
    """Whether somebody can read a channel by themselves.

    Who was added to a private thread is not known; whoever manages threads reads it in any case.
    """
    needed = discord.Permissions(view_channel=True, read_message_history=True)
    if isinstance(channel, discord.Thread) and channel.is_private():
        needed.manage_threads = True
    return granted(channel, member) >= needed


def granted(channel: Channel, member: discord.Member) -> discord.Permissions:
    """What somebody may do in a channel, as far as the cache knows."""
    try:
        return channel.permissions_for(member)
    except discord.ClientException:  # a thread whose channel the bot cannot see
        return discord.Permissions.none()


class Access:
    """Remembers refusals until something changes; ``clock`` is in seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._refused: defaultdict[int, set[int]] = defaultdict(set)
        self._blocked: OrderedDict[int, float] = OrderedDict()

    def may_react(self, channel: Channel, author: int) -> bool:
        """Whether a reaction to that person's message there is worth a request."""
        if channel.id in self._refused.get(channel.guild.id, ()):
            return False
        if self._clock() < self._blocked.get(author, 0.0):
            return False
        return not missing(channel)

    def refused(self, channel: Channel) -> None:
        """Discord says that the bot may not, whatever the cache says."""
        self._refused[channel.guild.id].add(channel.id)

    def blocked(self, author: int) -> None:
        """That person has blocked the bot."""
        self._blocked[author] = self._clock() + BLOCKED_FOR
        self._blocked.move_to_end(author)
        if len(self._blocked) > BLOCKED_MOST:
            self._blocked.popitem(last=False)

    def changed(self, guild: int) -> None:
        """Roles, channels or the bot itself changed in a guild: what was refused may be allowed."""
        self._refused.pop(guild, None)
