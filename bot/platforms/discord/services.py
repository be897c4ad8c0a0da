"""What the features on Discord work with: made once a process, so that no connection forgets it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.features.limits import Limits
from bot.inference import Inference
from bot.platforms.discord.breaker import Breaker
from bot.platforms.discord.watching import Watchers
from bot.settings import Settings
from bot.store.face import Store

if TYPE_CHECKING:
    from bot.features.auto_react import AutoReactor


@dataclass(frozen=True, slots=True)
class Services:
    """``newest`` is the newest Unicode emoji version that Discord's clients draw (None: any)."""

    worker: Inference
    store: Store
    newest: float | None
    limits: Limits
    auto_reactor: AutoReactor
    watchers: Watchers
    breaker: Breaker


def make_services(settings: Settings, worker: Inference, store: Store) -> Services:
    """Everything for one process of the bot."""
    newest = settings.discord_emoji_version
    return Services(
        worker=worker,
        store=store,
        newest=newest,
        limits=Limits(),
        auto_reactor=_auto_reactor(worker, store, newest),
        watchers=Watchers(),
        breaker=Breaker(),
    )


def _auto_reactor(worker: Inference, store: Store, newest: float) -> AutoReactor:
    try:
        from bot.features.auto_react import AutoReactor
    except ModuleNotFoundError:  # until it is there
        return None  # type: ignore[return-value]
    return AutoReactor(worker, store, newest=newest)
