"""One face for our worker and for the public batchers, so that all meet the same load."""

from __future__ import annotations

import asyncio
import importlib
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Protocol

from bot.inference import Priority, Worker
from emojifier.suggestion import ModelInfo, Suggestion
from emojifier.threads import limit_threads

Answers = Callable[[Sequence[str]], list[Suggestion]]


class Batcher(Protocol):
    """Something that gathers single questions into batches for an ``Answers``."""

    async def ask(self, text: str) -> Suggestion:
        """The answer to one text."""

    async def aclose(self, grace: float) -> None:
        """Close it, as well as it can be closed, within about ``grace`` seconds."""


class Make(Protocol):
    """Opens a batcher around ``answers``; raises ``ImportError`` where it is not installed."""

    async def __call__(self, answers: Answers, *, max_batch: int, max_queue: int) -> Batcher:
        """Call from the event loop."""


class FunctionModel:
    """An ``Answers`` in the shape of the worker's ``Model``."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers

    def suggest(
        self, texts: Sequence[str], k: int = 3, *, newest: float | None = None
    ) -> list[Suggestion]:
        """See ``Model.suggest``; ``k`` and ``newest`` change nothing."""
        del k, newest
        return self._answers(texts)

    def retell(self, texts: Sequence[str], *, newest: float | None = None) -> list[Suggestion]:
        """See ``Model.retell``; the same answers."""
        return self.suggest(texts, newest=newest)

    def decorate(self, texts: Sequence[str], *, newest: float | None = None) -> list[Suggestion]:
        """See ``Model.decorate``; the same answers."""
        return self.suggest(texts, newest=newest)

    def info(self) -> ModelInfo:
        """Placeholders: nobody asks."""
        return ModelInfo(
            name="function",
            version="-",
            digest="-",
            description="",
            base="-",
            data=(),
            languages=(),
            tasks=(),
            emojis=0,
            catalogue=0,
            parameters=0,
            metrics={},
            created="-",
            device="cpu",
        )


class Ours:
    """``bot.inference.Worker``, without its cache of recent answers."""

    def __init__(self, worker: Worker) -> None:
        self.worker = worker

    @classmethod
    async def make(cls, answers: Answers, *, max_batch: int, max_queue: int) -> Ours:
        """Open it and wait until the model is there."""
        worker = Worker(
            lambda: FunctionModel(answers), max_queue=max_queue, max_batch=max_batch, cache_size=0
        )
        worker.start()
        await worker.ready()
        return cls(worker)

    async def ask(self, text: str) -> Suggestion:
        """The answer to a command."""
        return await self.worker.suggest(text)

    async def react(self, text: str) -> Suggestion:
        """The answer to a message that nobody asked about."""
        return await self.worker.suggest(text, priority=Priority.REACTION)

    async def aclose(self, grace: float) -> None:
        """Close the worker."""
        await self.worker.aclose(grace)


class Batched:
    """``batched.aio.dynamically`` with its own defaults but for the size of a batch."""

    def __init__(self, processor: Callable[[str], Any]) -> None:
        self._processor = processor

    @classmethod
    async def make(cls, answers: Answers, *, max_batch: int, max_queue: int) -> Batched:
        """Open it; it has no bound on its queue."""
        del max_queue
        aio = importlib.import_module("batched.aio")

        def process_batch(batch: list[str]) -> list[Suggestion]:
            # A plain function: the library copies a callable object's attributes over its own.
            return answers(batch)

        return cls(aio.dynamically(process_batch, batch_size=max_batch))

    async def ask(self, text: str) -> Suggestion:
        """The answer to one text."""
        answer: Suggestion = await self._processor(text)
        return answer

    async def aclose(self, grace: float) -> None:
        """Drop it, since it offers no way to close it: its task ends with it."""
        del grace, self._processor
        await asyncio.sleep(0)


class AsyncBatcher:
    """``async_batcher.batcher.AsyncBatcher`` with its own defaults but for the two sizes."""

    def __init__(self, batcher: Any, thread: ThreadPoolExecutor) -> None:
        self._batcher = batcher
        self._thread = thread

    @classmethod
    async def make(cls, answers: Answers, *, max_batch: int, max_queue: int) -> AsyncBatcher:
        """Open it around a thread of its own."""
        base: Any = importlib.import_module("async_batcher.batcher").AsyncBatcher

        def process_batch(_: object, batch: list[str]) -> list[Suggestion]:
            return answers(batch)

        made = type("Batcher", (base,), {"process_batch": process_batch})
        thread = ThreadPoolExecutor(max_workers=1)
        batcher = made(max_batch_size=max_batch, max_queue_size=max_queue, executor=thread)
        return cls(batcher, thread)

    async def ask(self, text: str) -> Suggestion:
        """The answer to one text."""
        answer: Suggestion = await self._batcher.process(text)
        return answer

    async def aclose(self, grace: float) -> None:
        """Stop it: first as it should be, then by force."""
        try:
            await self._batcher.stop(timeout=grace)
        except TimeoutError:
            await self._batcher.stop(force=True)
        self._thread.shutdown(wait=False, cancel_futures=True)


class RayServe:
    """``@serve.batch`` in a replica of its own on this machine, with ``answers`` copied into it."""

    def __init__(self, serve: Any, handle: Any) -> None:
        self._serve = serve
        self._handle = handle

    @classmethod
    async def make(cls, answers: Answers, *, max_batch: int, max_queue: int) -> RayServe:
        """Start Ray, unless it runs already, and one replica."""
        ray, serve = importlib.import_module("ray"), importlib.import_module("ray.serve")
        if not ray.is_initialized():
            ray.init(log_to_driver=False, include_dashboard=False, logging_level=logging.ERROR)

        class Replica:
            def __init__(self) -> None:
                limit_threads()

            @serve.batch(max_batch_size=max_batch, batch_wait_timeout_s=0.005)  # type: ignore[untyped-decorator, unused-ignore]  # the module is found at run time
            async def __call__(self, texts: list[str]) -> list[Suggestion]:
                return answers(texts)

        deployment = serve.deployment(
            max_ongoing_requests=max_queue, max_queued_requests=max_queue
        )(Replica)
        handle = await asyncio.to_thread(serve.run, deployment.bind())
        return cls(serve, handle)

    async def ask(self, text: str) -> Suggestion:
        """The answer to one text."""
        answer: Suggestion = await self._handle.remote(text)
        return answer

    async def aclose(self, grace: float) -> None:
        """Shut Serve down; it has a grace of its own."""
        del grace
        await asyncio.to_thread(self._serve.shutdown)


IN_PROCESS: dict[str, Make] = {
    "mojibot": Ours.make,
    "batched": Batched.make,
    "async-batcher": AsyncBatcher.make,
}
RAY: dict[str, Make] = {"ray serve": RayServe.make}
