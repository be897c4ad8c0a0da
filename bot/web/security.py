"""What a browser may do with the page, and which pages may use the API.

The playground listens on loopback, where a page of any site can reach it: by requests across
origins, and by a domain of its own that resolves to 127.0.0.1 (DNS rebinding).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from hmac import compare_digest
from http import HTTPStatus
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler, Middleware

from bot.web import texts
from bot.web.errors import Refused

HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Server": "mojibot",
}
_SAFE_METHODS: Final = frozenset({hdrs.METH_GET, hdrs.METH_HEAD, hdrs.METH_OPTIONS})
_OWN_SITE: Final = frozenset({"same-origin", "none"})


async def set_headers(request: web.Request, response: web.StreamResponse) -> None:
    """``on_response_prepare`` signal: every response carries ``HEADERS``, errors as well."""
    response.headers.update(HEADERS)
    # Files may be kept but are asked for anew, so that an upgrade shows at once.
    fresh = "no-store" if request.path.startswith("/api/") else "no-cache"
    response.headers.setdefault(hdrs.CACHE_CONTROL, fresh)


def own_host_only(signed: Collection[str] = ()) -> Middleware:
    """Middleware for a server on loopback: refuses every ``Host`` that is not loopback itself.

    Paths in ``signed`` are for programs that sign what they send, through a tunnel for instance.
    """

    @web.middleware
    async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.path not in signed and not is_loopback(_host_name(request.host)):
            raise Refused(HTTPStatus.FORBIDDEN, texts.FOREIGN_HOST)
        return await handler(request)

    return check


@web.middleware
async def own_pages_only(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Middleware: a browser may send something only from a page of this very origin.

    Programs that are no browsers send neither ``Sec-Fetch-Site`` nor ``Origin``.
    """
    if request.method not in _SAFE_METHODS and not _from_own_page(request):
        raise Refused(HTTPStatus.FORBIDDEN, texts.FOREIGN_ORIGIN)
    return await handler(request)


@dataclass(frozen=True)
class Operators:
    """Who may see what is meant for the operator: everybody on loopback, else who has the token."""

    loopback: bool
    token: str | None

    def check(self, request: web.Request) -> None:
        """Raises ``Refused`` unless the request comes from loopback or carries the token."""
        if self.loopback:
            return
        if self.token is None:
            raise Refused(HTTPStatus.FORBIDDEN, texts.NO_OPERATOR)
        given = request.headers.get(hdrs.AUTHORIZATION, "")
        expected = f"Bearer {self.token}"
        if not compare_digest(given.encode(errors="replace"), expected.encode()):
            raise Refused(HTTPStatus.UNAUTHORIZED, texts.OPERATORS_ONLY)


def is_loopback(host: str) -> bool:
    """Whether a host name or address without port is this machine's loopback."""
    if host.lower() == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _from_own_page(request: web.Request) -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in _OWN_SITE
    origin = request.headers.get(hdrs.ORIGIN)
    # Without the scheme, which a proxy in front that ends TLS does not tell.
    return origin is None or urlsplit(origin).netloc == request.host


def _host_name(host: str) -> str:
    """``127.0.0.1:8080`` and ``[::1]:8080`` -> ``127.0.0.1`` and ``::1``; empty if malformed."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""
