"""The emojis that may ever come out, and the spellings of them that people type.

The table is compiled from Unicode's emoji-test by ``python -m trainer data build``: every
fully-qualified emoji without skin tone, in Unicode's order.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from emojifier.errors import UnknownEmoji

TABLE = Path(__file__).parent / "data" / "catalogue.tsv"
COLUMNS = (
    *("emoji", "name", "group", "subgroup", "version"),
    *("slack", "github", "shortcodes", "keywords", "aliases"),
)
UNICODE_VERSION = "17.0"

_IGNORED = frozenset("\ufe0e\ufe0f\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff")
_DROP_IGNORED = str.maketrans(dict.fromkeys(_IGNORED, ""))

# Where an emoji may begin in running text: any sign from the arrows on, coarsely, as the table
# decides; below them ©, ™ and digits are ordinary text unless U+FE0F or a keycap says otherwise.
_CANDIDATE = re.compile(
    "[\u2190-\u2bff〰〽㊗㊙\U0001f000-\U0001faff]|[©®‼⁉™ℹ]\ufe0f|[#*0-9]\ufe0f?\u20e3"
)
_SHORT_CODE = re.compile(r":([\w+'’&.-]+):(?::skin-tone-[2-6](?:-[2-6])?:)?")
_BETWEEN_CODE_WORDS = re.compile(r"[\s:,.’“”()-]+")
_BETWEEN_EMOJIS = re.compile(r"[\s,]+")


@dataclass(frozen=True, slots=True)
class Emoji:
    """One emoji: Unicode's spelling, name, group, subgroup and version, and what others call it.

    ``slack`` (Slack's ``reactions.add``) and ``github`` are short codes without colons, None where
    that platform has none yet. ``keywords`` are English, lower case.
    """

    emoji: str
    name: str
    group: str
    subgroup: str
    version: float
    slack: str | None
    github: str | None
    keywords: tuple[str, ...]


def key(spelling: str) -> str:
    """A spelling without variation selectors and skin tones: the same for all spellings."""
    return spelling.translate(_DROP_IGNORED)


class Catalogue:
    """All emojis, in Unicode's order, found by any spelling."""

    unicode_version = UNICODE_VERSION

    def __init__(self, table: str) -> None:
        """Read the table that ``trainer.building`` writes."""
        self.digest = hashlib.sha256(table.encode()).hexdigest()
        self._emojis: dict[str, Emoji] = {}
        self._by_key: dict[str, str] = {}
        rows = [dict(zip(COLUMNS, row.split("\t"), strict=True)) for row in table.splitlines()[1:]]
        for row in rows:
            entry = _entry(row)
            self._emojis[entry.emoji] = entry
            for spelling in (entry.emoji, *_list(row["aliases"])):
                self._by_key[key(spelling)] = entry.emoji
        self._prefixes = {k[:end] for k in self._by_key for end in range(1, len(k) + 1)}
        self._by_code = _codes(rows)

    @classmethod
    def load(cls) -> Catalogue:
        """Read the table that ships with this package; ``catalogue()`` keeps one."""
        return cls(TABLE.read_text(encoding="utf-8"))

    def __len__(self) -> int:
        return len(self._emojis)

    def __iter__(self) -> Iterator[Emoji]:
        return iter(self._emojis.values())

    def __contains__(self, emoji: object) -> bool:
        return emoji in self._emojis

    def __getitem__(self, emoji: str) -> Emoji:
        """The entry of an emoji in the catalogue's own spelling; raises ``KeyError``."""
        return self._emojis[emoji]

    def normalise(self, spelling: str) -> str:
        """Any spelling of one emoji -> the catalogue's.

        Takes a missing or needless U+FE0F, skin tones, and the short codes of Slack, GitHub and
        Unicode's names (``:tada:``, ``:wave::skin-tone-3:``). Raises ``UnknownEmoji``.
        """
        stripped = spelling.strip()
        match self._read(stripped, 0):
            case (end, emoji) if end == len(stripped):
                return emoji
        raise UnknownEmoji(spelling)

    def short_code(self, code: str) -> str | None:
        """The emoji of a short code without colons, in any case and with - or _, or None.

        Where platforms disagree Slack's meaning wins, since Slack alone sends short codes in text.
        """
        return self._by_code.get(_code(code))

    def find(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Every emoji in running text, longest first: start, end and the catalogue's spelling.

        Signs that are text by default (©, ™, digits) count only with U+FE0F or U+20E3. Linear in
        the length of ``text``.
        """
        end = 0
        for candidate in _CANDIDATE.finditer(text):
            start = candidate.start()
            if start >= end and (found := self._longest(text, start)):
                end, emoji = found
                yield start, end, emoji

    def split(self, cell: str) -> list[str]:
        """A cell of emojis and short codes -> the catalogue's spellings, in order.

        Blanks and commas may stand between them. Raises ``UnknownEmoji`` for whatever is left over.
        """
        emojis: list[str] = []
        at = 0
        while at < len(cell):
            if gap := _BETWEEN_EMOJIS.match(cell, at):
                at = gap.end()
            elif found := self._read(cell, at):
                at = found[0]
                emojis.append(found[1])
            else:
                raise UnknownEmoji(cell[at:])
        return emojis

    def _read(self, text: str, start: int) -> tuple[int, str] | None:
        """The emoji or short code that begins at ``start``: its end and the emoji, or None."""
        code = _SHORT_CODE.match(text, start)
        if code is None:
            return self._longest(text, start)
        emoji = self.short_code(code[1])
        return None if emoji is None else (code.end(), emoji)

    def _longest(self, text: str, start: int) -> tuple[int, str] | None:
        """The longest emoji that begins at ``start``: its end and the emoji, or None."""
        found = None
        walked = ""
        for end in range(start + 1, len(text) + 1):
            char = text[end - 1]
            if not walked or char not in _IGNORED:
                walked += char
                if walked not in self._prefixes:
                    break
            if (emoji := self._by_key.get(walked)) is not None:
                found = (end, emoji)
        return found


def _entry(row: dict[str, str]) -> Emoji:
    return Emoji(
        emoji=row["emoji"],
        name=row["name"],
        group=row["group"],
        subgroup=row["subgroup"],
        version=float(row["version"]),
        slack=row["slack"] or None,
        github=row["github"] or None,
        keywords=tuple(_list(row["keywords"])),
    )


def _codes(rows: list[dict[str, str]]) -> dict[str, str]:
    """Short code -> emoji. Earlier columns win over the whole table, not only in their row."""
    codes: dict[str, str] = {}
    for column in ("slack", "shortcodes", "github", "name"):
        for row in rows:
            for code in _list(row[column]):
                codes.setdefault(_code(code), row["emoji"])
    return codes


def _code(name: str) -> str:
    """``flag-de``, ``Flag_DE`` and ``flag: DE`` are one code."""
    return _BETWEEN_CODE_WORDS.sub("_", name.lower())


def _list(cell: str) -> list[str]:
    return cell.split("|") if cell else []


@cache
def catalogue() -> Catalogue:
    """The catalogue that ships, read once."""
    return Catalogue.load()
