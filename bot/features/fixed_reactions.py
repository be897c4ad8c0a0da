"""Reactions that a server's managers fixed: for a phrase, a person, or every message."""

from __future__ import annotations

import unicodedata
from typing import Final

from bot.features.candidates import Candidate
from bot.features.house_rules import dressed, named
from bot.features.incoming import IncomingMessage
from bot.store.records import FixedReaction, HouseRules, Trigger
from emojifier.catalogue import catalogue

MOST: Final = 5

# Scripts that do not set their words apart by blanks, or hang their endings on: a phrase may begin
# and end anywhere in them. The first word of Unicode's names of their letters.
_UNSPACED: Final = frozenset(
    {"CJK", "HIRAGANA", "KATAKANA", "HANGUL", "THAI", "LAO", "KHMER", "MYANMAR", "TIBETAN"}
)


def fixed_reactions(
    message: IncomingMessage, rules: HouseRules, *, newest: float | None = None
) -> tuple[Candidate, ...]:
    """At most ``MOST`` emojis, in the order of the rules, without doubles.

    What managers fixed holds whatever the presets say, but not what they forbade by name. Nothing
    is newer than the Unicode emoji version ``newest`` (None: any).
    """
    forbidden = named(rules.forbidden)
    text = _plain(message.text) if any(rule.phrase for rule in rules.fixed) else ""
    found: dict[str, Candidate] = {}
    for rule in rules.fixed:
        if _holds_in(rule, message) and _is_triggered(rule, message, text):
            for emoji in named(rule.emojis):
                entry = catalogue()[emoji]
                if emoji not in forbidden and (newest is None or entry.version <= newest + 1e-6):
                    shown = dressed(emoji, rules, newest=newest)
                    found.setdefault(emoji, Candidate(shown, emoji, entry.name, 1.0))
    return tuple(found.values())[:MOST]


def _holds_in(rule: FixedReaction, message: IncomingMessage) -> bool:
    return not rule.channels or not rule.channels.isdisjoint({message.channel, message.parent})


def _is_triggered(rule: FixedReaction, message: IncomingMessage, text: str) -> bool:
    match rule.trigger:
        case Trigger.PHRASE:
            return _says(text, _plain(rule.phrase))
        case Trigger.PERSON:
            return message.author.person == rule.person
        case Trigger.EVERY:
            return True


def _plain(text: str) -> str:
    """The same for all spellings of a text that a reader takes for one."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(folded.replace("\ufe0f", "").replace("’", "'").split())


def _says(text: str, phrase: str) -> bool:
    """Whether ``phrase`` stands in ``text`` as words of its own."""
    start = text.find(phrase)
    while start >= 0:
        end = start + len(phrase)
        if _is_apart(text[start - 1 : start], phrase[0]) and _is_apart(phrase[-1], text[end:][:1]):
            return True
        start = text.find(phrase, start + 1)
    return False


def _is_apart(before: str, after: str) -> bool:
    """Whether a word can end between two characters; ``before`` or ``after`` may be empty."""
    return not (_is_of_word(before) and _is_of_word(after))


def _is_of_word(char: str) -> bool:
    if not char or unicodedata.category(char)[0] not in "LMN":
        return False
    return unicodedata.name(char, "").partition(" ")[0] not in _UNSPACED
