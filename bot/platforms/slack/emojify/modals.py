"""What the shortcuts open: modals that wait, tell, and let people choose and write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from bot.features.candidates import Candidate
from bot.features.emojify import RANKED, Answer
from bot.localisation import Locale, text
from bot.platforms.slack.answering import Block
from bot.platforms.slack.emojify.blocks import plain, section, small, title
from bot.platforms.slack.markup import escape
from bot.platforms.slack.names import reaction, written

View = dict[str, Any]

# Identifiers of inputs and of what they hold.
EMOJI: Final = "emoji"
TEXT: Final = "text"
WHERE: Final = "where"
# As many characters as a message in Slack should have.
MOST_TEXT: Final = 3_000
# As many as Slack takes for an option.
_LABEL: Final = 75


def waiting(locale: Locale) -> View:
    """Shown at once, while the model works."""
    return _modal(locale, [section(text(locale, "slack-working"))])


def telling(locale: Locale, *lines: str) -> View:
    """Says something (in mrkdwn), and is closed."""
    return _modal(locale, [section(line) for line in lines])


def writing(locale: Locale, callback: str) -> View:
    """Asks for a text."""
    element = {
        "type": "plain_text_input",
        "action_id": TEXT,
        "multiline": True,
        "max_length": MOST_TEXT,
        "focus_on_load": True,
    }
    question = _input(TEXT, text(locale, "commands-text"), element)
    return _modal(locale, [question], callback=callback, submit="slack-find")


def reacting(locale: Locale, answer: Answer, callback: str, metadata: str) -> View:
    """Lets choose what to react with."""
    choice = _choice(answer.ranked, text(locale, "emojify-react-hint"))
    blocks = [choice, _footer(locale, answer)]
    return _modal(locale, blocks, callback=callback, metadata=metadata, submit="slack-react")


def posting(locale: Locale, answer: Answer, callback: str, metadata: str) -> View:
    """Lets choose what to post, and where; or copy it."""
    where = {
        "type": "conversations_select",
        "action_id": WHERE,
        "default_to_current_conversation": True,
        # An address to answer to: the bot need not be there.
        "response_url_enabled": True,
    }
    blocks = [
        section(f"{text(locale, 'slack-copy')}\n{to_copy(answer.ranked)}"),
        _choice(answer.ranked, text(locale, "emojify-pick-hint")),
        _input(WHERE, text(locale, "slack-post-where"), where),
        _footer(locale, answer),
    ]
    return _modal(locale, blocks, callback=callback, metadata=metadata, submit="slack-post")


def to_copy(ranked: Sequence[Candidate], count: int = 5) -> str:
    """The best emojis that everybody can paste."""
    emojis = [candidate.emoji for candidate in ranked if candidate.custom is None]
    return f"```{' '.join(emojis[:count])}```"


def chosen(view: Mapping[str, Any]) -> str:
    """The ``reactions.add`` name of the emoji that was chosen."""
    option = view["state"]["values"][EMOJI][EMOJI]["selected_option"]
    return str(option["value"])


def wrote(view: Mapping[str, Any]) -> str:
    """The text that was written; empty where there is none."""
    return str(view["state"]["values"][TEXT][TEXT]["value"] or "")


def _choice(ranked: Sequence[Candidate], label: str) -> Block:
    options = [
        {"text": plain(f"{written(c)} {c.name}"[:_LABEL]), "value": name}
        for c in ranked[:RANKED]
        if (name := reaction(c)) is not None
    ]
    element = {
        "type": "radio_buttons",
        "action_id": EMOJI,
        "options": options,
        "initial_option": options[0],
    }
    return _input(EMOJI, label, element)


def _footer(locale: Locale, answer: Answer) -> Block:
    return small(text(locale, "emojify-footer", model=escape(title(answer.model))))


def _input(identifier: str, label: str, element: Mapping[str, Any]) -> Block:
    return {"type": "input", "block_id": identifier, "label": plain(label), "element": element}


def _modal(
    locale: Locale,
    blocks: Sequence[Block],
    *,
    callback: str = "",
    metadata: str = "",
    submit: str | None = None,
) -> View:
    view: View = {
        "type": "modal",
        "title": plain(text(locale, "commands-menu-emojify")),
        "close": plain(text(locale, "panel-close")),
        "private_metadata": metadata,
        "blocks": [*blocks],
    }
    if callback:
        view["callback_id"] = callback
    if submit is not None:
        view["submit"] = plain(text(locale, submit))
    return view
