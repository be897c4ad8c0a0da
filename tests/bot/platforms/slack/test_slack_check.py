"""What ``python -m bot check`` says of Slack."""

from __future__ import annotations

import aiohttp
import pytest

from bot.platforms.slack.check import check_slack
from bot.platforms.slack.client import make_client
from bot.settings import Settings, load_settings
from tests.bot.platforms.slack.test_slack_manifest import PLAIN, REACTING, read
from tests.loopback.slack import SlackServer
from tests.loopback.slack.faults import Broken


@pytest.mark.parametrize(
    ("manifest", "sentence"),
    [
        (PLAIN, "commands only; manifest-auto-reactions.yaml lets it react by itself"),
        (REACTING, "commands, and reactions by itself where a channel wants them"),
    ],
)
async def test_an_app_of_either_manifest_passes(
    slack_settings: Settings, manifest: str, sentence: str
) -> None:
    async with SlackServer(manifest=read(manifest)) as slack:
        lines = await check_slack(slack_settings, slack.api_url)

    assert lines == [
        ("slack", True, "logged in to The Loop as mojibot"),
        ("scopes", True, sentence),
        ("events", True, "Socket Mode"),
    ]


async def test_scopes_that_are_missing_are_named(slack_settings: Settings) -> None:
    async with SlackServer(scopes={"commands", "chat:write"}) as slack:
        lines = await check_slack(slack_settings, slack.api_url)

    name, passed, sentence = lines[1]
    assert (name, passed) == ("scopes", False)
    assert sentence.startswith("app_mentions:read, channels:read, emoji:read, files:read,")


async def test_connections_of_somebody_else_are_pointed_out(
    slack: SlackServer, slack_settings: Settings
) -> None:
    client = make_client(None, slack.api_url)
    opened = await client.apps_connections_open(app_token=slack.app_token)
    async with aiohttp.ClientSession() as session, session.ws_connect(opened["url"]) as other:
        await other.receive()
        lines = await check_slack(slack_settings, slack.api_url)

    assert "with 1 connections open already: unless that is this bot" in lines[-1][2]


async def test_tokens_that_slack_refuses_fail_with_a_sentence(
    slack: SlackServer, slack_settings: Settings
) -> None:
    slack.faults.fail("auth.test", "token_revoked")
    assert await check_slack(slack_settings, slack.api_url) == [
        (
            "slack",
            False,
            "Slack refuses SLACK_BOT_TOKEN (token_revoked): install the app into the workspace "
            "again, and copy the Bot User OAuth Token anew.",
        )
    ]
    wrong = load_settings(
        {"SLACK_BOT_TOKEN": SlackServer.bot_token, "SLACK_APP_TOKEN": "xapp-wrong"}
    )
    assert (await check_slack(wrong, slack.api_url))[-1][:2] == ("events", False)
    slack.recorder.forgive()


async def test_a_slack_that_is_away_fails_with_a_sentence(
    slack: SlackServer, slack_settings: Settings
) -> None:
    slack.faults.fail("auth.test", Broken())

    assert (await check_slack(slack_settings, slack.api_url))[0][1:] == (
        False,
        "Slack cannot be reached just now: please try again in a while.",
    )


async def test_over_http_nothing_is_opened(slack: SlackServer) -> None:
    settings = load_settings(
        {"SLACK_BOT_TOKEN": SlackServer.bot_token, "SLACK_SIGNING_SECRET": "0123456789abcdef"}
    )
    lines = await check_slack(settings, slack.api_url)

    assert lines[-1][0] == "events"
    assert "/slack/events" in lines[-1][2]
    assert slack.recorder.to("apps.connections.open") == []
