"""Who may set what on the App Home, asked when it is pressed."""

from __future__ import annotations

import pytest

from bot.platforms.slack.client import make_client
from bot.platforms.slack.home.rights import HOUSE_RULES, may_set
from bot.store.face import Store
from bot.store.records import EVERYWHERE, ServerKey, channel_scope
from tests.bot.platforms.slack.conftest import StartSlack
from tests.bot.reacting import REACTS, set_rules
from tests.loopback.slack import SlackServer

HOUSE_RULES_TABS = {"Rules", "Forbidden", "Fixed reactions", "Own emojis"}


async def test_a_channels_creator_sets_that_channel_and_no_other(
    slack: SlackServer, store: Store, workspace: ServerKey, start_slack: StartSlack
) -> None:
    memes = slack.world.channel("memes", creator="cleo")
    slack.world.channel("random", creator="grace")
    async with start_slack():
        await slack.open_home("cleo")
        home = await slack.until_home("cleo", "because you created these channels")
        assert home.offered("home:scope") == ["#memes"]
        assert HOUSE_RULES_TABS.isdisjoint(home.buttons)
        await slack.press("cleo", "Switch on")
        await slack.until_home("cleo", "🟢 *On.*")
    rules = (await store.settings(workspace)).auto_react
    assert {scope: own.enabled for scope, own in rules.items()} == {channel_scope(memes.id): True}


async def test_a_private_channels_creator_sets_it_too(
    slack: SlackServer, store: Store, workspace: ServerKey, start_slack: StartSlack
) -> None:
    secret = slack.world.channel("secret", creator="cleo", is_private=True)
    async with start_slack():
        await slack.open_home("cleo")
        await slack.until_home("cleo", "because you created these channels")
        await slack.press("cleo", "Switch on")
        await slack.until_home("cleo", "🟢 *On.*")
    assert (await store.settings(workspace)).auto_react[channel_scope(secret.id)].enabled


async def test_whoever_is_no_admin_any_more_changes_nothing_with_a_home_that_is_still_open(
    slack: SlackServer, store: Store, workspace: ServerKey, start_slack: StartSlack
) -> None:
    boss = slack.world.person("boss", is_admin=True)
    async with start_slack():
        await slack.open_home("boss")
        await slack.until_home("boss", "Auto-reactions")
        boss.is_admin = False
        await slack.press("boss", "Switch on")
        home = await slack.until_home("boss", "This is for the workspace’s admins and owners")
    assert "Switch on" not in home.buttons
    assert (await store.settings(workspace)).auto_react == {}


async def test_a_form_that_was_open_before_changes_nothing_either(
    slack: SlackServer, store: Store, workspace: ServerKey, start_slack: StartSlack
) -> None:
    boss = slack.world.person("boss", is_admin=True)
    async with start_slack():
        await slack.open_home("boss")
        await slack.until_home("boss", "Auto-reactions")
        await slack.press("boss", "Forbidden")
        await slack.until_home("boss", "No emoji is forbidden by name.")
        await slack.press("boss", "Forbidden emojis")
        await slack.until_modal("boss", "Forbidden emojis")
        boss.is_admin = False
        await slack.submit("boss", {"home:emojis": "🎉"})
        await slack.until_home("boss", "This is for the workspace’s admins and owners")
    assert (await store.settings(workspace)).house_rules.forbidden == frozenset()


async def test_an_admin_learns_nothing_of_private_channels_that_are_closed_to_them(
    slack: SlackServer, store: Store, workspace: ServerKey, start_slack: StartSlack
) -> None:
    boss = slack.world.person("boss", is_admin=True)
    memes = slack.world.channel("memes")
    secret = slack.world.channel("takeover", creator="cleo", is_private=True)
    both = {channel_scope(secret.id): REACTS, channel_scope(memes.id): REACTS}
    await set_rules(store, workspace, both)
    async with start_slack() as bot:
        await slack.open_home("boss")
        home = await slack.until_home("boss", "Auto-reactions")
        assert home.offered("home:scope") == ["Everywhere", "#memes"]
        assert home.values["home:channels"] == [memes.id]
        assert secret.id not in str(home.view)
        # Nor do they take it out of the menu by not seeing it there.
        await slack.choose("boss", "home:channels", [])
        await slack.until_settled()
        await bot.services.tasks.settle()
        rules = (await store.settings(workspace)).auto_react
        assert rules[channel_scope(secret.id)].enabled
        assert not rules[channel_scope(memes.id)].enabled

        secret.members.add(boss.id)
        await slack.open_home("boss")
        await slack.until_home("boss", "Auto-reactions")
        await slack.wait_for(
            lambda: "#takeover" in str(slack.recorder.to("views.publish")[-1].arguments["view"])
        )


@pytest.mark.parametrize(
    ("person", "allowed"),
    [
        ("boss", {"everywhere", "own", "other", "unknown", "house rules"}),
        ("cleo", {"own"}),
        ("ada", set()),
    ],
)
async def test_what_slack_says_decides(
    slack: SlackServer, start_slack: StartSlack, person: str, allowed: set[str]
) -> None:
    slack.world.person("boss", is_owner=True)
    scopes = {
        "everywhere": EVERYWHERE,
        "own": channel_scope(slack.world.channel("memes", creator="cleo").id),
        "other": channel_scope(slack.world.channel("random", creator="grace").id),
        "unknown": channel_scope("C404"),
        "house rules": HOUSE_RULES,
    }
    client = make_client(slack.bot_token, slack.api_url)
    user = slack.world.person(person).id
    async with start_slack() as bot:
        found = {n for n, s in scopes.items() if await may_set(bot.services, client, user, s)}
    assert found == allowed


async def test_where_slack_is_silent_nobody_may(
    slack: SlackServer, start_slack: StartSlack
) -> None:
    boss = slack.world.person("boss", is_admin=True)
    client = make_client(slack.bot_token, slack.api_url)
    async with start_slack() as bot:
        slack.faults.fail("users.info", "fatal_error")
        assert not await may_set(bot.services, client, boss.id, EVERYWHERE)
        assert await may_set(bot.services, client, boss.id, EVERYWHERE)
