"""The outermost: gives a request its id, counts and logs it, and answers for what nobody foresaw."""

from __future__ import annotations

import re
import uuid
from itertools import count
from time import perf_counter
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from intentbot.server.access_log import AccessLog
from intentbot.server.logs import log, request_id
from intentbot.server.metrics import Metrics
from intentbot.server.middleware.sending import header, send_refusal
from intentbot.server.refusals import Refusal

_PROCESS, _numbers = uuid.uuid4().hex[:20], count()
"""What makes up a request's id where it has none: numbers are quicker than a random id for each."""

_SANE = re.compile(r"[A-Za-z0-9._:-]{1,64}")
"""What a request id may be that a proxy made: nothing that could break a log line."""

_SECURITY = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"cache-control", b"no-store"),
)
"""For answers that say nothing else about it: a browser shows them nowhere, runs nothing and keeps nothing."""

_SECURITY_NAMES = frozenset(name for name, _ in _SECURITY)


class Envelope:
    """Wraps every request.

    Parameters
    ----------
    app : ASGI app
    metrics : Metrics
    access_log : AccessLog or None
        None writes no line for a request.
    """

    def __init__(self, app: ASGIApp, metrics: Metrics, access_log: AccessLog | None) -> None:
        self._app, self._metrics, self._access_log = app, metrics, access_log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        start = perf_counter()
        asked = header(scope, b"x-request-id")
        known = asked if asked and _SANE.fullmatch(asked) else f"{_PROCESS}{next(_numbers):012x}"
        request_id.set(known)
        status = 0

        async def send_on(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = _completed(message.get("headers", ()), known)
            await send(message)

        try:
            await self._app(scope, receive, send_on)
        except Refusal as refusal:
            await send_refusal(scope, send_on, refusal)
        except Exception as error:
            await self._apologise(scope, send_on, error, is_begun=status != 0)
        finally:
            self._keep(scope, status or 499, perf_counter() - start, known)

    async def _apologise(self, scope: Scope, send: Send, error: Exception, *, is_begun: bool) -> None:
        error_id = uuid.uuid4().hex
        self._metrics.failures.inc()
        log.error("a request failed", exc_info=error, extra={"facts": {"error_id": error_id, "route": _route(scope)}})
        if is_begun:
            # The client must not take half an answer for a whole one: the server closes the connection.
            raise ConnectionAbortedError("an answer broke off") from None
        await send_refusal(
            scope, send, Refusal(500, "Something went wrong inside.", "The log has more by this id.", error_id=error_id)
        )

    def _keep(self, scope: Scope, status: int, seconds: float, known: str) -> None:
        route = _route(scope)
        self._metrics.count_request(scope["method"], route, status, seconds)
        if self._access_log is not None:
            client = scope.get("client")
            facts: dict[str, Any] = {
                "method": scope["method"],
                "route": route,
                "status": status,
                "ms": round(seconds * 1000, 2),
                "client": client[0] if client else "",
                "request_id": known,
            }
            self._access_log.add(facts)


def _route(scope: Scope) -> str:
    """Return the template of a path, not the path: there may be a customer's id in that."""
    route: str = getattr(scope.get("route"), "path", "other")
    return route


def _completed(headers: Any, known: str) -> list[tuple[bytes, bytes]]:
    """Return the headers of an answer with those of every answer."""
    told = list(headers)
    named = {name.lower() for name, _ in told} & _SECURITY_NAMES
    told += [pair for pair in _SECURITY if pair[0] not in named] if named else _SECURITY
    told.append((b"x-request-id", known.encode()))
    return told
