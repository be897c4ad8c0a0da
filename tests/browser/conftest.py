"""A real Chromium, driven by Playwright, on the playground of a real bot."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.bot.processes import BotProcess, running_bot

NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Without a sandbox, since CI runs as root; and quiet, since nothing but the bot may be asked.
FLAGS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@dataclass(frozen=True, slots=True)
class Visit:
    """An open page, and what the browser said and asked for meanwhile."""

    page: Page
    url: str
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def assert_clean(self) -> None:
        """No error in the console, and no request to anybody but the bot."""
        assert self.complaints == []
        origins = {urlsplit(url)[:2] for url in self.requests}
        assert origins == {urlsplit(self.url)[:2]}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    executable = next(filter(None, map(shutil.which, NAMES)), None)
    if executable is None:
        pytest.fail(
            "The tests of the page need Chromium; on Debian: "
            "apt-get install chromium fonts-noto-color-emoji"
        )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BotProcess]:
    """The bot with the model that ships, once it is loaded."""
    with running_bot(tmp_path_factory.mktemp("bot")) as bot:
        assert bot.line().startswith("mojibot model: ")
        yield bot


class Visitor:
    """Opens pages, each in a profile of its own."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser

    def open(
        self,
        url: str,
        *,
        scheme: Literal["light", "dark"] = "light",
        width: int = 1000,
    ) -> Visit:
        """Open ``url`` in a window of ``width`` pixels, in which pages may use the clipboard."""
        context = self._browser.new_context(
            color_scheme=scheme,
            viewport={"width": width, "height": 800},
            permissions=["clipboard-read", "clipboard-write"],
        )
        visit = Visit(context.new_page(), url)
        visit.page.on(
            "console",
            lambda message: (
                visit.complaints.append(message.text)
                if message.type in {"error", "warning"}
                else None
            ),
        )
        visit.page.on("pageerror", lambda error: visit.complaints.append(str(error)))
        visit.page.on("request", lambda request: visit.requests.append(request.url))
        visit.page.goto(url)
        return visit

    def close(self) -> None:
        """Close all that was opened."""
        for context in self._browser.contexts:
            context.close()


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Visitor]:
    visitor = Visitor(browser)
    yield visitor
    visitor.close()
