"""The App Home as everybody sees it."""

from __future__ import annotations

import pytest

from bot.localisation import LOCALES, Locale, text
from bot.store.face import Store
from bot.store.records import EVERYWHERE, SLACK, PersonKey, ServerKey
from tests.bot.fakes import FakeLoader, Gate
from tests.bot.platforms.slack.conftest import StartSlack
from tests.bot.reacting import REACTS, set_rules, sure
from tests.loopback.slack import SlackServer


async def test_it_says_what_the_bot_does_and_keeps_and_which_model_answers(
    slack: SlackServer, start_slack: StartSlack
) -> None:
    async with start_slack():
        await slack.open_home("ada")
        home = await slack.until_home("ada", "Privacy")

    assert "An AI model chooses them." in home.text
    assert "fake 0.1.0" in home.text
    assert "No message is kept, and none trains a model." in home.text
    assert home.buttons == ["Do not read me", "Delete what is kept about me"]


@pytest.mark.parametrize("locale", LOCALES)
async def test_it_speaks_the_persons_language(
    slack: SlackServer, start_slack: StartSlack, locale: Locale
) -> None:
    tag = {"en": "en-GB", "pt-BR": "pt-BR", "ja": "ja-JP"}.get(locale, f"{locale}-{locale.upper()}")
    slack.world.person("ada", locale=tag, is_admin=True)
    async with start_slack():
        await slack.open_home("ada")
        home = await slack.until_home("ada", text(locale, "slack-home-you"))
    assert text(locale, "slack-home-auto-react") in home.text


async def test_the_conversation_with_the_bot_is_no_home(
    slack: SlackServer, start_slack: StartSlack
) -> None:
    async with start_slack() as bot:
        await slack.open_home("ada", tab="messages")
        await slack.until_settled()
        await bot.services.tasks.settle()
    assert slack.home("ada") is None


async def test_a_model_that_still_loads_holds_nothing_up(
    slack: SlackServer, start_slack: StartSlack
) -> None:
    gate = Gate(is_open=False)
    async with start_slack(FakeLoader(gate=gate)):
        await slack.open_home("ada")
        await slack.until_home("ada", "The model is still loading")
        gate.open()


async def test_people_switch_themselves_off_and_on(
    slack: SlackServer, store: Store, workspace: ServerKey, start_slack: StartSlack
) -> None:
    await set_rules(store, workspace, {EVERYWHERE: REACTS})
    ada = PersonKey(SLACK, slack.world.person("ada").id)
    async with start_slack(FakeLoader(sure())):
        await slack.open_home("ada")
        await slack.until_home("ada", "Do not read me")
        await slack.press("ada", "Do not read me")
        await slack.until_home("ada", "I do not look at your messages.")
        assert store.opted_out(ada)
        unread = await slack.say("ada", "general", "we won")
        await slack.until_reacted(await slack.say("grace", "general", "pizza tonight"))

        await slack.press("ada", "Read me again")
        await slack.until_home("ada", "I may read your messages")
        assert not store.opted_out(ada)
        assert await slack.until_reacted(await slack.say("ada", "memes", "we won")) == ["trophy"]
    assert unread.own_reactions == []


async def test_what_is_kept_about_somebody_can_be_deleted(
    slack: SlackServer, store: Store, start_slack: StartSlack
) -> None:
    ada = PersonKey(SLACK, slack.world.person("ada").id)
    await store.opt_out(ada)
    async with start_slack():
        await slack.open_home("ada")
        await slack.until_home("ada", "I do not look at your messages.")
        await slack.press("ada", "Delete what is kept about me")
        await slack.until_home("ada", "Everything that was kept about you is deleted")
    assert not store.opted_out(ada)


async def test_deleting_asks_first(slack: SlackServer, start_slack: StartSlack) -> None:
    async with start_slack():
        await slack.open_home("ada")
        await slack.until_home("ada", "Privacy")
    view = slack.recorder.to("views.publish")[0].arguments["view"]
    [forget] = [
        element
        for block in view["blocks"]
        for element in block.get("elements", ())
        if element.get("action_id") == "home:forget"
    ]
    assert forget["confirm"]["style"] == "danger"


async def test_those_who_administer_nothing_see_no_settings(
    slack: SlackServer, start_slack: StartSlack
) -> None:
    slack.world.channel("memes", creator="grace")
    async with start_slack():
        await slack.open_home("ada")
        home = await slack.until_home("ada", "Privacy")
    assert "Auto-reactions" not in home.text


async def test_a_home_that_cannot_be_shown_is_no_failure_of_the_bots(
    slack: SlackServer, start_slack: StartSlack, caplog: pytest.LogCaptureFixture
) -> None:
    slack.faults.fail("views.publish", "fatal_error")
    async with start_slack() as bot:
        await slack.open_home("ada")
        await slack.wait_for(lambda: slack.recorder.to("views.publish"))
        await bot.services.tasks.settle()
        await slack.open_home("ada")
        await slack.until_home("ada", "Privacy")
    assert not [record for record in caplog.records if record.exc_info]


async def test_a_press_on_a_home_that_has_been_drawn_anew_meanwhile_counts(
    slack: SlackServer, store: Store, start_slack: StartSlack
) -> None:
    ada = PersonKey(SLACK, slack.world.person("ada").id)
    async with start_slack():
        await slack.open_home("ada")
        await slack.until_home("ada", "Privacy")
        slack.faults.fail("views.publish", "hash_conflict")
        await slack.press("ada", "Do not read me")
        await slack.until_home("ada", "I do not look at your messages.")
    assert store.opted_out(ada)
    first, conflicting, last = slack.recorder.to("views.publish")
    assert conflicting.arguments["hash"] == first.answer["view"]["hash"]
    assert "hash" not in last.arguments
