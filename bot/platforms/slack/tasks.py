"""Work that goes on after Slack got its acknowledgement: always referenced, its failures logged."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

log = logging.getLogger(__name__)


class Tasks:
    """Background tasks of one adapter."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[None]] = set()

    def start(self, work: Coroutine[Any, Any, None], **ids: Any) -> asyncio.Task[None]:
        """Run ``work``; where it fails, the log says so with the traceback and these ``ids``."""
        task = asyncio.create_task(_logged(work, ids))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return task

    async def settle(self) -> None:
        """Wait until nothing runs any more."""
        while self._running:
            await asyncio.wait(self._running)

    async def aclose(self, grace: float) -> None:
        """Let work end for up to ``grace`` seconds, then break it off; takes at most twice that."""
        if self._running:
            await asyncio.wait(self._running, timeout=grace)
        for task in self._running:
            task.cancel()
        if self._running:
            await asyncio.wait(self._running, timeout=grace)


async def _logged(work: Coroutine[Any, Any, None], ids: dict[str, Any]) -> None:
    try:
        await work
    except Exception:
        log.exception("work for Slack failed", extra=ids)
