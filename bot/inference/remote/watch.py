"""Whether the model server answers, and with which model."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Final

from bot.inference.errors import DeadlineExceeded, ModelUnavailable
from bot.inference.options import Options
from bot.inference.remote.api import Api
from bot.inference.remote.breaker import Breaker
from bot.inference.remote.errors import Busy, Unreachable, WrongAnswer
from bot.inference.request import Priority
from emojifier.suggestion import ModelInfo, Suggestion

log = logging.getLogger(__name__)

# So many failures in a row, of whatever kind, open the circuit.
THRESHOLD: Final = 5
# Seconds between two looks at the server, give or take a half; and for one look.
_PAUSE: Final = 2.0
_LOOK: Final = 5.0
# Asked before the circuit closes: that a server knows its model does not say that it computes.
PROBE: Final = "hello there, how are you today?"
_FAULTS: Final = (
    Unreachable,
    Busy,
    WrongAnswer,
    ModelUnavailable,
    DeadlineExceeded,
    TimeoutError,
)
_RANDOM: Final = random.SystemRandom()


class Watch:
    """Counts what became of requests, and looks at the server when there is a reason to.

    The reasons are that the server was not seen yet, that the circuit is open, and that an answer
    came from another model than the one that is known.
    """

    def __init__(self, api: Api, sleep: Callable[[float], Awaitable[None]]) -> None:
        self._api = api
        self._sleep = sleep
        self._breaker = Breaker(THRESHOLD)
        self._info: ModelInfo | None = None
        self._seen = asyncio.Event()
        self._look_again = asyncio.Event()

    @property
    def is_open(self) -> bool:
        """Whether the circuit is open: requests should not be sent."""
        return self._breaker.is_open

    @property
    def info(self) -> ModelInfo | None:
        """The model that answers; None until it was seen, and while the circuit is open."""
        return None if self._breaker.is_open else self._info

    async def seen(self) -> ModelInfo:
        """Wait until there was a model once."""
        await self._seen.wait()
        assert self._info is not None  # noqa: S101 - set before the event
        return self._info

    async def run(self) -> None:
        """Look until there is a model, then again whenever there is a reason to; until cancelled.

        Never more often than the pause allows: several servers behind one address may have
        different models.
        """
        while True:
            if await self._look():
                await self._look_again.wait()
            self._look_again.clear()
            await self._sleep(_RANDOM.uniform(_PAUSE / 2, _PAUSE * 3 / 2))

    def succeeded(self, answers: Sequence[Suggestion] = ()) -> None:
        """The server answered, with ``answers`` or that it is busy."""
        if self._breaker.succeeded():
            log.info("the model server answers again")
        if self._info is not None and any(a.model != self._info.title for a in answers):
            self._look_again.set()

    def failed(self, fault: str) -> None:
        """The server did not answer as it should; ``fault`` is for the log."""
        if self._breaker.failed():
            log.warning("the model server does not answer", extra={"fault": fault})
            self._look_again.set()

    async def _look(self) -> bool:
        """Whether the server has a model, and answers where it did not before."""
        try:
            async with asyncio.timeout(_LOOK):
                info = await self._api.model()
                if info is None:
                    return False
                if self._breaker.is_open:
                    await self._probe()
        except _FAULTS as error:
            self.failed(type(error).__name__)
            return False
        if info != self._info:
            log.info("model server ready", extra={"model": info.title, "device": info.device})
        self._info = info
        self._seen.set()
        self.succeeded()
        return True

    async def _probe(self) -> None:
        with suppress(Busy):  # it works, if for others
            await self._api.suggest(
                [PROBE], Options(k=1), deadline=_LOOK, priority=Priority.REACTION
            )
