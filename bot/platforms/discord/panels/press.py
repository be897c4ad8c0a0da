"""What people do on a panel, and the ``custom_id`` that carries it there and back."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import discord
from discord import Interaction, ui

from bot.localisation import Locale
from bot.platforms.discord.localisation import reader
from bot.platforms.discord.reacting.incoming import person
from bot.store.records import DISCORD, PersonKey, ServerKey

if TYPE_CHECKING:
    from bot.platforms.discord.client import MojibotClient

# Panel, action, and what the panel is about (a scope), where it is about something.
TEMPLATE: Final = r"panel:(?P<panel>[a-z-]+):(?P<action>[a-z_-]+):(?P<argument>[a-z0-9:]*)"


@dataclass(frozen=True, slots=True)
class Press:
    """A button pressed or choices made. ``values`` are the choices, ids of roles and people too."""

    interaction: Interaction[MojibotClient]
    action: str
    argument: str = ""
    values: tuple[str, ...] = ()

    @property
    def locale(self) -> Locale:
        """The language of whoever pressed."""
        return reader(self.interaction)

    @property
    def client(self) -> MojibotClient:
        """The bot."""
        return self.interaction.client

    @property
    def server(self) -> ServerKey:
        """Where it happened; raises ``LookupError`` outside of servers."""
        if self.interaction.guild_id is None:
            raise LookupError("not in a server")
        return ServerKey(DISCORD, str(self.interaction.guild_id))

    @property
    def person(self) -> PersonKey:
        """Who pressed."""
        return person(self.interaction.user.id)

    @property
    def guild(self) -> discord.Guild | None:
        """The server as the bot knows it; None where it is no member, only its commands are."""
        return self.client.get_guild(self.interaction.guild_id or 0)


# A panel to show, a form to fill in, or a sentence for the asker alone.
Answer = ui.LayoutView | ui.Modal | str
Handler = Callable[[Press], Coroutine[Any, Any, Answer]]


def custom_id(panel: str, action: str, argument: str = "") -> str:
    """The ``custom_id`` that ``TEMPLATE`` reads; at most 100 characters."""
    return f"panel:{panel}:{action}:{argument}"


def data_of(interaction: Interaction[Any]) -> Mapping[str, Any]:
    """What Discord sent along, with the names of its documentation."""
    data: Any = interaction.data
    return data or {}
