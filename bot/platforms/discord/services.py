"""What the features on Discord work with: made once a process, so that no connection forgets it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from bot.features.auto_react import AutoReactor
from bot.features.limits import Limits
from bot.features.retraining.face import Retrainer
from bot.features.watching import Watchers
from bot.inference import Inference
from bot.platforms.discord.breaker import Breaker
from bot.registry import Registry
from bot.settings import Settings
from bot.store.face import Store


@dataclass(frozen=True, slots=True)
class Services:
    """``newest`` is the newest Unicode emoji version that Discord's clients draw (None: any).

    Without a ``retrainer`` nothing can be trained; ``operators`` are users' numbers, none for the
    application's owners. ``clock`` gives seconds since 1970.
    """

    worker: Inference
    store: Store
    newest: float | None
    limits: Limits
    auto_reactor: AutoReactor
    watchers: Watchers
    breaker: Breaker
    retrainer: Retrainer | None
    operators: tuple[int, ...]
    registry: Registry
    clock: Callable[[], float]


def make_services(
    settings: Settings,
    worker: Inference,
    store: Store,
    *,
    retrainer: Retrainer | None = None,
    clock: Callable[[], float] = time.time,
) -> Services:
    """Everything for one process of the bot."""
    newest = settings.discord_emoji_version
    return Services(
        worker=worker,
        store=store,
        newest=newest,
        limits=Limits(),
        auto_reactor=AutoReactor(worker, store, newest=newest, clock=clock),
        watchers=Watchers(),
        breaker=Breaker(),
        retrainer=retrainer,
        operators=settings.discord_owner_ids,
        registry=Registry(settings.models_dir),
        clock=clock,
    )
