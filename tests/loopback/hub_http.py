"""The HTTP of the loopback Hub: requests in, answers, refusals and faults out."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs, unquote, urlsplit

from tests.loopback.hub_repositories import Asked, State

# What ``METHOD /path`` must match in full, and what answers; the groups are its arguments.
Route = tuple[str, Callable[..., None]]


class Refused(Exception):
    """An answer with an error code and message in the headers, as the Hub gives them."""

    def __init__(self, status: int, code: str = "", message: str = "") -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message


class Exchange(BaseHTTPRequestHandler):
    """One request: noted, struck by a fault or answered by the first of ``routes`` that matches."""

    hub: State
    routes: tuple[Route, ...] = ()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name
        """Keep the tests' output clean."""

    def _handle(self) -> None:
        url = urlsplit(self.path)
        path, self.query = unquote(url.path), parse_qs(url.query)
        request = f"{self.command} {path}"
        authorization = self.headers.get("Authorization", "")
        self.token = authorization.removeprefix("Bearer ") or None
        self.hub.asked.append(Asked(request, self.token, self.headers.get("Range")))
        self.body = self._read()
        self.fault = self.hub.fault(request)
        try:
            if self.fault and self.fault.status:
                self.send(self.fault.status, headers=self.fault.headers)
                return
            if self.token is not None and self.token not in self.hub.tokens:
                raise Refused(401, message="Invalid credentials in Authorization header")
            for pattern, answer in self.routes:
                if found := re.fullmatch(pattern, request):
                    answer(self, *found.groups())
                    return
            raise Refused(404)
        except Refused as refused:
            headers = {"X-Error-Code": refused.code, "X-Error-Message": refused.message}
            self.send(refused.status, headers={k: v for k, v in headers.items() if v})

    do_GET = do_HEAD = do_POST = do_PUT = _handle  # noqa: N815 - http.server's names

    def _read(self) -> bytes:
        if self.headers.get("Transfer-Encoding") != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        parts = []
        while size := int(self.rfile.readline(), 16):
            parts.append(self.rfile.read(size))
            self.rfile.readline()
        self.rfile.readline()
        return b"".join(parts)

    def send(
        self, status: int, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "HEAD":
            return
        if self.fault and self.fault.swap:
            body = bytes(reversed(body))
        self.wfile.write(body if self.fault is None else body[: self.fault.cut])

    def send_json(self, content: object, status: int = 200) -> None:
        self.send(status, json.dumps(content).encode(), {"Content-Type": "application/json"})

    def send_range(self, content: bytes, headers: Mapping[str, str]) -> None:
        found = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        start = int(found[1]) if found else 0
        if not found or not content or (self.fault and self.fault.whole):
            self.send(200, content, headers)
        elif start >= len(content):
            self.send(416, headers={"Content-Range": f"bytes */{len(content)}"})
        else:
            end = min(int(found[2] or len(content)), len(content) - 1)
            span = {"Content-Range": f"bytes {start}-{end}/{len(content)}"}
            self.send(206, content[start : end + 1], {**headers, **span})
