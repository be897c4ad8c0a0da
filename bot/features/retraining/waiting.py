"""Previews that wait for a yes, with the files that were fetched for them."""

from __future__ import annotations

import asyncio
import secrets
import shutil
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from bot.features.retraining import uploads
from bot.features.retraining.face import Preview, Request, Retrainer, Upload
from bot.features.retraining.uploads import Attached

# So many may wait; the oldest makes way.
_MOST: Final = 20

# Fetches files into a room.
Fetch = Callable[[Sequence[Attached], Path], Awaitable[tuple[Upload, ...]]]


class Waiting:
    """Requests by a key that their buttons hold; their files are deleted with them."""

    def __init__(self) -> None:
        self._requests: dict[str, Request] = {}

    async def add(
        self, retrainer: Retrainer, files: Sequence[Attached], request: Request, fetch: Fetch
    ) -> tuple[str | None, Preview]:
        """Fetch the files and look at everything; the key is None where nothing can be started.

        Raises a ``FeatureError`` for a file that cannot be used, ``RetrainingError`` for a full
        disk; then nothing is left of it.
        """
        uploads.check(files)
        if files:
            room = await asyncio.to_thread(retrainer.make_room)
            try:
                request = replace(request, uploads=await fetch(files, room))
            except BaseException:
                shutil.rmtree(room, ignore_errors=True)
                raise
        try:
            preview = await retrainer.preview(request)
        except BaseException:
            retrainer.discard(request)
            raise
        if preview.trouble is not None:
            retrainer.discard(request)
            return None, preview
        while len(self._requests) >= _MOST:
            retrainer.discard(self._requests.pop(next(iter(self._requests))))
        key = secrets.token_hex(8)
        self.put_back(key, request)
        return key, preview

    def take(self, key: str) -> Request | None:
        """The request, which waits no more; None where it does not wait."""
        return self._requests.pop(key, None)

    def clear(self, retrainer: Retrainer) -> None:
        """Let none wait any more."""
        while self._requests:
            retrainer.discard(self._requests.popitem()[1])

    def put_back(self, key: str, request: Request) -> None:
        """Let it wait again."""
        self._requests[key] = request
