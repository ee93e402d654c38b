"""HTTP as uvicorn speaks it, with patience that ends: a request must come whole and in time.

uvicorn bounds how long an idle connection may stay; not how long a request may take to come, nor how long its head may
be. Whoever sends a byte now and then (Slowloris) would hold a connection for ever.
"""

from __future__ import annotations

import asyncio
import json
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

REQUEST_S = 20.0
"""How long a request may take to come, head and body: 64 KB at the 3 KB/s of a bad mobile connection."""

LARGEST_HEAD = 32_768
"""Bytes of the address and the headers together; usual proxies allow 8 to 32 KB."""

LARGEST_REST = 1 << 20
"""Bytes of what comes behind the headers: the longest body in chunks of a byte each takes 400 KB. So there is an end to
headers behind a body ("trailers"), too, which uvicorn keeps and nobody reads."""


class PatientProtocol(HttpToolsProtocol):
    """A connection that is closed where a request does not come whole within `REQUEST_S`, or is too long."""

    _deadline: asyncio.TimerHandle | None = None
    _is_head = True
    _n_bytes = _n_changes = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start waiting for the first request."""
        super().connection_made(transport)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        self._stop_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what came; whatever it is, a request must follow in time."""
        self._wait()
        n_changes = self._n_changes
        super().data_received(data)
        # Where a request ended or began in what came, not all of it is of this one.
        if n_changes == self._n_changes:
            self._n_bytes += len(data)
            if self._is_head and self._n_bytes > LARGEST_HEAD:
                self._refuse(431, f"The headers are too long: at most {LARGEST_HEAD:,} bytes are read.")
            elif self._n_bytes > LARGEST_REST:
                self._refuse(413, f"The request is too long: at most {LARGEST_REST:,} bytes are read.")

    def on_message_begin(self) -> None:
        """Begin a request, perhaps in the middle of what came."""
        self._is_head, self._n_bytes = True, 0
        self._n_changes += 1
        self._wait()
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Start answering."""
        self._is_head, self._n_bytes = False, 0
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Have a request whole."""
        self._is_head, self._n_bytes = True, 0
        self._n_changes += 1
        self._stop_waiting()
        super().on_message_complete()

    def _unsupported_upgrade_warning(self) -> None:
        """Answer as if no other protocol had been asked for, which is what HTTP says to do, and say nothing of it."""

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no HTTP."""
        self._refuse(400, "This is no HTTP request.")

    def _wait(self) -> None:
        if self._deadline is None:
            self._deadline = self.loop.call_later(REQUEST_S, self._give_up)

    def _stop_waiting(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _give_up(self) -> None:
        self._deadline = None
        self._refuse(408, f"The request did not come within {REQUEST_S:g} s.")

    def _refuse(self, status: int, what: str) -> None:
        """Close the connection, with a word where none was said yet."""
        if self.transport.is_closing():
            return
        cycle: Any = self.cycle
        if cycle is None or cycle.response_complete or not cycle.response_started:
            body = json.dumps({"error": what}).encode()
            head = f"HTTP/1.1 {status} Refused\r\ncontent-type: application/json\r\ncontent-length: {len(body)}\r\n"
            self.transport.write(head.encode() + b"connection: close\r\n\r\n" + body)
        self.transport.close()
