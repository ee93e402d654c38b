"""What is typed in a terminal, or comes through a pipe: one line at a time."""

from __future__ import annotations

import sys
from contextlib import suppress


class Lines:
    """The lines of the standard input, asked for with a prompt where somebody types them."""

    def __init__(self) -> None:
        self.is_typed = sys.stdin.isatty()
        self._kept: list[str] = []
        if self.is_typed:
            # Arrow keys and history, where Python has them.
            with suppress(ImportError):
                import readline  # noqa: F401

    def read(self, prompt: str = "\n> ") -> str | None:
        """Return the next line; None at the end, or where Ctrl-C or Ctrl-D was pressed."""
        if self._kept:
            return self._kept.pop()
        if self.is_typed:
            try:
                return input(prompt)
            except (EOFError, KeyboardInterrupt):
                print()
                return None
        line = sys.stdin.readline()
        return line.rstrip("\r\n") if line else None

    def put_back(self, line: str) -> None:
        """Keep a line that was read, to be read again."""
        self._kept.append(line)
