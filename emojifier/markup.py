"""What chat platforms write into messages besides words: links, mentions, codes, emphasis."""

from __future__ import annotations

import re

from emojifier.catalogue import catalogue

_CODE = re.compile(r"```.*?```|(?<!\w)(`{1,2})[^`\n]+\1(?!\w)", re.DOTALL)
_CUSTOM_EMOJI = re.compile(r"<a?:(\w{1,64}):\d+>")
_MASKED_LINK = re.compile(r"\[([^\[\]]+)\]\(<?https?://[^\s)]+\)")
_LINK = re.compile(r"<((?:https?|mailto|tel):[^<>|\s]*)(?:\|([^<>|]*))?>")
_MENTION = re.compile(
    r"<(?:@[!&]?|#)[A-Z0-9]+(?:\|[^<>|]*)?>"  # people, roles, channels
    r"|<![a-z]+(?:\^[^<>|]*)?(?:\|[^<>|]*)?>"  # Slack: everybody, groups, dates
    r"|<t:-?\d+(?::\w)?>|</[\w -]+:\d+>|<id:\w+>"  # Discord: times, commands, guides
    r"|(?<!\w)@(?:everyone|here|channel)\b"
)
# Slack escapes these three; typed by hand or escaped twice, they read the same.
_ENTITY = re.compile(r"&(?:amp;)*(amp|lt|gt);")
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">"}
_URL = re.compile(
    r"(?:https?://|(?<![\w.])www\.)[\w\-.~:/?#\[\]@!$&'()*+,;=%]*[\w\-~/#@$&*+=%]",
    re.IGNORECASE | re.ASCII,
)
# Not the minutes of 10:30:45, nor the colons of std::vector.
_SHORT_CODES = re.compile(r"(?<![\d:]):(?:[\w+'-]{1,64}:)(?::?[\w+'-]{1,64}:)*", re.ASCII)
_SKIN_TONE = re.compile(r"skin-tone-[2-6](?:-[2-6])?")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_QUOTE = re.compile(r"^[ \t]*(?:(?:>{1,3}|#{1,3}|-#)[ \t]+)+", re.MULTILINE)
_MARKER = re.compile(r"(?:\*+|_+|~+|\|\|)+")


def without_markup(text: str) -> str:
    """Text without the markup of Discord and Slack; what goes leaves a blank, words are kept.

    Links and mentions are dropped (a link's label stays), and so is code. Short codes become
    emojis, custom emojis the words of their names.
    """
    text = _CODE.sub(" ", text)
    text = _CUSTOM_EMOJI.sub(lambda match: f" {_words(match[1])} ", text)
    text = _MASKED_LINK.sub(r"\1", text)
    text = _LINK.sub(_label, text)
    text = _MENTION.sub(" ", text)
    # Slack escapes what people typed, never its own markup, so this comes after it.
    text = _ENTITY.sub(lambda match: _ENTITIES[match[1]], text)
    text = _URL.sub(" ", text)
    text = _SHORT_CODES.sub(_emojis, text)
    return _without_emphasis(_QUOTE.sub("", text))


def _label(match: re.Match[str]) -> str:
    """The words of a link, unless they only repeat its address."""
    address, label = match[1], match[2] or ""
    return " " if label in address else f" {label} "


def _emojis(match: re.Match[str]) -> str:
    """Short codes, one or several in a row -> emojis; unknown ones -> their words."""
    glued = match.start() > 0 and match.string[match.start() - 1].isalpha()
    shown = []
    for code in filter(None, match[0].split(":")):
        emoji = catalogue().short_code(code)
        if glued and (emoji is None or len(code) < 3):
            return match[0]
        if emoji is not None:
            shown.append(emoji)
        elif not _SKIN_TONE.fullmatch(code):
            if len(code) < 2 or not re.search("[a-zA-Z]", code):
                return match[0]
            shown.append(f" {_words(code)} ")
    return "".join(shown)


def _words(name: str) -> str:
    """``blobSadRain`` or ``blob_sad_rain`` -> ``blob sad rain``."""
    return _CAMEL.sub(" ", name).replace("_", " ").replace("-", " ").lower()


def _without_emphasis(text: str) -> str:
    """Drop ``**``, ``_``, ``~~``, ``||`` and the like where they stand in pairs around words.

    A lone one is text: ``2*3``, ``a_name``, ``f***``, ``-_-``.
    """
    kept: list[str] = []
    opened: dict[str, list[int]] = {}
    end = 0
    for match in _MARKER.finditer(text):
        kept += [text[end : match.start()], match[0]]
        end = match.end()
        before = text[match.start() - 1 : match.start()] or " "
        after = text[end : end + 1] or " "
        if not after.isspace() and _is_edge(before, after):
            opened.setdefault(match[0], []).append(len(kept) - 1)
        elif not before.isspace() and _is_edge(after, before) and opened.get(match[0][::-1]):
            kept[opened[match[0][::-1]].pop()] = kept[-1] = ""
    return "".join([*kept, text[end:]])


def _is_edge(outside: str, inside: str) -> bool:
    return outside.isspace() or (inside.isalnum() and not outside.isalnum())
