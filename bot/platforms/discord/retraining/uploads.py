"""Attached files on their way to this machine: the right kind, not too big, in a private room."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import Final

import aiohttp
import discord

from bot.features.errors import FeatureError
from bot.features.retraining.face import Upload
from bot.platforms.discord.emojify.quoting import shortened

KINDS: Final = (".csv", ".tsv", ".jsonl", ".parquet")
# In bytes.
LARGEST: Final = 25 * 1024 * 1024
_PIECE: Final = 64 * 1024
# Seconds for one file.
_PATIENCE: Final = aiohttp.ClientTimeout(total=120, sock_connect=10, sock_read=20)
_NAME: Final = 60


class WrongKind(FeatureError):
    """A file with another ending than those in ``KINDS``."""

    message = "retraining-file-kind"


class TooBig(FeatureError):
    """More than ``LARGEST`` bytes, whatever Discord said."""

    message = "retraining-file-size"


class Unreachable(FeatureError):
    """Discord did not hand the file out."""

    message = "retraining-file-gone"


def check(attachments: Sequence[discord.Attachment]) -> None:
    """Refuse by what is known before a byte is fetched. Raises ``WrongKind`` or ``TooBig``."""
    for attachment in attachments:
        if _kind(attachment) not in KINDS:
            raise WrongKind(name=shown(attachment.filename))
        if attachment.size > LARGEST:
            raise TooBig(name=shown(attachment.filename))


async def fetch(attachments: Sequence[discord.Attachment], room: Path) -> tuple[Upload, ...]:
    """Fetch into ``room``, under names of our own. Raises ``TooBig`` or ``Unreachable``."""
    uploads = []
    async with aiohttp.ClientSession(timeout=_PATIENCE) as session:
        for number, attachment in enumerate(attachments, 1):
            path = room / f"{number}{_kind(attachment)}"
            try:
                await _fetch(session, attachment, path)
            except (aiohttp.ClientError, TimeoutError) as error:
                raise Unreachable(name=shown(attachment.filename)) from error
            uploads.append(Upload(shown(attachment.filename), path))
    return tuple(uploads)


def shown(name: str) -> str:
    """A file's name on one line, cut short; markup is still in it."""
    return " ".join(shortened(name, _NAME).split())


async def _fetch(
    session: aiohttp.ClientSession, attachment: discord.Attachment, path: Path
) -> None:
    async with session.get(attachment.url, raise_for_status=True) as response:
        fetched = 0
        with path.open("xb") as file:
            async for piece in response.content.iter_chunked(_PIECE):
                fetched += len(piece)
                if fetched > LARGEST:
                    raise TooBig(name=shown(attachment.filename))
                file.write(piece)


def _kind(attachment: discord.Attachment) -> str:
    return PurePosixPath(attachment.filename).suffix.lower()
