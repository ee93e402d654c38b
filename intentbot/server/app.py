"""The server put together from its routes and parts."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Depends, FastAPI, Request
from starlette.exceptions import HTTPException
from starlette.middleware.errors import ServerErrorMiddleware
from starlette.responses import Response
from starlette.types import ASGIApp

from intentbot.conversation.actions import ActionFunction
from intentbot.deployment.versions import Versions
from intentbot.errors import StoreError
from intentbot.files.functions import load_functions
from intentbot.recording.recorder import Recorder
from intentbot.server import static_files
from intentbot.server.access_log import AccessLog
from intentbot.server.answering import Answerer
from intentbot.server.api import health, model, native, rasa
from intentbot.server.following import BotMaker, Follower
from intentbot.server.gauging import gauging
from intentbot.server.guard import guard_pages, require_token
from intentbot.server.late import LateRoutes, LateState
from intentbot.server.late_parts import late_parts
from intentbot.server.metrics import Metrics
from intentbot.server.middleware.bodies import Bodies
from intentbot.server.middleware.envelope import Envelope
from intentbot.server.middleware.origins import Origins
from intentbot.server.middleware.rates import RateLimit, Rates
from intentbot.server.pages import chat
from intentbot.server.pages.responses import message_page
from intentbot.server.refusals import Refusal, refused
from intentbot.server.repeats import Repeats
from intentbot.server.secret import Ids, read_secret
from intentbot.server.settings import ServerSettings
from intentbot.server.short_routes import ShortRoutes
from intentbot.sessions import Sessions
from intentbot.version import VERSION

if TYPE_CHECKING:
    from intentbot.store.turn_log import TurnLog


def create_app(settings: ServerSettings) -> FastAPI:
    """Return the server for a model: the routes, and around them what every request passes.

    Raises
    ------
    ModelError, FileError, SettingsError
    """
    app = FastAPI(
        title="intentbot",
        version=VERSION,
        summary="A bot that answers customers' questions.",
        lifespan=_lifespan,
        # Their pages load scripts from elsewhere, which the Content-Security-Policy forbids.
        docs_url=None,
        redoc_url=None,
        # Newer ones would ask at each request whether anybody traces it; older ones do not know the word.
        telemetry={"tracing": False, "metrics": False, "logs": False},
    )
    app.state = state = late_parts(settings)
    state.settings = settings
    state.metrics = metrics = Metrics()
    state.access_log = AccessLog(settings.log_format) if settings.logs_requests else None
    state.ids = Ids(read_secret(settings.data))
    state.versions = Versions(settings.data, settings.model, settings.intents)
    state.follower = Follower(state.versions, BotMaker(_sessions(settings), _functions(settings)))
    state.live = state.follower.live
    state.repeats = Repeats()
    state.recorder = _recorder(settings, state)
    state.answerer = Answerer(state.live, state.ids, metrics, state.recorder)
    _include_routes(app, is_private=settings.is_private)
    LateRoutes(app, "/review", _pages)
    _describe(app, [LateRoutes(app, path, load) for path, load in (("/v1/models", _serving), ("/v2", _inference))])
    guard_pages(app)
    app.add_exception_handler(HTTPException, _tell)
    app.add_exception_handler(StoreError, _tell)
    app.middleware_stack = _around(app, settings)
    return app


def _around(app: FastAPI, settings: ServerSettings) -> ASGIApp:
    """Return an app with what every request passes on its way to it."""
    state = app.state
    inner = app.build_middleware_stack()
    if isinstance(inner, ServerErrorMiddleware):
        # The outermost of FastAPI's own would answer for what nobody foresaw before `Envelope` could.
        inner = inner.app
    if not settings.is_private:
        short = {"/api/v1/reply": native.reply, "/webhooks/rest/webhook": rasa.webhook}
        inner = ShortRoutes(inner, short, _tell)
    limited = Rates(Bodies(inner), limit=RateLimit.read(settings.rate_limit), metrics=state.metrics)
    allowed = Origins(limited, allowed=settings.origins, metrics=state.metrics)
    return Envelope(allowed, metrics=state.metrics, access_log=state.access_log)


def _include_routes(app: FastAPI, *, is_private: bool) -> None:
    """Add all routes but those that come late."""
    # The routes that are called most stand first: they are looked for in this order.
    for router in (native.chat, rasa.chat):
        app.include_router(router, dependencies=[Depends(require_token("client"))] if is_private else [])
    for router in (native.texts, rasa.texts, model.texts):
        app.include_router(router, dependencies=[Depends(require_token("client", when="issued"))])
    for router in (model.router, health.router, rasa.health):
        app.include_router(router)
    for router in (static_files.router, chat.router):
        app.include_router(router)


def _pages() -> list[APIRouter]:
    """Return the routes of the review pages, which few visitors want."""
    from intentbot.server.pages import conversations, dashboard, inbox, login, versions

    return [page.router for page in (login, inbox, conversations, dashboard, versions)]


def _serving() -> list[APIRouter]:
    """Return TensorFlow Serving's routes, which few sites want."""
    from intentbot.server.api import tensorflow_serving

    return [_for_programs(tensorflow_serving.router)]


def _inference() -> list[APIRouter]:
    """Return KServe's routes, which few sites want."""
    from intentbot.server.api import kserve

    return [_for_programs(kserve.router), kserve.health]


def _for_programs(router: APIRouter) -> APIRouter:
    """Return routes that need a token as soon as there is one."""
    guarded = APIRouter(dependencies=[Depends(require_token("client", when="issued"))])
    guarded.include_router(router)
    return guarded


def _describe(app: FastAPI, late: Sequence[LateRoutes]) -> None:
    """Let OpenAPI have the routes of the API that come late."""

    def openapi() -> dict[str, Any]:
        for routes in late:
            routes.add()
        return FastAPI.openapi(app)

    app.openapi = openapi  # type: ignore[method-assign]  # as FastAPI's own documentation does


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    state = app.state
    state.follower.start()
    if state.recorder is not None:
        state.recorder.start()
    try:
        async with gauging(app):
            yield
    finally:
        state.follower.stop()
        if state.recorder is not None:
            await asyncio.to_thread(state.recorder.close)
        if state.has("database"):
            state.database.close()
        if state.access_log is not None:
            state.access_log.flush()


def _recorder(settings: ServerSettings, state: LateState) -> Recorder | None:
    """Return what keeps turns; None where nothing is to be kept.

    Raises
    ------
    RecorderFull
        Where nothing could be kept: better said at the start than to a customer.
    """
    if not settings.is_logged:
        return None

    def open_log() -> TurnLog:
        from intentbot.store.turn_log import TurnLog

        return TurnLog(state.database)

    recorder = Recorder(settings.data / "spool", open_log, retention_s=settings.retention_s)
    recorder.check()
    return recorder


def _functions(settings: ServerSettings) -> Mapping[str, ActionFunction]:
    """Return the functions of the file of actions, whichever of them are actions."""
    return load_functions(settings.actions) if settings.actions else {}


def _sessions(settings: ServerSettings) -> Sessions | None:
    """Return where conversations are remembered: in memory, or where several processes find them."""
    if settings.n_workers == 1 and not settings.store:
        return None
    from intentbot.server.late_sessions import LateSessions

    return LateSessions(settings.store or f"sqlite:///{(settings.data / 'sessions.db').absolute()}")


async def _tell(request: Request, error: Exception) -> Response:
    """Return what a client is told that gets no answer."""
    if isinstance(error, StoreError):
        error = Refusal(503, error.sentence, error.fix, headers={"Retry-After": "5"})
    elif not isinstance(error, Refusal):
        assert isinstance(error, HTTPException)
        error = Refusal(error.status_code, str(error.detail), headers=error.headers)
    if request.scope["path"].startswith("/review"):
        return message_page(request, error.status_code, error.what, error.fix)
    told = refused(request.scope["path"], error)
    return Response(told.body, told.status, dict(told.headers), media_type="application/json")
