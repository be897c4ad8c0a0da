"""Tact: which emojis hurt somebody in trouble, and how serious a message reads.

Measured with the model that ships, mojibot 0.2.0, on the held-back rows of
``trainer/data/sources/chat``: the score reaches ``SERIOUS`` in all 61 serious rows whose first
label is gentle, in 4% of the 52 light uses of the same words ("bury me with this burger"), in 8%
of the ordinary rows without a gentle label and in 6% of the channels' messages; ``DOUBTFUL`` in
all, 8%, 13% and 12%.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Final

from emojifier.catalogue import catalogue

if TYPE_CHECKING:
    from torch import Tensor  # the table is read where no torch is

# Scores from which on a message is left alone, and from which on nothing hurtful may come out.
SERIOUS: Final = 0.15
DOUBTFUL: Final = 0.08


class Tact(StrEnum):
    """What an emoji says to somebody in trouble. One emoji may say several of these."""

    LAUGHING = "laughing"
    CELEBRATING = "celebrating"
    MOCKING = "mocking"
    FLIRTING = "flirting"
    APPROVING = "approving"
    DEED = "deed"  # shows a weapon, a wound, or what else the message may be about
    GENTLE = "gentle"
    MOURNING = "mourning"


@dataclass(frozen=True, slots=True)
class _Selection:
    """Whole subgroups of the catalogue and single emojis, but not ``but``."""

    subgroups: frozenset[str] = frozenset()
    emojis: str = ""
    but: str = ""


_SELECTIONS: Final[dict[Tact, _Selection]] = {
    Tact.LAUGHING: _Selection(
        subgroups=frozenset({"face-smiling", "face-tongue"}),
        emojis="🤭 😺 😸 😹 💀 ☠️ 🤠 👻 🙈 🙉 🙊",
        but="😇",
    ),
    Tact.CELEBRATING: _Selection(
        subgroups=frozenset({"event", "award-medal"}),
        emojis="🥳 🤩 🍾 🥂 🍻 🍺 🍹 🍸 🎂 💃 🕺 👯 👯‍♀️ 👯‍♂️ 🪩 🙌 🌟 💫 🎯 🎶 🎵 🍿",
        but="🎗️",
    ),
    Tact.MOCKING: _Selection(
        subgroups=frozenset({"face-costume", "monkey-face"}),
        emojis=(
            "🙃 🫠 🤨 😑 😶 😏 😒 🙄 🤥 🤓 🧐 🥱 😈 👿 🖕 🫵 🤏 💅 🤌 👎 🐍 🐸 🐀 🧂 🎻 🎭 🗿"
            " 🤷 🤷‍♂️ 🤷‍♀️ 🤦 🤦‍♂️ 🤦‍♀️ 💁 💁‍♂️ 💁‍♀️ 👀 🍿 🗑️ 🚮 🐌 🧌 🧢 🥴"
        ),
    ),
    Tact.FLIRTING: _Selection(
        emojis=(
            "😘 😗 😚 😙 😍 😻 😽 😉 😏 🥵 🤤 💋 👄 👅 🫦 💘 💌 💏 👩‍❤️‍💋‍👨 👨‍❤️‍💋‍👨"
            " 👩‍❤️‍💋‍👩 🍑 🍆 🍒 💦 👙 🩲 🩱 😜"
        )
    ),
    Tact.APPROVING: _Selection(
        emojis=(
            "👍 👌 ✅ ☑️ ✔️ 💯 🔥 👏 🙌 🤝 🤙 🤘 🤟 ✌️ 😎 🆒 🆗 🔝 ⭐ 🙆 🙆‍♂️ 🙆‍♀️ 💪 👊 🤛 🤜 ✊"
            " 🚀 😌 😋 📈 🫡 🤑"
        )
    ),
    Tact.DEED: _Selection(
        emojis=(
            "🔫 🔪 🗡️ ⚔️ 🪓 🏹 💣 🧨 💥 🪢 ⛓️ 🪒 ✂️ 🔨 👊 🥊 🩸 💉 💊 🚬 🍷 🥃 🍺 🍻 🌉 🚂 🚆 🚗 🏍️ 🏎️"
            " 🔥 🌊 🤮 🤢 🧟 🧟‍♂️ 🧟‍♀️ 🪦 ⚰️ ☠️ 💀 🦴 🥩 🍽️ 🕳️ 🤕 😵 😵‍💫 🤰 👮 👮‍♂️ 👮‍♀️ 🚔 🚓"
        )
    ),
    Tact.GENTLE: _Selection(
        emojis="🫂 ❤️‍🩹 💔 💙 🤍 😢 😿 🥺 😞 😔 🙁 ☹️ 😟 🎗️",
    ),
    # Without 🪦 and ⚰️: jokes use them more often than grief does.
    Tact.MOURNING: _Selection(emojis="🕊️ 🕯️ 🥀 💐 🖤 ⚱️"),
}

_GENTLE: Final = (Tact.GENTLE, Tact.MOURNING)


@cache
def members(*kinds: Tact) -> frozenset[str]:
    """The emojis that say any of these, in the catalogue's spelling."""
    return frozenset().union(*(_members(_SELECTIONS[kind]) for kind in kinds))


def is_hurtful(emoji: str) -> bool:
    """Whether somebody in trouble should never get this emoji of the catalogue."""
    return emoji in members(*(kind for kind in Tact if kind not in _GENTLE))


def gentle_weights(emojis: Iterable[str]) -> list[float]:
    """1 for an emoji that comforts or mourns, else 0; what ``serious_score`` weighs by."""
    gentle = members(*_GENTLE)
    return [float(emoji in gentle) for emoji in emojis]


def serious_score(shares: Tensor, weights: Tensor) -> Tensor:
    """How serious each message reads (0..1): the model's own mass on gentle emojis.

    ``shares`` is [batch, emojis] with rows that sum to 1, ``weights`` is [emojis]; gives [batch].
    """
    return (shares @ weights).clamp(0, 1)


def _members(selection: _Selection) -> frozenset[str]:
    split = catalogue().split
    whole = {entry.emoji for entry in catalogue() if entry.subgroup in selection.subgroups}
    return frozenset(whole.union(split(selection.emojis)).difference(split(selection.but)))
