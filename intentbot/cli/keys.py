"""Single keys from a terminal, whole lines from a pipe."""

from __future__ import annotations

import os
import sys

from intentbot.cli.lines import Lines

_LONGEST_KEY = 8
"""In bytes: an arrow key, or a letter of any script."""


class Keys:
    """What is pressed, or comes through a pipe: then each line stands for a key.

    Parameters
    ----------
    lines : Lines
        Where answers of several letters come from.
    """

    def __init__(self, lines: Lines) -> None:
        self.lines = lines

    def read(self, prompt: str) -> str | None:
        """Return the key that was pressed, or the line that was typed; None at the end."""
        key = _pressed(prompt) if self.lines.is_typed else None
        return self.lines.read(prompt) if key is None else None if key in ("\x03", "\x04") else key


def _pressed(prompt: str) -> str | None:
    """Return one key of the terminal; None where the system cannot tell single keys."""
    try:
        import termios
        import tty
    except ImportError:
        return None
    try:
        stream = sys.stdin.fileno()
        before = termios.tcgetattr(stream)
    except (OSError, ValueError, termios.error):
        return None
    sys.stdout.write(prompt)
    sys.stdout.flush()
    try:
        tty.setraw(stream, termios.TCSADRAIN)
        # Not through Python's buffer, which would keep what is typed ahead from the next line that is read.
        key = os.read(stream, _LONGEST_KEY).decode("utf-8", "ignore")[:1]
    finally:
        termios.tcsetattr(stream, termios.TCSADRAIN, before)
    key = key or "\x04"
    print(key if key.isprintable() else "")
    return key
