"""The auto-reactor as it ships, but for a good memory of why it did what it did."""

from __future__ import annotations

from collections.abc import Sequence

from bot.features.auto_react import AutoReactor, Verdict
from bot.features.candidates import CustomEmoji
from bot.features.incoming import IncomingMessage


class Reasoning(AutoReactor):
    """``reasons`` are by message."""

    reasons: dict[str, str]

    async def react(self, message: IncomingMessage, customs: Sequence[CustomEmoji] = ()) -> Verdict:
        verdict = await super().react(message, customs)
        self.reasons[message.id] = verdict.reason.value
        return verdict
