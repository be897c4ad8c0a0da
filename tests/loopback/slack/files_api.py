"""``files.*``: uploads in three steps, and downloads for those who have the token."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from aiohttp import web

from tests.loopback.slack.errors import ApiError, Malformed
from tests.loopback.slack.events import Events
from tests.loopback.slack.objects import Json, Message
from tests.loopback.slack.web_api import BOT_TOKEN, Handler, Tokens
from tests.loopback.slack.world import World

MAX_BYTES: Final = 1_000_000_000
_UPLOAD: Final = "/upload/v1/"
_DOWNLOAD: Final = "/files-pri/"


@dataclass(slots=True)
class File:
    """A file, or the promise of one: ``content`` is None until it is there."""

    id: str
    name: str
    length: int
    user: str
    content: bytes | None = None
    title: str | None = None


class FilesApi:
    """Every file, of people and of the bot."""

    def __init__(self, world: World, tokens: Tokens, events: Events) -> None:
        self.origin = ""
        self.files: dict[str, File] = {}
        self._world = world
        self._tokens = tokens
        self._events = events

    def handlers(self) -> dict[str, Handler]:
        return {
            "files.info": self._info,
            "files.delete": self._delete,
            "files.getUploadURLExternal": self._upload_url,
            "files.completeUploadExternal": self._complete,
        }

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post(f"{_UPLOAD}{{id}}", self._receive),
            web.get(f"{_DOWNLOAD}{{id}}/{{name}}", self._download),
        ]

    def add(self, person: str, name: str, content: bytes) -> Json:
        """Somebody has a file in the workspace; returns it as a message or an input holds it."""
        user = self._world.person(person).id
        file = File(self._world.ids.next("F"), name, len(content), user, content)
        self.files[file.id] = file
        return self._json(file)

    def _info(self, arguments: Json) -> Json:
        file = self.files.get(arguments["file"])
        if file is None:
            raise ApiError("file_not_found")
        return {"file": self._json(file)}

    def _delete(self, arguments: Json) -> Json:
        file = self.files.get(arguments["file"])
        if file is None:
            raise ApiError("file_not_found")
        if file.user != self._world.bot.id:
            raise ApiError("cant_delete_file")
        del self.files[file.id]
        return {}

    def _upload_url(self, arguments: Json) -> Json:
        length = int(arguments["length"])
        if not 0 < length <= MAX_BYTES:
            raise Malformed("invalid_arguments", [f"a file of {length} bytes"])
        bot = self._world.bot.id
        file = File(self._world.ids.next("F"), arguments["filename"], length, bot)
        self.files[file.id] = file
        return {"upload_url": f"{self.origin}{_UPLOAD}{file.id}", "file_id": file.id}

    async def _receive(self, request: web.Request) -> web.Response:
        file = self.files.get(request.match_info["id"])
        if request.content_type == "multipart/form-data":
            field = (await request.post()).get("file")
            content = field.file.read() if isinstance(field, web.FileField) else b""
        else:
            content = await request.read()
        if file is None or file.content is not None or len(content) != file.length:
            return web.Response(status=400, text="not that many bytes, or not here")
        file.content = content
        return web.Response(text=f"OK - {len(content)}")

    async def _complete(self, arguments: Json) -> Json:
        found = []
        for told in arguments["files"]:
            file = self.files.get(told["id"])
            if file is None or file.content is None:
                raise ApiError("file_not_found")
            file.title = told.get("title")
            found.append(file)
        if "channel_id" in arguments:
            await self._share(found, arguments)
        return {"files": [self._json(file) for file in found]}

    async def _share(self, files: list[File], arguments: Json) -> None:
        channel = self._world.channels.get(arguments["channel_id"])
        if channel is None:
            raise ApiError("channel_not_found")
        if self._world.bot.id not in channel.members:
            raise ApiError("not_in_channel")
        message = Message(
            self._world.clock.stamp(),
            channel.id,
            self._world.bot.id,
            arguments.get("initial_comment", ""),
            thread_ts=arguments.get("thread_ts"),
            subtype="file_share",
            bot_id=self._world.bot_id,
            files=[self._json(file) for file in files],
        )
        self._world.add(message)
        await self._events.posted(message)

    async def _download(self, request: web.Request) -> web.Response:
        file = self.files.get(request.match_info["id"])
        if request.headers.get("Authorization") != f"Bearer {BOT_TOKEN}" or (
            "files:read" not in self._tokens.scopes
        ):
            # Slack shows whoever has no token the page for signing in, with status 200.
            return web.Response(
                text="<!DOCTYPE html><title>Slack</title>", content_type="text/html"
            )
        if file is None or file.content is None:
            return web.Response(status=404)
        return web.Response(body=file.content, content_type="application/octet-stream")

    def _json(self, file: File) -> Json:
        address = f"{self.origin}{_DOWNLOAD}{file.id}/{file.name}"
        return {
            "id": file.id,
            "name": file.name,
            "title": file.title or file.name,
            "user": file.user,
            "size": file.length,
            "filetype": file.name.rpartition(".")[2],
            "mode": "hosted",
            "is_external": False,
            "url_private": address,
            "url_private_download": address,
        }
