"""What is measured now and then instead of with each request."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from fastapi import FastAPI

from intentbot.server.logs import log

_EVERY_S = 1.0


def gauge(app: FastAPI) -> None:
    """Take the measures of this process."""
    state = app.state
    state.metrics.tell_version(state.live.now.version)
    if state.recorder is not None:
        state.metrics.waiting.set(state.recorder.n_waiting)


@asynccontextmanager
async def gauging(app: FastAPI) -> AsyncIterator[None]:
    """Take them again and again while the block runs: another process may be asked for them."""

    async def go_on() -> None:
        while True:
            try:
                gauge(app)
            except OSError as error:
                # Several workers count into files, and a disk may be full.
                log.warning("nothing could be measured: %s", error.strerror or error)
            await asyncio.sleep(_EVERY_S)

    task = asyncio.create_task(go_on())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
