"""The links that install the bot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import discord

from bot.platforms.discord.reacting.access import REACTING

_COMMANDS: Final = "applications.commands"
_SERVER, _USER = 0, 1  # Discord's "application integration types"


@dataclass(frozen=True, slots=True)
class InviteLinks:
    """``reacting`` and ``commands`` are for a server, ``user`` for a person wherever they write.

    Only the first one brings a member into the server, with the permissions that reactions need;
    the commands come, and are answered, without any.
    """

    reacting: str
    commands: str
    user: str


def invite_links(application_id: int) -> InviteLinks:
    """The links of the application with that number, each with the least that it needs."""
    commands = discord.utils.oauth_url(application_id, scopes=(_COMMANDS,))
    reacting = discord.utils.oauth_url(
        application_id, scopes=("bot", _COMMANDS), permissions=REACTING
    )
    return InviteLinks(
        reacting=f"{reacting}&integration_type={_SERVER}",
        commands=f"{commands}&integration_type={_SERVER}",
        user=f"{commands}&integration_type={_USER}",
    )
