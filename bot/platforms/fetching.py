"""Attached files on their way to this machine: no longer than they may be, in a private room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import aiohttp

from bot.features.retraining import uploads
from bot.features.retraining.errors import NoRoom
from bot.features.retraining.face import Upload
from bot.features.retraining.uploads import Attached, TooBig, Unreachable, shown

_PIECE: Final = 64 * 1024
# Seconds for one file.
_PATIENCE: Final = aiohttp.ClientTimeout(total=120, sock_connect=10, sock_read=20)
# What a platform shows in the place of a file to whoever may not see it.
_PAGE: Final = "text/html"


async def fetch(
    files: Sequence[Attached],
    room: Path,
    *,
    platform: str,
    headers: Mapping[str, str] | None = None,
) -> tuple[Upload, ...]:
    """Fetch from ``platform`` into ``room``, under names of our own.

    Raises ``TooBig``, ``Unreachable`` or ``NoRoom``.
    """
    fetched = []
    async with aiohttp.ClientSession(timeout=_PATIENCE, headers=headers) as session:
        for number, file in enumerate(files, 1):
            path = room / f"{number}{file.kind}"
            try:
                await _fetch(session, file, path)
            except (aiohttp.ClientError, TimeoutError, ValueError) as error:
                raise Unreachable(name=shown(file.name), platform=platform) from error
            except OSError as error:
                raise NoRoom from error
            fetched.append(Upload(shown(file.name), path))
    return tuple(fetched)


async def _fetch(session: aiohttp.ClientSession, file: Attached, path: Path) -> None:
    async with session.get(file.url, raise_for_status=True) as response:
        if response.content_type == _PAGE:
            raise aiohttp.ClientPayloadError("a page, and no file")
        length = 0
        with path.open("xb") as kept:
            async for piece in response.content.iter_chunked(_PIECE):
                length += len(piece)
                if length > uploads.LARGEST:
                    raise TooBig(name=shown(file.name))
                kept.write(piece)
