"""Files: what people attach and the bot uploads, and where Discord hands them out."""

from __future__ import annotations

import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from aiohttp import web

from tests.loopback.discord import errors
from tests.loopback.discord.objects import Ids, Json

PATH: Final = "/attachments"
# What a bot may upload in one message, in bytes ("Uploading Files" in Discord's documentation).
LARGEST_UPLOAD: Final = 10 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that somebody attaches; ``said`` is the size that Discord tells, if it is wrong."""

    name: str
    content: bytes
    said: int | None = None


class Files:
    """All files; ``asked`` are the names of those fetched, ``lost`` of those that are gone."""

    def __init__(self, ids: Ids) -> None:
        self.origin = ""
        self.asked: list[str] = []
        self.lost: set[str] = set()
        self._ids = ids
        self._kept: dict[str, tuple[str, bytes]] = {}

    def routes(self) -> list[web.RouteDef]:
        return [web.get(f"{PATH}/{{attachment}}/{{name}}", self._hand_out)]

    def attach(self, attached: Attached) -> Json:
        """The attachment as an interaction carries it."""
        json = self._keep(attached.name, attached.content)
        size = len(attached.content) if attached.said is None else attached.said
        return json | {"size": size, "ephemeral": True}

    def content(self, attachment: Mapping[str, Any]) -> bytes:
        """What an attachment holds."""
        return self._kept[attachment["id"]][1]

    def take(self, body: Any, uploaded: Mapping[str, bytes]) -> Any:
        """``body`` with the uploaded files in the place of what it says about them.

        Raises ``InvalidForm`` where the two do not go together.
        """
        if not isinstance(body, dict):
            return body
        if isinstance(body.get("data"), dict):
            return body | {"data": self.take(body["data"], uploaded)}
        if "attachments" not in body:
            if uploaded:
                raise errors.invalid_form("files that attachments do not speak of")
            return body
        described = body["attachments"] or []
        numbers = {str(one["id"]) for one in described}
        if unknown := uploaded.keys() - numbers:
            raise errors.invalid_form(f"files {sorted(unknown)} that attachments do not speak of")
        if any(len(content) > LARGEST_UPLOAD for content in uploaded.values()):
            raise errors.invalid_form("a file that is too large")
        return body | {
            "attachments": [
                self._keep(one["filename"], uploaded[str(one["id"])])
                if str(one["id"]) in uploaded
                else one
                for one in described
            ]
        }

    def _keep(self, name: str, content: bytes) -> Json:
        identifier = self._ids.next()
        self._kept[identifier] = (name, content)
        url = f"{self.origin}{PATH}/{identifier}/file"
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        return {
            "id": identifier,
            "filename": name,
            "size": len(content),
            "url": url,
            "proxy_url": url,
            "content_type": kind,
        }

    async def _hand_out(self, request: web.Request) -> web.Response:
        name, content = self._kept[request.match_info["attachment"]]
        self.asked.append(name)
        return web.Response(status=404) if name in self.lost else web.Response(body=content)
