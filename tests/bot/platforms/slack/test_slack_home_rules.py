"""House rules, set on the App Home."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.store.face import Store
from bot.store.records import (
    EVERYWHERE,
    FixedReaction,
    HouseRules,
    ServerKey,
    ServerSettings,
    Trigger,
)
from tests.bot.fakes import FakeLoader
from tests.bot.platforms.slack.at_home import settled
from tests.bot.platforms.slack.conftest import Running, StartSlack
from tests.bot.reacting import REACTS, set_rules, sure
from tests.loopback.slack import SlackServer

PICTURE = "https://emoji.example/x.png"


@asynccontextmanager
async def page(
    slack: SlackServer, start_slack: StartSlack, tab: str, shows: str
) -> AsyncIterator[Running]:
    """An admin's home with a page of house rules open."""
    slack.world.person("boss", is_admin=True)
    async with start_slack(FakeLoader(sure())) as bot:
        await slack.open_home("boss")
        await slack.until_home("boss", "Auto-reactions")
        await slack.press("boss", tab)
        await slack.until_home("boss", shows)
        yield bot


async def house_rules(store: Store, workspace: ServerKey) -> HouseRules:
    return (await store.settings(workspace)).house_rules


async def test_switches_and_menus_are_kept(
    slack: SlackServer, store: Store, workspace: ServerKey, start_slack: StartSlack
) -> None:
    async with page(slack, start_slack, "Rules", "What may come out") as bot:
        for before, after in (
            ("✓ Family friendly", "✗ Family friendly"),
            ("✗ Flags", "✓ Flags"),
            ("✗ Politics and faith", "✓ Politics and faith"),
        ):
            await slack.press("boss", before)
            await slack.until_home("boss", after)
        for action, step in (("skin_tone", "dark"), ("gender", "woman"), ("hourly", "30")):
            await slack.choose("boss", f"home:{action}", step)
            await settled(slack, bot)
    rules = await house_rules(store, workspace)
    assert (rules.family_friendly, rules.flags, rules.politics) == (False, True, True)
    assert (rules.skin_tone, rules.gender, rules.hourly) == ("dark", "woman", 30)


async def test_no_wish_is_a_choice(
    slack: SlackServer, store: Store, workspace: ServerKey, start_slack: StartSlack
) -> None:
    dark = HouseRules(skin_tone="dark")
    await store.change(workspace, lambda s: s.model_copy(update={"house_rules": dark}))
    async with page(slack, start_slack, "Rules", "What may come out") as bot:
        await slack.choose("boss", "home:skin_tone", "none")
        await settled(slack, bot)
    assert (await house_rules(store, workspace)).skin_tone is None


async def test_forbidden_emojis_are_typed_in_any_spelling(
    slack: SlackServer, store: Store, workspace: ServerKey, start_slack: StartSlack
) -> None:
    slack.world.emojis |= {"party-blob": PICTURE, "yes": "alias:+1"}
    async with page(slack, start_slack, "Forbidden", "No emoji is forbidden"):
        await slack.press("boss", "Forbidden emojis")
        await slack.until_modal("boss", "Forbidden emojis")
        typed = "🏆, :wave::skin-tone-3: :yes: :party-blob:"
        await slack.submit("boss", {"home:emojis": typed})
        home = await slack.until_home("boss", "Never: ")
        assert ":party-blob:" in home.text
        # What stands in the form is what is forbidden now; taken out, it may come again.
        await slack.press("boss", "Forbidden emojis")
        form = await slack.until_modal("boss", "Forbidden emojis")
        assert sorted(str(form.values["home:emojis"]).split()) == sorted(
            ["🏆", "👋", "👍", ":party-blob:"]
        )
        await slack.submit("boss", {"home:emojis": "🏆"})
        await slack.until_home("boss", "Never: 🏆")
    settings = await store.settings(workspace)
    assert settings.house_rules.forbidden == {"🏆"}
    assert settings.custom_emojis.forbidden == frozenset()


async def test_what_is_forbidden_does_not_come(
    slack: SlackServer, store: Store, workspace: ServerKey, start_slack: StartSlack
) -> None:
    await set_rules(store, workspace, {EVERYWHERE: REACTS})
    async with page(slack, start_slack, "Forbidden", "No emoji is forbidden") as bot:
        await slack.press("boss", "Forbidden emojis")
        await slack.until_modal("boss", "Forbidden emojis")
        await slack.submit("boss", {"home:emojis": "🏆"})
        await slack.until_home("boss", "Never: 🏆")
        post = await slack.say("ada", "general", "we won")
        await settled(slack, bot)
    assert post.own_reactions == []


async def test_what_is_no_emoji_is_said_under_the_field(
    slack: SlackServer, store: Store, workspace: ServerKey, start_slack: StartSlack
) -> None:
    async with page(slack, start_slack, "Forbidden", "No emoji is forbidden"):
        await slack.press("boss", "Forbidden emojis")
        await slack.until_modal("boss", "Forbidden emojis")
        await slack.submit("boss", {"home:emojis": "🎉 tadaa"})
        await slack.until_modal("boss", "Not an emoji, as far as I know: tadaa")
    assert (await house_rules(store, workspace)).forbidden == frozenset()


async def test_whole_groups_are_forbidden(
    slack: SlackServer, store: Store, workspace: ServerKey, start_slack: StartSlack
) -> None:
    async with page(slack, start_slack, "Forbidden", "No emoji is forbidden") as bot:
        await slack.choose("boss", "home:groups", ["Flags", "Symbols"])
        await settled(slack, bot)
        assert (await house_rules(store, workspace)).forbidden_groups == {"Flags", "Symbols"}
        await slack.choose("boss", "home:groups", [])
        await settled(slack, bot)
    assert (await house_rules(store, workspace)).forbidden_groups == frozenset()


async def test_a_fixed_reaction_for_a_phrase_comes_until_it_is_removed(
    slack: SlackServer, store: Store, workspace: ServerKey, start_slack: StartSlack
) -> None:
    memes = slack.world.channel("memes")
    async with page(slack, start_slack, "Fixed reactions", "There are no fixed reactions.") as bot:
        await slack.press("boss", "For a phrase")
        await slack.until_modal("boss", "When somebody says")
        fields = {"home:phrase": "<!here> *ship* it", "home:emojis": ":rocket: 👍"}
        await slack.submit("boss", fields | {"home:channels": [memes.id]})
        home = await slack.until_home("boss", "*ship* it”: 🚀 👍")
        assert "1. “&lt;!here&gt; *ship* it”" in str(home.blocks)
        assert f"<#{memes.id}>" in home.text
        [reaction] = (await house_rules(store, workspace)).fixed
        assert reaction.phrase == "<!here> *ship* it"

        await slack.choose("boss", "home:remove", "1. 🚀 👍")
        await slack.until_home("boss", "There are no fixed reactions.")
        await settled(slack, bot)


async def test_a_fixed_reaction_for_a_guest_is_for_them(
    slack: SlackServer, store: Store, workspace: ServerKey, start_slack: StartSlack
) -> None:
    guest = slack.world.person("guest", is_stranger=True)
    channel = slack.world.channel("shared", is_ext_shared=True)
    async with page(slack, start_slack, "Fixed reactions", "There are no fixed reactions."):
        await slack.press("boss", "For a person")
        await slack.until_modal("boss", "When this person writes")
        await slack.submit("boss", {"home:person": guest.id, "home:emojis": "👀"})
        await slack.until_home("boss", f"1. <@{guest.id}>: 👀")
        post = await slack.say("guest", channel, "hello")
        assert await slack.until_reacted(post) == ["eyes"]
    [reaction] = (await house_rules(store, workspace)).fixed
    assert reaction.person == f"{guest.team_id}:{guest.id}"


async def test_a_fixed_reaction_for_every_message(
    slack: SlackServer, store: Store, workspace: ServerKey, start_slack: StartSlack
) -> None:
    async with page(slack, start_slack, "Fixed reactions", "There are no fixed reactions."):
        await slack.press("boss", "For every message")
        await slack.until_modal("boss", "React with")
        await slack.submit("boss", {"home:emojis": "👍👎"})
        await slack.until_home("boss", "1. Every message: 👍 👎")
    expected = FixedReaction(trigger=Trigger.EVERY, emojis=("👍", "👎"))
    assert (await house_rules(store, workspace)).fixed == (expected,)


@pytest.mark.parametrize(
    ("button", "typed", "field", "said"),
    [
        ("For every message", {"home:emojis": "tadaa"}, "emojis", "Not an emoji"),
        ("For every message", {"home:emojis": ":blob9:"}, "emojis", "not the workspace’s own"),
        (
            "For a phrase",
            {"home:phrase": "  ", "home:emojis": "🎉"},
            "phrase",
            "Please write the phrase out in words",
        ),
    ],
)
async def test_a_wrong_fixed_reaction_is_said_under_its_field(
    slack: SlackServer,
    start_slack: StartSlack,
    button: str,
    typed: dict[str, str],
    field: str,
    said: str,
) -> None:
    slack.world.emojis["blob9"] = PICTURE
    async with page(slack, start_slack, "Fixed reactions", "There are no fixed reactions."):
        await slack.press("boss", button)
        await slack.until_modal("boss", "React with")
        await slack.submit("boss", typed)
        form = await slack.until_modal("boss", said)
    assert list(form.errors) == [field]


async def test_of_too_many_forbidden_emojis_nothing_is_changed(
    slack: SlackServer, store: Store, workspace: ServerKey, start_slack: StartSlack
) -> None:
    full = frozenset(f"U+{n}" for n in range(500))
    many = HouseRules(forbidden=full)
    await store.change(workspace, lambda s: s.model_copy(update={"house_rules": many}))
    async with page(slack, start_slack, "Forbidden", "Never: "):
        await slack.press("boss", "Forbidden emojis")
        await slack.until_modal("boss", "Forbidden emojis")
        await slack.submit("boss", {"home:emojis": "🎉"})
        await slack.until_home("boss", "more than fits")
    assert (await house_rules(store, workspace)).forbidden == full


async def test_the_workspaces_own_emojis_get_words_and_a_share(
    slack: SlackServer, store: Store, workspace: ServerKey, start_slack: StartSlack
) -> None:
    slack.world.emojis |= {"zorp": PICTURE, "zorp-too": "alias:zorp"}
    async with page(slack, start_slack, "Own emojis", "has 1 emoji of its own") as bot:
        await slack.choose("boss", "home:share", "1")
        await settled(slack, bot)
        await slack.press("boss", "Words for an emoji")
        await slack.until_modal("boss", "The emoji’s name")
        await slack.submit("boss", {"home:emoji": ":zorp:", "home:words": "trophy, <winner>"})
        home = await slack.until_home("boss", ":zorp: trophy")
        assert ":zorp: trophy, &lt;winner&gt;" in str(home.blocks)
        await set_rules(store, workspace, {EVERYWHERE: REACTS})
        post = await slack.say("ada", "general", "we won")
        assert await slack.until_reacted(post) == ["zorp"]

        await slack.press("boss", "✓ Use the workspace’s emojis")
        await slack.until_home("boss", "✗ Use the workspace’s emojis")
    own: ServerSettings = await store.settings(workspace)
    assert own.custom_emojis.words == {"zorp": ("trophy", "<winner>")}
    assert (own.custom_emojis.share, own.custom_emojis.enabled) == (1.0, False)


async def test_words_for_an_emoji_that_is_not_there_are_refused(
    slack: SlackServer, start_slack: StartSlack
) -> None:
    slack.world.emojis["zorp"] = PICTURE
    async with page(slack, start_slack, "Own emojis", "has 1 emoji of its own"):
        await slack.press("boss", "Words for an emoji")
        await slack.until_modal("boss", "The emoji’s name")
        await slack.submit("boss", {"home:emoji": "🎉", "home:words": "trophy"})
        await slack.until_modal("boss", "The workspace has no emoji of that name.")
