"""The buttons under previews, progress and results: found by their ids after a restart, too."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final, Self

import discord
from discord import ButtonStyle, ui

from bot.features.retraining.desk import Action, Page
from bot.localisation import Locale, text

_STYLES: Final[Mapping[Action, ButtonStyle]] = {
    Action.START: ButtonStyle.success,
    Action.CANCEL: ButtonStyle.danger,
    Action.ACTIVATE: ButtonStyle.success,
}
_TEMPLATE: Final = rf"retrain:(?P<action>{'|'.join(Action)}):(?P<subject>[\w-]{{1,64}})"


class RetrainButton(ui.DynamicItem[ui.Button[ui.View]], template=_TEMPLATE):
    """``subject`` is a preview's key or a retraining's id."""

    def __init__(self, action: Action, subject: str, label: str = "…") -> None:
        style = _STYLES.get(action, ButtonStyle.secondary)
        super().__init__(
            ui.Button(label=label, style=style, custom_id=f"retrain:{action}:{subject}")
        )
        self._action = action
        self._subject = subject

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """The button that was pressed."""
        del interaction, item
        return cls(Action(match["action"]), match["subject"])

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Hand it on, to whom operators are known."""
        await interaction.client.retraining.press(interaction, self._action, self._subject)


def view_of(page: Page, locale: Locale) -> ui.View | None:
    """A page's buttons in a row; nothing listens for them, since their ids say it all."""
    if not page.actions:
        return None
    view = ui.View(timeout=None)
    for action in page.actions:
        view.add_item(RetrainButton(action, page.subject, text(locale, f"retraining-{action}")))
    return view
