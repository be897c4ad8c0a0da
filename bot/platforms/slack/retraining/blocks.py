"""Pages of the desk as Slack's messages: the text, the picture, and the buttons under them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from bot.features.retraining.desk import Action, Page
from bot.localisation import Locale, text
from bot.platforms.slack.answering import Block, Reply
from bot.platforms.slack.emojify.blocks import plain, section
from bot.platforms.slack.markup import mrkdwn

# Action ids begin so.
PREFIX: Final = "retrain:"
_STYLES: Final[Mapping[Action, str]] = {
    Action.START: "primary",
    Action.CANCEL: "danger",
    Action.ACTIVATE: "primary",
}


def drawn(page: Page, locale: Locale, picture: str | None = None) -> Reply:
    """A page as a message; ``picture`` is the id of a file in Slack."""
    words = mrkdwn(page.text)
    blocks = [section(words)]
    if picture is not None:
        alternative = text(locale, "slack-retraining-curve")
        file = {"id": picture}
        blocks.append({"type": "image", "slack_file": file, "alt_text": alternative})
    if page.actions:
        buttons = [_button(action, page.subject, locale) for action in page.actions]
        blocks.append({"type": "actions", "elements": buttons})
    return Reply(words, blocks)


def picture_in(message: Mapping[str, Any]) -> str | None:
    """The file that a message shows as its picture."""
    for block in message.get("blocks") or ():
        if block.get("type") == "image" and (file := block.get("slack_file")):
            return str(file["id"])
    return None


def _button(action: Action, subject: str, locale: Locale) -> Block:
    block: Block = {
        "type": "button",
        "action_id": f"{PREFIX}{action}",
        "text": plain(text(locale, f"retraining-{action}")),
        "value": subject,
    }
    return {**block, "style": _STYLES[action]} if action in _STYLES else block
