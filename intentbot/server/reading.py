"""Reading what a client sends: JSON of a known shape, or a refusal that says what is wrong with it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, TypeVar

from fastapi import Request
from pydantic import BaseModel, ValidationError
from pydantic_core import to_json
from starlette.responses import Response

from intentbot.server.refusals import Refusal

M = TypeVar("M", bound=BaseModel)

_MOST_DETAILS = 10
_to_json = json.JSONEncoder(separators=(",", ":"), allow_nan=False).encode


async def read_body(request: Request, model: type[M]) -> M:
    """Return the body of a request, read straight into its shape.

    The bytes are parsed and checked in one pass, which bounds nesting, refuses half characters, and is several times as
    quick as parsing first. The type of content that the client claims is not looked at: many claim none.

    Raises
    ------
    Refusal
        With 400 where it is no JSON, with 422 where it has not the shape.
    """
    body = await request.body()
    try:
        return model.model_validate_json(body)
    except ValidationError as error:
        raise unreadable(error) from None


def unreadable(error: ValidationError) -> Refusal:
    """Return why a body cannot be used, without quoting it."""
    found = error.errors(include_url=False, include_context=False, include_input=False)
    if found[0]["type"] == "json_invalid":
        # The position is told, not what stands there.
        where = found[0]["msg"].rpartition(" at ")[2] if " at " in found[0]["msg"] else ""
        return Refusal(
            400,
            f"The body is no JSON that can be read{f' ({where})' if where else ''}.",
            'Send UTF-8 JSON, such as {"text": "where is my order"}.',
        )
    details = [
        {"field": ".".join(map(str, one["loc"]))[:100] or "body", "problem": one["msg"]}
        for one in found[:_MOST_DETAILS]
    ]
    return Refusal(422, "The body does not have the fields it needs.", "See /openapi.json.", details=details)


def json_response(record: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """Return a record as JSON, whatever texts are in it."""
    try:
        body: bytes | str = to_json(record)
    except ValueError:
        # Half a character, which an editor's custom JSON may have.
        body = _to_json(record)
    return Response(body, status, dict(headers) if headers else None, media_type="application/json")


def body_docs(model: type[BaseModel], **examples: Any) -> dict[str, Any]:
    """Return what OpenAPI says of a body that `read_body` reads."""
    schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
    shown = {name.replace("_", " "): {"value": value} for name, value in examples.items()}
    content = {"application/json": {"schema": schema, "examples": shown}}
    return {"requestBody": {"required": True, "content": content}}
