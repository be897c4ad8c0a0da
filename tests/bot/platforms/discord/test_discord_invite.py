"""The links that install the bot on Discord."""

from __future__ import annotations

from yarl import URL

from bot.platforms.discord.invite import invite_links


def test_the_links_ask_for_commands_and_no_permission() -> None:
    links = invite_links(1300000000000000001)

    for link, integration_type in ((links.server, "0"), (links.user, "1")):
        assert URL(link).query == {
            "client_id": "1300000000000000001",
            "scope": "applications.commands",
            "integration_type": integration_type,
        }
