"""The routes: the page, the API, and what a supervisor asks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from http import HTTPStatus
from pathlib import Path
from typing import Final

from aiohttp import hdrs, web

from bot.features.emojify import PATIENCE
from bot.features.model_info import ModelState, model_status
from bot.inference import Inference, Mode, Priority
from bot.observability.metrics import CONTENT_TYPE, Metrics
from bot.web import texts
from bot.web.errors import answer_errors
from bot.web.requests import MAX_BODY, read_suggest_request
from bot.web.responses import json_response
from bot.web.security import Operators, own_host_only, own_pages_only, set_headers

STATIC: Final = Path(__file__).parent / "static"
_WORKER: Final[web.AppKey[Inference]] = web.AppKey("worker")
_PATIENCE: Final = web.AppKey("patience", float)
_FALLS_BACK: Final[web.AppKey[Callable[[], bool]]] = web.AppKey("falls_back")
_METRICS: Final = web.AppKey("metrics", Metrics)
_OPERATORS: Final = web.AppKey("operators", Operators)


def make_app(
    worker: Inference,
    *,
    loopback: bool,
    admin_token: str | None = None,
    patience: float = PATIENCE,
    falls_back: Callable[[], bool] = lambda: False,
    signed: Sequence[web.RouteDef] = (),
) -> web.Application:
    """The application that asks ``worker``; it works from the first second, loaded or not.

    ``loopback`` says that it will listen on a loopback address, and may be reached under such names
    only; off loopback ``/metrics`` wants ``admin_token``. An answer that takes longer than
    ``patience`` seconds is given up. ``falls_back`` says that the active model could not be loaded
    and another one answers, which ``/readyz`` warns of. ``signed`` routes are for others than
    browsers, under whichever name the server is reached: they check themselves who comes.
    """
    middlewares = [
        answer_errors,
        *([own_host_only({route.path for route in signed})] if loopback else []),
        own_pages_only,
    ]
    app = web.Application(middlewares=middlewares, client_max_size=MAX_BODY)
    app[_WORKER] = worker
    app[_PATIENCE] = patience
    app[_FALLS_BACK] = falls_back
    app[_METRICS] = Metrics(worker)
    app[_OPERATORS] = Operators(loopback=loopback, token=admin_token)
    app.on_response_prepare.append(set_headers)
    app.add_routes(
        [
            web.get("/", _page),
            web.static("/static", STATIC),
            web.get("/healthz", _healthz),
            web.get("/readyz", _readyz),
            web.get("/metrics", _metrics),
            web.get("/api/model", _model),
            web.post("/api/suggest", _suggest),
            *signed,
        ]
    )
    return app


async def _page(_: web.Request) -> web.StreamResponse:
    return web.FileResponse(STATIC / "index.html")


async def _healthz(_: web.Request) -> web.Response:
    return json_response({"status": "ok"})


async def _readyz(request: web.Request) -> web.Response:
    state = model_status(request.app[_WORKER]).state
    if state is ModelState.READY:
        warning = {"warning": texts.FALLS_BACK} if request.app[_FALLS_BACK]() else {}
        return json_response({"status": state, **warning})
    sentence = texts.LOADING if state is ModelState.LOADING else texts.FAILED
    return json_response(
        {"status": state, "error": sentence}, status=HTTPStatus.SERVICE_UNAVAILABLE
    )


async def _metrics(request: web.Request) -> web.Response:
    request.app[_OPERATORS].check(request)
    page = request.app[_METRICS].page()
    return web.Response(body=page, headers={hdrs.CONTENT_TYPE: CONTENT_TYPE})


async def _model(request: web.Request) -> web.Response:
    status = model_status(request.app[_WORKER])
    known = status.info.to_json() if status.info else {}
    return json_response({"status": status.state, **known})


async def _suggest(request: web.Request) -> web.Response:
    wanted = await read_suggest_request(request)
    patience = request.app[_PATIENCE]
    suggestions = await request.app[_WORKER].suggest_many(
        [wanted.text] if wanted.text is not None else wanted.texts or [],
        k=wanted.count,
        mode=Mode(wanted.mode),
        newest=wanted.newest,
        deadline=patience if wanted.deadline is None else min(patience, wanted.deadline),
        priority=Priority[wanted.priority.upper()],
    )
    answers = [suggestion.to_json() for suggestion in suggestions]
    return json_response(answers[0] if wanted.text is not None else {"results": answers})
