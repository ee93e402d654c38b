"""What the JSON Schema of an intent file is made of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Schema = dict[str, Any]
"""A JSON Schema, as what `json.dumps` takes."""

LANGUAGE = "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
NAME = "^[A-Za-z_]\\w*$"


def text(description: str) -> Schema:
    """Return the schema of a text."""
    # Every scalar of a file is read as text, so an unquoted number or yes is as good.
    return {"type": ["string", "number", "boolean"], "description": description}


def language(description: str) -> Schema:
    """Return the schema of a language code."""
    return {"type": ["string", "boolean"], "pattern": LANGUAGE, "description": description}


def mapping(description: str, properties: Mapping[str, Schema], required: tuple[str, ...] = ()) -> Schema:
    """Return the schema of a mapping of known keys."""
    schema: Schema = {
        "type": "object",
        "description": description,
        "properties": dict(properties),
        "additionalProperties": False,
    }
    return schema | {"required": list(required)} if required else schema


def listing(description: str, item: Schema, *, least: int = 1) -> Schema:
    """Return the schema of a list."""
    return {"type": "array", "description": description, "items": item, "minItems": least}


def named(description: str, value: Schema, taken: tuple[str, ...] = ()) -> Schema:
    """Return the schema of a mapping whose keys are names; those in `taken` are not free."""
    names: Schema = {"pattern": NAME}
    if taken:
        names["not"] = {"enum": list(taken)}
    return {"type": "object", "description": description, "propertyNames": names, "additionalProperties": value}


def whole(description: str, low: int, high: int) -> Schema:
    """Return the schema of a whole number."""
    return {"type": "integer", "minimum": low, "maximum": high, "description": description}


def seconds(description: str, high: float) -> Schema:
    """Return the schema of a time in seconds."""
    return {"type": "number", "exclusiveMinimum": 0, "maximum": high, "description": description}


def yes_or_no(description: str) -> Schema:
    """Return the schema of a yes or no."""
    return {"enum": ["yes", "no", True, False], "description": description}


def one_or_more(description: str, item: Schema) -> Schema:
    """Return the schema of one thing, or of a list of such things."""
    return {"description": description, "anyOf": [item, {"type": "array", "items": item, "minItems": 1}]}
