"""One HTTP request, one answer or one error: no retries, no memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, Final

import aiohttp
from yarl import URL

from bot.inference.errors import CannotTell, DeadlineExceeded, ModelUnavailable
from bot.inference.options import Options
from bot.inference.remote.errors import Busy, Unreachable, WrongAnswer
from bot.inference.remote.wire import MAX_ANSWER, read_model, read_results, write_request
from bot.inference.request import Priority
from emojifier.suggestion import ModelInfo, Suggestion

# Seconds for a connection; an address where nobody is may swallow packets instead of refusing.
_CONNECT: Final = 3.0
_BUSY: Final = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})


class Api:
    """The HTTP API under ``url`` over kept-alive connections; make it inside the event loop.

    Both calls raise ``Unreachable`` where no answer began, ``Busy``, ``ModelUnavailable``,
    ``DeadlineExceeded`` (the server says so; nobody keeps the time here) or ``WrongAnswer``.
    """

    def __init__(self, url: str) -> None:
        self._url = URL(url)
        self._session = aiohttp.ClientSession(
            # No limit: the caller bounds how many ask at once, and who waited for a connection
            # here would wait without its priority.
            connector=aiohttp.TCPConnector(limit=0),
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=_CONNECT),
            cookie_jar=aiohttp.DummyCookieJar(),
            # A bound on bytes read is none on bytes unpacked.
            headers={"Accept-Encoding": "identity", "User-Agent": "mojibot"},
            auto_decompress=False,
        )

    async def suggest(
        self,
        texts: Sequence[str],
        options: Options,
        *,
        deadline: float,
        priority: Priority,
    ) -> list[Suggestion]:
        """The answers to at most ``MAX_TEXTS`` texts, in order; see ``Inference.suggest_many``.

        Raises ``CannotTell`` besides, where the model there was not trained to.
        """
        asked = write_request(texts, options, deadline=deadline, priority=priority)
        status, headers, body = await self._exchange("POST", "api/suggest", asked)
        if status == HTTPStatus.GATEWAY_TIMEOUT:
            raise DeadlineExceeded(deadline)
        if status == HTTPStatus.UNPROCESSABLE_ENTITY:
            raise CannotTell(str(self._url))
        _check(status, headers)
        return read_results(body, len(texts), options)

    async def model(self) -> ModelInfo | None:
        """The model that answers there, or None while it loads."""
        status, headers, body = await self._exchange("GET", "api/model")
        _check(status, headers)
        return read_model(body)

    async def aclose(self) -> None:
        """Close all connections."""
        await self._session.close()

    async def _exchange(
        self, method: str, path: str, body: Mapping[str, Any] | None = None
    ) -> tuple[int, Mapping[str, str], bytes]:
        request = self._session.request(
            method, self._url.joinpath(path), json=body, allow_redirects=False
        )
        try:
            response = await request
        except (aiohttp.ClientConnectionError, OSError) as error:
            raise Unreachable from error
        except aiohttp.ClientError as error:
            raise WrongAnswer(type(error).__name__) from error
        async with response:
            try:
                return response.status, response.headers, await _read(response)
            except (aiohttp.ClientError, OSError) as error:
                raise WrongAnswer("cut off") from error


async def _read(response: aiohttp.ClientResponse) -> bytes:
    body = bytearray()
    async for chunk in response.content.iter_any():
        body += chunk
        if len(body) > MAX_ANSWER:
            raise WrongAnswer(f"more than {MAX_ANSWER:,} bytes")
    return bytes(body)


def _check(status: int, headers: Mapping[str, str]) -> None:
    if status == HTTPStatus.OK:
        return
    retry_after = headers.get("Retry-After", "")
    # Its other form, a date, is for pages under maintenance.
    if status in _BUSY and retry_after.isascii() and retry_after.isdigit():
        raise Busy(float(retry_after))
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        raise ModelUnavailable("the model server has no model")
    raise WrongAnswer(f"status {status}")
