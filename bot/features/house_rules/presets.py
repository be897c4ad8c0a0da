"""What a server's switches keep out: one table of emojis and of Unicode's groups of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Final

from emojifier.catalogue import Emoji, catalogue


class Preset(StrEnum):
    """A named set of emojis that a server may not want."""

    CRUDE = "crude"
    FLAGS = "flags"
    POLITICS = "politics"


@dataclass(frozen=True, slots=True)
class _Selection:
    """Whole groups or subgroups of the catalogue, and single emojis, but not ``but``."""

    groups: frozenset[str] = frozenset()
    emojis: str = ""
    but: str = ""


_SELECTIONS: Final[dict[Preset, _Selection]] = {
    # Crude, or of sex, drugs and tobacco; many are harmless alone and hardly ever meant so in chat.
    Preset.CRUDE: _Selection(emojis="🖕 🍆 🍑 💦 🔞 👅 🫦 👙 🩲 🥵 🤬 🏩 🚬"),
    Preset.FLAGS: _Selection(groups=frozenset({"Flags"}), but="🏁"),
    # Religion as well: nobody wants to be answered in matters of faith by a machine.
    Preset.POLITICS: _Selection(
        groups=frozenset({"religion", "place-religious"}), emojis="🗳️ 🪧 📿", but="⚛️"
    ),
}


@cache
def preset(name: Preset) -> frozenset[str]:
    """The emojis of a preset, in the catalogue's spelling."""
    selection = _SELECTIONS[name]
    chosen = {*members(selection.groups), *catalogue().split(selection.emojis)}
    return frozenset(chosen.difference(catalogue().split(selection.but)))


def members(names: Iterable[str]) -> frozenset[str]:
    """The emojis of Unicode's groups and subgroups of these names."""
    wanted = frozenset(names)

    def is_in(entry: Emoji) -> bool:
        return entry.group in wanted or entry.subgroup in wanted

    return frozenset(entry.emoji for entry in catalogue() if is_in(entry))
