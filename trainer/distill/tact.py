"""Which emojis hurt somebody in trouble, and a loss that keeps them away from such messages."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import torch
from torch import Tensor


def _set(emojis: str) -> frozenset[str]:
    return frozenset(emojis.split())


GENTLE = _set("🫂 💔 🤍 🕊️ ❤️‍🩹 🕯️ 😢 😞 🙏 🥺 💙 😔 🥀")
# One gentle emoji alone may be thanks, or a greeting.
_GENTLE_ANSWERS = 2
HURTFUL: Mapping[str, frozenset[str]] = {
    "laughing": _set("😀 😃 😄 😁 😆 😅 🤣 😂 😹 😸 😺 😛 😜 🤪 😝 🤭 😋"),
    "celebrating": _set("🎉 🥳 🎊 🙌 👏 🍾 🥂 🍻 🍺 🎆 🎇 🏆 🥇 🤩 🕺 💃 🎈 🎂 🪩"),
    "mocking": _set("🙄 😏 🤡 💩 🤓 🙃 😒 🥱 🖕 😈 👿 💅 🐸 🍿 🤷 🗿 💀 ☠️ 👀 🤦"),
    "flirting": _set("😍 😘 😗 😙 😚 😉 🥵 💋 😻 🍑 🍆 👅 💦 🤤"),
    "approving": _set("👍 👌 ✅ ☑️ 💯 🔥 😎 🆒 🤙 🎯"),
    "showing the deed": _set("🔫 🔪 💣 🗡️ ⚔️ 🪓 🧨 💊 💉 🪢 🩸 ⚰️ 🪦 🔨 👊 💥 🚬"),
}


def is_grave(emojis: Collection[str]) -> bool:
    """Whether people answered a message as one answers grief: gently, and with nothing hurtful."""
    hurtful = any(group.intersection(emojis) for group in HURTFUL.values())
    return len(GENTLE.intersection(emojis)) >= _GENTLE_ANSWERS and not hurtful


def hurtful_places(places: Mapping[str, int]) -> list[int]:
    """Where the hurtful emojis stand in an answer vector."""
    return sorted(places[emoji] for group in HURTFUL.values() for emoji in group if emoji in places)


def penalty(logits: Tensor, grave: Tensor, hurtful: Tensor) -> Tensor:
    """``-log(1 - p)`` for p the hurtful emojis' share of all emojis, as a mean over the batch.

    ``logits`` [batch, emojis + 1] with quiet last; ``grave`` [batch] of 0 and 1. This is the
    unlikelihood loss of Welleck et al. (2020), taken over a set: rows that are not grave add 0.
    """
    emojis = logits[:, :-1].float()
    log_all = torch.logsumexp(emojis, dim=-1)
    harmless = emojis.index_fill(1, hurtful, -torch.inf)
    return (grave * (log_all - torch.logsumexp(harmless, dim=-1))).mean()
