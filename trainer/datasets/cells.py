"""One cell -> a message or catalogue emojis, whatever spelling people and programs chose."""

from __future__ import annotations

import json
import re

from emojifier.catalogue import catalogue
from emojifier.errors import UnknownEmoji
from trainer.datasets.table import MAX_FIELD, TOO_LONG, Unusable, shown

QUIET = "-"
_SKIN_TONE = " skin tone"
# Other signs between emojis than the blanks and commas that the catalogue knows; an apostrophe
# within a word belongs to a short code.
_BETWEEN = re.compile(r"[\[\](){};|/\"]|(?<!\w)'|'(?!\w)")
# JSON can spell half an emoji; no text can hold it.
_HALF = re.compile("[\ud800-\udfff]")
# How UTF-8 looks that was read as Windows-1252 or Latin-1: its first byte, and one that follows.
_MOJIBAKE = re.compile("[Â-ô][^\x00-\x7f]")


def read_message(cell: object) -> str:
    """A cell as a message; raises ``Unusable``.

    ``waving hand: light skin tone`` becomes ``waving hand``: tones are applied, never predicted.
    """
    text = _without_skin_tone(_text(cell).strip())
    if not text:
        raise Unusable("the message is empty")
    return text


def read_emojis(cell: object) -> tuple[str, ...]:
    """A cell -> the catalogue's spellings, in order and each once; () for ``-``.

    One emoji or several, with or without blanks, commas or other signs between them; short codes of
    Slack and GitHub; a list, also one written as JSON. Raises ``Unusable``.
    """
    text = " ".join(map(_text, cell)) if isinstance(cell, list | tuple) else _unlisted(_text(cell))
    if not text.strip():
        raise Unusable(f"no emojis (write {QUIET} where no reaction is wanted)")
    if text.strip() == QUIET:
        return ()
    try:
        return tuple(dict.fromkeys(catalogue().split(text)))
    except UnknownEmoji as error:
        raise Unusable("not an emoji of the Unicode list", repr(shown(error.spelling))) from None


def _text(cell: object) -> str:
    """A cell as text; what is no text at all (None, NaN, a number) is as good as empty."""
    if not isinstance(cell, str):
        return ""
    if len(cell) > MAX_FIELD:
        raise Unusable(TOO_LONG)
    if "\0" in cell:
        raise Unusable("a NUL byte", repr(shown(cell)))
    if _HALF.search(cell):
        raise Unusable("half a character (a lone surrogate)", repr(shown(cell)))
    if _MOJIBAKE.search(cell) and (meant := _mended(cell)):
        raise Unusable(
            "UTF-8 that was once read as Windows-1252 (save the original again, as UTF-8)",
            f"{shown(cell)!r} should be {shown(meant)!r}",
        )
    return cell


def _mended(text: str) -> str | None:
    """What ``text`` was before its UTF-8 was read as Windows-1252, or None where it never was."""
    try:
        return b"".join(_byte(c) for c in text).decode()
    except UnicodeError:
        return None


def _byte(char: str) -> bytes:
    # Windows-1252 leaves five bytes undefined, which most programs read as Latin-1 does.
    return char.encode("latin-1") if char < "\xa0" else char.encode("cp1252")


def _unlisted(text: str) -> str:
    """``["🍕", "🎉"]`` without what makes it a list."""
    if text.lstrip().startswith("["):
        try:
            found = json.loads(text)
        except (ValueError, RecursionError):  # a list as Python writes it
            pass
        else:
            return " ".join(map(_text, found)) if isinstance(found, list) else text
    return _BETWEEN.sub(" ", text)


def _without_skin_tone(name: str) -> str:
    if _SKIN_TONE not in name:
        return name
    head, _, tail = name.partition(": ")
    kept = [part for part in tail.split(", ") if not part.endswith(_SKIN_TONE)]
    return ": ".join(filter(None, (head, ", ".join(kept))))
