"""TensorFlow Serving's REST API for texts: a client of an exported SavedModel may call this instead."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from intentbot.predictions import Prediction
from intentbot.server.api.native_shapes import Text
from intentbot.server.api.served import REFUSALS, classified, named_live
from intentbot.server.reading import body_docs, json_response, read_body
from intentbot.server.refusals import Refusal

router = APIRouter(prefix="/v1/models", tags=["TensorFlow Serving"])


class Named(BaseModel):
    """A text as the input of that name."""

    model_config = ConfigDict(extra="forbid", strict=True)

    text: Text


class NamedMany(BaseModel):
    """Texts as the input of that name."""

    model_config = ConfigDict(extra="forbid", strict=True)

    text: list[Text]


class Asked(BaseModel):
    """Texts as rows or as a column."""

    model_config = ConfigDict(extra="forbid", strict=True)

    signature_name: str = Field("serving_default", max_length=100)
    instances: list[Text | Named] | None = Field(None, description="Texts as rows; predictions come as rows.")
    inputs: list[Text] | NamedMany | None = Field(None, description="Texts as a column; outputs come as columns.")


@router.post(
    "/{name}:predict",
    summary="Classify texts",
    responses=REFUSALS,
    openapi_extra=body_docs(Asked, rows={"instances": ["where is my order", "tell me a joke"]}),
)
async def predict(request: Request, name: str) -> Response:
    """Return what the model says of texts, with the outputs of an exported SavedModel."""
    return await _predict(request, name, None)


@router.post(
    "/{name}/versions/{version}:predict",
    summary="Classify texts with one version",
    responses=REFUSALS,
    openapi_extra=body_docs(Asked, rows={"instances": ["where is my order", "tell me a joke"]}),
)
async def predict_version(request: Request, name: str, version: str) -> Response:
    """Return what the model says of texts, where it is this version."""
    return await _predict(request, name, version)


@router.get("/{name}", summary="Whether the model is there", responses={404: REFUSALS[404]})
async def model_status(request: Request, name: str) -> Response:
    """Return the version that is served."""
    return _status(request, name, None)


@router.get("/{name}/versions/{version}", summary="Whether a version is there", responses={404: REFUSALS[404]})
async def version_status(request: Request, name: str, version: str) -> Response:
    """Return that the version is served."""
    return _status(request, name, version)


def _status(request: Request, name: str, version: str | None) -> Response:
    live = named_live(request, name, version)
    state = {
        "version": live.version,
        "state": "AVAILABLE",
        "status": {"error_code": "OK", "error_message": ""},
    }
    return json_response({"model_version_status": [state]})


async def _predict(request: Request, name: str, version: str | None) -> Response:
    live = named_live(request, name, version)
    asked = await read_body(request, Asked)
    if asked.signature_name not in ("", "serving_default"):
        raise Refusal(400, "There is no such signature.", "Leave signature_name out, or write serving_default.")
    if (asked.instances is None) == (asked.inputs is None):
        raise Refusal(400, "Send either instances or inputs.", '{"instances": ["where is my order"]}')
    if asked.instances is not None:
        rows = [one if isinstance(one, str) else one.text for one in asked.instances]
        return json_response({"predictions": [_outputs(found) for found in await classified(live, rows)]})
    columns = asked.inputs.text if isinstance(asked.inputs, NamedMany) else asked.inputs or []
    found = [_outputs(one) for one in await classified(live, columns)]
    names = ("intent", "confidence", "score", "accepted", "labels", "probabilities")
    return json_response({"outputs": {name: [one[name] for one in found] for name in names}})


def _outputs(found: Prediction) -> dict[str, Any]:
    return {
        "intent": found.intent,
        "confidence": round(found.confidence, 6),
        "score": round(found.score, 6),
        "accepted": found.accepted,
        "labels": list(found.labels),
        "probabilities": [round(one, 6) for one in found.probabilities.tolist()],
    }
