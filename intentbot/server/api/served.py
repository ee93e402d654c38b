"""What TensorFlow Serving's and KServe's routes have in common: which model is meant, what it says, and refusals."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from fastapi import Request

from intentbot.predictions import Prediction
from intentbot.server.api.native_shapes import MOST_TEXTS
from intentbot.server.live import Live
from intentbot.server.parts import live_bot, server_settings
from intentbot.server.refusals import Refusal

_REFUSED: dict[str, Any] = {
    "content": {
        "application/json": {
            "schema": {"type": "object", "required": ["error"], "properties": {"error": {"type": "string"}}}
        }
    }
}
REFUSALS: dict[int | str, dict[str, Any]] = {
    400: {"description": "The body cannot be used.", **_REFUSED},
    404: {"description": "There is no such model or version.", **_REFUSED},
    413: {"description": "The body is too long.", **_REFUSED},
}
"""What OpenAPI says of requests that get no answer."""

AT_ONCE = 16
"""So many texts are classified before anybody else is answered; more of them in a thread."""


def named_live(request: Request, name: str, version: str | None) -> Live:
    """Return what answers, where it is the model that is meant.

    Raises
    ------
    Refusal
    """
    live, served = live_bot(request).now, served_name(request)
    if name != served:
        raise Refusal(404, "There is no such model here.", f"The one that is served is called {served}.")
    if version is not None and version != live.version:
        raise Refusal(404, "This version is not served.", f"The one that is served is {live.version}; or name none.")
    return live


def served_name(request: Request) -> str:
    """Return the name of the model that is served: that of its folder."""
    return server_settings(request).model.resolve().name


async def classified(live: Live, wanted: Sequence[str]) -> list[Prediction]:
    """Return the prediction for each text, many of them without keeping anybody else waiting.

    Raises
    ------
    Refusal
        Where there are more than are classified at once.
    """
    if len(wanted) > MOST_TEXTS:
        raise Refusal(
            413, f"At most {MOST_TEXTS:,} texts are classified at once.", "Send the rest with another request."
        )
    if len(wanted) <= AT_ONCE:
        return live.bot.classify(wanted)
    return await asyncio.to_thread(live.bot.classify, wanted)
