"""A line for each request, kept for a moment and written many at a time, so that no request waits for it."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from typing import Any, TextIO

from intentbot.server.logs import LogFormat, moment, text_line

_PAUSE_S, _MOST_LINES = 0.2, 500


class AccessLog:
    """The requests that were answered. For one event loop.

    Parameters
    ----------
    log_format : {"text", "json"}
    stream : text file, optional
        The standard error otherwise.
    """

    def __init__(self, log_format: LogFormat, stream: TextIO | None = None) -> None:
        self._is_json = log_format == "json"
        self._stream = stream
        self._kept: list[tuple[float, dict[str, Any]]] = []
        self._timer: asyncio.TimerHandle | None = None

    def add(self, facts: dict[str, Any]) -> None:
        """Keep a request until the next writing."""
        self._kept.append((time.time(), facts))
        if len(self._kept) >= _MOST_LINES:
            self.flush()
        elif self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(_PAUSE_S, self.flush)

    def flush(self) -> None:
        """Write what is kept."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        kept, self._kept = self._kept, []
        if kept:
            stream = self._stream or sys.stderr
            stream.write("".join(f"{self._line(at, facts)}\n" for at, facts in kept))
            stream.flush()

    def _line(self, at: float, facts: dict[str, Any]) -> str:
        if self._is_json:
            return json.dumps({"at": moment(at), "level": "info", "message": "request", **facts})
        return text_line(at, "info", "request", facts)
