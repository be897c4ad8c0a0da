"""Files that operators put into the modal, and fetching them with the bot's token."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from slack_sdk.web.async_client import AsyncWebClient

from bot.features.retraining.face import Upload
from bot.features.retraining.uploads import Attached, Unreachable, shown
from bot.features.retraining.waiting import Fetch
from bot.platforms import fetching
from bot.store.records import SLACK

_SLACK: Final = SLACK.title()


def attached(file: Mapping[str, Any]) -> Attached:
    """A file of a ``file_input``; without an address where Slack does not hold it itself."""
    url = file.get("url_private_download") or file.get("url_private") or ""
    return Attached(str(file.get("name") or ""), int(file.get("size") or 0), str(url))


def fetch_with(client: AsyncWebClient) -> Fetch:
    """Fetches files with the token of ``client``, which nobody but Slack gets to see."""

    async def fetch(files: Sequence[Attached], room: Path) -> tuple[Upload, ...]:
        for file in files:
            if not is_of(client.base_url, file.url):
                raise Unreachable(name=shown(file.name), platform=_SLACK)
        headers = {"Authorization": f"Bearer {client.token}"}
        return await fetching.fetch(files, room, platform=_SLACK, headers=headers)

    return fetch


def is_of(api: str, url: str) -> bool:
    """Whether an address is on the host of the API, or below it (``files.slack.com``)."""
    home, there = urlsplit(api), urlsplit(url)
    if there.hostname is None or home.hostname is None or there.scheme != home.scheme:
        return False
    return f".{there.hostname}".endswith(f".{home.hostname}")
