"""The links that install the bot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import discord

# What today's features need: slash commands come, and are answered, without a bot user in the
# server, so no permission is asked for and no channel can be read.
SCOPES: Final = ("applications.commands",)
_SERVER, _USER = 0, 1  # Discord's "application integration types"


@dataclass(frozen=True, slots=True)
class InviteLinks:
    """``server`` adds the commands to a server; ``user`` to a person, everywhere they write."""

    server: str
    user: str


def invite_links(application_id: int) -> InviteLinks:
    """The links of the application with that number; neither asks for any permission."""
    url = discord.utils.oauth_url(application_id, scopes=SCOPES)
    return InviteLinks(
        server=f"{url}&integration_type={_SERVER}", user=f"{url}&integration_type={_USER}"
    )
