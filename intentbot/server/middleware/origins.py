"""Which web sites' pages may talk to the server (CORS): its own, and those of a list."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from intentbot.errors import SettingsError
from intentbot.server.logs import log
from intentbot.server.metrics import Metrics
from intentbot.server.middleware.sending import header, send_refusal
from intentbot.server.refusals import Refusal

_SAFE = ("GET", "HEAD", "OPTIONS")
_EXPOSED = b"X-Request-Id, X-Intentbot-Error-Id, Retry-After"
_MOST_HINTS = 100
"""How many foreign sites are named in the log, each once: their names are anybody's to choose."""


class Origins:
    """Lets pages of listed sites read answers, and refuses what pages of other sites send.

    Parameters
    ----------
    app : ASGI app
    allowed : sequence of str
        Such as ``https://shop.example``; ``*`` for all.
    metrics : Metrics
    """

    def __init__(self, app: ASGIApp, allowed: Sequence[str], metrics: Metrics) -> None:
        self._app, self._metrics = app, metrics
        self._allowed = frozenset(allowed)
        self._hinted: set[str] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        origin = header(scope, b"origin") if scope["type"] == "http" else ""
        if not origin:
            await self._app(scope, receive, send)
            return
        is_allowed = "*" in self._allowed or origin.lower() in self._allowed
        is_preflight = scope["method"] == "OPTIONS" and header(scope, b"access-control-request-method") != ""
        if is_allowed:
            if is_preflight:
                await _permit(scope, origin, send)
            else:
                await self._app(scope, receive, _readable(send, origin))
        elif _is_own(scope, origin) or (scope["method"] in _SAFE and not is_preflight):
            # What only reads may be asked; the browser keeps the answer from the page.
            await self._app(scope, receive, send)
        else:
            await send_refusal(scope, send, self._refusal(origin))

    def _refusal(self, origin: str) -> Refusal:
        shown = origin if len(origin) < 200 and origin.isascii() and origin.isprintable() else "this site"
        self._metrics.refused.labels("origin").inc()
        if shown == "null":
            what = "A page without an address of its own, such as a file, may not talk to this server."
            fix = "Serve the page over HTTP and allow its site: intentbot serve ... --cors http://localhost:3000"
        else:
            what = f"Pages of {shown} may not talk to this server."
            fix = f"Allow the site: intentbot serve ... --cors {shown}"
        if origin not in self._hinted and len(self._hinted) < _MOST_HINTS:
            self._hinted.add(origin)
            log.warning("%s %s", what, fix)
        return Refusal(403, what, fix)


def _is_own(scope: Scope, origin: str) -> bool:
    """Whether a page is one of the server's own, as it is called by its visitors or by the proxy before it.

    No page of another site can set either of these headers without being asked for leave first.
    """
    if header(scope, b"sec-fetch-site") == "same-origin":
        return True
    try:
        host = urlsplit(origin).netloc.lower()
    except ValueError:
        return False
    return host != "" and host in (header(scope, b"host").lower(), header(scope, b"x-forwarded-host").lower())


async def _permit(scope: Scope, origin: str, send: Send) -> None:
    """Tell a browser that a page may send what it asks to send."""
    wanted = header(scope, b"access-control-request-headers")
    headers = [
        (b"access-control-allow-origin", origin.encode("latin-1")),
        (b"access-control-allow-methods", b"GET, POST, PUT, OPTIONS"),
        (b"access-control-allow-headers", wanted.encode("latin-1") or b"content-type"),
        (b"access-control-max-age", b"600"),
        (b"vary", b"Origin, Access-Control-Request-Headers"),
    ]
    await send({"type": "http.response.start", "status": 204, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


def _readable(send: Send, origin: str) -> Send:
    """Return what sends an answer that the page may read. No cookies go with it: they are not allowed for."""

    async def send_on(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [
                *message.get("headers", ()),
                (b"access-control-allow-origin", origin.encode("latin-1")),
                (b"access-control-expose-headers", _EXPOSED),
                (b"vary", b"Origin"),
            ]
        await send(message)

    return send_on


def read_origin(text: str) -> str:
    """Return a web site as browsers name it.

    Raises
    ------
    SettingsError
    """
    if text == "*":
        return text
    try:
        parts = urlsplit(text.strip())
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/") or parts.query:
        raise SettingsError(
            f"{text!r} is no web site.", "Write it as the browser shows it, without a path: https://shop.example"
        )
    is_usual = port in (None, {"http": 80, "https": 443}[parts.scheme])
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}" + ("" if is_usual else f":{port}")
