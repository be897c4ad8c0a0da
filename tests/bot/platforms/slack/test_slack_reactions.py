"""Reactions that nobody asked for, as a workspace's people see them."""

from __future__ import annotations

from datetime import time
from typing import Any

import pytest

from bot.store.face import Store
from bot.store.records import (
    EVERYWHERE,
    SLACK,
    CustomEmojiRules,
    FixedReaction,
    HouseRules,
    PersonKey,
    QuietHours,
    ServerKey,
    Trigger,
    channel_scope,
)
from emojifier.catalogue import catalogue
from tests.bot.fakes import FakeLoader, FakeModel
from tests.bot.platforms.slack.conftest import StartSlack
from tests.bot.reacting import REACTS, set_rules, sure
from tests.loopback.slack import SlackServer


@pytest.fixture
async def everywhere(store: Store, workspace: ServerKey) -> ServerKey:
    """The workspace, where reactions have been switched on in every channel."""
    await set_rules(store, workspace, {EVERYWHERE: REACTS})
    return workspace


async def house_rules(store: Store, workspace: ServerKey, **rules: Any) -> None:
    changed = HouseRules(**rules)
    await store.change(workspace, lambda s: s.model_copy(update={"house_rules": changed}))


def seen(model: FakeModel) -> list[str]:
    """What the model was given to read."""
    return [text for call in model.calls for text in call.texts]


@pytest.mark.usefixtures("everywhere")
async def test_a_message_gets_the_emoji_that_fits(
    slack: SlackServer, start_slack: StartSlack
) -> None:
    async with start_slack(FakeLoader(sure())):
        post = await slack.say("ada", "general", "we won")
        assert await slack.until_reacted(post) == ["trophy"]
    assert slack.late_acks == []


async def test_nobodys_messages_are_read_before_somebody_switches_it_on(
    slack: SlackServer, start_slack: StartSlack
) -> None:
    model = sure()
    async with start_slack(FakeLoader(model)) as bot:
        post = await slack.say("ada", "general", "we won")
        await slack.until_settled()
        await bot.services.tasks.settle()

    assert (seen(model), post.own_reactions) == ([], [])


async def test_only_the_channel_where_it_is_wanted_gets_reactions(
    slack: SlackServer, store: Store, workspace: ServerKey, start_slack: StartSlack
) -> None:
    memes = slack.world.channel("memes", is_private=True)
    await set_rules(store, workspace, {channel_scope(memes.id): REACTS})
    model = sure()
    async with start_slack(FakeLoader(model)):
        await slack.say("ada", "general", "we won")
        post = await slack.say("ada", "memes", "pizza tonight")
        assert await slack.until_reacted(post) == ["pizza"]

    assert seen(model) == ["pizza tonight"]


async def test_a_reply_goes_by_the_channel_of_its_thread(
    slack: SlackServer, store: Store, workspace: ServerKey, start_slack: StartSlack
) -> None:
    memes = slack.world.channel("memes")
    unthreaded = REACTS.model_copy(update={"threads": False})
    async with start_slack(FakeLoader(sure())) as bot:
        await set_rules(store, workspace, {channel_scope(memes.id): REACTS})
        first = await slack.say("ada", "memes", "look")
        reply = await slack.say("grace", "memes", "we won", thread=first)
        assert await slack.until_reacted(reply) == ["trophy"]

        await set_rules(store, workspace, {channel_scope(memes.id): unthreaded})
        silent = await slack.say("grace", "memes", "pizza tonight", thread=first)
        await slack.until_settled()
        await bot.services.tasks.settle()
    assert silent.own_reactions == []


@pytest.mark.usefixtures("everywhere")
async def test_what_no_person_simply_wrote_gets_nothing(
    slack: SlackServer, start_slack: StartSlack
) -> None:
    model = sure()
    async with start_slack(FakeLoader(model)) as bot:
        left_alone = [
            await slack.bot_says("beep", "general", "we won"),
            await slack.bot_says("beep", "general", "we won", legacy=True),
            await slack.say("ada", "general", ""),
            await slack.say("ada", slack.world.direct("ada"), "we won"),
        ]
        await slack.join("grace", "general")
        await slack.until_settled()
        await bot.services.tasks.settle()
        assert [post.own_reactions for post in left_alone[:3]] == [[], [], []]
        await slack.until_reacted(await slack.say("ada", "general", "pizza tonight"))

    assert "pizza tonight" in seen(model)
    assert left_alone[3].own_reactions == []


@pytest.mark.usefixtures("everywhere")
async def test_a_message_that_mentions_the_bot_is_answered_and_not_reacted_to(
    slack: SlackServer, start_slack: StartSlack
) -> None:
    async with start_slack(FakeLoader(sure())) as bot:
        post = await slack.say("ada", "general", "@mojibot we won")
        await slack.until_settled()
        await bot.services.tasks.settle()
    assert post.own_reactions == []


@pytest.mark.usefixtures("everywhere")
async def test_a_file_gets_a_reaction_for_the_words_beside_it(
    slack: SlackServer, start_slack: StartSlack
) -> None:
    async with start_slack(FakeLoader(sure())):
        post = await slack.say("ada", "general", "we won", files=[{"id": "F1", "name": "cup.png"}])
        assert await slack.until_reacted(post) == ["trophy"]


@pytest.mark.usefixtures("everywhere")
async def test_whoever_opted_out_is_never_looked_at(
    slack: SlackServer, store: Store, start_slack: StartSlack
) -> None:
    eve = slack.world.person("eve")
    await store.opt_out(PersonKey(SLACK, eve.id))
    model = sure()
    async with start_slack(FakeLoader(model)):
        await slack.say("eve", "general", "we won")
        await slack.until_reacted(await slack.say("ada", "general", "pizza tonight"))
    assert seen(model) == ["pizza tonight"]


async def test_quiet_hours_hold(
    slack: SlackServer, store: Store, workspace: ServerKey, start_slack: StartSlack
) -> None:
    all_day = QuietHours(begin=time(0), end=time(0), zone="Asia/Tokyo")
    await set_rules(
        store, workspace, {EVERYWHERE: REACTS.model_copy(update={"quiet_hours": all_day})}
    )
    model = sure()
    async with start_slack(FakeLoader(model)) as bot:
        await slack.say("ada", "general", "we won")
        await slack.until_settled()
        await bot.services.tasks.settle()
    assert seen(model) == []


async def test_a_skin_tone_is_written_as_slack_counts_it(
    slack: SlackServer, store: Store, everywhere: ServerKey, start_slack: StartSlack
) -> None:
    await house_rules(store, everywhere, skin_tone="medium-light")
    async with start_slack(FakeLoader(sure({"hello": "👋"}))):
        post = await slack.say("ada", "general", "hello")
        assert await slack.until_reacted(post) == ["wave::skin-tone-3"]


@pytest.mark.usefixtures("everywhere")
async def test_what_slack_has_no_name_for_never_goes_there(
    slack: SlackServer, start_slack: StartSlack
) -> None:
    nameless = next(entry.emoji for entry in catalogue() if entry.slack is None)
    model = FakeModel(emojis=[nameless], probability=0.95)
    async with start_slack(FakeLoader(model)) as bot:
        await slack.say("ada", "general", "we won")
        await slack.until_settled()
        await bot.services.tasks.settle()
    assert slack.recorder.to("reactions.add") == []


@pytest.mark.parametrize(
    ("phrase", "message"), [("ship it", "OK, ship it!"), ("R&D", "all of R&D <3")]
)
async def test_a_fixed_reaction_comes_whatever_the_model_says(
    slack: SlackServer,
    store: Store,
    workspace: ServerKey,
    start_slack: StartSlack,
    phrase: str,
    message: str,
) -> None:
    ship_it = FixedReaction(trigger=Trigger.PHRASE, phrase=phrase, emojis=("🚀", "👍"))
    await house_rules(store, workspace, fixed=(ship_it,))
    async with start_slack():
        post = await slack.say("ada", "general", message)
        assert await slack.until_reacted(post, 2) == ["rocket", "+1"]


async def test_a_guest_of_a_shared_channel_is_known_by_their_own_workspace(
    slack: SlackServer, store: Store, everywhere: ServerKey, start_slack: StartSlack
) -> None:
    guest = slack.world.person("guest", is_stranger=True)
    channel = slack.world.channel("shared", is_ext_shared=True)
    rule = FixedReaction(
        trigger=Trigger.PERSON, person=f"{guest.team_id}:{guest.id}", emojis=("👀",)
    )
    await house_rules(store, everywhere, fixed=(rule,))
    async with start_slack(FakeLoader(sure())):
        post = await slack.say("guest", channel, "we won")
        assert await slack.until_reacted(post) == ["eyes"]


async def test_a_workspaces_emoji_comes_by_its_meaning(
    slack: SlackServer, store: Store, everywhere: ServerKey, start_slack: StartSlack
) -> None:
    own = CustomEmojiRules(share=1.0)
    await store.change(everywhere, lambda s: s.model_copy(update={"custom_emojis": own}))
    slack.world.emojis["blobtrophy"] = "https://emoji.example/blobtrophy.png"
    async with start_slack(FakeLoader(sure())):
        post = await slack.say("ada", "general", "we won")
        assert await slack.until_reacted(post) == ["blobtrophy"]
