"""What the model gets to read of a message: ``clean`` never fails, and is bounded in time."""

from __future__ import annotations

import html
import re
import unicodedata

from emojifier.catalogue import catalogue

# Characters of a cleaned message; a longer one keeps its beginning and its end.
MAX_CHARS = 1_000
# Characters that are looked at before cleaning.
_WINDOW = 8_000
_GAP = " … "
# So many of one character, one emoji or of combining marks in a row say all that more would.
_MOST_REPEATS = 3

_CODE = re.compile(r"```.*?(?:```|\Z)|`[^`\n]*`", re.DOTALL)
_CUSTOM_EMOJI = re.compile(r"<a?:(\w{1,64}):\d+>")
_LINK = re.compile(r"<(?:https?|mailto):[^<>|\s]*(?:\|([^<>]*))?>")
_MENTION = re.compile(
    r"<(?:@[!&]?|#)\d+>"  # Discord: people, roles, channels
    r"|<t:-?\d+(?::\w)?>|</[^<>:]{1,100}:\d+>"  # Discord: times, commands
    r"|<(?:[@#][A-Z0-9]+|![\w^]+)(?:\|[^<>]*)?>"  # Slack: people, channels, groups
    r"|(?<!\w)@(?:everyone|here|channel)\b"
)
_URL = re.compile(r"(?:\bhttps?://|\bwww\.)[^\s<>]+", re.IGNORECASE)
_SHORT_CODE = re.compile(r":([a-z0-9_+-]{2,64}):(?::?skin-tone-[2-6]:)?", re.IGNORECASE)
_EMPHASIS = re.compile(
    r"\*\*+|~~+|\|\|+|__+"
    r"|(?<!\w)[*_](?=\w)|(?<=\w)[*_](?!\w)"  # not the * of 2*3, nor the _ of a_name
    r"|^(?:>>> |> |#{1,3} |-# )",
    re.MULTILINE,
)
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_REPEATED = re.compile(rf"(\S)\1{{{_MOST_REPEATS},}}")

# Zero-width joiners spell words in Arabic and Indic scripts; elsewhere they are invisible dirt.
_JOINERS = "\u200c\u200d"
_FIRST_JOINED_SCRIPT = 0x0600


def clean(text: str) -> str:
    """A message reduced to its words and emojis, at most ``MAX_CHARS`` characters on one line.

    Links, mentions, markup, code, control and invisible characters go; emojis in any spelling and
    as short codes become the catalogue's; custom emojis become the words of their names. No ``<|``
    is left, so a message can never hold one of the model's control tokens.
    """
    text = _without_markup(_ends(text, _WINDOW, " "))
    text = _with_plain_emojis(unicodedata.normalize("NFC", text))
    text = " ".join(text.split()).replace("<|", "< |")
    return _ends(text, MAX_CHARS, _GAP)


def _ends(text: str, limit: int, gap: str) -> str:
    if len(text) <= limit:
        return text
    half = (limit - len(gap)) // 2
    return text[:half] + gap + text[-half:]


def _without_markup(text: str) -> str:
    text = _CODE.sub(" ", text)
    text = _CUSTOM_EMOJI.sub(lambda match: f" {_words(match[1])} ", text)
    text = _LINK.sub(lambda match: f" {match[1] or ''} ", text)
    text = _MENTION.sub(" ", text)
    # Slack escapes what people typed and nothing else, so this comes after its own markup.
    text = html.unescape(text)
    text = _URL.sub(" ", text)
    text = _SHORT_CODE.sub(_short_code, text)
    return _EMPHASIS.sub("", text)


def _short_code(match: re.Match[str]) -> str:
    emoji = catalogue().short_code(match[1])
    if emoji is not None:
        return emoji
    return f" {_words(match[1])} " if re.search("[a-z]", match[1], re.IGNORECASE) else match[0]


def _words(name: str) -> str:
    """``blobSadRain`` or ``blob_sad_rain`` -> ``blob sad rain``."""
    return _CAMEL.sub(" ", name).replace("_", " ").replace("-", " ").lower()


def _with_plain_emojis(text: str) -> str:
    parts: list[str] = []
    end = run = 0
    last = ""
    for start, stop, emoji in catalogue().find(text):
        between = text[end:start]
        run = run + 1 if emoji == last and not between.strip() else 1
        parts.append(_plain(between))
        if run <= _MOST_REPEATS:
            parts.append(emoji)
        last, end = emoji, stop
    return "".join([*parts, _plain(text[end:])])


def _plain(text: str) -> str:
    """Text without emojis -> without characters that nobody sees, and without endless runs."""
    if not (text.isascii() and text.isprintable()):
        text = _visible(text)
    return _REPEATED.sub(lambda match: match[1] * _MOST_REPEATS, text)


def _visible(text: str) -> str:
    kept: list[str] = []
    marks = 0
    for char in text:
        category = unicodedata.category(char)
        if category.startswith("M"):
            marks += 1
            if marks <= _MOST_REPEATS and not "\ufe00" <= char <= "\ufe0f":
                kept.append(char)
            continue
        marks = 0
        if category in {"Cc", "Zl", "Zp"}:
            kept.append(" ")
        elif char in _JOINERS:
            if kept and ord(kept[-1]) >= _FIRST_JOINED_SCRIPT and _is_word(kept[-1]):
                kept.append(char)
        elif category not in {"Cf", "Cs", "Co", "Cn"} and not "\U0001f3fb" <= char <= "\U0001f3ff":
            kept.append(char)
    return "".join(kept)


def _is_word(char: str) -> bool:
    return unicodedata.category(char)[0] in "LM"
