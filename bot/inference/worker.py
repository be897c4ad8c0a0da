"""One thread owns the model; the event loop waits for it, and never computes.

The first, plain form: requests run one after the other in the order they came, at most
``max_queue`` of them queued and running. Waiting, refusing and closing happen on the event loop,
so there are no locks.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any, Protocol, TypeVar

from bot.inference.errors import (
    DeadlineExceeded,
    InferenceError,
    ModelFailed,
    ModelUnavailable,
    Overloaded,
    ShuttingDown,
)
from emojifier.errors import EmojifierError
from emojifier.suggestion import ModelInfo, Suggestion

log = logging.getLogger(__name__)

T = TypeVar("T")


class Model(Protocol):
    """What the worker needs of a model; ``emojifier.Emojifier`` is one."""

    def suggest(
        self, texts: Sequence[str], k: int = 3, *, newest: float | None = None
    ) -> list[Suggestion]:
        """Answer each text with ``k`` emojis; see ``Emojifier.suggest``."""

    def info(self) -> ModelInfo:
        """What the model is and where it runs."""


class Worker:
    """Loads a model on its own thread and answers from there.

    ``start()`` returns at once; a request that comes while the model still loads waits for it.
    """

    def __init__(self, load: Callable[[], Model], *, max_queue: int = 256) -> None:
        self._load = load
        self._max_queue = max_queue
        self._pending = 0
        self._closed = False
        self._waiting: set[asyncio.Future[Any]] = set()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="model")
        self._loading: asyncio.Task[Model] | None = None
        self._info: ModelInfo | None = None

    def start(self) -> None:
        """Begin to load the model; call once, from the event loop."""
        self._loading = asyncio.get_running_loop().create_task(self._load_model())
        # Whoever asks learns why it failed; if nobody does, it was logged all the same.
        self._loading.add_done_callback(lambda task: task.cancelled() or task.exception())

    async def ready(self) -> ModelInfo:
        """Wait until the model is loaded; raises ``ModelUnavailable`` if it cannot be."""
        return (await self._model()).info()

    @property
    def info(self) -> ModelInfo | None:
        """The loaded model, or None while it loads or if it could not be loaded."""
        return self._info

    @property
    def pending(self) -> int:
        """Requests queued and running."""
        return self._pending

    @property
    def failure(self) -> str | None:
        """Why the model could not be loaded; None while it loads and when it is there."""
        if self._loading is None or not self._loading.done() or self._loading.cancelled():
            return None
        error = self._loading.exception()
        return error.reason if isinstance(error, ModelUnavailable) else None

    async def suggest(
        self, text: str, *, k: int = 3, newest: float | None = None, deadline: float = 30.0
    ) -> Suggestion:
        """``suggest_many`` for one text."""
        [suggestion] = await self.suggest_many([text], k=k, newest=newest, deadline=deadline)
        return suggestion

    async def suggest_many(
        self,
        texts: Sequence[str],
        *,
        k: int = 3,
        newest: float | None = None,
        deadline: float = 30.0,
    ) -> list[Suggestion]:
        """Answer ``texts`` in order, within ``deadline`` seconds from now.

        ``newest`` is the newest Unicode emoji version that may come out (None: any). Raises
        ``Overloaded`` and ``ShuttingDown`` at once, ``DeadlineExceeded``, ``ModelUnavailable`` or
        ``ModelFailed`` later.
        """
        if self._closed:
            raise ShuttingDown
        if self._pending >= self._max_queue:
            raise Overloaded(self._max_queue)
        self._pending += 1
        try:
            async with asyncio.timeout(deadline):
                model = await self._model()
                return await self._on_thread(lambda: model.suggest(texts, k, newest=newest))
        except TimeoutError:
            raise DeadlineExceeded(deadline) from None
        except InferenceError:
            raise
        except Exception as error:
            log.exception("the model failed on a batch", extra={"texts": len(texts)})
            raise ModelFailed from error
        finally:
            self._pending -= 1

    async def aclose(self, grace: float = 3.0) -> bool:
        """Refuse new work, let what runs end for up to ``grace`` seconds, fail the rest.

        Returns whether the thread has ended; a thread inside a long computation cannot be stopped.
        """
        self._closed = True
        self._thread.shutdown(wait=False, cancel_futures=True)
        ended = await self._joined(grace)
        for waiting in self._waiting:
            waiting.cancel()
        return ended

    async def _joined(self, grace: float) -> bool:
        loop, ended = asyncio.get_running_loop(), asyncio.Event()

        def join() -> None:
            self._thread.shutdown()
            with suppress(RuntimeError):  # the loop may have closed before the thread ended
                loop.call_soon_threadsafe(ended.set)

        # Not on the loop's own executor, which the end of the program would wait for.
        threading.Thread(target=join, name="model-join", daemon=True).start()
        with suppress(TimeoutError):
            await asyncio.wait_for(ended.wait(), grace)
        return ended.is_set()

    async def _model(self) -> Model:
        if self._loading is None:
            raise ModelUnavailable("the worker was not started")
        # Shielded: a caller that gives up must not cancel the loading for everybody.
        return await self._wait(asyncio.shield(self._loading))

    async def _load_model(self) -> Model:
        try:
            model = await self._on_thread(self._load)
            self._info = model.info()
        except ShuttingDown:
            raise
        except EmojifierError as error:
            log.error("the model could not be loaded: %s", error)
            raise ModelUnavailable(str(error)) from error
        except Exception as error:
            log.exception("the model could not be loaded")
            raise ModelUnavailable(str(error)) from error
        log.info("model ready", extra={"model": self._info.title, "device": self._info.device})
        return model

    async def _on_thread(self, call: Callable[[], T]) -> T:
        if self._closed:
            raise ShuttingDown
        return await self._wait(asyncio.get_running_loop().run_in_executor(self._thread, call))

    async def _wait(self, future: asyncio.Future[T]) -> T:
        """Wait for ``future``; raises ``ShuttingDown`` where ``aclose`` cancelled it."""
        self._waiting.add(future)
        try:
            return await future
        except asyncio.CancelledError:
            task = asyncio.current_task()
            # If nobody asked this task itself to stop, it is the worker that is closing.
            if self._closed and task is not None and not task.cancelling():
                raise ShuttingDown from None
            raise
        finally:
            self._waiting.discard(future)
