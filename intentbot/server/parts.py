"""The parts of a running server, as its routes ask for them: ``live: Annotated[LiveBot, Depends(live_bot)]``."""

from __future__ import annotations

from fastapi import Request

from intentbot.server.live import LiveBot
from intentbot.server.settings import ServerSettings


def live_bot(request: Request) -> LiveBot:
    """Return the bot that answers."""
    live: LiveBot = request.app.state.live
    return live


def server_settings(request: Request) -> ServerSettings:
    """Return how the server was set up."""
    settings: ServerSettings = request.app.state.settings
    return settings
