"""KServe's Open Inference Protocol, version 2, for texts."""

from __future__ import annotations

import math
from typing import Any

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from intentbot.predictions import Prediction
from intentbot.server.api.native_shapes import Text
from intentbot.server.api.served import REFUSALS, classified, named_live, served_name
from intentbot.server.readiness import why_not_ready
from intentbot.server.reading import body_docs, json_response, read_body
from intentbot.server.refusals import Refusal
from intentbot.version import VERSION

health = APIRouter(prefix="/v2", tags=["KServe"])
router = APIRouter(prefix="/v2", tags=["KServe"])

_OUTPUTS = {"intent": "BYTES", "confidence": "FP32", "score": "FP32", "accepted": "BOOL"}
_MOST_DIMENSIONS = 8

_NOT_FOUND: dict[int | str, dict[str, Any]] = {404: REFUSALS[404]}


class Tensor(BaseModel):
    """An input. What is of text has the datatype BYTES; ``content_type: str`` among its parameters says the same."""

    model_config = ConfigDict(extra="forbid", strict=True)

    name: str = Field(max_length=200, description="`text`; another name will do where it is the only input.")
    shape: list[int] = Field(max_length=_MOST_DIMENSIONS, description="[N], or [N, 1].")
    datatype: str = Field(max_length=20, description="BYTES.")
    parameters: dict[str, Any] = {}
    data: list[Text | list[Text]] = Field(description="The texts, flat or one a row.")


class Wanted(BaseModel):
    """An output that is wanted."""

    model_config = ConfigDict(extra="ignore", strict=True)

    name: str = Field(max_length=200)
    parameters: dict[str, Any] = {}


class Inference(BaseModel):
    """A request for inference."""

    model_config = ConfigDict(extra="forbid", strict=True)

    id: str | None = Field(None, max_length=200)
    parameters: dict[str, Any] = {}
    inputs: list[Tensor] = Field(min_length=1, max_length=8)
    outputs: list[Wanted] | None = Field(None, max_length=8, description="All, where left out.")


@health.get("", summary="Who serves")
async def server(request: Request) -> Response:
    """Return the server's name and version."""
    return json_response({"name": "intentbot", "version": VERSION, "extensions": []})


@health.get("/health/live", summary="Whether the server lives")
async def live() -> Response:
    """Return that it does."""
    return json_response({"live": True})


@health.get("/health/ready", summary="Whether the server can answer")
async def ready(request: Request) -> Response:
    """Return 200 where it can, and 503 with the reason where not."""
    reason = await why_not_ready(request)
    if reason:
        return json_response({"live": True, "ready": False, "error": reason}, 503)
    return json_response({"live": True, "ready": True})


@health.get("/models/{name}/ready", summary="Whether the model can answer", responses=_NOT_FOUND)
@health.get("/models/{name}/versions/{version}/ready", summary="Whether a version can answer", responses=_NOT_FOUND)
async def model_ready(request: Request, name: str, version: str | None = None) -> Response:
    """Return 200 where the model can answer."""
    named_live(request, name, version)
    return json_response({"name": name, "ready": not await why_not_ready(request)})


@health.get("/models/{name}", summary="What the model takes and gives", responses=_NOT_FOUND)
@health.get("/models/{name}/versions/{version}", summary="What a version takes and gives", responses=_NOT_FOUND)
async def metadata(request: Request, name: str, version: str | None = None) -> Response:
    """Return the inputs and outputs of the model."""
    live = named_live(request, name, version)
    return json_response(
        {
            "name": name,
            "versions": [live.version],
            "platform": "intentbot",
            "inputs": [
                {"name": "text", "datatype": "BYTES", "shape": [-1], "parameters": {"content_type": "str"}},
            ],
            "outputs": [_head(name, kind, -1) for name, kind in _OUTPUTS.items()],
        }
    )


@router.post(
    "/models/{name}/infer",
    summary="Classify texts",
    responses=REFUSALS,
    openapi_extra=body_docs(
        Inference,
        two_texts={
            "id": "42",
            "inputs": [{"name": "text", "shape": [2], "datatype": "BYTES", "data": ["where is my order", "hello"]}],
        },
    ),
)
async def infer(request: Request, name: str) -> Response:
    """Return the intent of each text, how sure it is, and whether the bot would answer it."""
    return await _infer(request, name, None)


@router.post(
    "/models/{name}/versions/{version}/infer",
    summary="Classify texts with one version",
    responses=REFUSALS,
    openapi_extra=body_docs(Inference),
)
async def infer_version(request: Request, name: str, version: str) -> Response:
    """Return the same, where this version is served."""
    return await _infer(request, name, version)


async def _infer(request: Request, name: str, version: str | None) -> Response:
    live = named_live(request, name, version)
    asked = await read_body(request, Inference)
    found = await classified(live, _texts(asked.inputs))
    wanted = list(_OUTPUTS) if asked.outputs is None else [one.name for one in asked.outputs]
    unknown = next((one for one in wanted if one not in _OUTPUTS), None)
    if unknown is not None:
        raise Refusal(400, "There is no such output.", f"There are {', '.join(_OUTPUTS)}.")
    return json_response(
        {
            "model_name": served_name(request),
            "model_version": live.version,
            **({"id": asked.id} if asked.id is not None else {}),
            "outputs": [_output(name, found) for name in wanted],
        }
    )


def _texts(inputs: list[Tensor]) -> list[str]:
    """Return the texts of a request.

    Raises
    ------
    Refusal
    """
    tensor = next((one for one in inputs if one.name == "text"), inputs[0] if len(inputs) == 1 else None)
    if tensor is None:
        raise Refusal(400, "None of the inputs is called text.", "Send the texts as the input text.")
    if tensor.datatype != "BYTES":
        raise Refusal(400, "The texts have another datatype than BYTES.", "Write BYTES.")
    texts = [text for row in tensor.data for text in ([row] if isinstance(row, str) else row)]
    if any(size < 0 for size in tensor.shape) or math.prod(tensor.shape) != len(texts):
        raise Refusal(400, f"The shape does not say that there are {len(texts)} texts.", f"Write [{len(texts)}].")
    return texts


def _head(name: str, kind: str, size: int) -> dict[str, Any]:
    told: dict[str, Any] = {"name": name, "shape": [size], "datatype": kind}
    return {**told, "parameters": {"content_type": "str"}} if kind == "BYTES" else told


def _output(name: str, found: list[Prediction]) -> dict[str, Any]:
    values: list[Any] = [getattr(one, name) for one in found]
    rounded = [round(one, 6) for one in values] if _OUTPUTS[name] == "FP32" else values
    return {**_head(name, _OUTPUTS[name], len(found)), "data": rounded}
