"""Reactions and emojis in the loopback Slack go by Slack's own short names."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from emojifier.catalogue import catalogue
from tests.loopback.slack import SlackServer
from tests.loopback.slack.bolt import web_client
from tests.loopback.slack.plain_bot import refused
from tests.loopback.slack.short_names import standard


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    async with SlackServer() as slack:
        yield slack


@pytest.fixture
def client(slack: SlackServer) -> AsyncWebClient:
    return web_client(slack)


@pytest.fixture
def general(slack: SlackServer) -> str:
    return slack.world.channel("general").id


def test_every_short_name_of_the_catalogue_is_known() -> None:
    assert [emoji.slack for emoji in catalogue() if emoji.slack and not standard(emoji.slack)] == []


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("+1", True),
        ("thumbsup", True),
        ("wave::skin-tone-2", True),
        ("wave::skin-tone-6", True),
        ("wave::skin-tone-1", False),
        ("cat::skin-tone-2", False),
        ("👍", False),
        ("thumbs_up", False),
        ("waving_hand", False),
    ],
)
async def test_reactions_go_by_slacks_own_names(
    slack: SlackServer, client: AsyncWebClient, general: str, name: str, known: bool
) -> None:
    post = await slack.say("ada", "general", "hello")
    react = client.reactions_add(channel=general, timestamp=post.ts, name=name)

    if known:
        await react
        assert post.own_reactions == [name]
    else:
        assert (await refused(react))["error"] == "invalid_name"
        assert slack.recorder.forgive() == [f"reactions.add: Slack knows no emoji {name!r}"]


async def test_reactions_that_cannot_be_given(
    slack: SlackServer, client: AsyncWebClient, general: str
) -> None:
    post = await slack.say("ada", "general", "hello")
    away = slack.world.channel("away", with_bot=False)
    unheard = await slack.say("ada", away, "hello")
    names = [emoji.slack for emoji in catalogue() if emoji.slack][:23]

    async def react(channel: str, ts: str, name: str) -> str:
        call = client.reactions_add(channel=channel, timestamp=ts, name=name)
        return str((await refused(call))["error"])

    for name in names:
        await client.reactions_add(channel=general, timestamp=post.ts, name=name)
    assert await react(general, post.ts, names[0]) == "already_reacted"
    assert await react(general, post.ts, "tada") == "too_many_reactions"
    assert await react(general, "1700000000.000001", "tada") == "message_not_found"
    assert await react(away.id, unheard.ts, "tada") == "not_in_channel"
    await slack.delete(post)
    assert await react(general, post.ts, "wave") == "message_not_found"


async def test_custom_emojis_come_and_go(
    slack: SlackServer, client: AsyncWebClient, general: str
) -> None:
    post = await slack.say("ada", "general", "hello")
    await slack.life.add_emoji("parrot")
    await slack.life.add_emoji("bird", alias_for="parrot")
    await client.reactions_add(channel=general, timestamp=post.ts, name="bird")

    assert (await client.emoji_list())["emoji"]["bird"] == "alias:parrot"
    await slack.life.rename_emoji("bird", "birdie")
    await slack.life.remove_emoji("parrot")

    assert list((await client.emoji_list())["emoji"]) == ["birdie"]
    changes = [d.payload["event"]["subtype"] for d in slack.deliveries.all[-4:]]
    assert changes == ["add", "add", "rename", "remove"]
