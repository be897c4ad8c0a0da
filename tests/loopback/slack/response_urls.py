"""Response URLs: where the bot may answer what somebody did, five times in half an hour."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from aiohttp import web

from tests.loopback.slack.chat_api import ChatApi
from tests.loopback.slack.errors import ApiError, Malformed
from tests.loopback.slack.faults import Faults
from tests.loopback.slack.objects import Json
from tests.loopback.slack.recorder import Call, Recorder
from tests.loopback.slack.responding import prevented, respond
from tests.loopback.slack.world import World

# Seconds; "Handling user interaction" in Slack's documentation.
URL_LIFE: Final = 30 * 60.0
URL_USES: Final = 5
_PATH: Final = "/response/"
_FIELDS: Final = frozenset(
    {"text", "blocks", "attachments", "response_type", "replace_original", "delete_original"}
    | {"thread_ts", "unfurl_links", "unfurl_media", "metadata", "mrkdwn"}
)


@dataclass(slots=True)
class ResponseUrl:
    """Where the bot may answer in a channel; ``ts`` is the message that was acted on, if any."""

    channel: str
    person: str
    ts: str | None
    issued: float
    uses: int = 0


class ResponseUrls:
    """Every response URL that was handed out: five answers in half an hour."""

    def __init__(self, world: World, chat: ChatApi, faults: Faults, recorder: Recorder) -> None:
        self.origin = ""
        self._world = world
        self._chat = chat
        self._faults = faults
        self._recorder = recorder
        self._issued: dict[str, ResponseUrl] = {}

    def issue(self, channel: str, person: str, ts: str | None = None) -> str:
        """An address for something that this person did in a channel."""
        secret = self._world.ids.next("R")
        self._issued[secret] = ResponseUrl(channel, person, ts, self._world.clock.now())
        return f"{self.origin}{_PATH}{secret}"

    async def show(self, channel: str, person: str, answer: Json) -> None:
        """Show what came with the acknowledgement of a command."""
        await self.answer(ResponseUrl(channel, person, None, self._world.clock.now()), answer)

    def routes(self) -> list[web.RouteDef]:
        return [web.post(f"{_PATH}{{secret}}", self._receive)]

    async def _receive(self, request: web.Request) -> web.StreamResponse:
        at, fault = self._world.clock.now(), self._faults.next("response_url")
        body: Json = {}
        status, error = 200, ""
        try:
            body = await request.json()
            if refusal := prevented(fault):
                raise ApiError(refusal)
            await self.answer(self._usable(request.match_info["secret"]), body)
        except Malformed as malformed:
            self._recorder.violations += [f"response_url: {p}" for p in malformed.problems]
            status, error = 400, malformed.error
        except ApiError as refused:
            status, error = 404, refused.error
        answer = {"ok": not error, "error": error}
        await self._recorder.record(Call("response_url", body, answer, at))
        return await respond(request, fault, web.Response(status=status, text=error or "ok"))

    def _usable(self, secret: str) -> ResponseUrl:
        url = self._issued.get(secret)
        if url is None:
            raise ApiError("no_service")
        if self._world.clock.now() - url.issued > URL_LIFE:
            raise ApiError("expired_url")
        if url.uses >= URL_USES:
            raise ApiError("used_url")
        url.uses += 1
        return url

    async def answer(self, url: ResponseUrl, body: Any) -> None:
        """Post, replace or delete, as an answer says. Raises ``ApiError``."""
        if not isinstance(body, dict) or (unknown := body.keys() - _FIELDS):
            raise Malformed("invalid_payload", [f"an answer has no {sorted(unknown)}"])
        channel = self._world.channels[url.channel]
        original = channel.messages.get(url.ts or "")
        if original is not None and original.user == self._world.bot.id:
            if body.get("delete_original"):
                await self._chat.remove(original)
                return
            if body.get("replace_original"):
                await self._chat.rewrite(original, body)
                return
        if body.get("delete_original") or body.get("replace_original"):
            raise ApiError("message_not_found")
        public = body.get("response_type") == "in_channel"
        await self._chat.write(channel, body, only_for=None if public else url.person)
