"""The loss curve under a message: a file in Slack, uploaded now and then."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from typing import Final

from slack_sdk.web.async_client import AsyncWebClient

from bot.features.retraining.face import Phase, Progress
from bot.features.retraining.showing import Curve
from bot.platforms.slack.calling import Undelivered, code_of

log = logging.getLogger(__name__)

# Seconds between two uploads while it trains: each of them is a file in the workspace for a while.
EVERY: Final = 30.0
_NAME: Final = "loss.png"


class Picture:
    """Uploads the curve, and deletes the one before it once the new one is shown."""

    def __init__(self, client: AsyncWebClient, *, allowed: bool, shown: str | None) -> None:
        """Not ``allowed`` without the scope files:write; ``shown`` is a file shown already."""
        self._client = client
        self._allowed = allowed
        self._shown = shown
        self._fresh: str | None = None
        self._curve = Curve()
        self._due = float("-inf")

    async def follow(self, progress: Progress) -> None:
        """Upload it where it has changed, and the last one is long enough ago. Never raises."""
        now = asyncio.get_running_loop().time()
        waits = progress.phase is Phase.TRAINING and now < self._due
        if not self._allowed or self._fresh is not None or waits:
            return
        png = await self._curve.drawn(progress)
        if png is None:
            return
        self._due = now + EVERY
        try:
            sent = await self._client.files_upload_v2(filename=_NAME, file=png)
        except Undelivered as error:
            self._allowed = code_of(error) != "missing_scope"
            log.info("a loss curve was not uploaded", extra={"error": code_of(error)})
        else:
            self._fresh = str(sent["files"][0]["id"])

    def candidates(self) -> Iterator[str | None]:
        """Files to show, the best first: Slack takes no file that it is still looking at."""
        if self._fresh is not None:
            yield self._fresh
        if self._shown is not None:
            yield self._shown
        yield None

    async def took(self, file: str | None) -> None:
        """That candidate is shown now. Never raises."""
        if file is None or file != self._fresh:
            return
        before, self._shown, self._fresh = self._shown, self._fresh, None
        if before is not None:
            try:
                await self._client.files_delete(file=before)
            except Undelivered as error:
                log.info("a loss curve was not deleted", extra={"error": code_of(error)})
