"""Puts reactions under a message: soon or not at all."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, Final

from slack_sdk.web.async_client import AsyncWebClient

from bot.features.candidates import Candidate
from bot.platforms.slack.access import Access
from bot.platforms.slack.calling import Undelivered, code_of
from bot.platforms.slack.client import TIMEOUT, retry_after
from bot.platforms.slack.names import reaction

log = logging.getLogger(__name__)

# Seconds after which a reaction has missed its moment, rate limits included.
SOON: Final = 3.0


class Outcome(Enum):
    """What became of one reaction."""

    SENT = auto()
    THERE = auto()
    GONE = auto()
    UNKNOWN_EMOJI = auto()
    FULL = auto()
    FORBIDDEN = auto()
    NO_SCOPE = auto()
    LIMITED = auto()
    LATE = auto()
    FAILED = auto()


# "Errors" of reactions.add in Slack's documentation; not_in_channel comes besides these.
_OUTCOMES: Final = {
    "access_denied": Outcome.FORBIDDEN,
    "already_reacted": Outcome.THERE,
    "bad_timestamp": Outcome.GONE,
    "channel_not_found": Outcome.FORBIDDEN,
    "ekm_access_denied": Outcome.FORBIDDEN,
    "external_channel_migrating": Outcome.FORBIDDEN,
    "invalid_name": Outcome.UNKNOWN_EMOJI,
    "is_archived": Outcome.FORBIDDEN,
    "message_not_found": Outcome.GONE,
    "missing_scope": Outcome.NO_SCOPE,
    "no_access": Outcome.FORBIDDEN,
    "no_permission": Outcome.FORBIDDEN,
    "no_item_specified": Outcome.GONE,
    "not_in_channel": Outcome.FORBIDDEN,
    "not_reactable": Outcome.GONE,
    "ratelimited": Outcome.LIMITED,
    "thread_locked": Outcome.GONE,
    "too_many_emoji": Outcome.FULL,
    "too_many_reactions": Outcome.FULL,
}
_NEXT: Final = frozenset({Outcome.THERE, Outcome.UNKNOWN_EMOJI})


@dataclass(frozen=True, slots=True)
class Target:
    """A message that is to be reacted to."""

    channel: str
    stamp: str


def impatient(client: AsyncWebClient) -> AsyncWebClient:
    """The same client, but one that tries nothing again by itself: what waits comes too late."""
    return AsyncWebClient(
        token=client.token, base_url=client.base_url, timeout=TIMEOUT, retry_handlers=[]
    )


class Sending:
    """Sends what was decided, and tells ``access`` what Slack says to it."""

    def __init__(self, client: AsyncWebClient, access: Access) -> None:
        """``client`` is one that tries nothing again by itself."""
        self._client = client
        self._access = access

    async def send(
        self, target: Target, candidates: Sequence[Candidate], *, most: int
    ) -> tuple[list[Candidate], Outcome]:
        """Put up to ``most`` of the candidates under the message, the first ones if possible.

        Returns what was sent, and what became of the last one. Raises nothing of Slack's.
        """
        deadline = asyncio.get_running_loop().time() + SOON
        sent: list[Candidate] = []
        outcome = Outcome.UNKNOWN_EMOJI
        for candidate in candidates:
            name = reaction(candidate)
            if name is None:
                continue
            if not self._access.may_react(target.channel):
                return sent, Outcome.FORBIDDEN  # as others found out while this was judged
            try:
                async with asyncio.timeout_at(deadline):
                    outcome = await self._react(target, name)
            except TimeoutError:
                return sent, Outcome.LATE
            if outcome is Outcome.SENT:
                sent.append(candidate)
            elif outcome not in _NEXT:
                break
            if len(sent) == most:
                break
        return sent, outcome

    async def _react(self, target: Target, name: str) -> Outcome:
        """Put one reaction there; where Slack says to wait a little, once more."""
        while True:
            try:
                await self._client.reactions_add(
                    channel=target.channel, timestamp=target.stamp, name=name
                )
            except Undelivered as error:
                outcome, wait = self._learn(target, name, error)
                if outcome is not Outcome.LIMITED or wait >= SOON:
                    return outcome
                await asyncio.sleep(wait)
            else:
                self._access.worked()
                return Outcome.SENT

    def _learn(self, target: Target, name: str, error: Exception) -> tuple[Outcome, float]:
        """What an error means, and how long to wait after it."""
        code, wait = code_of(error), 0.0
        outcome = _OUTCOMES.get(code, Outcome.FAILED)
        match outcome:
            case Outcome.FAILED:
                self._access.failed()
            case Outcome.LIMITED:
                wait = _wait(error)
                if wait >= SOON:
                    self._access.limited(wait)
            case Outcome.NO_SCOPE:
                self._access.lacks_scope()
            case Outcome.FORBIDDEN:
                self._access.refused(target.channel)
            case _:
                self._access.worked()
        said: dict[str, Any] = {"error": code, "channel": target.channel, "stamp": target.stamp}
        if outcome is Outcome.UNKNOWN_EMOJI:
            log.warning("Slack does not know an emoji", extra={**said, "emoji": name})
        elif outcome is not Outcome.THERE:
            log.info("a reaction was refused", extra=said)
        return outcome, wait


def _wait(error: Exception) -> float:
    """Seconds of ``Retry-After``; endless where they cannot be read."""
    return retry_after(getattr(getattr(error, "response", None), "headers", {}))


def names_of(candidates: Collection[Candidate]) -> tuple[str, ...]:
    """What Slack calls these in reactions."""
    return tuple(name for candidate in candidates if (name := reaction(candidate)) is not None)
