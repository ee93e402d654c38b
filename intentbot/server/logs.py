"""The log: a line of text or of JSON for each thing that happened, with the request it belongs to.

No secret and nothing a customer wrote is in it. Of an unexpected failure it names the kind and the place in the code,
and leaves out the words, as they may quote the message.
"""

from __future__ import annotations

import json
import logging
import sys
import time
import traceback
from contextvars import ContextVar
from typing import Any, Literal

from intentbot.errors import IntentBotError

LogFormat = Literal["text", "json"]

request_id: ContextVar[str] = ContextVar("request_id", default="")
"""The id of the request that is being answered; empty outside of one."""

log = logging.getLogger("intentbot.server")

_CHATTY = ("uvicorn.error", "uvicorn", "asyncio")


class _Formatter(logging.Formatter):
    """A record as one line.

    Parameters
    ----------
    is_json : bool
    """

    def __init__(self, *, is_json: bool) -> None:
        super().__init__()
        self._is_json = is_json

    def format(self, record: logging.LogRecord) -> str:
        """Return a record as a line, its further facts after its message."""
        facts: dict[str, Any] = dict(getattr(record, "facts", ()))
        if asked := request_id.get():
            facts["request_id"] = asked
        if record.exc_info and record.exc_info[1]:
            facts["error"] = told(record.exc_info[1])
        message = record.getMessage()
        if self._is_json:
            head = {"at": moment(record.created), "level": record.levelname.lower(), "message": message}
            return json.dumps({**head, **facts})
        return text_line(record.created, record.levelname.lower(), message, facts)


def text_line(at: float, level: str, message: str, facts: dict[str, Any]) -> str:
    """Return a line for people: when, how grave, what, and the facts as ``name=value``."""
    rest = "".join(f" {name}={value}" for name, value in facts.items() if value != "")
    return f"{moment(at)} {level:<7} {_on_one_line(message)}{_on_one_line(rest)}"


def moment(at: float) -> str:
    """Return a time in seconds since 1970 as UTC to the millisecond."""
    return f"{time.strftime('%Y-%m-%dT%H:%M:%S', time.gmtime(at))}.{int(at % 1 * 1000):03d}Z"


def told(error: BaseException) -> str:
    """Return what a log may say of a failure: its kind and where it was; the words of our own errors alone."""
    if isinstance(error, IntentBotError):
        return f"{type(error).__name__}: {error.what} {error.fix}".strip()
    frames = traceback.extract_tb(error.__traceback__)[-8:]
    places = " < ".join(f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in reversed(frames))
    return f"{type(error).__name__} at {places}" if places else type(error).__name__


def set_up_logs(log_format: LogFormat, level: int = logging.INFO) -> None:
    """Send everything that is logged to the standard error, in one format."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Formatter(is_json=log_format == "json"))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    ours = logging.getLogger("intentbot")
    # A command that talks in this process may have added one.
    ours.handlers.clear()
    ours.setLevel(level)
    for name in _CHATTY:
        # Of what uvicorn says, only what is wrong: that it starts and stops is told by us.
        logging.getLogger(name).setLevel(logging.WARNING)


def _short(path: str) -> str:
    return "/".join(path.replace("\\", "/").split("/")[-2:])


def _on_one_line(text: str) -> str:
    if text.isprintable():
        return text
    return "".join(letter if letter.isprintable() else " " for letter in text)
