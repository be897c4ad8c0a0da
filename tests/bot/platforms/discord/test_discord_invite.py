"""The links that install the bot on Discord."""

from __future__ import annotations

import discord
from yarl import URL

from bot.platforms.discord.invite import invite_links

APPLICATION = 1300000000000000001


def test_reactions_bring_a_member_with_three_permissions_and_no_more() -> None:
    query = URL(invite_links(APPLICATION).reacting).query

    assert query == {
        "client_id": str(APPLICATION),
        "scope": "bot applications.commands",
        "permissions": "66624",
        "integration_type": "0",
    }
    assert discord.Permissions(66624) == discord.Permissions(
        view_channel=True, add_reactions=True, read_message_history=True
    )


def test_commands_ask_for_no_permission() -> None:
    links = invite_links(APPLICATION)

    for link, integration_type in ((links.commands, "0"), (links.user, "1")):
        assert URL(link).query == {
            "client_id": str(APPLICATION),
            "scope": "applications.commands",
            "integration_type": integration_type,
        }
