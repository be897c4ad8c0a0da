"""What the features on Slack work with: made once a process, so that no connection forgets it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from bot.features.auto_react import AutoReactor
from bot.features.limits import Limits
from bot.features.retraining.desk import Desk
from bot.features.retraining.face import Retrainer
from bot.features.retraining.pages import Markup
from bot.features.watching import Watchers
from bot.inference import Inference
from bot.platforms.slack.access import Access
from bot.platforms.slack.customs import Customs
from bot.platforms.slack.markup import plain
from bot.platforms.slack.names import newest_named
from bot.platforms.slack.people import People
from bot.platforms.slack.receiving import Acknowledgements
from bot.platforms.slack.seen import Seen, delivery_of
from bot.platforms.slack.tasks import Tasks
from bot.registry import Registry
from bot.settings import Settings
from bot.store.face import Store
from bot.store.records import SLACK, PersonKey, ServerKey

RETRAIN: Final = "/emoji-retrain"
# A section holds 3,000 characters; emojis may count twice.
MARKUP: Final = Markup(SLACK, plain, longest=2_800)


@dataclass(frozen=True, slots=True)
class Workspace:
    """Where the app is installed: the workspace's id and address, and who the bot is there.

    ``scopes`` are what it was allowed when it was installed last.
    """

    team: str = ""
    bot_user: str = ""
    bot: str = ""
    url: str = ""
    scopes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class SlackServices:
    """``newest`` is the newest Unicode emoji version that Slack's clients draw (None: any).

    ``retraining`` answers ``operators``, which are users' ids, none for the workspace's owners.
    ``clock`` gives seconds since 1970. ``workspace`` is known once Slack has
    accepted the token, which is before any event comes; ``gone`` is set when it throws the app out.
    """

    worker: Inference
    store: Store
    newest: float | None
    limits: Limits
    auto_reactor: AutoReactor
    retraining: Desk
    operators: tuple[str, ...]
    registry: Registry
    clock: Callable[[], float]
    seen: Seen
    people: People
    workspace: Workspace = Workspace()
    access: Access = field(default_factory=Access)
    emojis: Customs = field(default_factory=Customs)
    watchers: Watchers = field(default_factory=Watchers)
    tasks: Tasks = field(default_factory=Tasks)
    acknowledgements: Acknowledgements = field(default_factory=Acknowledgements)
    gone: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def server(self) -> ServerKey:
        """The store's key of the workspace."""
        return ServerKey(SLACK, self.workspace.team)

    def person(self, user: str, team: str | None = None) -> PersonKey:
        """The store's key of a user; ``team`` is theirs, where a shared channel names it."""
        if team in {None, "", self.workspace.team}:
            return PersonKey(SLACK, user)
        return PersonKey(SLACK, f"{team}:{user}")

    def work(self, body: Mapping[str, Any], work: Coroutine[Any, Any, None]) -> None:
        """Do what the delivery ``body`` asks for, once Slack has its acknowledgement.

        Afterwards the delivery counts as answered; where ``work`` fails, the log has the traceback.
        """
        delivery = delivery_of(body)
        self.tasks.start(self._settled(work, delivery), delivery=delivery)

    async def _settled(self, work: Coroutine[Any, Any, None], delivery: str | None) -> None:
        if delivery is None:
            await work
            return
        await self.acknowledgements.wait(delivery)
        try:
            await work
        finally:
            self.seen.settle(delivery)


def make_slack_services(
    settings: Settings,
    worker: Inference,
    store: Store,
    *,
    retrainer: Retrainer | None = None,
    clock: Callable[[], float] = time.time,
) -> SlackServices:
    """Everything for one process of the bot; without a ``retrainer`` nothing can be trained."""
    # What has no name there never comes out, and the next best comes instead.
    newest = min(settings.slack_emoji_version, newest_named())
    return SlackServices(
        worker=worker,
        store=store,
        newest=newest,
        limits=Limits(),
        auto_reactor=AutoReactor(worker, store, newest=newest, clock=clock),
        retraining=Desk(retrainer, MARKUP, command=RETRAIN),
        operators=settings.slack_owner_ids,
        registry=Registry(settings.models_dir),
        clock=clock,
        seen=Seen(store.deliveries),
        people=People(time.monotonic),
    )
