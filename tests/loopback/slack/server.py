"""The whole of it: one workspace, one app in it, and people who use it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any, Final, Self

from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.loopback.slack.asking import Asking
from tests.loopback.slack.chat_api import ChatApi
from tests.loopback.slack.clock import Clock
from tests.loopback.slack.deliveries import Deliveries, Delivery
from tests.loopback.slack.events import Events
from tests.loopback.slack.faults import Faults
from tests.loopback.slack.files_api import FilesApi
from tests.loopback.slack.http_mode import SIGNING_SECRET, HttpMode
from tests.loopback.slack.interactions import Interactions
from tests.loopback.slack.limits import Limits
from tests.loopback.slack.looking import Looking
from tests.loopback.slack.manifest import Manifest
from tests.loopback.slack.reaction_api import ReactionApi
from tests.loopback.slack.reading_api import ReadingApi
from tests.loopback.slack.recorder import Recorder
from tests.loopback.slack.response_urls import ResponseUrls
from tests.loopback.slack.socket_mode import SocketMode
from tests.loopback.slack.triggers import Triggers
from tests.loopback.slack.using import Using
from tests.loopback.slack.views import Views
from tests.loopback.slack.web_api import APP_TOKEN, BOT_TOKEN, Tokens, WebApi
from tests.loopback.slack.workspace_life import WorkspaceLife
from tests.loopback.slack.world import World
from tests.loopback.slack.writing import Writing

# What the app is given where a test says nothing else.
SCOPES: Final = frozenset(
    {"commands", "chat:write", "reactions:write", "emoji:read", "users:read"}
    | {"channels:read", "groups:read", "app_mentions:read", "im:history"}
    | {"files:read", "files:write", "channels:history", "groups:history"}
)


class SlackServer:
    """A Slack for one app; use it as an async context manager.

    Leaving it fails the test for every violation that was not forgiven.
    """

    bot_token = BOT_TOKEN
    app_token = APP_TOKEN
    signing_secret = SIGNING_SECRET

    def __init__(
        self, *, scopes: Iterable[str] = SCOPES, manifest: Mapping[str, Any] | None = None
    ) -> None:
        """``manifest`` is the app's, as JSON; it also says the scopes, and what people find."""
        self._manifest = Manifest.read(manifest) if manifest is not None else None
        scopes = self._manifest.scopes if self._manifest else scopes
        self.clock = Clock()
        self.recorder = Recorder()
        self.world = World(self.clock)
        self.tokens = Tokens(frozenset(scopes))
        self.faults = Faults()
        self.limits = Limits(self.clock)
        self.sockets = SocketMode(self.world.app_id, self.recorder)
        self.deliveries = Deliveries(self.sockets, self.recorder)
        self.events = Events(self.world, self.tokens, self.deliveries)
        if self._manifest is not None:
            self.events.subscriptions = set(self._manifest.events)
        self._chat = ChatApi(self.world, self.events)
        self.reactions = ReactionApi(self.world, self.events.reacted)
        self.files = FilesApi(self.world, self.tokens, self.events)
        self._triggers = Triggers(self.world.ids, self.clock)
        self._urls = ResponseUrls(self.world, self._chat, self.faults, self.recorder)
        self.views = Views(self.world, self._triggers)
        self._http: HttpMode | None = None
        self._server = TestServer(self._application())
        self._hand_out_hands()

    def _hand_out_hands(self) -> None:
        """What people do and see, by the names that tests use."""
        interactions = Interactions(
            self.world, self._triggers, self._urls, self.views, self.deliveries
        )
        writing = Writing(self.world, self.events, self.reactions)
        self.say, self.tell, self.bot_says = writing.say, writing.tell, writing.bot_says
        self.edit, self.delete, self.unfurl = writing.edit, writing.delete, writing.unfurl
        self.react, self.unreact = writing.react, writing.unreact
        self.join, self.leave = writing.join, writing.leave
        asking = Asking(
            self.world, interactions, self._urls, self.views, self.events, self._manifest
        )
        self.command, self.shortcut = asking.command, asking.shortcut
        self.message_shortcut, self.open_home = asking.message_shortcut, asking.open_home
        using = Using(self.world, interactions, self.views)
        self.press, self.choose, self.fill = using.press, using.choose, using.fill
        self.submit, self.close = using.submit, using.close
        self.life = WorkspaceLife(self.world, self.tokens, self.events)
        looking = Looking(self.world, self.views, self.recorder)
        self.shown, self.until_shown = looking.shown, looking.until_shown
        self.modal, self.until_modal = looking.modal, looking.until_modal
        self.home, self.until_home = looking.home, looking.until_home
        self.until_reacted, self.wait_for = looking.until_reacted, self.recorder.until

    def _application(self) -> web.Application:
        handlers = {
            **self._chat.handlers(),
            **self.reactions.handlers(),
            **ReadingApi(self.world, self.tokens).handlers(),
            **self.views.handlers(),
            **self.files.handlers(),
            **self.sockets.handlers(),
        }
        api = WebApi(self.tokens, self.faults, self.limits, self.recorder, self.clock, handlers)
        application = web.Application(middlewares=[self._blame_ourselves])
        application.add_routes(
            [
                *api.routes(),
                *self._urls.routes(),
                *self.files.routes(),
                *self.sockets.routes(),
            ]
        )
        return application

    @web.middleware
    async def _blame_ourselves(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        """A mistake of this server's fails the test, too."""
        try:
            return await handler(request)
        except Exception as error:
            self.recorder.violations.append(f"{request.path}: {error!r}")
            raise

    async def __aenter__(self) -> Self:
        await self._server.start_server(shutdown_timeout=0.1, access_log=None)
        origin = str(self._server.make_url("")).rstrip("/")
        self.sockets.origin = self.files.origin = self._urls.origin = origin
        return self

    async def __aexit__(self, kind: object, *exception: object) -> None:
        if self._http is not None:
            await self._http.aclose()
        await self.sockets.close()
        await self._server.close()
        if kind is None:
            assert self.recorder.violations == []

    @property
    def api_url(self) -> str:
        """The ``base_url`` of the SDK's client."""
        return str(self._server.make_url("/api/"))

    def use_http(self, url: str) -> HttpMode:
        """From now on events go to the app's request URL instead of over websockets."""
        self._http = HttpMode(url, self.recorder)
        self.deliveries.transport = self._http
        return self._http

    async def redeliver(self) -> list[Delivery]:
        """Send what is not acknowledged again, as Slack does after a while; returns it."""
        return await self.deliveries.redeliver()

    async def until_settled(self) -> None:
        """Wait until the bot has acknowledged everything."""
        await self.recorder.until(lambda: not self.deliveries.unacknowledged)

    @property
    def late_acks(self) -> list[Delivery]:
        """What the bot took longer to acknowledge than Slack waits."""
        return self.deliveries.late
