"""The form for words that one of the server's own emojis stands for."""

from __future__ import annotations

from bot.features.settings.emojis import read_emojis, read_words
from bot.features.settings.house_rules import with_words
from bot.localisation import text
from bot.platforms.discord.panels.form import Form, line, lines
from bot.platforms.discord.panels.house_rules.changing import change_customs, customs, drawn
from bot.platforms.discord.panels.press import Answer, Press


async def ask(press: Press) -> Answer:
    """The form: which emoji, and which words."""
    emoji, words = line("emoji", longest=100), lines("words")
    fields = [
        (text(press.locale, "house-rules-form-own"), emoji),
        (text(press.locale, "house-rules-form-words"), words),
    ]

    async def filled(form: Press) -> Answer:
        return await _set(form, emoji.value, words.value)

    return Form(text(press.locale, "house-rules-words"), fields, press, filled)


async def _set(form: Press, emoji: str, typed: str) -> Answer:
    found = read_emojis(emoji, customs(form)).customs
    if not found:
        return await drawn(form, "own", text(form.locale, "house-rules-not-own"))
    words = read_words(typed)
    return await change_customs(form, lambda rules: with_words(rules, found[0].id, words))
