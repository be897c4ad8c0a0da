"""What the bot remembers of its own latest reactions, so that it does not overdo it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from bot.features.auto_react.verdict import Reason
from bot.features.incoming import IncomingMessage
from bot.store.memory import Recent
from bot.store.records import AutoReact, PersonKey, ServerKey

# Emojis that a channel has just seen and does not get again.
LAST_EMOJIS: Final = 6
_HOUR: Final = 3_600.0
_CHANNELS: Final = 20_000
_PEOPLE: Final = 50_000
_SERVERS: Final = 5_000


@dataclass(slots=True)
class _Channel:
    at: float = float("-inf")
    emojis: deque[str] = field(default_factory=lambda: deque(maxlen=LAST_EMOJIS))


def home(message: IncomingMessage) -> str:
    """The channel whose rules, cooldown and counts hold: a thread's is the one it hangs on."""
    return message.parent or message.channel


class Memory:
    """When and with what the bot reacted, bounded: who was not heard of for longest goes first.

    Times are in seconds since 1970.
    """

    def __init__(self) -> None:
        self._channels: Recent[tuple[ServerKey, str], _Channel] = Recent(_CHANNELS)
        self._people: Recent[tuple[ServerKey, PersonKey], float] = Recent(_PEOPLE)
        self._hours: Recent[ServerKey, deque[float]] = Recent(_SERVERS)

    def too_soon(
        self, message: IncomingMessage, rules: AutoReact, hourly: int | None, now: float
    ) -> Reason | None:
        """Which limit another reaction would break, or None.

        A clock that was set back does not make the bot silent for longer than the cooldown.
        """
        channel = self._channels.get((message.server, home(message)))
        if channel is not None and abs(now - channel.at) < rules.channel_cooldown:
            return Reason.CHANNEL_COOLDOWN
        person = self._people.get((message.server, message.author))
        if person is not None and abs(now - person) < rules.person_cooldown:
            return Reason.PERSON_COOLDOWN
        if hourly is not None and self._in_the_last_hour(message.server, now) >= hourly:
            return Reason.HOURLY
        return None

    def last_emojis(self, message: IncomingMessage) -> tuple[str, ...]:
        """What the bot used last in the message's channel."""
        channel = self._channels.get((message.server, home(message)))
        return () if channel is None else tuple(channel.emojis)

    def reacted(self, message: IncomingMessage, emojis: Iterable[str], now: float) -> None:
        """The bot reacts to that message."""
        self.avoid(message.server, home(message), emojis).at = now
        self._people.put((message.server, message.author), now)
        hour = self._hours.get(message.server) or deque[float]()
        hour.append(now)
        self._hours.put(message.server, hour)
        self._in_the_last_hour(message.server, now)

    def avoid(self, server: ServerKey, channel: str, emojis: Iterable[str]) -> _Channel:
        """These emojis are among the last of a channel."""
        known = self._channels.get((server, channel)) or _Channel()
        known.emojis.extend(emojis)
        self._channels.put((server, channel), known)
        return known

    def _in_the_last_hour(self, server: ServerKey, now: float) -> int:
        hour = self._hours.get(server) or deque[float]()
        while hour and abs(now - hour[0]) >= _HOUR:
            hour.popleft()
        return len(hour)
