"""``/emojify``: a text in, emojis out, in any server or conversation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from discord import Interaction, app_commands

from bot.platforms.discord.answering import Reply
from bot.platforms.discord.emojify.asking import ask
from bot.platforms.discord.emojify.rendering import content
from bot.platforms.discord.emojify.state import Asking
from bot.platforms.discord.emojify.view import answer_view
from bot.platforms.discord.localisation import localised, reader
from emojifier.suggestion import Mode

if TYPE_CHECKING:
    from bot.platforms.discord.client import MojibotClient

# Discord's limit for a text option.
MAX_TEXT: Final = 6_000
EMOJIS: Final = 3
MOST_EMOJIS: Final = 10
_STYLES: Final = [
    app_commands.Choice(name=localised("commands-style-suggest"), value=Mode.SUGGEST.value),
    app_commands.Choice(name=localised("commands-style-retell"), value=Mode.RETELL.value),
    app_commands.Choice(name=localised("commands-style-decorate"), value=Mode.DECORATE.value),
]


@app_commands.command(name="emojify", description=localised("commands-emojify"))
@app_commands.rename(
    text=localised("commands-text-name"),
    count=localised("commands-count-name"),
    style=localised("commands-style-name"),
    private=localised("commands-private-name"),
)
@app_commands.describe(
    text=localised("commands-text"),
    count=localised("commands-count"),
    style=localised("commands-style"),
    private=localised("commands-private"),
)
@app_commands.choices(style=_STYLES)
@app_commands.allowed_installs(guilds=True, users=True)
@app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
async def emojify(
    interaction: Interaction[MojibotClient],
    text: app_commands.Range[str, 1, MAX_TEXT],
    count: app_commands.Range[int, 1, MOST_EMOJIS] = EMOJIS,
    style: str = Mode.SUGGEST.value,
    private: bool = False,
) -> None:
    """``/emojify text``: the emojis that fit."""
    asking = Asking(interaction.user.id, count=count, style=Mode(style))
    locale = reader(interaction)

    async def answer() -> Reply:
        found = await ask(interaction, text, count=count, style=asking.style)
        return Reply(content(text, found, asking.style, locale), answer_view(found, asking, locale))

    await interaction.client.answering.answer(interaction, answer(), ephemeral=private)
