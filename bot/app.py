"""The composition root: builds everything, runs it, shuts it down."""

from __future__ import annotations

import asyncio
import errno
import logging
import signal
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from bot.chat import Chat, make_door
from bot.errors import CannotRun
from bot.inference import Model, ModelUnavailable, ShuttingDown, Worker
from bot.inference.remote import RemoteInference
from bot.registry import Registry
from bot.registry.following import Follower
from bot.registry.serving import candidates, take_up
from bot.settings import Settings
from bot.web.app import make_app
from bot.web.security import is_loopback
from bot.web.server import Server
from emojifier.errors import DeviceLost, ModelFolderError
from emojifier.hub.reference import Reference

log = logging.getLogger(__name__)

# Seconds for the model's thread to end; with Discord's 2 and HTTP's 0.5 it stays below 5.
MODEL_GRACE: Final = 1.5
# The exit code that asks a supervisor for a new process.
RESTART_ME: Final = 3
# A first pass makes the libraries choose and prepare their kernels; the first caller need not wait.
_WARM_UP: Final = "hello there, how are you today?"


class Bot:
    """One process of the bot: a model, the playground, and the platforms that are configured.

    ``announce`` gets the few lines that whoever started the bot waits for.
    """

    def __init__(self, settings: Settings, *, announce: Callable[[str], None]) -> None:
        self._settings = settings
        self._announce = announce
        self._worker = make_inference(settings)
        self._follower = make_follower(settings, self._worker)
        token = settings.admin_token
        door = make_door(settings)
        self._chat = Chat(settings, self._worker, way=make_way(self._worker), door=door)
        app = make_app(
            self._worker,
            loopback=is_loopback(settings.http_host),
            admin_token=token.get_secret_value() if token else None,
            falls_back=lambda: self._follower is not None and self._follower.trouble is not None,
            signed=() if door is None else door.routes(),
        )
        self._server = Server(app, settings.http_host, settings.http_port)

    async def run(self) -> None:
        """Run until SIGINT or SIGTERM; call ``aclose`` afterwards, whatever happens.

        Raises ``CannotRun`` where the port is taken, the model cannot be loaded, or a platform
        refuses the bot for good.
        """
        serving = asyncio.create_task(self._serve())
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, serving.cancel)
        await asyncio.wait({serving})
        if not serving.cancelled():
            serving.result()

    async def aclose(self) -> bool:
        """Close everything; returns whether the model's thread has ended.

        Where it has not, it is inside a long computation, and the interpreter would wait for it.
        """
        await self._server.stop_listening()
        ended = await self._worker.aclose(MODEL_GRACE)
        await self._server.aclose()
        await self._chat.aclose()
        return ended

    async def _serve(self) -> None:
        await self._listen()
        self._worker.start()
        failures: list[Exception] = []
        try:
            async with asyncio.TaskGroup() as services:
                services.create_task(self._report_model())
                services.create_task(self._watch_device())
                services.create_task(self._follow_activations())
                services.create_task(self._chat.run())
        except* CannotRun as group:
            failures.append(_first(group))
        if failures:
            raise failures[0]

    async def _listen(self) -> None:
        try:
            address = await self._server.start()
        except OSError as error:
            raise CannotRun(_why_not_listening(self._settings, error)) from error
        self._announce(f"mojibot playground: {address}")

    async def _report_model(self) -> None:
        clock = asyncio.get_running_loop().time
        began = clock()
        try:
            info = await self._worker.ready()
        except ModelUnavailable as error:
            raise CannotRun(error.reason or str(error)) from error
        seconds = clock() - began
        self._announce(f"mojibot model: {info.title} on {info.device}, ready in {seconds:.1f} s")

    async def _watch_device(self) -> None:
        try:
            await self._worker.failed()
        except DeviceLost as error:
            raise CannotRun(str(error), exit_code=RESTART_ME) from error

    async def _follow_activations(self) -> None:
        if self._follower is not None:
            await self._follower.run()


def _first(error: Exception) -> Exception:
    """One of the exceptions in a group, however deep they stand in it."""
    while isinstance(error, ExceptionGroup):
        error = error.exceptions[0]
    return error


def make_inference(settings: Settings) -> Worker | RemoteInference:
    """What answers: a model of this process's own, or the one at ``inference_url``."""
    if settings.inference_url is not None:
        return RemoteInference(str(settings.inference_url), max_queue=settings.max_queue)
    return Worker(
        lambda: start_model(settings),
        max_queue=settings.max_queue,
        max_batch=settings.max_batch,
        cache_size=settings.cache_size,
    )


def make_follower(settings: Settings, worker: Worker | RemoteInference) -> Follower | None:
    """What keeps ``worker`` on the active version; None where its model runs elsewhere."""
    if not isinstance(worker, Worker):
        return None
    return Follower(
        Registry(settings.models_dir), worker, lambda folder: load_folder(folder, settings)
    )


def make_way(worker: Worker | RemoteInference) -> Callable[[bool], Awaitable[None]] | None:
    """What leaves a core to a training that runs beside ``worker``; None where it has no model."""
    if not isinstance(worker, Worker):
        return None

    def take_cores(training: bool) -> None:
        from emojifier.threads import limit_threads

        limit_threads(spare=training)

    async def change(training: bool) -> None:
        with suppress(ShuttingDown):
            await worker.between_batches(lambda: take_cores(training))

    return change


def start_model(settings: Settings) -> Model:
    """Register what is new, and load what then answers; see ``take_up`` and ``load_model``."""
    take_up(Registry(settings.models_dir), named_model(settings))
    return load_model(settings)


def load_model(settings: Settings) -> Model:
    """The model that a bot with ``settings`` serves; takes seconds, and changes nothing.

    Where files of the active version are damaged, it is the last good one before it. Raises
    ``EmojifierError`` where none is usable.
    """
    registry = Registry(settings.models_dir)
    refused: list[ModelFolderError] = []
    for candidate in candidates(registry, named_model(settings)):
        folder = candidate if isinstance(candidate, Path) else registry.folder(candidate)
        try:
            return load_folder(folder, settings)
        except ModelFolderError as error:
            log.warning("the model %s cannot be served: %s", candidate, error)
            refused.append(error)
    raise refused[0]


def load_folder(folder: Path, settings: Settings) -> Model:
    """The model in ``folder``, checked and warmed up. Raises ``EmojifierError``."""
    from emojifier.artifact import open_folder
    from emojifier.catalogue import catalogue

    open_folder(folder, catalogue())  # what is wrong shows before torch takes its seconds
    from emojifier.emojifier import Emojifier
    from emojifier.threads import limit_threads

    limit_threads()
    model = Emojifier.load(folder, device=settings.device)
    model.suggest([_WARM_UP])
    return model


def named_model(settings: Settings) -> Path | None:
    """The folder that ``MODEL`` names, if it is set; one on the Hub is fetched, the first time.

    Raises ``HubError``.
    """
    if not isinstance(settings.model, Reference):
        return settings.model
    # Here, so that who has a folder need not wait for the Hub's library.
    from emojifier.hub.client import Hub
    from emojifier.hub.pulling import cached

    log.info("the model is looked for", extra={"model": str(settings.model)})
    token = settings.hf_token
    return cached(settings.model, hub=Hub(token.get_secret_value() if token else None))


def _why_not_listening(settings: Settings, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {settings.http_port} is in use already: set PLAYGROUND_PORT to another one "
            "(0 takes any that is free)."
        )
    return (
        f"The playground cannot listen on {settings.http_host}, port {settings.http_port} "
        f"({error.strerror or error}): set PLAYGROUND_HOST or PLAYGROUND_PORT."
    )
