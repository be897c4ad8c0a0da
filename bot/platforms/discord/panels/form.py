"""Forms that a press opens."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from discord import Interaction, TextStyle, ui

from bot.platforms.discord.panels.managers import for_managers
from bot.platforms.discord.panels.press import Handler, Press
from bot.platforms.discord.panels.respond import respond
from bot.platforms.discord.panels.widgets import Item

# Seconds; who comes back later is told by Discord that it failed, and keeps what was typed.
LIVES: Final = 15 * 60.0
# Discord's limit for what is typed into one field.
LONGEST: Final = 4_000


class Form(ui.Modal):
    """Asks a manager for ``fields``, each below its label; ``then`` reads them."""

    def __init__(
        self, title: str, fields: Iterable[tuple[str, Item]], opening: Press, then: Handler
    ) -> None:
        super().__init__(title=title, timeout=LIVES)
        self._opening = opening
        self._then = then
        for label, field in fields:
            self.add_item(ui.Label(text=label, component=field))

    async def on_submit(self, interaction: Interaction[Any]) -> None:
        """Hand on that it is filled in."""
        press = Press(interaction, self._opening.action, self._opening.argument)
        await respond(interaction, for_managers(self._then)(press))


def line(
    identifier: str, value: str = "", *, longest: int, required: bool = True
) -> ui.TextInput[Any]:
    """A field of one line."""
    return ui.TextInput(
        custom_id=identifier, default=value or None, max_length=longest, required=required
    )


def lines(identifier: str, value: str = "") -> ui.TextInput[Any]:
    """A field of several lines that may stay empty."""
    return ui.TextInput(
        custom_id=identifier,
        style=TextStyle.paragraph,
        default=value[:LONGEST] or None,
        max_length=LONGEST,
        required=False,
    )
