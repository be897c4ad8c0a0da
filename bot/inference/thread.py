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
from bot.inference.options import Options
from emojifier.errors import DeviceLost
from emojifier.suggestion import Mode, ModelInfo, Suggestion

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Asked:
    """One message as the thread sees it."""

    text: str
    options: Options


class ModelThread:
    """Jobs run in the order they were given, so a model is exchanged between two batches."""

    def __init__(self, executor: Executor | None = None) -> None:
        """``executor`` is the thread, where it is not to be made here."""
        self._executor = executor or ThreadPoolExecutor(1, thread_name_prefix="model")
        self._model: Model | None = None

    async def install(self, load: Callable[[], Model]) -> ModelInfo:
        """Run ``load``, and only where it works put its model in the place of the last one."""
        return await self.run(lambda: self._install(load))

    async def answer(self, batch: Sequence[Asked]) -> list[Suggestion]:
        """Answer a batch in order; raises what the model raises, and ``DeviceLost``."""
        return await self.run(lambda: self._answer(batch))

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

    async def run(self, job: Callable[[], T]) -> T:
        """Run a job when those before it are done; raises what it raises, and ``DeviceLost``."""

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
        """One call of the model for each mode and ``newest``, in the order of the batch."""
        groups: dict[tuple[Mode, float | None], list[int]] = defaultdict(list)
        for i, asked in enumerate(batch):
            groups[asked.options.mode, asked.options.newest].append(i)
        answers: dict[int, Suggestion] = {}
        for (mode, newest), places in groups.items():
            found = self._ask(mode, [batch[i] for i in places], newest)
            answers |= dict(zip(places, found, strict=True))
        return [answers[i] for i in range(len(batch))]

    def _ask(self, mode: Mode, asked: Sequence[Asked], newest: float | None) -> list[Suggestion]:
        assert self._model is not None  # noqa: S101 - the dispatcher waits for the first model
        texts = [one.text for one in asked]
        if mode is Mode.RETELL:
            return self._model.retell(texts, newest=newest)
        if mode is Mode.DECORATE:
            return self._model.decorate(texts, newest=newest)
        # Who asked for fewer gets the first ones.
        found = self._model.suggest(texts, max(one.options.k for one in asked), newest=newest)
        return [
            replace(suggestion, emojis=suggestion.emojis[: one.options.k])
            for one, suggestion in zip(asked, found, strict=True)
        ]
