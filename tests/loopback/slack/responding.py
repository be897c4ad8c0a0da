"""The last step of every answer: a fault may spoil it."""

from __future__ import annotations

from aiohttp import web

from tests.loopback.slack import faults
from tests.loopback.slack.faults import Fault


async def respond(
    request: web.Request, fault: Fault | None, response: web.Response
) -> web.StreamResponse:
    """The response as it goes out: late, not at all, or a proxy's page instead of it."""
    if isinstance(fault, faults.Cut):
        if request.transport is not None:
            request.transport.abort()
        return response
    if isinstance(fault, faults.RateLimited):
        response.set_status(429)
        response.headers["Retry-After"] = str(fault.retry_after)
    if isinstance(fault, faults.Broken):
        page = "<html><body>upstream connect error</body></html>"
        return web.Response(status=fault.status, text=page, content_type="text/html")
    if isinstance(fault, faults.Slow):
        await fault.until.wait()
    return response


def prevented(fault: Fault | None) -> str | None:
    """The error that stands for a fault which lets nothing be done; None for any other."""
    match fault:
        case faults.Error(error):
            return error
        case faults.RateLimited():
            return "ratelimited"
        case faults.Cut() | faults.Broken():
            return "internal_error"
    return None
