"""How long work says where it is."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """What long work reports to: a terminal's bar, plain lines, or nothing."""

    def start(self, stage: str, steps: int) -> None:
        """A stage of so many steps begins; the stage before it is over."""

    def advance(self, note: str = "") -> None:
        """One step is done."""

    def finish(self) -> None:
        """All is done, or was given up."""


class Silence:
    """Reports nothing."""

    def start(self, stage: str, steps: int) -> None:
        """Say nothing."""

    def advance(self, note: str = "") -> None:
        """Say nothing."""

    def finish(self) -> None:
        """Say nothing."""
