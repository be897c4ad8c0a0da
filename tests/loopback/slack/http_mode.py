"""Events and interactions over HTTP, signed as Slack signs them, to the app's request URL."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import time
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlencode

import aiohttp

from tests.loopback.slack.deliveries import ACK_WITHIN, Delivery, Kind
from tests.loopback.slack.objects import Json
from tests.loopback.slack.recorder import Recorder

SIGNING_SECRET: Final = "loopback-signing-secret"
_FORM: Final = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Letter:
    """One request as it goes out; the same bytes and headers again are a replay."""

    body: str
    headers: dict[str, str]


@dataclass(frozen=True, slots=True)
class Reply:
    """What the app answered."""

    status: int
    text: str


@dataclass(slots=True)
class HttpMode:
    """Sends to ``url``; ``letters`` is all that was sent."""

    url: str
    recorder: Recorder
    letters: list[Letter] = field(default_factory=list)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def send(self, delivery: Delivery) -> bool:
        """Make one try, beside whatever else is going on."""
        task = asyncio.create_task(self._try(delivery))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return True

    async def post(self, letter: Letter) -> Reply:
        """Send any letter, right or wrong, and return what the app says to it."""
        self.letters.append(letter)
        limit = aiohttp.ClientTimeout(total=ACK_WITHIN)
        async with (
            aiohttp.ClientSession(timeout=limit) as session,
            session.post(self.url, data=letter.body, headers=letter.headers) as response,
        ):
            return Reply(response.status, await response.text())

    async def aclose(self) -> None:
        """Wait for what is still going on."""
        await asyncio.gather(*self._tasks)

    async def _try(self, delivery: Delivery) -> None:
        try:
            reply = await self.post(letter(delivery))
        except TimeoutError:
            delivery.retry_reason = "http_timeout"
        except aiohttp.ClientError:
            delivery.retry_reason = "connection_failed"
        else:
            if reply.status == 200:
                delivery.acknowledge(_read(reply.text))
            else:
                delivery.retry_reason = "http_error"
        await self.recorder.changed()


def letter(
    delivery: Delivery, *, secret: str = SIGNING_SECRET, timestamp: float | None = None
) -> Letter:
    """A delivery as a signed request ("Verifying requests from Slack").

    Another ``secret`` or an old ``timestamp``, in seconds, make a request that must be refused.
    """
    if delivery.kind is Kind.EVENT:
        kind, body = "application/json", json.dumps(delivery.payload)
    elif delivery.kind is Kind.COMMAND:
        kind, body = _FORM, urlencode(delivery.payload)
    else:
        kind, body = _FORM, urlencode({"payload": json.dumps(delivery.payload)})
    stamp = str(int(time.time() if timestamp is None else timestamp))
    headers = {
        "Content-Type": kind,
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": signature(secret, stamp, body),
    }
    if delivery.retry_attempt:
        headers["X-Slack-Retry-Num"] = str(delivery.retry_attempt)
        headers["X-Slack-Retry-Reason"] = delivery.retry_reason
    return Letter(body, headers)


def signature(secret: str, timestamp: str, body: str) -> str:
    """The version 0 signature of a request."""
    signed = hmac.new(secret.encode(), f"v0:{timestamp}:{body}".encode(), hashlib.sha256)
    return f"v0={signed.hexdigest()}"


def _read(text: str) -> Json:
    """The body of an acknowledgement: nothing, JSON, or the text of an answer."""
    if not text:
        return {}
    try:
        answer = json.loads(text)
    except ValueError:
        return {"text": text}
    return answer if isinstance(answer, dict) else {"text": text}
