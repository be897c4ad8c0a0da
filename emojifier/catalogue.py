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

_IGNORED = re.compile("[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]")
_TEXT_STYLE = "\ufe0e"
_SHORT_CODE = re.compile(r":([\w+'’&.-]+):(?::skin-tone-[2-6]:|:skin-tone-[2-6]-[2-6]:)?")
_LONGEST = 24


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
    return _IGNORED.sub("", spelling)


class Catalogue:
    """All emojis, in Unicode's order, found by any spelling."""

    unicode_version = UNICODE_VERSION

    def __init__(self, table: str) -> None:
        """Read the table that ``trainer.building`` writes."""
        self.digest = hashlib.sha256(table.encode()).hexdigest()
        self._emojis: dict[str, Emoji] = {}
        self._by_key: dict[str, str] = {}
        self._by_short_code: dict[str, str] = {}
        for line in table.splitlines()[1:]:
            self._add(dict(zip(COLUMNS, line.split("\t"), strict=True)))
        first = {spelling[0] for spelling in self._by_key}
        rest = {c for spelling in self._by_key for c in spelling[1:]}
        self._candidate = re.compile(
            f"[{re.escape(''.join(sorted(first)))}]"
            f"[{re.escape(''.join(sorted(rest)))}\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]*"
        )

    def _add(self, cells: dict[str, str]) -> None:
        emoji = cells["emoji"]
        slack, github = cells["slack"] or None, cells["github"] or None
        self._emojis[emoji] = Emoji(
            emoji=emoji,
            name=cells["name"],
            group=cells["group"],
            subgroup=cells["subgroup"],
            version=float(cells["version"]),
            slack=slack,
            github=github,
            keywords=tuple(_list(cells["keywords"])),
        )
        for spelling in (emoji, *_list(cells["aliases"])):
            self._by_key[key(spelling)] = emoji
        for code in filter(None, (slack, github, *_list(cells["shortcodes"]))):
            self._by_short_code.setdefault(code, emoji)

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

        Takes a missing or needless U+FE0F, skin tones, gendered forms and short codes of Slack and
        GitHub (``:tada:``, ``:wave::skin-tone-3:``). Raises ``UnknownEmoji``.
        """
        stripped = spelling.strip()
        code = _SHORT_CODE.fullmatch(stripped)
        found = self.short_code(code[1]) if code else self._by_key.get(key(stripped))
        if found is None:
            raise UnknownEmoji(spelling)
        return found

    def short_code(self, code: str) -> str | None:
        """The emoji of a short code without colons, or None."""
        return self._by_short_code.get(code.lower())

    def find(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Every emoji in running text, longest first: start, end and the catalogue's spelling.

        Signs that are text by default (©, ™, digits) count only with U+FE0F or U+20E3. Linear in
        the length of ``text``.
        """
        for candidate in self._candidate.finditer(text):
            at = candidate.start()
            while at < candidate.end():
                end, emoji = self._longest(text, at, candidate.end())
                if emoji is not None:
                    yield at, end, emoji
                at = end

    def split(self, cell: str) -> list[str]:
        """A cell of emojis, with or without blanks between them, in the catalogue's spelling.

        Raises ``UnknownEmoji`` for whatever is left over.
        """
        emojis: list[str] = []
        for part in cell.split():
            try:
                emojis.append(self.normalise(part))
            except UnknownEmoji:
                emojis += self._split_run(part)
        return emojis

    def _split_run(self, run: str) -> list[str]:
        emojis: list[str] = []
        end = 0
        for start, stop, emoji in self.find(run):
            if start != end:
                raise UnknownEmoji(run)
            emojis.append(emoji)
            end = stop
        if end != len(run) or not emojis:
            raise UnknownEmoji(run)
        return emojis

    def _longest(self, text: str, at: int, limit: int) -> tuple[int, str | None]:
        """The longest emoji that begins at ``at``, or None, and where to go on."""
        for end in range(min(limit, at + _LONGEST), at, -1):
            piece = text[at:end]
            emoji = self._by_key.get(key(piece))
            if emoji is not None:
                shown = _TEXT_STYLE not in piece and ("\ufe0f" in piece or not _is_text(emoji))
                return end, emoji if shown else None
        return at + 1, None


def _is_text(emoji: str) -> bool:
    """Whether the emoji's plain form is a sign of ordinary text: a digit, ©, ®, ™, ℹ, ‼."""
    return ord(emoji[0]) < 0x2190 and "\u20e3" not in emoji


def _list(cell: str) -> list[str]:
    return cell.split("|") if cell else []


@cache
def catalogue() -> Catalogue:
    """The catalogue that ships, read once."""
    return Catalogue.load()
