"""Answers -> the text of Discord messages, at most 2,000 characters each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.features.candidates import Candidate
from bot.features.emojify import Answer
from bot.features.wording import bar
from bot.localisation import Locale, text
from bot.platforms.discord.emojify.quoting import escape, quote, shortened
from bot.platforms.discord.reacting.spelling import drawn
from emojifier.suggestion import Mode

_DECORATED: Final = 600
_TITLE: Final = 60


def content(asked: str, answer: Answer, style: Mode, locale: Locale) -> str:
    """The beginning of the text as a quote, the emojis, and who made them.

    The emojis stand in a heading, since Discord draws them large there.
    """
    model = escape(shortened(answer.model.partition(" (")[0], _TITLE))
    if style is Mode.DECORATE:
        shown = escape(shortened(answer.output, _DECORATED))
    else:
        shown = f"# {' '.join(map(markup, answer.emojis))}"
    return "\n".join((quote(asked), shown, f"-# {text(locale, 'emojify-footer', model=model)}"))


def why(answer: Answer, locale: Locale) -> str:
    """The best candidates with their chances as bars, the chance of silence, and the model."""
    model = escape(shortened(answer.model, _TITLE))
    return "\n".join(
        (
            text(locale, "emojify-why"),
            *(
                f"`{bar(c.probability)} {c.probability:>4.0%}` {markup(c)} {escape(c.name)}"
                for c in answer.ranked
            ),
            text(locale, "emojify-why-quiet", quiet=f"{answer.quiet:.0%}"),
            f"-# {text(locale, 'emojify-why-model', model=model)}",
        )
    )


def markup(candidate: Candidate) -> str:
    """The emoji as a message spells it."""
    return str(drawn(candidate))


def to_copy(ranked: Sequence[Candidate], count: int = 5) -> str:
    """The best emojis that everybody can paste, in a block that Discord lets people copy."""
    emojis = [candidate.emoji for candidate in ranked if candidate.custom is None]
    return f"```\n{' '.join(emojis[:count])}\n```"
