"""Panels, forms and sentences as the answer to a command, a press or a form."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any, Final

from discord import Interaction, InteractionType, ui

from bot.localisation import text
from bot.platforms.discord.localisation import reader
from bot.platforms.discord.panels.press import Answer

if TYPE_CHECKING:
    from bot.platforms.discord.client import MojibotClient


async def respond(
    interaction: Interaction[MojibotClient], work: Coroutine[Any, Any, Answer]
) -> None:
    """Show what ``work`` returns, or a sentence that says why there is nothing.

    A panel takes the place of the one that was pressed; a sentence comes below it. Both are for
    the asker alone.
    """
    await interaction.client.answering.deliver(interaction, work, _PRIVATELY)


class _Privately:
    """An ``answering.Manner``."""

    async def announce(self, interaction: Interaction[Any]) -> None:
        await interaction.response.defer(thinking=not _on_panel(interaction), ephemeral=True)

    async def send(self, interaction: Interaction[Any], reply: Answer) -> None:
        response = interaction.response
        late = response.is_done()
        if isinstance(reply, ui.Modal) and late:
            # Discord takes a form as the very first answer only.
            reply = text(reader(interaction), "panel-press-again")
        if isinstance(reply, ui.Modal):
            await response.send_modal(reply)
        elif isinstance(reply, str):
            say = interaction.followup.send if late else response.send_message
            await say(reply, ephemeral=True, suppress_embeds=True)
        elif _on_panel(interaction):
            change = interaction.edit_original_response if late else response.edit_message
            await change(view=reply)
        else:
            show = interaction.followup.send if late else response.send_message
            await show(view=reply, ephemeral=True)


_PRIVATELY: Final = _Privately()


def _on_panel(interaction: Interaction[Any]) -> bool:
    """Whether there is a panel to change: a press, or a form that a press opened."""
    return interaction.type is not InteractionType.application_command
