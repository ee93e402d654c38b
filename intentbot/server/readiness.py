"""Whether the server can answer, and why not."""

from __future__ import annotations

import asyncio

from fastapi import Request

from intentbot.errors import RecorderFull
from intentbot.recording.recorder import Recorder


async def why_not_ready(request: Request) -> str:
    """Return what keeps the server from answering as it should; empty for nothing."""
    recorder: Recorder | None = request.app.state.recorder
    if recorder is None:
        return ""
    try:
        await asyncio.to_thread(recorder.check)
    except RecorderFull as error:
        return f"{error.what} {error.fix}"
    return ""


def waiting(request: Request) -> dict[str, object]:
    """Return how many turns wait for the database, and why they do where it takes none; empty where none are kept."""
    recorder: Recorder | None = request.app.state.recorder
    if recorder is None:
        return {}
    error = recorder.last_error
    told = {"turns_waiting": recorder.n_waiting}
    return {**told, "store": getattr(error, "what", str(error))} if error is not None else dict(told)
