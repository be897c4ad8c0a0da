"""The last messages of a channel, for the dry run of a panel that is open, and for nothing else."""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from typing import Final

from bot.features.incoming import IncomingMessage
from bot.store.records import EVERYWHERE, PersonKey, ServerKey, category_scope, channel_scope

MESSAGES: Final = 5
PANELS: Final = 100
# As long as the token of the interaction that drew the panel.
LIVES: Final = 15 * 60.0


@dataclass(slots=True)
class _Watch:
    scope: str
    expiry: asyncio.TimerHandle
    messages: deque[IncomingMessage] = field(default_factory=lambda: deque(maxlen=MESSAGES))


class Watchers:
    """Keeps messages in memory while a manager has a panel open; forgets them when it closes.

    Bounded: ``MESSAGES`` a panel, one panel a manager and server, ``PANELS`` in all.
    """

    def __init__(self, lives: float = LIVES) -> None:
        """Forget a panel ``lives`` seconds after it was last drawn."""
        self._lives = lives
        self._watches: OrderedDict[tuple[ServerKey, PersonKey], _Watch] = OrderedDict()

    def watch(self, server: ServerKey, manager: PersonKey, scope: str) -> None:
        """That manager's panel shows ``scope`` now; another scope's messages are forgotten."""
        key = (server, manager)
        expiry = asyncio.get_running_loop().call_later(self._lives, self.close, server, manager)
        if (watch := self._watches.get(key)) is not None and watch.scope == scope:
            watch.expiry.cancel()
            watch.expiry = expiry
            self._watches.move_to_end(key)
            return
        self.close(server, manager)
        self._watches[key] = _Watch(scope, expiry)
        if len(self._watches) > PANELS:
            self.close(*next(iter(self._watches)))

    def close(self, server: ServerKey, manager: PersonKey) -> None:
        """That panel is closed."""
        if (watch := self._watches.pop((server, manager), None)) is not None:
            watch.expiry.cancel()

    def saw(self, message: IncomingMessage) -> None:
        """A message came in; costs nothing while no panel is open."""
        for (server, _), watch in self._watches.items():
            if server == message.server and watch.scope in _scopes(message):
                watch.messages.append(message)

    def seen(self, server: ServerKey, manager: PersonKey) -> tuple[IncomingMessage, ...]:
        """What came in while that manager's panel was open, oldest first."""
        watch = self._watches.get((server, manager))
        return () if watch is None else tuple(watch.messages)

    def forget(self, person: PersonKey) -> None:
        """Drop that person's messages: they do not want to be read."""
        self._keep(lambda message: message.author != person)

    def edited(self, message: str, text: str) -> None:
        """Keep what the message of that id says now, and not what it said before."""
        for watch in self._watches.values():
            for n, kept in enumerate(watch.messages):
                if kept.id == message:
                    watch.messages[n] = replace(kept, text=text)

    def deleted(self, messages: Collection[str]) -> None:
        """Drop the messages of these ids, as their channel did."""
        self._keep(lambda message: message.id not in messages)

    def _keep(self, wanted: Callable[[IncomingMessage], bool]) -> None:
        for watch in self._watches.values():
            watch.messages = deque(filter(wanted, watch.messages), maxlen=MESSAGES)


def _scopes(message: IncomingMessage) -> tuple[str, ...]:
    category = () if message.category is None else (category_scope(message.category),)
    return (EVERYWHERE, *category, channel_scope(message.parent or message.channel))
