"""The loopback Slack holds an app to its manifest."""

from __future__ import annotations

from typing import Any

import pytest

from tests.loopback.slack import SlackServer
from tests.loopback.slack.bolt import web_client
from tests.loopback.slack.manifest import InvalidManifest
from tests.loopback.slack.plain_bot import plain_bot, refused

SCOPES = ("commands", "chat:write", "channels:history")


def manifest(
    *,
    scopes: tuple[str, ...] = SCOPES,
    events: tuple[str, ...] = ("message.channels",),
    interactive: bool = True,
) -> dict[str, Any]:
    shortcut = {"name": "Emojify", "type": "global", "callback_id": "open", "description": "It"}
    return {
        "features": {
            "app_home": {"home_tab_enabled": False},
            "slash_commands": [{"command": "/open", "description": "Opens"}],
            "shortcuts": [shortcut],
        },
        "oauth_config": {"scopes": {"bot": list(scopes)}},
        "settings": {
            "event_subscriptions": {"bot_events": list(events)},
            "interactivity": {"is_enabled": interactive},
        },
    }


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"scopes": ("commands",)}, "message.channels needs the scope channels:history"),
        ({"scopes": ("channels:history",)}, "need the scope commands"),
        ({"events": ("message.everywhere",)}, "not known here"),
        ({"interactive": False}, "need interactivity"),
    ],
)
def test_a_manifest_that_does_not_fit_together_is_refused(wrong: Any, why: str) -> None:
    with pytest.raises(InvalidManifest, match=why):
        SlackServer(manifest=manifest(**wrong))


async def test_people_find_what_the_manifest_offers_and_nothing_else() -> None:
    async with SlackServer(manifest=manifest()) as slack, plain_bot(slack):
        await slack.command("ada", "/open")
        await slack.shortcut("ada", "open")
        post = await slack.say("ada", "general", "hello")
        for use in (
            slack.command("ada", "/close"),
            slack.shortcut("ada", "close"),
            slack.message_shortcut("ada", "open", post),
            slack.open_home("ada"),
        ):
            with pytest.raises(LookupError):
                await use


async def test_the_bot_gets_the_scopes_and_events_of_the_manifest() -> None:
    async with SlackServer(manifest=manifest()) as slack:
        post = await slack.say("ada", "general", "hello @mojibot")
        answer = await refused(web_client(slack).emoji_list())

        assert [d.payload["event"]["type"] for d in post.deliveries] == ["message"]
        assert answer["needed"] == "emoji:read"
        slack.recorder.forgive()
