"""Where and when a reaction is worth a request, learned from what Slack answers."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Final

from bot.store.memory import Recent

log = logging.getLogger(__name__)

# Seconds that a channel is left alone which does not take reactions: somebody may invite the bot.
REFUSED_FOR: Final = 600.0
_CHANNELS: Final = 10_000
# After so many faults in a row nothing is sent for so many seconds.
FAULTS: Final = 5
PAUSE: Final = 60.0
# A scope comes with a new installation of the app.
SCOPE_FOR: Final = 3_600.0


class Access:
    """Remembers refusals, rate limits and faults; ``clock`` is in seconds and never goes back."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._refused: Recent[str, float] = Recent(_CHANNELS)
        self._until = float("-inf")
        self._faults = 0
        self._scope_told = False

    def may_react(self, channel: str) -> bool:
        """Whether a request for a reaction in that channel may be sent now."""
        now = self._clock()
        return now >= self._until and now >= (self._refused.get(channel) or float("-inf"))

    def worked(self) -> None:
        """Slack understood a request, whatever came of it."""
        self._faults = 0

    def refused(self, channel: str) -> None:
        """The bot may not react in that channel."""
        self._refused.put(channel, self._clock() + REFUSED_FOR)

    def invited(self, channel: str) -> None:
        """The bot has come into that channel."""
        self._refused.drop(channel)

    def limited(self, seconds: float) -> None:
        """Slack wants no reactions for so long."""
        self._wait(seconds)

    def failed(self) -> None:
        """A request went wrong through no fault of its own."""
        self._faults += 1
        if self._faults >= FAULTS:
            self._faults = 0
            self._wait(PAUSE)
            log.warning("Slack takes no reactions just now", extra={"seconds": PAUSE})

    def lacks_scope(self) -> None:
        """The app was installed without the scope that reactions need."""
        self._wait(SCOPE_FOR)
        if not self._scope_told:
            self._scope_told = True
            log.error(
                "Slack lets the app react to nothing: add the scope reactions:write, and install "
                "the app into the workspace again"
            )

    def _wait(self, seconds: float) -> None:
        self._until = max(self._until, self._clock() + seconds)
