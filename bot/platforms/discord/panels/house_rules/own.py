"""The form for words that one of the server's own emojis stands for."""

from __future__ import annotations

from typing import Final

from bot.localisation import text
from bot.platforms.discord.panels.emojis import read_emojis
from bot.platforms.discord.panels.form import Form, line, lines
from bot.platforms.discord.panels.house_rules.changing import change_customs, customs, drawn
from bot.platforms.discord.panels.press import Answer, Press
from bot.platforms.discord.panels.records import altered
from bot.store.records import CustomEmojiRules

_WORDS: Final = 20
_WORD: Final = 40


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
    words = _read_words(typed)

    def change(rules: CustomEmojiRules) -> CustomEmojiRules:
        others = {key: kept for key, kept in rules.words.items() if key != found[0].id}
        return altered(rules, words=others | ({found[0].id: words} if words else {}))

    return await change_customs(form, change)


def _read_words(typed: str) -> tuple[str, ...]:
    pieces = typed.replace("、", ",").replace("\n", ",").split(",")
    words = (" ".join(piece.split())[:_WORD] for piece in pieces)
    return tuple(dict.fromkeys(word for word in words if word))[:_WORDS]
