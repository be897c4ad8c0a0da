"""From what was pressed to the panel that knows what it means."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final, Self

from discord import Interaction, ui

from bot.localisation import text
from bot.platforms.discord.panels import autoreact, house_rules, privacy
from bot.platforms.discord.panels.press import TEMPLATE, Answer, Handler, Press, data_of
from bot.platforms.discord.panels.respond import respond

HANDLERS: Final[Mapping[str, Handler]] = {
    autoreact.PANEL: autoreact.press,
    house_rules.PANEL: house_rules.press,
    privacy.PANEL: privacy.press,
}


class PanelItem(ui.DynamicItem[ui.Item[Any]], template=TEMPLATE):
    """Anything on any panel; give it to ``Client.add_dynamic_items``."""

    def __init__(self, item: ui.Item[Any], match: re.Match[str]) -> None:
        super().__init__(item)
        self._panel = match["panel"]
        self._action = match["action"]
        self._argument = match["argument"]

    @classmethod
    async def from_custom_id(
        cls, interaction: Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """What was pressed, out of its ``custom_id``."""
        del interaction
        return cls(item, match)

    async def callback(self, interaction: Interaction[Any]) -> None:
        """Do what was pressed."""
        chosen: Sequence[str] = data_of(interaction).get("values", ())
        press = Press(interaction, self._action, self._argument, tuple(chosen))
        await respond(interaction, self._answer(press))

    async def _answer(self, press: Press) -> Answer:
        handler = HANDLERS.get(self._panel)
        if handler is None:
            return text(press.locale, "panel-asleep", command=f"/{self._panel}")
        return await handler(press)
