"""What is printed, and how it is coloured."""

from __future__ import annotations

import io
import os
import re
import sys
from typing import Literal, TextIO

Style = Literal["bold", "dim", "red", "green", "yellow", "cyan"]

_CODES: dict[Style, str] = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "cyan": "36"}

# Control characters could move the terminal's cursor; an answer on one line has no line breaks.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def set_up_streams() -> None:
    """Read and write UTF-8 whatever the locale says; a character that cannot be is replaced, never an error.

    A stream that was closed, as schedulers do, is empty or leads nowhere.
    """
    sys.stdin = sys.stdin or io.StringIO()
    sys.stdout = sys.stdout or io.StringIO()
    sys.stderr = sys.stderr or io.StringIO()
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def complain(text: str, *, label: str = "error: ", style: Style = "red") -> None:
    """Print what went wrong, to the standard error."""
    print(f"{paint(label, style, sys.stderr)}{text}", file=sys.stderr, flush=True)


def tell(text: str) -> None:
    """Print what happens beside the result, to the standard error."""
    print(text, file=sys.stderr, flush=True)


def paint(text: str, style: Style, stream: TextIO | None = None) -> str:
    """Return the text in a style where the stream (the standard output) is a terminal that wants colours."""
    return f"\033[{_CODES[style]}m{text}\033[0m" if text and wants_colours(stream or sys.stdout) else text


def wants_colours(stream: TextIO) -> bool:
    """Return whether the stream is a terminal, and neither NO_COLOR nor a dumb one is set."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def on_one_line(text: str) -> str:
    """Return the text, uncut, without line breaks and control characters."""
    return _CONTROL.sub(" ", text).strip()
