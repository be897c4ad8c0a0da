"""From an interaction to the feature: who asks, where, and with which emojis of the server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.features.emojify import Answer, Asked, emojify
from bot.platforms.discord.answering import ANSWER_WITHIN
from bot.platforms.discord.reacting.customs import usable
from bot.platforms.discord.reacting.incoming import person, server_of
from emojifier.suggestion import Mode

if TYPE_CHECKING:
    from bot.platforms.discord.client import MojibotClient


async def ask(
    interaction: discord.Interaction[MojibotClient],
    text: str,
    *,
    count: int,
    page: int = 0,
    style: Mode = Mode.SUGGEST,
) -> Answer:
    """The emojis for ``text`` under the rules of the place where it is asked.

    Raises a ``FeatureError`` or an ``InferenceError``.
    """
    client, guild = interaction.client, interaction.guild
    server = None if guild is None else server_of(guild)
    client.limits.check(person(interaction.user.id), server)
    asked = Asked(
        text,
        count=count,
        page=page,
        style=style,
        server=server,
        age_restricted=_age_restricted(interaction.channel),
        customs=() if guild is None else usable(guild),
    )
    return await emojify(
        client.worker, asked, store=client.store, newest=client.newest, deadline=ANSWER_WITHIN
    )


def _age_restricted(channel: discord.interactions.InteractionChannel | None) -> bool:
    if channel is None or isinstance(channel, discord.DMChannel | discord.GroupChannel):
        return False
    return channel.is_nsfw()
