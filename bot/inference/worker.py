"""One thread owns the model and its device; the event loop owns queue and futures.

Between them stands the ``Dispatcher``. A swap of the model is one more job for the thread: it runs
between two batches, so no request is lost, and each answer comes from one model.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

from bot.inference.dispatcher import Dispatcher
from bot.inference.errors import CannotTell, DeadlineExceeded, ModelUnavailable, ShuttingDown
from bot.inference.face import DEADLINE, Model
from bot.inference.options import Options
from bot.inference.recent import RecentAnswers
from bot.inference.request import Priority, Request
from bot.inference.stats import Stats
from bot.inference.thread import Asked, ModelThread
from emojifier.errors import DeviceLost, EmojifierError
from emojifier.suggestion import Mode, ModelInfo, Suggestion
from emojifier.text import clean

log = logging.getLogger(__name__)

# Characters of a batch, padded to its longest message.
_MAX_COST = 32_768


@dataclass(slots=True)
class Shared:
    """One computation that several callers wait for."""

    request: Request[Asked, Suggestion]
    callers: int = 0


class Worker:
    """Loads a model on its own thread and answers from there; implements ``Inference``.

    ``start()`` returns at once; a request that comes while the model still loads waits for it.
    """

    def __init__(
        self,
        load: Callable[[], Model],
        *,
        max_queue: int = 256,
        max_batch: int = 64,
        cache_size: int = 0,
        executor: Executor | None = None,
    ) -> None:
        """``load`` runs on the model's thread, and should warm the model up.

        ``max_queue`` bounds the requests queued and running, ``max_batch`` those computed together,
        ``cache_size`` the recent answers that are kept. ``executor`` is the one thread, where it is
        not to be made here.
        """
        self._load = load
        self._max_queue = max_queue
        self._max_batch = max_batch
        self._recent = RecentAnswers(cache_size)
        self._shared: dict[tuple[Priority, bytes], Shared] = {}
        self._stats = Stats()
        self._thread = ModelThread(executor)
        self._info: ModelInfo | None = None
        self._failure: str | None = None
        self._dispatcher: Dispatcher[Asked, Suggestion] | None = None
        self._loading: asyncio.Future[ModelInfo] | None = None

    def start(self) -> None:
        """Begin to load the model; call once, from the event loop."""
        self._loading = asyncio.get_running_loop().create_task(self._load_first())
        self._dispatcher = Dispatcher(
            self._thread.answer,
            self._stats,
            ready=self._loading,
            max_queue=self._max_queue,
            max_batch=self._max_batch,
            max_cost=_MAX_COST,
        )

    async def ready(self) -> ModelInfo:
        """Wait until the model is loaded; raises ``ModelUnavailable`` if it cannot be."""
        if self._loading is None:
            raise ModelUnavailable("the worker was not started")
        return await asyncio.shield(self._loading)

    async def failed(self) -> None:
        """Return when the worker is closed; raises ``DeviceLost`` where its device failed."""
        if self._dispatcher is not None:
            await asyncio.shield(self._dispatcher.task)

    @property
    def info(self) -> ModelInfo | None:
        """The model that answers; None while it loads or if it could not be loaded."""
        return self._info

    @property
    def failure(self) -> str | None:
        """Why the first model could not be loaded; None while it loads and when it is there."""
        return self._failure

    @property
    def pending(self) -> int:
        """Requests queued and running."""
        return self._dispatcher.pending if self._dispatcher else 0

    def stats(self) -> Stats:
        """What was counted since the start."""
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
        """See ``Inference.suggest``; what is asked twice at a time is computed once."""
        until = asyncio.get_running_loop().time() + deadline
        if mode is not Mode.SUGGEST:
            await self._until_it_can_tell(deadline)
        cleaned, options = clean(text), Options(k, mode, newest)
        # What decorates answers with the text itself, and not only with what the model reads of it.
        key = self._recent.key(text if mode is Mode.DECORATE else cleaned, options)
        known = self._recent.get(key)
        if known is not None:
            self._stats.cache_hits += 1
            return known
        shared = self._join(Asked(text, options), len(cleaned), (priority, key), until)
        try:
            async with asyncio.timeout_at(until):
                answer = await asyncio.shield(shared.request.future)
        except TimeoutError:
            raise DeadlineExceeded(deadline) from None
        finally:
            shared.callers -= 1
            if not shared.callers:
                # Nobody waits any more: the dispatcher need not compute it.
                shared.request.future.cancel()
        self._stats.answered += 1
        return answer

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
        """See ``Inference.suggest_many``."""
        asking = [
            asyncio.ensure_future(
                self.suggest(
                    text, k=k, mode=mode, newest=newest, deadline=deadline, priority=priority
                )
            )
            for text in texts
        ]
        try:
            return await asyncio.gather(*asking)
        finally:
            for task in asking:
                task.cancel()
            await asyncio.gather(*asking, return_exceptions=True)

    async def swap(self, load: Callable[[], Model]) -> ModelInfo:
        """Put another model in the place of this one, between two batches.

        ``load`` runs on the model's thread and should warm the model up. Where it fails, the old
        model stays, and ``ModelUnavailable`` says why.
        """
        if self._dispatcher is None or self._dispatcher.closed:
            raise ShuttingDown
        return await self._put(load)

    async def between_batches(self, job: Callable[[], object]) -> None:
        """Run ``job`` on the model's thread: for what is the thread's own, such as its cores.

        Raises ``ShuttingDown`` where the worker is closed.
        """
        await self._thread.run(job)

    async def aclose(self, grace: float = 3.0) -> bool:
        """See ``Inference.aclose``; a thread inside a long computation cannot be stopped."""
        clock = asyncio.get_running_loop().time
        until = clock() + grace
        if self._dispatcher is not None:
            await self._dispatcher.aclose(grace)
        if self._loading is not None:
            self._loading.cancel()
        return await self._thread.join(max(0.0, until - clock()))

    async def _until_it_can_tell(self, patience: float) -> None:
        """Raises ``CannotTell``, here rather than for a whole batch on the thread."""
        if self._info is None:
            try:
                await asyncio.wait_for(self.ready(), patience)
            except TimeoutError:
                raise DeadlineExceeded(patience) from None
        if self._info is not None and "tell" not in self._info.tasks:
            raise CannotTell(self._info.title)

    def _join(
        self, asked: Asked, length: int, key: tuple[Priority, bytes], deadline: float
    ) -> Shared:
        """One more caller of the same computation, or the first of a new one."""
        if self._dispatcher is None:
            raise ModelUnavailable("the worker was not started")
        shared = self._shared.get(key)
        if shared is None:
            request = self._dispatcher.submit(
                asked, cost=length + 1, priority=key[0], deadline=deadline
            )
            shared = self._shared[key] = Shared(request)
            request.future.add_done_callback(lambda future: self._ended(key, shared, future))
        else:
            self._stats.shared += 1
            shared.request.deadline = max(shared.request.deadline, deadline)
        shared.callers += 1
        return shared

    def _ended(
        self, key: tuple[Priority, bytes], shared: Shared, future: asyncio.Future[Suggestion]
    ) -> None:
        if self._shared.get(key) is shared:
            del self._shared[key]
        if not future.cancelled() and future.exception() is None:
            answer = future.result()
            # An answer of a model that was swapped out meanwhile is given, but not kept.
            if self._info is not None and answer.model == self._info.title:
                self._recent.put(key[1], answer)

    async def _load_first(self) -> ModelInfo:
        try:
            return await self._put(self._load)
        except ModelUnavailable as error:
            self._failure = error.reason
            raise

    async def _put(self, load: Callable[[], Model]) -> ModelInfo:
        try:
            info = await self._thread.install(load)
        except (ShuttingDown, DeviceLost):
            raise
        except Exception as error:
            if isinstance(error, EmojifierError):  # its sentence says it all
                log.error("the model could not be loaded: %s", error)
            else:
                log.exception("the model could not be loaded")
            raise ModelUnavailable(str(error)) from error
        self._info = info
        self._recent.clear()
        log.info("model ready", extra={"model": info.title, "device": info.device})
        return info
