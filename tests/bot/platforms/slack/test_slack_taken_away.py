"""The shortcut that takes the bot's reactions away."""

from __future__ import annotations

import pytest

from bot.platforms.slack.reacting.listening import TAKE_AWAY
from bot.store.face import Store
from bot.store.records import EVERYWHERE, ServerKey
from tests.bot.fakes import FakeLoader
from tests.bot.platforms.slack.conftest import StartSlack
from tests.bot.reacting import REACTS, set_rules, sure
from tests.loopback.slack import SlackServer


@pytest.fixture(autouse=True)
async def _everywhere(store: Store, workspace: ServerKey) -> None:
    await set_rules(store, workspace, {EVERYWHERE: REACTS})


async def test_the_author_takes_a_reaction_away_and_it_comes_less_often(
    slack: SlackServer, store: Store, workspace: ServerKey, start_slack: StartSlack
) -> None:
    async with start_slack(FakeLoader(sure())):
        post = await slack.say("ada", "general", "we won")
        await slack.until_reacted(post)
        await slack.react("grace", post, "trophy")
        await slack.message_shortcut("ada", TAKE_AWAY, post)
        shown = await slack.until_shown("ada", "general", "Taken away")

    assert shown.ephemeral
    assert post.reactions == {"trophy": ["grace"]}
    assert await store.lowered(workspace, post.channel) == {"🏆": 1}


async def test_in_a_thread_it_counts_for_the_channel(
    slack: SlackServer, store: Store, workspace: ServerKey, start_slack: StartSlack
) -> None:
    async with start_slack(FakeLoader(sure())):
        first = await slack.say("ada", "general", "look")
        await slack.until_reacted(first)
        reply = await slack.say("ada", "general", "we won", thread=first)
        await slack.until_reacted(reply)
        await slack.message_shortcut("ada", TAKE_AWAY, reply)
        await slack.wait_for(lambda: not reply.own_reactions)
        await slack.until_shown("ada", "general", "Taken away")
    assert await store.lowered(workspace, reply.channel) == {"🏆": 1}


async def test_an_admin_takes_anybodys_away(slack: SlackServer, start_slack: StartSlack) -> None:
    slack.world.person("boss", is_admin=True)
    slack.world.channel("general").members.add(slack.world.person("boss").id)
    async with start_slack(FakeLoader(sure())):
        post = await slack.say("ada", "general", "we won")
        await slack.until_reacted(post)
        await slack.message_shortcut("boss", TAKE_AWAY, post)
        await slack.until_shown("boss", "general", "Taken away")
    assert post.own_reactions == []


async def test_nobody_else_takes_it_away(slack: SlackServer, start_slack: StartSlack) -> None:
    async with start_slack(FakeLoader(sure())):
        post = await slack.say("ada", "general", "we won")
        await slack.until_reacted(post)
        await slack.say("grace", "general", "hm")
        await slack.message_shortcut("grace", TAKE_AWAY, post)
        await slack.until_shown("grace", "general", "Only whoever wrote the message")
    assert post.own_reactions == ["trophy"]


async def test_a_reaction_of_before_the_last_start_is_found_on_the_message(
    slack: SlackServer, store: Store, workspace: ServerKey, start_slack: StartSlack
) -> None:
    slack.world.emojis["blobdance"] = "https://emoji.example/blobdance.gif"
    async with start_slack(FakeLoader(sure())):
        post = await slack.say("ada", "general", "we won")
        await slack.until_reacted(post)
        await slack.react("mojibot", post, "blobdance")
        await slack.react("mojibot", post, "wave::skin-tone-3")
    async with start_slack(FakeLoader(sure())):
        await slack.message_shortcut("ada", TAKE_AWAY, post)
        await slack.until_shown("ada", "general", "Taken away")
    assert post.own_reactions == []
    assert await store.lowered(workspace, post.channel) == {"🏆": 1, "blobdance": 1, "👋": 1}


async def test_where_there_is_nothing_of_the_bots_it_says_so(
    slack: SlackServer, start_slack: StartSlack
) -> None:
    slack.world.person("ada", locale="de-DE")
    async with start_slack(FakeLoader(sure())):
        post = await slack.say("ada", "general", "we won")
        await slack.until_reacted(post)
        await slack.unreact("mojibot", post, "trophy")
        await slack.message_shortcut("ada", TAKE_AWAY, post)
        await slack.until_shown("ada", "general", "Auf diese Nachricht hat der Bot nicht reagiert")


async def test_a_slack_that_refuses_is_told_to_the_asker(
    slack: SlackServer, start_slack: StartSlack
) -> None:
    slack.faults.fail("reactions.remove", "fatal_error")
    async with start_slack(FakeLoader(sure())):
        post = await slack.say("ada", "general", "we won")
        await slack.until_reacted(post)
        await slack.message_shortcut("ada", TAKE_AWAY, post)
        await slack.until_shown("ada", "general", "please try again")
        await slack.message_shortcut("ada", TAKE_AWAY, post)
        await slack.until_shown("ada", "general", "Taken away")
    assert post.own_reactions == []
