"""Routes past FastAPI, whose way to a function takes as long as a fifth of the bot's answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from intentbot.errors import StoreError

Handler = Callable[[Request], Awaitable[Response]]
"""What reads a request and makes the response itself, so that FastAPI could only describe it."""


@dataclass(frozen=True, slots=True)
class _Route:
    """What the log and the metrics know a route by, as they know FastAPI's."""

    path: str


class ShortRoutes:
    """Answers requests to POST at some paths, and leaves all others to the app, whose routes of the same paths stay
    for the description. Dependencies are not asked for.

    Parameters
    ----------
    app : ASGI app
    handlers : mapping of str to callable
        By path.
    tell : callable
        Returns what a client is told that gets no answer.
    """

    def __init__(
        self,
        app: ASGIApp,
        handlers: Mapping[str, Handler],
        tell: Callable[[Request, Exception], Awaitable[Response]],
    ) -> None:
        self._app, self._tell = app, tell
        self._handlers = {path: (handler, _Route(path)) for path, handler in handlers.items()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        found = self._handlers.get(scope["path"]) if scope["type"] == "http" and scope["method"] == "POST" else None
        if found is None:
            await self._app(scope, receive, send)
            return
        handler, scope["route"] = found
        request = Request(scope, receive, send)
        try:
            response = await handler(request)
        except (HTTPException, StoreError) as error:
            response = await self._tell(request, error)
        await response(scope, receive, send)
