"""What the bot would have done, shown on the App Home before anything is switched on."""

from __future__ import annotations

from tests.bot.fakes import FakeLoader, Gate
from tests.bot.platforms.slack.at_home import opened, settled
from tests.bot.platforms.slack.conftest import StartSlack
from tests.bot.reacting import sure
from tests.loopback.slack import SlackServer


async def test_a_dry_run_shows_what_would_have_come(
    slack: SlackServer, boss: str, start_slack: StartSlack
) -> None:
    secret = slack.world.channel("secret", is_private=True)
    async with start_slack(FakeLoader(sure())) as bot:
        await opened(slack, boss)
        await slack.choose(boss, "home:floor", "often")
        await settled(slack, bot)
        await slack.press(boss, "Dry run")
        await slack.until_modal(boss, "From now on I remember the last five messages")
        await slack.close(boss)
        post = await slack.say("ada", "general", "<we won> & more")
        await slack.say("ada", secret, "so tired")
        await settled(slack, bot)
        await slack.press(boss, "Dry run")
        modal = await slack.until_modal(boss, "Nothing was sent.")

    assert "&lt;we won&gt; &amp; more" in str(modal.blocks)
    assert f"archives/{post.channel}/p{post.ts.replace('.', '')}" in str(modal.blocks)
    assert ":tada: " in str(modal.blocks)
    assert "so tired" not in str(modal.blocks), "to administer a workspace opens no channel"
    assert slack.recorder.to("reactions.add") == []


async def test_a_dry_run_forgets_what_people_take_back(
    slack: SlackServer, boss: str, start_slack: StartSlack
) -> None:
    async with start_slack(FakeLoader(sure())) as bot:
        await opened(slack, boss)
        await slack.press(boss, "Dry run")
        await slack.until_modal(boss, "From now on I remember")
        await slack.close(boss)
        edited = await slack.say("ada", "general", "first words")
        deleted = await slack.say("ada", "general", "hasty words")
        await slack.say("eve", "general", "private words")
        await settled(slack, bot)
        await slack.edit(edited, "second words")
        await slack.delete(deleted)
        await slack.open_home("eve")
        await slack.until_home("eve", "Do not read me")
        await slack.press("eve", "Do not read me", home=True)
        await settled(slack, bot)
        await slack.press(boss, "Dry run")
        shown = (await slack.until_modal(boss, "Nothing was sent.")).text
    assert "second words" in shown
    assert not [gone for gone in ("first", "hasty", "private") if f"{gone} words" in shown]


async def test_without_the_right_to_read_messages_it_says_what_is_missing(
    slack: SlackServer, boss: str, start_slack: StartSlack
) -> None:
    slack.tokens.scopes -= {"channels:history", "groups:history"}
    async with start_slack():
        home = await opened(slack, boss)
    assert "I may not read messages here" in home.text
    assert "Dry run" not in home.buttons


async def test_a_dry_run_opens_at_once_and_waits_there_for_the_model(
    slack: SlackServer, boss: str, start_slack: StartSlack
) -> None:
    gate = Gate()
    async with start_slack(FakeLoader(sure(gate=gate))) as bot:
        await opened(slack, boss)
        await slack.press(boss, "Dry run")
        await slack.until_modal(boss, "From now on I remember")
        await slack.close(boss)
        await slack.say("ada", "general", "we won")
        await settled(slack, bot)
        gate.close()
        await slack.press(boss, "Dry run")
        await slack.until_modal(boss, "One moment")
        gate.open()
        await slack.until_modal(boss, "Nothing was sent.")
