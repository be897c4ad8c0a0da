"""Suggestions and models -> the text of a Discord message, at most ``MAX_CONTENT`` characters."""

from __future__ import annotations

from typing import Final

from discord.utils import escape_markdown, escape_mentions

from bot.features.model_info import ModelState, ModelStatus
from bot.platforms.discord import texts
from emojifier.suggestion import ModelInfo, Suggestion

# Discord's limit for a message's content.
MAX_CONTENT: Final = 2_000
QUOTED: Final = 300
_TITLE: Final = 100
_FIELD: Final = 250


def answer(text: str, suggestion: Suggestion) -> str:
    """The beginning of ``text`` as a quote, the emojis, and who made them.

    The emojis stand in a heading, since Discord draws them large there.
    """
    lines = (
        f"> {_plain(text, QUOTED)}",
        f"# {suggestion.output}",
        f"-# {texts.footer(_plain(suggestion.model, _TITLE))}",
    )
    return "\n".join(lines)


def model(status: ModelStatus) -> str:
    """What is known of the model, a line a fact; or why nothing is."""
    if status.info is not None:
        return "\n".join(_facts(status.info))[:MAX_CONTENT]
    return texts.MODEL_LOADING if status.state is ModelState.LOADING else texts.MODEL_FAILED


def _facts(info: ModelInfo) -> list[str]:
    facts = {
        "Trained on": ", ".join(info.data),
        "Base": info.base,
        "Languages": ", ".join(info.languages),
        "Emojis": f"{info.emojis:,} of {info.catalogue:,}",
        "Measured": ", ".join(_metric(name, value) for name, value in info.metrics.items()),
        "Runs on": f"{info.device}, {info.parameters / 1e6:,.1f} million parameters",
        "Made": info.created,
        "Digest": info.digest[:16],
    }
    heading = f"**{_plain(f'{info.name} {info.version}', _TITLE)}**"
    described = [_plain(info.description, _FIELD)] if info.description else []
    return [
        heading,
        *described,
        *(f"{name}: {_plain(value, _FIELD)}" for name, value in facts.items() if value),
    ]


def _metric(name: str, value: float) -> str:
    """Hits among the first n are shares of messages; losses and errors are not."""
    return f"{name.replace('_', ' ')} " + (f"{value:.0%}" if "@" in name else f"{value:.2f}")


def _plain(text: str, limit: int) -> str:
    """The first ``limit`` characters of ``text`` on one line, without markup or mentions.

    Escaping at most doubles the length.
    """
    line = " ".join(text.split())
    if len(line) > limit:
        line = line[: limit - 1].rstrip() + "…"
    return escape_markdown(escape_mentions(line))
