"""How far training is: a bar in a terminal, plain lines elsewhere."""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING

from intentbot.cli.console import tell

if TYPE_CHECKING:
    from rich.progress import TaskID

    from intentbot.progress import Progress

SECONDS_BETWEEN_LINES = 10.0

SHORT_S = 1.0
"""A stage of one step that took less is not worth a line of its own."""


def progress_for_terminal(*, is_quiet: bool) -> Progress:
    """Return what shows progress on the standard error, as it is."""
    if is_quiet:
        from intentbot.progress import Silence

        return Silence()
    if sys.stderr.isatty() and os.environ.get("TERM") != "dumb":
        try:
            return BarProgress()
        except ImportError:
            return LineProgress()
    return LineProgress()


class LineProgress:
    """Prints a line when a stage is over, and every ten seconds while it lasts."""

    def __init__(self) -> None:
        self._stage, self._steps, self._done, self._note = "", 0, 0, ""
        self._started = self._told = 0.0

    def start(self, stage: str, steps: int) -> None:
        """Begin a stage."""
        self.finish()
        self._stage, self._steps, self._done, self._note = stage, steps, 0, ""
        self._started = self._told = time.monotonic()

    def advance(self, note: str = "") -> None:
        """Count a step; tell it when the last line is long ago."""
        self._done, self._note = self._done + 1, note
        if time.monotonic() - self._told >= SECONDS_BETWEEN_LINES:
            self._told = time.monotonic()
            self._tell(f"{self._done} of {self._steps}")

    def finish(self) -> None:
        """Tell that the stage is over."""
        is_short = self._steps == 1 and time.monotonic() - self._started < SHORT_S
        if self._stage and not is_short:
            self._tell(f"{self._done} of {self._steps}, done" if self._steps > 1 else "done")
        self._stage = ""

    def _tell(self, count: str) -> None:
        note = f", {self._note}" if self._note else ""
        tell(f"{self._stage}: {count}{note} ({time.monotonic() - self._started:.1f} s)")


class BarProgress:
    """Draws a bar for each stage.

    Raises
    ------
    ImportError
        Where rich is not installed.
    """

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

        # A stream of its own: while TensorFlow is imported, the standard error is held back.
        self._stream = open(os.dup(sys.stderr.fileno()), "w", encoding="utf-8")  # noqa: SIM115
        self._bars = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(16),
            TextColumn("{task.fields[count]}", markup=False),
            TimeElapsedColumn(),
            TextColumn("{task.fields[note]}", markup=False, style="dim"),
            console=Console(file=self._stream),
        )
        self._bar: TaskID | None = None
        self._count, self._steps = 0, 0

    def start(self, stage: str, steps: int) -> None:
        """Begin a stage with a bar of its own."""
        self._complete()
        self._bars.start()
        self._count, self._steps = 0, steps
        # A stage of one step has nothing to count: its bar only moves.
        self._bar = self._bars.add_task(stage, total=steps if steps > 1 else None, count="", note="")

    def advance(self, note: str = "") -> None:
        """Move the bar by one step."""
        if self._bar is not None:
            self._count += 1
            count = f"{self._count}/{self._steps}" if self._steps > 1 else ""
            self._bars.update(self._bar, advance=1, count=count, note=note)

    def finish(self) -> None:
        """Leave the bars as they stand, a blank line under them."""
        self._complete()
        if self._bars.live.is_started:
            self._bars.stop()
            print(file=self._stream, flush=True)

    def _complete(self) -> None:
        if self._bar is not None:
            # A stage that stopped early is over too.
            self._bars.update(self._bar, total=max(1, self._count), completed=max(1, self._count))
            self._bars.stop_task(self._bar)
            elapsed = next(task.elapsed for task in self._bars.tasks if task.id == self._bar)
            if self._steps == 1 and (elapsed or 0.0) < SHORT_S:
                self._bars.remove_task(self._bar)
            self._bar = None
