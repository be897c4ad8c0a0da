"""The one thread that owns a model and its device; nothing else ever touches them."""

from __future__ import annotations

import asyncio
import threading
from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TypeVar

from bot.inference.errors import ShuttingDown
from bot.inference.face import Model
from emojifier.errors import DeviceLost
from emojifier.suggestion import ModelInfo, Suggestion

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Asked:
    """One message as the thread sees it."""

    text: str
    k: int
    newest: float | None


class ModelThread:
    """Jobs run in the order they were given, so a model is exchanged between two batches."""

    def __init__(self, executor: Executor | None = None) -> None:
        """``executor`` is the thread, where it is not to be made here."""
        self._executor = executor or ThreadPoolExecutor(1, thread_name_prefix="model")
        self._model: Model | None = None

    async def install(self, load: Callable[[], Model]) -> ModelInfo:
        """Run ``load``, and only where it works put its model in the place of the last one."""
        return await self._run(lambda: self._install(load))

    async def answer(self, batch: Sequence[Asked]) -> list[Suggestion]:
        """Answer a batch in order; raises what the model raises, and ``DeviceLost``."""
        return await self._run(lambda: self._answer(batch))

    async def join(self, grace: float) -> bool:
        """Drop the jobs that have not begun, and wait ``grace`` seconds for the thread's end.

        Returns whether it came: a thread inside a long computation cannot be stopped.
        """
        self._executor.shutdown(wait=False, cancel_futures=True)
        loop, ended = asyncio.get_running_loop(), asyncio.Event()

        def join() -> None:
            self._executor.shutdown()
            with suppress(RuntimeError):  # the loop may have closed before the thread ended
                loop.call_soon_threadsafe(ended.set)

        # Not on the loop's own executor, which the end of the program would wait for.
        threading.Thread(target=join, name="model-join", daemon=True).start()
        with suppress(TimeoutError):
            await asyncio.wait_for(ended.wait(), grace)
        return ended.is_set()

    async def _run(self, job: Callable[[], T]) -> T:
        def guarded() -> T:
            try:
                return job()
            except Exception:
                raise
            except BaseException as error:  # such as SystemExit: the thread must not go on
                raise DeviceLost(f"{type(error).__name__} on the model's thread") from error

        try:
            return await asyncio.get_running_loop().run_in_executor(self._executor, guarded)
        except RuntimeError as error:
            if "after shutdown" in str(error):
                raise ShuttingDown from error
            raise

    def _install(self, load: Callable[[], Model]) -> ModelInfo:
        model = load()
        info = model.info()
        self._model = model
        return info

    def _answer(self, batch: Sequence[Asked]) -> list[Suggestion]:
        """One call of the model for each ``newest``; who asked for fewer gets the first ones."""
        assert self._model is not None  # noqa: S101 - the dispatcher waits for the first model
        groups: dict[float | None, list[int]] = defaultdict(list)
        for i, asked in enumerate(batch):
            groups[asked.newest].append(i)
        answers: dict[int, Suggestion] = {}
        for newest, places in groups.items():
            most = max(batch[i].k for i in places)
            found = self._model.suggest([batch[i].text for i in places], most, newest=newest)
            for i, suggestion in zip(places, found, strict=True):
                answers[i] = replace(suggestion, emojis=suggestion.emojis[: batch[i].k])
        return [answers[i] for i in range(len(batch))]
