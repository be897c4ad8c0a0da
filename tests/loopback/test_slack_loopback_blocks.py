"""The loopback Slack knows Block Kit's kinds, fields and lengths."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.loopback.slack import SlackServer
from tests.loopback.slack.bolt import web_client
from tests.loopback.slack.objects import Json
from tests.loopback.slack.plain_bot import actions, button, option, plain, refused, section


def select(*options: Json, **more: Any) -> Json:
    return {"type": "static_select", "options": list(options), **more}


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


@pytest.mark.parametrize(
    "blocks",
    [
        [section("x" * 3_001)],
        [section("")],
        [{"type": "section"}],
        [section(surprise=True)],
        [{"type": "header", "text": plain("x" * 151)}],
        [{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}],
        [{"type": "divider"}] * 51,
        [section(block_id="same"), section(block_id="same")],
        [{"type": "context", "elements": [plain("x")] * 11}],
        [{"type": "image", "image_url": "https://example.com/x.png"}],
        [{"type": "unheard_of"}],
        [actions()],
        [actions(*[button()] * 26)],
        [actions(button("x" * 76))],
        [actions(button(value="x" * 2_001))],
        [actions(button(action_id="x" * 256))],
        [actions(button(action_id="same"), button(action_id="same"))],
        [actions(button(style="purple"))],
        [actions(button(disabled=True))],
        [actions(select())],
        [actions(select(option("x" * 76)))],
        [actions(select(option(), option("Two")))],
        [actions(select(option(), initial_option=option("Two", "2")))],
        [actions({"type": "plain_text_input"})],
    ],
)
async def test_blocks_that_slack_would_not_take_are_refused(
    slack: SlackServer, client: AsyncWebClient, general: str, blocks: list[Json]
) -> None:
    answer = await refused(client.chat_postMessage(channel=general, text="x", blocks=blocks))

    assert answer["error"] == "invalid_blocks"
    assert answer["response_metadata"]["messages"] != []
    assert slack.recorder.forgive() != []
    assert slack.shown("ada", "general") == []


async def test_blocks_at_their_limits_are_taken(client: AsyncWebClient, general: str) -> None:
    full = actions(*(button("x" * 75, action_id=f"{n}" * 200, value="v" * 2_000) for n in range(9)))
    blocks = [section("x" * 3_000), full, *[{"type": "divider"}] * 48]

    await client.chat_postMessage(channel=general, text="x", blocks=json.dumps(blocks))
