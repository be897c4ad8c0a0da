"""A workspace's own emojis, while they come and go."""

from __future__ import annotations

import logging

import pytest

from bot.platforms.slack.client import make_client
from bot.platforms.slack.customs import REFRESH_AFTER, RETRY_AFTER, Customs
from bot.store.face import Store
from bot.store.records import EVERYWHERE, CustomEmojiRules, ServerKey
from tests.bot.fakes import FakeLoader
from tests.bot.platforms.slack.conftest import StartSlack
from tests.bot.reacting import REACTS, set_rules, sure
from tests.loopback.slack import SlackServer

PICTURE = "https://emoji.example/x.png"


@pytest.fixture(autouse=True)
async def _everywhere(store: Store, workspace: ServerKey) -> None:
    await set_rules(store, workspace, {EVERYWHERE: REACTS})
    own = CustomEmojiRules(share=1.0)
    await store.change(workspace, lambda s: s.model_copy(update={"custom_emojis": own}))


async def test_an_emoji_takes_part_from_when_it_is_added_until_it_goes(
    slack: SlackServer, start_slack: StartSlack
) -> None:
    async with start_slack(FakeLoader(sure())) as bot:
        reacted = [await slack.until_reacted(await slack.say("ada", "general", "we won"))]
        await slack.life.add_emoji("blobtrophy")
        for change in (
            slack.life.rename_emoji("blobtrophy", "trophycat"),
            slack.life.remove_emoji("trophycat"),
        ):
            await slack.until_settled()
            await bot.services.tasks.settle()
            reacted.append(await slack.until_reacted(await slack.say("ada", "memes", "we won")))
            await change
        await slack.until_settled()
        await bot.services.tasks.settle()
        reacted.append(await slack.until_reacted(await slack.say("ada", "third", "we won")))
    assert reacted == [["trophy"], ["blobtrophy"], ["trophycat"], ["trophy"]]


async def test_an_alias_brings_the_emoji_that_it_stands_for(
    slack: SlackServer, start_slack: StartSlack
) -> None:
    slack.world.emojis |= {"squirrel9": PICTURE, "trophyblob": "alias:squirrel9"}
    async with start_slack(FakeLoader(sure())):
        post = await slack.say("ada", "general", "we won")
        assert await slack.until_reacted(post) == ["squirrel9"]


async def test_the_workspaces_name_for_a_standard_emoji_is_read_as_that_emoji(
    slack: SlackServer, start_slack: StartSlack
) -> None:
    slack.world.emojis["winwin"] = "alias:trophy"
    model = sure()
    async with start_slack(FakeLoader(model)):
        await slack.until_reacted(await slack.say("ada", "general", "hooray :winwin:"))
    assert [text for call in model.calls for text in call.texts] == ["hooray 🏆"]


async def test_what_is_set_for_an_emoji_stays_when_it_is_called_differently(
    slack: SlackServer, store: Store, workspace: ServerKey, start_slack: StartSlack
) -> None:
    slack.world.emojis |= {"zorp": PICTURE, "blip": PICTURE}
    own = CustomEmojiRules(words={"zorp": ("winner",)}, forbidden=frozenset({"zorp", "blip"}))
    await store.change(workspace, lambda s: s.model_copy(update={"custom_emojis": own}))
    async with start_slack() as bot:
        await slack.life.rename_emoji("zorp", "zorp-the-first")
        await slack.until_settled()
        await bot.services.tasks.settle()
    kept = (await store.settings(workspace)).custom_emojis
    assert kept.words == {"zorp-the-first": ("winner",)}
    assert kept.forbidden == {"zorp-the-first", "blip"}


async def test_pictures_are_never_fetched_and_one_list_serves_many_messages(
    slack: SlackServer, start_slack: StartSlack
) -> None:
    slack.world.emojis["blobtrophy"] = PICTURE
    async with start_slack(FakeLoader(sure())):
        for channel in ("general", "memes", "random"):
            await slack.until_reacted(await slack.say("ada", channel, "we won"))
    assert len(slack.recorder.to("emoji.list")) == 1


async def test_without_the_list_standard_emojis_come(
    slack: SlackServer, start_slack: StartSlack, caplog: pytest.LogCaptureFixture
) -> None:
    slack.tokens.scopes -= {"emoji:read"}
    with caplog.at_level(logging.WARNING, logger="bot"):
        async with start_slack(FakeLoader(sure())):
            post = await slack.say("ada", "general", "we won")
            assert await slack.until_reacted(post) == ["trophy"]
    assert "the workspace's own emojis are not known" in caplog.text
    assert slack.recorder.forgive() == ["emoji.list: the scope emoji:read was not given"]


class _Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


async def test_the_list_is_asked_for_again_now_and_then_and_sooner_after_a_failure(
    slack: SlackServer,
) -> None:
    clock = _Clock()
    customs = Customs(clock)
    client = make_client(slack.bot_token, slack.api_url)
    slack.faults.fail("emoji.list", "fatal_error")
    assert (await customs.known(client)).customs == ()

    slack.world.emojis["blobtrophy"] = PICTURE
    clock.now += RETRY_AFTER - 1
    await customs.known(client)
    assert len(slack.recorder.to("emoji.list")) == 1
    clock.now += 1
    await customs.known(client)
    await slack.wait_for(lambda: customs.current)

    known = customs.current
    clock.now += REFRESH_AFTER
    await customs.known(client)
    await slack.wait_for(lambda: len(slack.recorder.to("emoji.list")) == 3)
    assert customs.current is known, "what is worked out of the names is kept"
