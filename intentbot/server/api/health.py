"""Whether the server lives, whether it can answer, and what it counted."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import PlainTextResponse, Response

from intentbot.server.gauging import gauge
from intentbot.server.metrics import CONTENT_TYPE
from intentbot.server.parts import live_bot, metrics_of
from intentbot.server.readiness import waiting, why_not_ready
from intentbot.server.reading import json_response
from intentbot.version import VERSION

router = APIRouter(tags=["operation"])


@router.get("/", summary="Say hello", response_class=PlainTextResponse)
async def hello() -> PlainTextResponse:
    """Return who is there, as Rasa does."""
    return PlainTextResponse(f"Hello from intentbot: {VERSION}")


@router.get("/healthz", summary="Whether the server lives")
async def healthz() -> Response:
    """Return 200 as long as the process answers at all."""
    return json_response({"status": "alive"})


@router.get(
    "/readyz", summary="Whether the server can answer", responses={503: {"description": "Not now, and the reason."}}
)
async def readyz(request: Request) -> Response:
    """Return 200 once the model is warm, and 503 with the reason while turns cannot be recorded."""
    reason = await why_not_ready(request)
    if reason:
        return json_response({"status": "not ready", "reason": reason, **waiting(request)}, 503)
    return json_response({"status": "ready", "model": live_bot(request).now.version, **waiting(request)})


@router.get("/metrics", summary="What was counted, for Prometheus", response_class=PlainTextResponse)
async def metrics(request: Request) -> Response:
    """Return the metrics, summed over all workers."""
    gauge(request.app)
    return Response(metrics_of(request).text(), media_type=CONTENT_TYPE)
