"""Retrainings in the loopback Slack, up to where a test begins."""

from __future__ import annotations

from typing import Any, Final

from bot.features.retraining.face import Phase
from tests.bot.retraining import OUTCOME, ROWS, ScriptedRetrainer
from tests.loopback.slack import SlackServer
from tests.loopback.slack.objects import Json
from tests.loopback.slack.shown import Shown, ShownView

COMMAND: Final = "/emoji-retrain"
OWNER: Final = "olga"
PREVIEW: Final = "Retrain the model?"
READY: Final = "is ready"


def table(slack: SlackServer, name: str = "ours.tsv", content: bytes = ROWS) -> Json:
    """A file of the owner's."""
    return slack.files.add(OWNER, name, content)


async def opened(slack: SlackServer) -> ShownView:
    """The owner types the command; the modal."""
    slack.world.person(OWNER, is_owner=True)
    await slack.command(OWNER, COMMAND)
    return await slack.until_modal(OWNER)


async def previewed(slack: SlackServer, **filled: Any) -> Shown:
    """The owner fills in and sends the modal (by default one file); what is said directly."""
    await opened(slack)
    await slack.submit(OWNER, filled or {"files": [table(slack)]})
    await slack.until_modal(OWNER, "write to you directly")
    await slack.close(OWNER)
    return await slack.until_shown(OWNER, containing=PREVIEW)


async def started(slack: SlackServer, retrainer: ScriptedRetrainer) -> Shown:
    """The owner has pressed Start, and the message follows."""
    await previewed(slack)
    await slack.press(OWNER, "Start")
    message = await slack.until_shown(OWNER, containing="Getting ready")
    await slack.wait_for(retrainer.followed.is_set)
    return message


async def finished(slack: SlackServer, retrainer: ScriptedRetrainer) -> Shown:
    """The message of a retraining that went well."""
    await started(slack, retrainer)
    await retrainer.tell(phase=Phase.FINISHED, outcome=OUTCOME)
    return await slack.until_shown(OWNER, containing=READY)
