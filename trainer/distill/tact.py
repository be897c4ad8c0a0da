"""A loss that keeps hurtful emojis away from people in trouble, by the tables of the emojifier."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import torch
from torch import Tensor

from emojifier.tact import Tact, is_hurtful, members

_GENTLE = members(Tact.GENTLE, Tact.MOURNING)
_LIGHT = members(Tact.LAUGHING, Tact.CELEBRATING, Tact.MOCKING, Tact.FLIRTING)
# One gentle emoji alone may be a greeting, or a joke.
_GENTLE_ANSWERS = 2


def is_grave(emojis: Collection[str]) -> bool:
    """Whether people answered a message as one answers grief: gently, and with nothing light."""
    return len(_GENTLE.intersection(emojis)) >= _GENTLE_ANSWERS and _LIGHT.isdisjoint(emojis)


def forbidden(emojis: Collection[str], places: Mapping[str, int]) -> list[int]:
    """The places of what would hurt whoever got ``emojis``: nothing unless they are grave.

    What people did answer is never among them, such as a flexed arm to somebody who relapsed.
    """
    if not is_grave(emojis):
        return []
    return [at for emoji, at in places.items() if is_hurtful(emoji) and emoji not in emojis]


def penalty(logits: Tensor, banned: Tensor) -> Tensor:
    """``-log(1 - p)`` for p the share of the banned among all emojis, as a mean over the batch.

    ``logits`` [batch, emojis + 1] with quiet last; ``banned`` [batch, emojis], boolean. This is the
    unlikelihood loss of Welleck et al. (2020), taken over a set; rows that ban nothing add 0.
    """
    emojis = logits[:, :-1].float()
    rest = torch.logsumexp(emojis.masked_fill(banned, -torch.inf), dim=-1)
    return (torch.logsumexp(emojis, dim=-1) - rest).mean()
