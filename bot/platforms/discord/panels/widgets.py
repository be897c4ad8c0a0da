"""Buttons, menus and texts for panels, and the panel around them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import discord
from discord import ButtonStyle, SelectDefaultValue, SelectDefaultValueType, ui

from bot.platforms.discord.panels.press import custom_id

Item = ui.Item[Any]

# Discord's limit for a label in a menu.
LABEL: Final = 100
# Discord's limit for choices in one menu.
MOST: Final = 25
# Characters of a list, out of Discord's 4,000 for all the text of a panel.
_LISTED: Final = 2_500


@dataclass(frozen=True, slots=True)
class Widgets:
    """Makes the widgets of one panel; ``argument`` goes with every press (what it is about)."""

    panel: str
    argument: str = ""

    def button(
        self,
        action: str,
        label: str,
        *,
        style: ButtonStyle = ButtonStyle.secondary,
        disabled: bool = False,
    ) -> ui.Button[Any]:
        """A button."""
        identifier = custom_id(self.panel, action, self.argument)
        return ui.Button(label=label, style=style, disabled=disabled, custom_id=identifier)

    def toggle(self, action: str, label: str, *, on: bool) -> ui.Button[Any]:
        """A button that shows whether something is on; pressed, it asks for ``ACTION-on`` or -off.

        So two people who press it at once want the same, and get it.
        """
        style = ButtonStyle.success if on else ButtonStyle.secondary
        wanted = f"{action}-{'off' if on else 'on'}"
        return self.button(wanted, f"{'✓' if on else '✗'} {label}", style=style)

    def tabs(
        self, labels: Iterable[tuple[str, str]], current: str, *, end: ui.Button[Any]
    ) -> ui.ActionRow[Any]:
        """A row of pages, (name, label) each, and ``end``; the action is ``tab-NAME``."""
        styles = {current: ButtonStyle.primary}
        return ui.ActionRow(
            *(
                self.button(f"tab-{name}", label, style=styles.get(name, ButtonStyle.secondary))
                for name, label in labels
            ),
            end,
        )

    def menu(
        self,
        action: str,
        options: Sequence[tuple[str, str]],
        *,
        chosen: Iterable[str] = (),
        placeholder: str | None = None,
        several: bool = False,
    ) -> ui.ActionRow[Any]:
        """A menu of (value, label); with ``several`` any number of them may be chosen, or none."""
        marked = frozenset(chosen)
        return ui.ActionRow(
            ui.Select(
                custom_id=custom_id(self.panel, action, self.argument),
                placeholder=placeholder,
                min_values=0 if several else 1,
                max_values=len(options) if several else 1,
                options=[
                    discord.SelectOption(label=label[:LABEL], value=value, default=value in marked)
                    for value, label in options
                ],
            )
        )

    def roles(self, action: str, chosen: Iterable[str], placeholder: str) -> ui.ActionRow[Any]:
        """A menu of the server's roles, up to 25 of them chosen."""
        menu: ui.RoleSelect[Any] = ui.RoleSelect(
            custom_id=custom_id(self.panel, action, self.argument),
            placeholder=placeholder,
            min_values=0,
            max_values=MOST,
            default_values=_marked(chosen, SelectDefaultValueType.role),
        )
        return ui.ActionRow(menu)

    def people(self, action: str, chosen: Iterable[str], placeholder: str) -> ui.ActionRow[Any]:
        """A menu of the server's members, up to 25 of them chosen."""
        menu: ui.UserSelect[Any] = ui.UserSelect(
            custom_id=custom_id(self.panel, action, self.argument),
            placeholder=placeholder,
            min_values=0,
            max_values=MOST,
            default_values=_marked(chosen, SelectDefaultValueType.user),
        )
        return ui.ActionRow(menu)

    def channels(
        self, action: str, placeholder: str, kinds: Sequence[discord.ChannelType]
    ) -> ui.ActionRow[Any]:
        """A menu of the server's channels of these kinds, one to be chosen."""
        menu: ui.ChannelSelect[Any] = ui.ChannelSelect(
            custom_id=custom_id(self.panel, action, self.argument),
            placeholder=placeholder,
            channel_types=list(kinds),
        )
        return ui.ActionRow(menu)


def words(content: str) -> ui.TextDisplay[Any]:
    """A paragraph of Markdown."""
    return ui.TextDisplay(content)


def fitting(pieces: Iterable[str], between: str, longest: int = _LISTED) -> str:
    """As many of the pieces as fit beside the rest of a panel's text."""
    text = ""
    for piece in pieces:
        longer = f"{text}{between}{piece}" if text else piece
        if len(longer) > longest:
            return f"{text}{between}…"
        text = longer
    return text


def panel(*items: Item) -> ui.LayoutView:
    """The items in a frame."""
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.Container(*items))
    # A view that has ended is sent all the same, but discord.py does not keep it: presses find
    # their way by their custom_id.
    view.stop()
    return view


def message(content: str) -> ui.LayoutView:
    """Words that take a panel's place."""
    return panel(words(content))


def _marked(chosen: Iterable[str], kind: SelectDefaultValueType) -> list[SelectDefaultValue]:
    return [
        SelectDefaultValue(id=int(identifier), type=kind) for identifier in sorted(chosen)[:MOST]
    ]
