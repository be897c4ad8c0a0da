"""Reads the Fluent files, and finds a message in the reader's language."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final, Literal, get_args

from fluent.runtime import FluentBundle, FluentResource

Locale = Literal["en", "de", "es", "fr", "pt-BR", "ja"]
LOCALES: Final[tuple[Locale, ...]] = get_args(Locale)
# Characters of an argument; for a longer one Fluent shows nothing at all.
LONGEST: Final = 900
_FOLDER: Final = Path(__file__).parent


def closest(tag: str | None) -> Locale:
    """The language for a reader whose client says ``tag`` (BCP 47, such as ``es-419``)."""
    language = (tag or "").partition("-")[0].lower()
    for locale in LOCALES:
        if locale.partition("-")[0] == language:
            return locale
    return "en"


def text(locale: Locale, message: str, /, **arguments: str | int | float) -> str:
    """The message in that language with its arguments filled in.

    Raises ``KeyError`` for a message that does not exist, or lacks one of its arguments.
    """
    bundle = _bundle(locale)
    pattern = bundle.get_message(message).value
    if pattern is None:
        raise KeyError(message)
    formatted, errors = bundle.format_pattern(pattern, arguments)
    if errors:
        raise KeyError(message) from errors[0]
    return str(formatted)


@cache
def _bundle(locale: Locale) -> FluentBundle:
    # Isolating marks around arguments would stand in the middle of emojis and Markdown.
    bundle = FluentBundle([locale], use_isolating=False)
    for file in sorted((_FOLDER / locale).glob("*.ftl")):
        bundle.add_resource(FluentResource(file.read_text(encoding="utf-8")))
    return bundle
