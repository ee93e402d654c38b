"""What a turn needs from outside, to be done by a thread that may wait, or in an event loop that may not."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Errand:
    """Something to do outside, in two ways that come to the same.

    Attributes
    ----------
    run : callable
        Does it and returns what came of it.
    wait : callable
        Returns an awaitable of the same, which does not keep an event loop waiting.
    """

    run: Callable[[], Any]
    wait: Callable[[], Awaitable[Any]]


def in_thread(run: Callable[[], Any]) -> Errand:
    """Return an errand that an event loop leaves to a thread."""

    async def wait() -> Any:
        # Whoever awaits has loaded it; a bot that only replies need not hold its 8 MB.
        import asyncio

        return await asyncio.to_thread(run)

    return Errand(run, wait)
