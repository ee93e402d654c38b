"""What a server that only answers needs none of, made when it is first asked for: the server is ready sooner."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from fastapi import APIRouter, FastAPI
from starlette.datastructures import State
from starlette.routing import Route
from starlette.types import Receive, Scope, Send


class LateState(State):
    """The parts of a server, some of which are made when they are first asked for. Safe for threads.

    Parameters
    ----------
    makers : mapping of str to callable
        What makes a part of the others, by its name.
    """

    def __init__(self, makers: Mapping[str, Callable[[LateState], Any]]) -> None:
        super().__init__()
        # Past `State`, which takes every attribute for a part.
        object.__setattr__(self, "_makers", dict(makers))
        object.__setattr__(self, "_lock", threading.RLock())

    def __getattr__(self, name: str) -> Any:
        """Return a part, made now where it is not yet."""
        if name not in self._state and name in self._makers:
            with self._lock:
                if name not in self._state:
                    self._state[name] = self._makers[name](self)
        return super().__getattr__(name)

    def has(self, name: str) -> bool:
        """Return whether a part is made."""
        return name in self._state


class LateRoutes:
    """Routes that are added to an app with the first request for one of them.

    Parameters
    ----------
    app : FastAPI
    path : str
        What all of them begin with.
    load : callable
        Returns the routers; it may take long.
    """

    def __init__(self, app: FastAPI, path: str, load: Callable[[], Iterable[APIRouter]]) -> None:
        self._app, self._load = app, load
        self._route = Route(f"{path}{{rest:path}}", self, include_in_schema=False)
        app.router.routes.append(self._route)

    def add(self, routers: Iterable[APIRouter] | None = None) -> None:
        """Add the routes, where they are not added yet; loaded already they may be given."""
        # No other request is looking for its route meanwhile: nothing is awaited here.
        if self._route in self._app.router.routes:
            routers = self._load() if routers is None else routers
            self._app.router.routes.remove(self._route)
            for router in routers:
                self._app.include_router(router)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, by the routes as they are with these."""
        self.add(await asyncio.to_thread(self._load))
        await self._app.router(scope, receive, send)
