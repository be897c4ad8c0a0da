"""Answers -> Block Kit: the emojis, who made them, and the buttons under them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any, Final

from bot.features.candidates import Candidate
from bot.features.emojify import Answer
from bot.features.wording import bar, shortened
from bot.localisation import Locale, text
from bot.platforms.slack.answering import Block, Reply
from bot.platforms.slack.emojify.state import Asking, write
from bot.platforms.slack.markup import WHOLE, escape, mrkdwn, unescape
from bot.platforms.slack.names import written

# How much of a text is quoted: enough to know it again.
QUOTED: Final = 300
_TITLE: Final = 60
# As many characters as Slack takes for a heading.
_HEADING: Final = 150


class Action(StrEnum):
    """What a button does; its ``action_id``."""

    POST = "emojify_post"
    REROLL = "emojify_reroll"
    WHY = "emojify_why"


_LABELS: Final = {
    Action.POST: "slack-post",
    Action.REROLL: "emojify-reroll",
    Action.WHY: "emojify-why-button",
}


def asked(asker: str, asked_for: str, answer: Answer, page: int) -> Asking:
    """What the buttons under ``answer``, that page, have to know."""
    return Asking(
        asker=asker,
        text=asked_for,
        page=page + 1 if answer.more else 0,
        shown=emojis(answer.emojis),
        model=title(answer.model),
    )


def answered(asking: Asking, locale: Locale, actions: Sequence[Action], *, quote: bool) -> Reply:
    """The emojis, large, with those buttons; with the text that they are for, if ``quote``."""
    footer = text(locale, "emojify-footer", model=escape(asking.model))
    return Reply(
        f"{asking.shown} ({footer})",
        (
            *([section(quoted(asking.text))] if quote else ()),
            large(asking.shown),
            small(footer),
            *([buttons(asking, actions, locale)] if actions else ()),
        ),
    )


def posted(asking: Asking, locale: Locale) -> Reply:
    """What everybody gets to see of an answer: who asked, for what, and what came of it."""
    said = text(locale, "slack-posted", person=f"<@{asking.asker}>")
    footer = text(locale, "emojify-footer", model=escape(asking.model))
    return Reply(
        f"{asking.shown} ({footer})",
        (section(f"{said}\n{quoted(asking.text)}"), large(asking.shown), small(footer)),
    )


def why(answer: Answer, locale: Locale) -> Reply:
    """The best candidates with their chances as bars, the chance of silence, and the model."""
    lines = (
        mrkdwn(text(locale, "emojify-why")),
        *(
            f"`{bar(c.probability)} {c.probability:>4.0%}` {written(c)} {escape(c.name)}"
            for c in answer.ranked
        ),
        text(locale, "emojify-why-quiet", quiet=f"{answer.quiet:.0%}"),
    )
    model = escape(shortened(answer.model, _TITLE, WHOLE))
    footer = text(locale, "emojify-why-model", model=model)
    return Reply("\n".join((*lines, footer)), (section("\n".join(lines)), small(footer)))


def section(mrkdwn_text: str) -> Block:
    """A paragraph."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": mrkdwn_text, "verbatim": True}}


def large(shown: str) -> Block:
    """Emojis as Slack draws them largest: in a heading, where they fit into one."""
    if len(shown) > _HEADING:
        return section(shown)
    return {"type": "header", "text": plain(shown)}


def small(mrkdwn_text: str) -> Block:
    """A line in small print."""
    element = {"type": "mrkdwn", "text": mrkdwn_text, "verbatim": True}
    return {"type": "context", "elements": [element]}


def plain(words: str) -> dict[str, Any]:
    """A text without markup, in which short codes are drawn."""
    return {"type": "plain_text", "text": words, "emoji": True}


def buttons(asking: Asking, actions: Iterable[Action], locale: Locale) -> Block:
    """Buttons that know what was asked."""
    value = write(asking)
    return {
        "type": "actions",
        "elements": [
            {
                "type": "button",
                "action_id": action.value,
                "text": plain(text(locale, _LABELS[action])),
                "value": value,
            }
            for action in actions
        ],
    }


def emojis(candidates: Iterable[Candidate]) -> str:
    """As they stand in a message."""
    return " ".join(map(written, candidates))


def title(model: str) -> str:
    """The model's name and version, without its digest."""
    return shortened(model.partition(" (")[0], _TITLE, WHOLE)


def quoted(words: str) -> str:
    """The beginning of what somebody wrote, calling nobody."""
    beginning = escape(shortened(unescape(words), QUOTED, WHOLE))
    return "\n".join(f"> {line}" for line in beginning.split("\n"))
