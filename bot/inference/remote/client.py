"""Asks a model server: within the deadline, again where that is safe, and never one that failed."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Final

from bot.inference.errors import (
    DeadlineExceeded,
    InferenceError,
    ModelFailed,
    ModelUnavailable,
    Overloaded,
    ShuttingDown,
)
from bot.inference.face import DEADLINE
from bot.inference.options import Options
from bot.inference.remote.api import Api
from bot.inference.remote.errors import Busy, Unreachable, WrongAnswer
from bot.inference.remote.watch import Watch
from bot.inference.remote.wire import MAX_TEXTS
from bot.inference.request import Priority
from bot.inference.stats import Stats
from emojifier.suggestion import Mode, ModelInfo, Suggestion
from emojifier.text import clean

log = logging.getLogger(__name__)

RETRIES: Final = 2
# Seconds; before the n-th retry there is a random wait of up to 2^n times as much ("full jitter").
_BACKOFF: Final = 0.1
# Seconds; who gives less time than this proves nothing against the server when it runs out.
_FAIR_DEADLINE: Final = 1.0
# Seconds that are passed on at least: a time-out that is due fires a moment later.
_LEAST: Final = 0.001
_RANDOM: Final = random.SystemRandom()


class RemoteInference:
    """The HTTP API of another mojibot; implements ``Inference``. Make it inside the event loop.

    ``start()`` returns at once. A request is sent whether the server has been seen or not, and
    waits there for a model that still loads. After some failures in a row requests fail at once
    with ``Unreachable``, ``failure`` says so, and the server is asked now and then until it answers
    again.
    """

    def __init__(
        self,
        url: str,
        *,
        max_queue: int = 256,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """``url`` is what stands before ``/api/suggest``; ``max_queue`` bounds the texts under way.

        ``sleep`` waits before a retry, and between two looks at the server.
        """
        self._api = Api(url)
        self._max_queue = max_queue
        self._sleep = sleep
        self._watch = Watch(self._api, sleep)
        self._watching: asyncio.Task[None] | None = None
        self._stats = Stats()
        self._asking: dict[asyncio.Timeout, int] = {}
        self._idle = asyncio.Event()
        self._idle.set()
        self._closed = False

    def start(self) -> None:
        """Begin to look for the server; call once."""
        self._watching = asyncio.get_running_loop().create_task(self._watch.run())

    async def ready(self) -> ModelInfo:
        """Wait until the server was seen with a model; there is no limit to that."""
        return await self._watch.seen()

    async def failed(self) -> None:
        """Return when the client is closed; raises only what nobody foresaw."""
        if self._watching is not None:
            await asyncio.wait({self._watching})
            if not self._watching.cancelled():
                self._watching.result()

    @property
    def info(self) -> ModelInfo | None:
        """The model that answers; None until it was seen, and while the circuit is open."""
        return self._watch.info

    @property
    def failure(self) -> str | None:
        """That the circuit is open, or None."""
        return "the model server does not answer" if self._watch.is_open else None

    @property
    def pending(self) -> int:
        """Texts under way."""
        return sum(self._asking.values())

    def stats(self) -> Stats:
        """What was counted since the start; ``computed_ms`` includes the way there and back."""
        return self._stats

    async def suggest(
        self,
        text: str,
        *,
        k: int = 3,
        mode: Mode = Mode.SUGGEST,
        newest: float | None = None,
        deadline: float = DEADLINE,
        priority: Priority = Priority.COMMAND,
    ) -> Suggestion:
        """See ``Inference.suggest``."""
        answers = await self.suggest_many(
            [text], k=k, mode=mode, newest=newest, deadline=deadline, priority=priority
        )
        return answers[0]

    async def suggest_many(
        self,
        texts: Sequence[str],
        *,
        k: int = 3,
        mode: Mode = Mode.SUGGEST,
        newest: float | None = None,
        deadline: float = DEADLINE,
        priority: Priority = Priority.COMMAND,
    ) -> list[Suggestion]:
        """See ``Inference.suggest_many``; texts are cleaned here, so that less leaves the house."""
        options = Options(k, mode, newest)
        # What decorates answers with the text itself.
        sent = texts if mode is Mode.DECORATE else [clean(text) for text in texts]
        until = asyncio.get_running_loop().time() + deadline
        answers: list[Suggestion] = []
        self._admit(len(texts))
        with self._counting(len(texts)):
            try:
                async with asyncio.timeout_at(until) as scope:
                    with self._under_way(scope, len(texts)):
                        for start in range(0, len(sent), MAX_TEXTS):
                            part = sent[start : start + MAX_TEXTS]
                            answers += await self._ask(part, options, priority, until)
            except (TimeoutError, DeadlineExceeded):
                if self._closed:
                    raise ShuttingDown from None
                if deadline >= _FAIR_DEADLINE:
                    self._watch.failed(DeadlineExceeded.__name__)
                raise DeadlineExceeded(deadline) from None
        return answers

    async def aclose(self, grace: float = 3.0) -> bool:
        """See ``Inference.aclose``."""
        self._closed = True
        if self._watching is not None:
            self._watching.cancel()
            await asyncio.wait({self._watching})
        with suppress(TimeoutError):
            await asyncio.wait_for(self._idle.wait(), grace)
        for scope in self._asking:
            if not scope.expired():
                scope.reschedule(asyncio.get_running_loop().time())
        await self._idle.wait()
        await self._api.aclose()
        return True

    def _admit(self, texts: int) -> None:
        """Refuse at once what would only wait in vain."""
        refusal: InferenceError | None = None
        if self._closed:
            refusal = ShuttingDown()
        elif self._watch.is_open:
            refusal = Unreachable()
        elif self.pending + texts > self._max_queue:
            refusal = Overloaded(self._max_queue)
        if refusal is not None:
            self._stats.refused += texts
            raise refusal

    async def _ask(
        self, texts: Sequence[str], options: Options, priority: Priority, until: float
    ) -> list[Suggestion]:
        """One answer a text; tries again where the server computed nothing and there is time."""
        clock = asyncio.get_running_loop().time
        error: InferenceError
        for attempt in range(RETRIES + 1):
            try:
                left = max(until - clock(), _LEAST)
                return await self._try(texts, options, priority, left)
            except Busy as busy:
                wait, error = busy.retry_after, Overloaded(self._max_queue)
            except Unreachable as unreachable:
                wait, error = 0.0, unreachable
            wait += _RANDOM.uniform(0, _BACKOFF * 2**attempt)
            if attempt == RETRIES or self._watch.is_open or clock() + wait >= until:
                break
            await self._sleep(wait)
        raise error

    async def _try(
        self, texts: Sequence[str], options: Options, priority: Priority, deadline: float
    ) -> list[Suggestion]:
        clock = asyncio.get_running_loop().time
        began = clock()
        try:
            answers = await self._api.suggest(texts, options, deadline=deadline, priority=priority)
        except Busy:
            self._watch.succeeded()
            raise
        except (Unreachable, ModelUnavailable) as error:
            self._watch.failed(type(error).__name__)
            raise
        except WrongAnswer as error:
            self._watch.failed(str(error))
            log.warning("wrong answer of the model server", extra={"fault": str(error)})
            raise ModelFailed from error
        self._watch.succeeded(answers)
        self._stats.ran(len(texts), [], clock() - began)
        return answers

    @contextmanager
    def _under_way(self, scope: asyncio.Timeout, texts: int) -> Iterator[None]:
        self._asking[scope] = texts
        self._idle.clear()
        try:
            yield
        finally:
            del self._asking[scope]
            if not self._asking:
                self._idle.set()

    @contextmanager
    def _counting(self, texts: int) -> Iterator[None]:
        """Count what becomes of so many texts."""
        stats = self._stats
        try:
            yield
        except asyncio.CancelledError:
            stats.cancelled += texts
            raise
        except DeadlineExceeded:
            stats.expired += texts
            raise
        except (Overloaded, ShuttingDown):
            stats.refused += texts
            raise
        except InferenceError:
            stats.failed += texts
            raise
        stats.answered += texts
