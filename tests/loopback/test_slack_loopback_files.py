"""Files in the loopback Slack: uploads in three steps, downloads with the token only."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.loopback.slack import SlackServer
from tests.loopback.slack.bolt import web_client
from tests.loopback.slack.plain_bot import error_of


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    async with SlackServer() as slack:
        yield slack


@pytest.fixture
def client(slack: SlackServer) -> AsyncWebClient:
    return web_client(slack)


async def download(url: str, token: str | None) -> tuple[str, bytes]:
    """The kind and content of what is at a private address."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    async with (
        aiohttp.ClientSession() as session,
        session.get(url, headers=headers) as response,
    ):
        return response.content_type, await response.read()


async def test_an_upload_of_the_sdk_is_shared_and_downloaded(
    slack: SlackServer, client: AsyncWebClient
) -> None:
    general = slack.world.channel("general").id

    await client.files_upload_v2(
        channel=general, filename="scores.csv", content="a,b\n1,2", initial_comment="Scores"
    )

    shown = await slack.until_shown("ada", "general", "Scores")
    [file] = shown.files
    address = (await client.files_info(file=file["id"]))["file"]["url_private_download"]
    assert await download(address, slack.bot_token) == ("application/octet-stream", b"a,b\n1,2")


async def test_whoever_has_no_token_downloads_a_page_for_signing_in(slack: SlackServer) -> None:
    file = slack.files.add("ada", "pairs.csv", b"text,emoji")

    kind, page = await download(file["url_private_download"], None)

    assert kind == "text/html"
    assert b"text,emoji" not in page


async def test_a_file_that_was_never_sent_cannot_be_shared(client: AsyncWebClient) -> None:
    promised = await client.files_getUploadURLExternal(filename="x.csv", length=3)
    async with (
        aiohttp.ClientSession() as session,
        session.post(promised["upload_url"], data=b"too long") as response,
    ):
        assert response.status == 400

    complete = client.files_completeUploadExternal(files=[{"id": promised["file_id"]}])

    assert await error_of(complete) == "file_not_found"
    assert await error_of(client.files_info(file="F404")) == "file_not_found"


async def test_a_message_may_be_a_file_alone(slack: SlackServer) -> None:
    file = slack.files.add("ada", "cat.png", b"png")

    post = await slack.say("ada", "general", "", files=[file])

    [delivery] = post.deliveries
    event = delivery.payload["event"]
    assert (event["subtype"], event["text"]) == ("file_share", "")
    assert event["files"][0]["name"] == "cat.png"
