"""What the model gets to read of a message: ``clean`` never fails, and is bounded in time."""

from __future__ import annotations

import re
import unicodedata

from emojifier.catalogue import catalogue
from emojifier.markup import without_markup

# Characters of a cleaned message; a longer one keeps its beginning and its end.
MAX_CHARS = 1_000
# Characters that are looked at before cleaning.
_WINDOW = 4_000
_GAP = " … "
# So many of one character, one emoji or of combining marks in a row say all that more would.
_MOST_REPEATS = 3
# Nested markup can need a round for each level; what goes deeper was not made to be read.
_MOST_ROUNDS = 10

# Digits may repeat: 10000 is not 1000.
_REPEATED = re.compile(rf"([^\s\d])\1{{{_MOST_REPEATS},}}")

_INVISIBLE = frozenset({"Cc", "Cf", "Cn", "Co", "Cs"})
# Letters and symbols that draw nothing; messages made of them alone are meant to be empty.
_BLANKS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
_SELECTORS = re.compile("[\u034f\ufe00-\ufe0f\U0001f3fb-\U0001f3ff\U000e0100-\U000e01ef]")
# Zero-width joiners spell words between letters of these scripts, Arabic to Mongolian; elsewhere,
# outside emojis, they are dirt.
_JOINERS = "\u200c\u200d"
_JOINED_FIRST, _JOINED_LAST = "\u0600", "\u1bff"


def clean(text: str) -> str:
    """A message reduced to its words and emojis, at most ``MAX_CHARS`` characters on one line.

    Links, mentions, markup, code, control and invisible characters go; emojis in any spelling and
    as short codes become the catalogue's; custom emojis become the words of their names. No ``<|``
    is left, so a message can never hold one of the model's control tokens. Cleaning what is clean
    changes nothing.
    """
    if len(text) > _WINDOW:
        text = _ends(text, _WINDOW // 2, len(text) - _WINDOW // 2)
    # What one step takes away can complete something for an earlier one: until nothing changes.
    for _ in range(_MOST_ROUNDS):
        cleaned = _clean_once(text)
        if cleaned == text:
            break
        text = cleaned
    return text


def _clean_once(text: str) -> str:
    text = unicodedata.normalize("NFC", without_markup(text))
    text = " ".join(_with_plain_emojis(text).split())
    return _shorten(text.replace("<|", "< |"))


def _shorten(text: str) -> str:
    """At most ``MAX_CHARS`` characters, never cut inside an emoji."""
    if len(text) <= MAX_CHARS:
        return text
    head = (MAX_CHARS - len(_GAP)) // 2
    tail = len(text) - head
    for start, end, _ in catalogue().find(text):
        if start < head < end:
            head = start
        if start < tail < end:
            tail = end
    return _ends(text, head, tail)


def _ends(text: str, head: int, tail: int) -> str:
    return f"{text[:head].rstrip()}{_GAP}{text[tail:].lstrip()}"


def _with_plain_emojis(text: str) -> str:
    """Emojis in the catalogue's spelling, at most three of one in a row; the rest ``_plain``."""
    parts: list[str] = []
    end = run = 0
    last = ""
    for start, stop, emoji in catalogue().find(text):
        between = _plain(text[end:start])
        run = run + 1 if emoji == last and not between.strip() else 1
        parts.append(between)
        if run <= _MOST_REPEATS:
            parts.append(emoji)
        last, end = emoji, stop
    return "".join([*parts, _plain(text[end:])])


def _plain(text: str) -> str:
    """Text without characters that nobody sees, and without endless runs."""
    if not (text.isascii() and text.isprintable()):
        text = _visible(text)
    return _REPEATED.sub(lambda match: match[1] * _MOST_REPEATS, text)


def _visible(text: str) -> str:
    kept: list[str] = []
    marks = 0
    for before, char, after in zip(f" {text}", text, f"{text[1:]} ", strict=False):
        category = unicodedata.category(char)
        if char in _JOINERS:
            if _is_joined(before) and _is_joined(after):
                kept.append(char)
        elif char.isspace() or char in _BLANKS:
            kept.append(" ")
            marks = 0
        elif category in _INVISIBLE or _SELECTORS.match(char):
            continue
        else:
            marks = marks + 1 if category.startswith("M") else 0
            if marks <= _MOST_REPEATS:
                kept.append(char)
    return "".join(kept)


def _is_joined(char: str) -> bool:
    return _JOINED_FIRST <= char <= _JOINED_LAST and unicodedata.category(char)[0] in "LM"
