"""Whether the server can answer, and why not."""

from __future__ import annotations

from fastapi import Request


def why_not_ready(request: Request) -> str:
    """Return what keeps the server from answering as it should; empty for nothing."""
    if getattr(request.app.state, "live", None) is None:
        return "the model is being loaded"
    return ""
