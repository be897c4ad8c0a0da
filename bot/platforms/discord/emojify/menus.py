"""What a message's own menu offers: a reaction at once, or some to choose from."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, Self

import discord
from discord import app_commands, ui

from bot.features.candidates import Candidate
from bot.localisation import text
from bot.platforms.discord.answering import Reply, Undelivered
from bot.platforms.discord.emojify.asking import ask
from bot.platforms.discord.emojify.rendering import to_copy
from bot.platforms.discord.emojify.view import only, select_options
from bot.platforms.discord.localisation import localised, reader
from bot.platforms.discord.reacting.incoming import person
from bot.platforms.discord.reacting.sending import Outcome, react
from bot.platforms.discord.reacting.spelling import as_partial, drawn, joined

if TYPE_CHECKING:
    from bot.platforms.discord.client import MojibotClient

    Used = discord.Interaction[MojibotClient]

_ADD: Final = re.compile(r"emojify:add:(?P<message>\d{1,20})")
# As many as the model's answer ranks.
_OFFERED: Final = 10
_REACTING: Final = discord.Permissions(add_reactions=True, read_message_history=True)
_SENTENCES: Final[Mapping[Outcome, str]] = {
    Outcome.GONE: "answers-message-gone",
    Outcome.UNKNOWN_EMOJI: "answers-emoji-unknown",
    Outcome.FULL: "answers-too-many-reactions",
    Outcome.FORBIDDEN: "answers-no-permission",
    Outcome.BLOCKED: "answers-blocked",
}


@app_commands.context_menu(name=localised("commands-menu-emojify"))
@app_commands.allowed_installs(guilds=True, users=True)
@app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
async def emojify_message(interaction: Used, message: discord.Message) -> None:
    """React with the best emoji; where the bot may not, offer some to copy."""

    async def answer(ranked: Sequence[Candidate]) -> Reply:
        return await _react(interaction, message.id, [drawn(candidate) for candidate in ranked])

    await _read(interaction, message, answer)


@app_commands.context_menu(name=localised("commands-menu-suggest"))
@app_commands.allowed_installs(guilds=True, users=True)
@app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
async def suggest_emojis(interaction: Used, message: discord.Message) -> None:
    """Show the best emojis in private; the one that is chosen becomes a reaction."""

    async def answer(ranked: Sequence[Candidate]) -> Reply:
        locale = reader(interaction)
        select = AddSelect(message.id, select_options(ranked), text(locale, "emojify-pick-one"))
        return Reply(text(locale, "emojify-react-hint"), only(select))

    await _read(interaction, message, answer)


class AddSelect(ui.DynamicItem[ui.Select[ui.View]], template=_ADD):
    """Emojis for a message, seen by one person alone; the chosen one is put under it."""

    def __init__(
        self, message: int, options: list[discord.SelectOption], placeholder: str | None
    ) -> None:
        super().__init__(
            ui.Select(custom_id=f"emojify:add:{message}", options=options, placeholder=placeholder)
        )
        self._message = message

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """The select that was used."""
        del interaction
        assert isinstance(item, ui.Select)  # noqa: S101 - its custom_id is a select's
        return cls(int(match["message"]), item.options, item.placeholder)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Put the emoji under the message; the select stays, for one more."""
        emoji = discord.PartialEmoji.from_str(self.item.values[0])

        async def add() -> Reply:
            told = await _react(interaction, self._message, [emoji])
            again = AddSelect(self._message, self.item.options, self.item.placeholder)
            return replace(told, view=only(again))

        await interaction.client.answering.update(interaction, add())


async def _read(
    interaction: Used,
    message: discord.Message,
    answer: Callable[[Sequence[Candidate]], Awaitable[Reply]],
) -> None:
    """Answer in private with what ``answer`` makes of the best emojis, best first."""
    client, locale = interaction.client, reader(interaction)

    async def work() -> Reply:
        if client.store.opted_out(person(message.author.id)):
            return Reply(text(locale, "emojify-opted-out"))
        ranked = (await ask(interaction, message.content, count=_OFFERED)).ranked
        if not _may_react(interaction):
            return Reply(f"{text(locale, 'emojify-copy')}\n{to_copy(ranked)}")
        return await answer(ranked)

    await client.answering.answer(interaction, work(), ephemeral=True)


def _may_react(interaction: Used) -> bool:
    """Whether the bot itself is there, and is allowed to react.

    Permissions alone do not say so: they also come along where only its commands are installed.
    """
    client = interaction.client
    at_home = interaction.guild_id is not None and client.get_guild(interaction.guild_id)
    there = bool(at_home) or interaction.context.dm_channel
    return bool(there) and interaction.app_permissions >= _REACTING


async def _react(
    interaction: Used, message_id: int, emojis: Sequence[discord.PartialEmoji]
) -> Reply:
    """Put the first emoji that Discord knows under the message, and tell what became of it."""
    assert interaction.channel_id is not None  # noqa: S101 - messages stand in channels
    channel = interaction.client.get_partial_messageable(interaction.channel_id)
    message, locale = channel.get_partial_message(message_id), reader(interaction)
    there = await _there(message)
    outcome = Outcome.UNKNOWN_EMOJI
    for emoji in emojis:
        emoji = joined(emoji, there)
        outcome = await react(message, emoji)
        if outcome is Outcome.SENT:
            interaction.client.reacting.reacted(message_id, emoji)
            return Reply(text(locale, "emojify-reacted", emoji=str(emoji)))
        if outcome is not Outcome.UNKNOWN_EMOJI:
            break
    return Reply(text(locale, _SENTENCES.get(outcome, "answers-reaction-failed")))


async def _there(message: discord.PartialMessage) -> list[discord.PartialEmoji]:
    """The reactions under a message, which commands do not bring along."""
    try:
        seen = await message.fetch()
    except Undelivered:
        return []  # the reaction itself will tell why
    return [as_partial(reaction.emoji) for reaction in seen.reactions]
