"""How often a retraining is shown, and when its picture is drawn anew."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from bot.features.retraining.curve import draw
from bot.features.retraining.face import Progress


async def paced(states: AsyncIterator[Progress], every: float) -> AsyncIterator[Progress]:
    """How it stands, no sooner than ``every`` seconds after the last; and at once how it ended."""
    now = asyncio.get_running_loop().time
    due = now() + every
    async for progress in states:
        if progress.phase.is_end or now() >= due:
            yield progress
            due = now() + every


class Curve:
    """The loss curve of one retraining."""

    def __init__(self) -> None:
        self._drawn = 0

    async def drawn(self, progress: Progress) -> bytes | None:
        """A PNG of it; None where nothing has come to the last one, or nothing can draw."""
        if len(progress.losses) == self._drawn:
            return None
        picture = await asyncio.to_thread(draw, progress.losses, progress.steps)
        self._drawn = len(progress.losses)
        return picture
