"""What the tests of the App Home share: opening it, and waiting until all is done."""

from __future__ import annotations

from tests.bot.platforms.slack.conftest import Running
from tests.loopback.slack import SlackServer
from tests.loopback.slack.shown import ShownView


async def opened(slack: SlackServer, person: str) -> ShownView:
    """Their home, once it shows what they may set."""
    await slack.open_home(person)
    return await slack.until_home(person, "Auto-reactions")


async def settled(slack: SlackServer, bot: Running) -> None:
    """Wait until everything that happened has been dealt with."""
    await slack.until_settled()
    await bot.services.tasks.settle()
