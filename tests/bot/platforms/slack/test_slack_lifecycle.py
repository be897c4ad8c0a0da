"""When the workspace throws the app out, and when it comes back."""

from __future__ import annotations

import asyncio

import pytest

from bot.store.records import EVERYWHERE, SLACK, AutoReact, ServerKey
from bot.store.store import DatabaseStore
from tests.bot.platforms.slack.conftest import StartSlack
from tests.loopback.slack import SlackServer
from tests.loopback.slack.deliveries import Kind


@pytest.mark.parametrize("how", ["uninstalled", "revoked"])
async def test_an_app_that_is_thrown_out_leaves_and_stops_in_peace(
    slack: SlackServer,
    start_slack: StartSlack,
    store: DatabaseStore,
    workspace: ServerKey,
    caplog: pytest.LogCaptureFixture,
    how: str,
) -> None:
    await store.change(
        workspace, lambda now: now.model_copy(update={"auto_react": {EVERYWHERE: AutoReact()}})
    )
    async with start_slack() as bot:
        assert workspace in await store.known(SLACK)
        await (slack.life.uninstall() if how == "uninstalled" else slack.life.revoke_tokens())
        await asyncio.wait_for(bot.task, 5)
    await store._ledger.write()

    assert workspace not in await store.known(SLACK)
    assert "no longer installed in the workspace" in caplog.text


async def test_tokens_of_people_may_be_revoked(slack: SlackServer, start_slack: StartSlack) -> None:
    async with start_slack() as bot:
        event = {"type": "tokens_revoked", "tokens": {"oauth": ["U1"], "bot": []}}
        delivery = await slack.events.tell("tokens_revoked", event)
        assert delivery is not None
        assert delivery.kind is Kind.EVENT
        await slack.until_settled()
        await slack.tell("ada", "we got the house!")
        await slack.until_shown("ada", None, ":tada:")
        assert not bot.task.done()


async def test_a_deployment_that_moves_leaves_its_old_workspace(
    start_slack: StartSlack, store: DatabaseStore
) -> None:
    old = ServerKey(SLACK, "T0OLD")
    await store.change(old, lambda now: now.model_copy(update={"auto_react": {}}))
    async with start_slack():
        await store._ledger.write()
        assert old not in await store.known(SLACK)


async def test_who_stops_the_bot_does_not_wait(slack: SlackServer, start_slack: StartSlack) -> None:
    async with start_slack() as bot:
        bot.task.cancel()
        async with asyncio.timeout(2):
            await asyncio.wait({bot.task})
        await slack.wait_for(lambda: not slack.sockets.connections)
