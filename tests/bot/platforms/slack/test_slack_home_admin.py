"""Auto-reactions, set on the App Home by those who may."""

from __future__ import annotations

from datetime import time

import pytest

from bot.store.errors import StoreUnavailable
from bot.store.face import Store
from bot.store.records import (
    EVERYWHERE,
    AutoReact,
    Floor,
    QuietHours,
    ServerKey,
    ServerSettings,
    channel_scope,
)
from tests.bot.fakes import FakeLoader, FakeModel
from tests.bot.platforms.slack.at_home import opened, settled
from tests.bot.platforms.slack.conftest import StartSlack
from tests.bot.reacting import REACTS, set_rules
from tests.loopback.slack import SlackServer


def very_sure() -> FakeModel:
    """A model that is sure enough for what holds before anything is set."""
    return FakeModel({"we won": ["🏆"]}, probability=0.99, quiet=0.01)


async def everywhere(store: Store, workspace: ServerKey) -> AutoReact:
    return (await store.settings(workspace)).auto_react[EVERYWHERE]


async def test_an_admin_switches_it_on_everywhere(
    slack: SlackServer, boss: str, start_slack: StartSlack
) -> None:
    async with start_slack(FakeLoader(very_sure())):
        assert "⚪ *Off.*" in (await opened(slack, boss)).text
        await slack.press(boss, "Switch on")
        await slack.until_home(boss, "🟢 *On.*")
        post = await slack.say("ada", "general", "we won")
        assert await slack.until_reacted(post) == ["trophy"]
        await slack.press(boss, "Switch off")
        await slack.until_home(boss, "⚪ *Off.*")


async def test_an_owner_is_an_admin(slack: SlackServer, start_slack: StartSlack) -> None:
    slack.world.person("owner", is_owner=True)
    async with start_slack():
        assert "you administer the workspace" in (await opened(slack, "owner")).text


async def test_an_admin_chooses_the_channels(
    slack: SlackServer, store: Store, workspace: ServerKey, boss: str, start_slack: StartSlack
) -> None:
    memes, random = slack.world.channel("memes"), slack.world.channel("random")
    await set_rules(store, workspace, {channel_scope(random.id): REACTS})
    async with start_slack(FakeLoader(very_sure())) as bot:
        await opened(slack, boss)
        await slack.choose(boss, "home:channels", [memes.id])
        await settled(slack, bot)
        post = await slack.say("ada", "memes", "we won")
        assert await slack.until_reacted(post) == ["trophy"]
        silent = await slack.say("ada", "random", "we won")
        await settled(slack, bot)

    rules = (await store.settings(workspace)).auto_react
    assert rules[channel_scope(memes.id)].enabled
    # What else was set there is kept for the day when it is switched on again.
    assert rules[channel_scope(random.id)] == REACTS.model_copy(update={"enabled": False})
    assert silent.own_reactions == []


async def test_a_channel_that_another_admin_added_meanwhile_stays(
    slack: SlackServer, store: Store, workspace: ServerKey, boss: str, start_slack: StartSlack
) -> None:
    memes, random = slack.world.channel("memes"), slack.world.channel("random")
    async with start_slack() as bot:
        await opened(slack, boss)
        await set_rules(store, workspace, {channel_scope(random.id): REACTS})
        await slack.choose(boss, "home:channels", [memes.id])
        await settled(slack, bot)
    rules = (await store.settings(workspace)).auto_react
    assert [rules[channel_scope(c.id)].enabled for c in (memes, random)] == [True, True]


async def test_a_channel_without_the_bot_is_named_with_what_to_do(
    slack: SlackServer, boss: str, start_slack: StartSlack
) -> None:
    quiet = slack.world.channel("quiet", with_bot=False)
    async with start_slack():
        await opened(slack, boss)
        await slack.choose(boss, "home:channels", [quiet.id])
        home = await slack.until_home(boss, "I am not there yet")
    assert f"<#{quiet.id}>" in home.text
    assert "`/invite @mojibot`" in home.text


async def test_a_channel_that_is_gone_keeps_no_home_from_being_shown(
    slack: SlackServer, store: Store, workspace: ServerKey, boss: str, start_slack: StartSlack
) -> None:
    memes = slack.world.channel("memes")
    both = {channel_scope("C0GONE"): REACTS, channel_scope(memes.id): REACTS}
    await set_rules(store, workspace, both)
    slack.faults.fail("views.publish", "invalid_arguments")
    async with start_slack():
        home = await opened(slack, boss)
    assert home.values["home:channels"] == [memes.id]


async def test_every_step_of_how_often_is_kept(
    slack: SlackServer, store: Store, workspace: ServerKey, boss: str, start_slack: StartSlack
) -> None:
    async with start_slack() as bot:
        await opened(slack, boss)
        for action, step in (("floor", "often"), ("most", "3"), ("chance", "0.25")):
            await slack.choose(boss, f"home:{action}", step)
            await settled(slack, bot)
        await slack.press(boss, "When")
        await slack.until_home(boss, "There are no quiet hours.")
        for action, step in (("channel_cooldown", "0"), ("person_cooldown", "3600")):
            await slack.choose(boss, f"home:{action}", step)
            await settled(slack, bot)

    rules = await everywhere(store, workspace)
    assert (rules.floor, rules.most, rules.chance) == (Floor.OFTEN, 3, 0.25)
    assert (rules.channel_cooldown, rules.person_cooldown) == (0, 3_600)


async def test_a_channel_has_rules_of_its_own_until_they_are_taken_back(
    slack: SlackServer, store: Store, workspace: ServerKey, boss: str, start_slack: StartSlack
) -> None:
    memes = slack.world.channel("memes")
    calm = AutoReact(enabled=True, floor=Floor.RARELY)
    await set_rules(store, workspace, {EVERYWHERE: calm, channel_scope(memes.id): REACTS})
    async with start_slack() as bot:
        home = await opened(slack, boss)
        assert home.offered("home:scope") == ["Everywhere", "#memes"]
        await slack.choose(boss, "home:scope", "#memes")
        await slack.until_home(boss, "As everywhere else")
        await slack.choose(boss, "home:floor", "sometimes")
        await settled(slack, bot)
        rules = (await store.settings(workspace)).auto_react
        assert rules[channel_scope(memes.id)].floor is Floor.SOMETIMES
        assert rules[EVERYWHERE] == calm

        await slack.press(boss, "As everywhere else")
        await slack.until_home(boss, "What you change here holds here alone.")
    assert list((await store.settings(workspace)).auto_react) == [EVERYWHERE]


async def test_quiet_hours_begin_with_the_night_where_the_admin_lives(
    slack: SlackServer, store: Store, workspace: ServerKey, boss: str, start_slack: StartSlack
) -> None:
    async with start_slack():
        await opened(slack, boss)
        await slack.press(boss, "When")
        await slack.until_home(boss, "There are no quiet hours.")
        await slack.press(boss, "Set quiet hours")
        form = await slack.until_modal(boss, "Quiet hours")
        assert form.values == {
            "home:begin": "22:00",
            "home:end": "07:00",
            "home:zone": "Asia/Tokyo",
        }
        await slack.submit(boss, {"home:begin": "11 pm", "home:zone": "berlin"})
        await slack.until_home(boss, "Quiet from 23:00 to 07:00 (Europe/Berlin)")
        assert slack.modal(boss) is None
        rules = await everywhere(store, workspace)
        assert rules.quiet_hours == QuietHours(begin=time(23), end=time(7), zone="Europe/Berlin")

        await slack.press(boss, "No quiet hours")
        await slack.until_home(boss, "There are no quiet hours.")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"home:begin": "noonish"}, "“noonish” is no time of day"),
        ({"home:end": "25:00"}, "“25:00” is no time of day"),
        ({"home:end": "22"}, "Begin and end are the same"),
        ({"home:zone": "Atlantis"}, "There is no time zone “Atlantis”"),
    ],
)
async def test_what_is_no_time_is_said_under_its_field(
    slack: SlackServer, boss: str, start_slack: StartSlack, typed: dict[str, str], said: str
) -> None:
    async with start_slack():
        await opened(slack, boss)
        await slack.press(boss, "When")
        await slack.until_home(boss, "There are no quiet hours.")
        await slack.press(boss, "Set quiet hours")
        await slack.until_modal(boss, "Quiet hours")
        await slack.submit(boss, typed)
        form = await slack.until_modal(boss, said)
    assert list(form.errors) == [name.removeprefix("home:") for name in typed]


async def test_people_and_bots_are_left_alone_as_set(
    slack: SlackServer, store: Store, workspace: ServerKey, boss: str, start_slack: StartSlack
) -> None:
    ada = slack.world.person("ada")
    guest = slack.world.person("guest", is_stranger=True)
    async with start_slack() as bot:
        await opened(slack, boss)
        await slack.press(boss, "Exceptions")
        await slack.until_home(boss, "Leave these people alone")
        await slack.press(boss, "✓ In threads")
        await slack.until_home(boss, "✗ In threads")
        await slack.press(boss, "✓ Leave bots alone")
        await slack.until_home(boss, "✗ Leave bots alone")
        await slack.choose(boss, "home:people", [ada.id, guest.id])
        await settled(slack, bot)
    rules = await everywhere(store, workspace)
    assert (rules.threads, rules.ignore_bots) == (False, False)
    assert rules.ignored_people == {ada.id, f"{guest.team_id}:{guest.id}"}


async def test_a_store_that_is_away_changes_nothing_and_says_so(
    slack: SlackServer,
    store: Store,
    workspace: ServerKey,
    boss: str,
    start_slack: StartSlack,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def away(*_: object) -> ServerSettings:
        raise StoreUnavailable("it is locked by another program")

    async with start_slack():
        await opened(slack, boss)
        monkeypatch.setattr(store, "change", away)
        await slack.press(boss, "Switch on")
        await slack.until_home(boss, "This could not be saved just now")
    assert (await store.settings(workspace)).auto_react == {}
