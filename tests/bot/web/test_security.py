"""What a browser may do with the page, and which pages may use the API."""

from __future__ import annotations

import aiohttp
import pytest

from bot.web.security import is_loopback
from tests.bot.web.conftest import Serve


@pytest.mark.parametrize(
    "path", ["/", "/static/playground.js", "/healthz", "/api/model", "/nowhere"]
)
async def test_every_response_carries_the_security_headers(
    client: aiohttp.ClientSession, path: str
) -> None:
    async with client.get(path) as response:
        policy = response.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; script-src 'self';")
        assert "frame-ancestors 'none'" in policy
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert response.headers["Server"] == "mojibot"


@pytest.mark.parametrize(
    ("name", "content_types"),
    [
        ("playground.js", {"text/javascript", "application/javascript"}),
        ("playground.css", {"text/css"}),
        ("favicon.svg", {"image/svg+xml"}),
    ],
)
async def test_static_files_have_types_that_nosniff_lets_pass(
    client: aiohttp.ClientSession, name: str, content_types: set[str]
) -> None:
    async with client.get(f"/static/{name}") as response:
        assert response.status == 200
        assert response.content_type in content_types


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8080", "localhost.evil.example", "["]
)
async def test_foreign_host_is_refused_on_loopback(
    client: aiohttp.ClientSession, host: str
) -> None:
    async with client.get("/api/model", headers={"Host": host}) as response:
        assert response.status == 403
        assert "loopback" in (await response.json())["error"]


@pytest.mark.parametrize("host", ["localhost:8080", "127.0.0.1", "[::1]:8080", "LOCALHOST"])
async def test_loopback_names_are_welcome(client: aiohttp.ClientSession, host: str) -> None:
    async with client.get("/api/model", headers={"Host": host}) as response:
        assert response.status == 200


async def test_any_host_is_welcome_where_the_server_was_opened_to_others(serve: Serve) -> None:
    async with (
        serve(loopback=False) as client,
        client.get("/healthz", headers={"Host": "mojibot.example"}) as response,
    ):
        assert response.status == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "null"},
    ],
)
async def test_page_of_another_origin_cannot_post(
    client: aiohttp.ClientSession, headers: dict[str, str]
) -> None:
    async with client.post("/api/suggest", json={"text": "hi"}, headers=headers) as response:
        assert response.status == 403
        assert "other sites" in (await response.json())["error"]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "none"},
        {"Host": "localhost:8080", "Origin": "http://localhost:8080"},
    ],
)
async def test_own_page_and_programs_can_post(
    client: aiohttp.ClientSession, headers: dict[str, str]
) -> None:
    async with client.post("/api/suggest", json={"text": "hi"}, headers=headers) as response:
        assert response.status == 200


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"]
)
async def test_types_that_a_foreign_form_can_send_are_refused(
    client: aiohttp.ClientSession, content_type: str
) -> None:
    headers = {"Content-Type": content_type}
    async with client.post("/api/suggest", data=b'{"text": "hi"}', headers=headers) as response:
        assert response.status == 415


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("127.0.0.1", True),
        ("127.1.2.3", True),
        ("::1", True),
        ("localhost", True),
        ("10.0.0.1", False),
        ("192.168.1.5", False),
        ("mojibot.example", False),
        ("", False),
    ],
)
def test_loopback_is_told_from_the_rest(host: str, loopback: bool) -> None:
    assert is_loopback(host) is loopback
