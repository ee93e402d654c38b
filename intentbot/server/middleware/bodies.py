"""Bodies that are too long are refused, at their announcement or as soon as too much has come."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from intentbot.server.middleware.sending import header, send_refusal
from intentbot.server.refusals import Refusal

LARGEST_BODY = 65_536
"""Bytes. A message is cut at 2,000 characters, so that this holds all a client may sensibly say at once."""


class Bodies:
    """Bounds what is read of a request. How long it may take is bounded by `protocol.PatientProtocol`.

    Parameters
    ----------
    app : ASGI app
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        announced = header(scope, b"content-length")
        if announced and (not announced.isdigit() or len(announced) > 18 or int(announced) > LARGEST_BODY):
            await send_refusal(scope, send, _refusal())
            return
        n_bytes = 0

        async def receive_some() -> Message:
            nonlocal n_bytes
            message = await receive()
            n_bytes += len(message.get("body", b""))
            if n_bytes > LARGEST_BODY:
                raise _refusal()
            return message

        await self._app(scope, receive_some, send)


def _refusal() -> Refusal:
    # The rest of the body is not read, so that nothing else can come on this connection.
    return Refusal(
        413,
        f"The body is too long: at most {LARGEST_BODY:,} bytes are read.",
        "Send fewer texts at once.",
        headers={"Connection": "close"},
    )
