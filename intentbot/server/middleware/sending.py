"""Sending a whole answer from outside of the routes."""

from __future__ import annotations

from starlette.types import Scope, Send

from intentbot.server.refusals import Refusal, refused


async def send_refusal(scope: Scope, send: Send, refusal: Refusal) -> None:
    """Send what a client is told that gets no answer."""
    told = refused(scope["path"], refusal)
    headers = [(name.lower().encode(), value.encode("latin-1", "replace")) for name, value in told.headers.items()]
    headers += [(b"content-type", b"application/json"), (b"content-length", str(len(told.body)).encode())]
    await send({"type": "http.response.start", "status": told.status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else told.body})


def header(scope: Scope, name: bytes) -> str:
    """Return a header of a request by its name in small letters, the last of several; empty where it is not there."""
    value: bytes = dict(scope["headers"]).get(name, b"")
    return value.decode("latin-1")
