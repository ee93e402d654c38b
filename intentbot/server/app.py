"""The server put together from its routes and parts."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from intentbot.bot import IntentBot
from intentbot.server.api import native
from intentbot.server.live import Live, LiveBot
from intentbot.server.settings import ServerSettings
from intentbot.version import VERSION


def create_app(settings: ServerSettings) -> FastAPI:
    """Return the app that serves a model."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.live = LiveBot(Live(IntentBot.load(settings.model), "0"))
        yield

    app = FastAPI(title="intentbot", version=VERSION, lifespan=lifespan)
    app.state.settings = settings
    app.include_router(native.router)
    return app
