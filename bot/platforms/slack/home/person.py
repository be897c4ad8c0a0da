"""The part of the home that everybody sees: what the bot does, their own choice, the model."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.localisation import Locale, text
from bot.platforms.slack.home.kit import (
    Block,
    actions,
    button,
    confirm,
    context,
    divider,
    header,
    section,
)


@dataclass(frozen=True, slots=True)
class Personal:
    """``out``: they do not want to be read. ``model`` is about the model, a line a fact."""

    locale: Locale
    out: bool
    model: str


def personal(view: Personal) -> Iterator[Block]:
    """What it does, the person's own switch, which model answers, and what is kept."""
    locale = view.locale
    yield section(text(locale, "slack-home-about"))
    yield header(text(locale, "slack-home-you"))
    state = "slack-home-you-out" if view.out else "slack-home-you-in"
    yield section(text(locale, state))
    yield actions(
        button("opt-in", text(locale, "privacy-opt-in"), style="primary")
        if view.out
        else button("opt-out", text(locale, "privacy-opt-out")),
        button(
            "forget",
            text(locale, "privacy-forget"),
            style="danger",
            confirm=confirm(
                text(locale, "slack-home-forget-title"),
                text(locale, "slack-home-forget-about"),
                text(locale, "slack-home-forget-yes"),
                text(locale, "slack-home-forget-no"),
            ),
        ),
    )
    yield divider()
    yield header(text(locale, "slack-home-model"))
    title, _, facts = view.model.partition("\n")
    yield section(title)
    if facts:
        yield context(facts)
    yield header(text(locale, "slack-home-privacy-title"))
    yield section(text(locale, "slack-home-privacy"))
