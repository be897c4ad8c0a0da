"""What may be shown or reacted with: catalogue emojis, and the server's own."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CustomEmoji:
    """An emoji that a server's people drew. ``name`` is what stands between the colons.

    Where a platform lets one have several names, these share its ``id``.
    """

    id: str
    name: str
    animated: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """One emoji that fits.

    ``emoji`` is the Unicode spelling to send (skin tone applied), or the name of ``custom``;
    ``base`` is the catalogue's spelling (or the custom emoji's id), which counts and rules go by.
    ``probability`` is the calibrated chance that it fits, given that a reaction is wanted.
    """

    emoji: str
    base: str
    name: str
    probability: float
    custom: CustomEmoji | None = None
