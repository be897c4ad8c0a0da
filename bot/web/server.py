"""Listening: from an application to a socket, and back."""

from __future__ import annotations

import logging
from typing import Final

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

# Seconds that answers under way still get when the server closes.
GRACE: Final = 0.5

_protocol_log = logging.getLogger(__name__)


def _says_no_content(record: logging.LogRecord) -> bool:
    """False for what aiohttp logs of a malformed request, since it shows the bytes."""
    return not (record.exc_info and isinstance(record.exc_info[1], HttpProcessingError))


_protocol_log.addFilter(_says_no_content)


class Server:
    """An application that listens on one address."""

    def __init__(self, app: web.Application, host: str, port: int) -> None:
        self._runner = web.AppRunner(
            app,
            access_log=None,
            logger=_protocol_log,
            shutdown_timeout=GRACE,
            # Who stops waiting (types on, closes the page) gives the place in the queue back.
            handler_cancellation=True,
        )
        self._host = host
        self._port = port
        self._site: web.TCPSite | None = None

    async def start(self) -> str:
        """Listen, and return the address to open; raises ``OSError`` if that cannot be."""
        await self._runner.setup()
        self._site = web.TCPSite(self._runner, self._host, self._port)
        await self._site.start()
        port = self._runner.addresses[0][1]
        return f"http://{_name_in_urls(self._host)}:{port}/"

    async def stop_listening(self) -> None:
        """Take no new connections; those that are there stay."""
        if self._site is not None:
            await self._site.stop()
            self._site = None

    async def aclose(self) -> None:
        """Let answers under way end for up to ``GRACE`` seconds, and close all connections."""
        await self._runner.cleanup()


def _name_in_urls(host: str) -> str:
    """A host as a browser on this machine would open it: an unspecified address as loopback."""
    if host in {"0.0.0.0", "::"}:  # noqa: S104 - compared, not listened on
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host
