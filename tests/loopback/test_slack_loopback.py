"""The loopback Slack is strict: it refuses what Slack refuses, and a bot's slips fail the test."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.loopback.slack import SlackServer
from tests.loopback.slack.bolt import web_client
from tests.loopback.slack.objects import Json
from tests.loopback.slack.plain_bot import refused, section


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


async def test_what_is_right_is_no_violation(
    slack: SlackServer, client: AsyncWebClient, general: str
) -> None:
    answer = await client.chat_postMessage(channel=general, text="hello", blocks=[section()])

    assert answer["channel"] == general
    assert slack.shown("ada", "general")[0].text == "hello"


async def test_a_violation_fails_the_test_at_its_end() -> None:
    with pytest.raises(AssertionError):
        async with SlackServer() as slack:
            await refused(web_client(slack).api_call("auth.test", params={"surprise": "1"}))


@pytest.mark.parametrize(
    ("method", "how"),
    [
        ("chat.postMessage", {"json": {"text": "no channel"}}),
        ("chat.postMessage", {"json": {"channel": "C1", "text": "x", "surprise": 1}}),
        ("chat.postMessage", {"json": {"channel": "C1", "text": None}}),
        ("chat.postMessage", {"json": {"channel": "C1", "blocks": "[no JSON"}}),
        ("chat.update", {"json": {"channel": "C1", "ts": "yesterday", "text": "x"}}),
        ("users.info", {"params": {"user": "ada"}}),
        ("users.info", {"json": {"user": "U1"}}),
        ("users.info", {"params": {"user": "U1", "include_locale": "maybe"}}),
        ("views.open", {"json": {"view": "no view"}}),
    ],
)
async def test_arguments_that_the_method_does_not_take_are_refused(
    slack: SlackServer, client: AsyncWebClient, method: str, how: Json
) -> None:
    answer = await refused(client.api_call(method, **how))

    assert answer["error"] == "invalid_arguments"
    assert len(slack.recorder.forgive()) == 1


async def test_a_method_that_is_not_there_is_refused(
    slack: SlackServer, client: AsyncWebClient
) -> None:
    assert (await refused(client.api_call("no.such")))["error"] == "unknown_method"
    assert slack.recorder.forgive() == ["no.such: no.such is not served here"]


@pytest.mark.parametrize(
    ("token", "method", "error"),
    [
        ("xoxb-somebody-else", "auth.test", "invalid_auth"),
        ("xapp-loopback-0", "auth.test", "not_allowed_token_type"),
        ("xoxb-loopback-0", "apps.connections.open", "not_allowed_token_type"),
    ],
)
async def test_a_wrong_token_is_refused(
    slack: SlackServer, token: str, method: str, error: str
) -> None:
    assert (await refused(web_client(slack, token=token).api_call(method)))["error"] == error


async def test_no_token_at_all_is_refused(slack: SlackServer) -> None:
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{slack.api_url}auth.test") as response,
    ):
        assert await response.json() == {"ok": False, "error": "not_authed"}


async def test_a_missing_scope_is_named_and_is_a_violation() -> None:
    async with SlackServer(scopes={"chat:write"}) as slack:
        answer = await refused(web_client(slack).users_info(user=slack.world.bot.id))

        assert answer["error"] == "missing_scope"
        assert (answer["needed"], answer["provided"]) == ("users:read", "chat:write")
        assert slack.recorder.forgive() == ["users.info: the scope users:read was not given"]


async def test_private_channels_have_a_scope_of_their_own() -> None:
    async with SlackServer(scopes={"channels:read"}) as slack:
        secret = slack.world.channel("secret", is_private=True).id
        client = web_client(slack)

        await client.conversations_info(channel=slack.world.channel("general").id)
        answer = await refused(client.conversations_info(channel=secret))

        assert answer["needed"] == "groups:read"
        slack.recorder.forgive()


async def test_a_message_needs_text_or_blocks(
    slack: SlackServer, client: AsyncWebClient, general: str
) -> None:
    answer = await refused(client.api_call("chat.postMessage", json={"channel": general}))

    assert answer["error"] == "no_text"
    slack.recorder.forgive()


async def test_channels_that_the_bot_cannot_write_in(
    slack: SlackServer, client: AsyncWebClient
) -> None:
    slack.world.channel("away", with_bot=False)
    slack.world.channel("secret", with_bot=False, is_private=True)
    slack.world.channel("old", is_archived=True)

    errors = [
        (await refused(client.chat_postMessage(channel=channel, text="x")))["error"]
        for channel in [*(slack.world.channel(name).id for name in ("away", "secret", "old")), "C9"]
    ]

    assert errors == ["not_in_channel", "channel_not_found", "is_archived", "channel_not_found"]


async def test_only_own_messages_are_changed_and_none_that_is_ephemeral(
    slack: SlackServer, client: AsyncWebClient, general: str
) -> None:
    post = await slack.say("ada", "general", "mine")
    ada = slack.world.person("ada").id
    hidden = await client.chat_postEphemeral(channel=general, user=ada, text="psst")
    own = await client.chat_postMessage(channel=general, text="hello")

    async def change(ts: str) -> Json:
        return await refused(client.chat_update(channel=general, ts=ts, text="changed"))

    assert (await change(post.ts))["error"] == "cant_update_message"
    assert (await change(hidden["message_ts"]))["error"] == "message_not_found"
    await client.chat_update(channel=general, ts=own["ts"], text="changed")
    assert [message.text for message in slack.shown("ada", "general")] == [
        *("mine", "psst", "changed")
    ]
    await client.chat_delete(channel=general, ts=own["ts"])
    assert len(slack.shown("ada", "general")) == 2


async def test_an_ephemeral_message_is_for_members_only(
    slack: SlackServer, client: AsyncWebClient, general: str
) -> None:
    stranger = slack.world.person("stranger").id

    answer = await refused(client.chat_postEphemeral(channel=general, user=stranger, text="x"))

    assert answer["error"] == "user_not_in_channel"


async def test_people_and_channels_are_described(
    slack: SlackServer, client: AsyncWebClient
) -> None:
    ada = slack.world.person("ada", locale="pt-BR", tz="America/Sao_Paulo", is_owner=True)
    shared = slack.world.channel("shared", creator="ada", is_ext_shared=True)

    person = (await client.users_info(user=ada.id, include_locale=True))["user"]
    channel = (await client.conversations_info(channel=shared.id))["channel"]

    assert (person["locale"], person["is_admin"], person["is_owner"]) == ("pt-BR", True, True)
    assert (channel["creator"], channel["is_ext_shared"]) == (ada.id, True)
    assert "locale" not in (await client.users_info(user=ada.id))["user"]


async def test_an_uninstalled_app_has_no_token_any_more(
    slack: SlackServer, client: AsyncWebClient
) -> None:
    told = await slack.life.uninstall()

    assert told is not None
    assert told.payload["event"] == {"type": "app_uninstalled"}
    assert (await refused(client.auth_test()))["error"] == "account_inactive"
