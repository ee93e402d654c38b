"""The JSON Schema of an intent file, for editors that complete and check while one types.

The schema knows the shape of a file; what spans files or lines (unknown names, the same sentence twice) only
``intentbot validate`` finds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from intentbot.intents import BUILT_IN_ENTITIES, OUT_OF_SCOPE
from intentbot.settings import TrainingSettings

_Schema = dict[str, Any]
_LANGUAGE = "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
_ENTITY_NAME = "^[A-Za-z_]\\w*$"


def intent_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of an intent file, as what `json.dumps` takes."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "intentbot intent file",
        **_object(
            "Intents, and what they need. Every key may stand in any file of the folder.",
            {
                "language": _language("The language of this file's intents; the bot's where left out."),
                "intents": {
                    "type": "object",
                    "description": "What customers may want, by name.",
                    "properties": {OUT_OF_SCOPE: _out_of_scope()},
                    "additionalProperties": _intent(),
                    "propertyNames": {"maxLength": 100, "minLength": 1},
                },
                "entities": _named("What can be found in a message, by name.", _entity(), BUILT_IN_ENTITIES),
                "rules": _named("Named parts of templates, used as <name>.", _text("The part's template.")),
                "synonyms": _synonyms(),
                "bot": _bot(),
                "training": _training(),
                "known_failures": _sentences("Tests that are known to fail."),
            },
        ),
    }


def _text(description: str) -> _Schema:
    # Every scalar of a file is read as text, so an unquoted number or yes is as good.
    return {"type": ["string", "number", "boolean"], "description": description}


def _language(description: str) -> _Schema:
    return {"type": ["string", "boolean"], "pattern": _LANGUAGE, "description": description}


def _object(description: str, properties: Mapping[str, _Schema], required: tuple[str, ...] = ()) -> _Schema:
    schema: _Schema = {
        "type": "object",
        "description": description,
        "properties": dict(properties),
        "additionalProperties": False,
    }
    return schema | {"required": list(required)} if required else schema


def _list(description: str, items: _Schema, *, least: int = 1) -> _Schema:
    return {"type": "array", "description": description, "items": items, "minItems": least}


def _named(description: str, value: _Schema, taken: tuple[str, ...] = ()) -> _Schema:
    names: _Schema = {"pattern": _ENTITY_NAME}
    if taken:
        names["not"] = {"enum": list(taken)}
    return {"type": "object", "description": description, "propertyNames": names, "additionalProperties": value}


def _sentences(description: str) -> _Schema:
    return _list(description, _text("A sentence; [words](entity) marks an entity."))


def _learned() -> dict[str, _Schema]:
    template = _text("(a|b) is a choice, [a] may be left out, {entity} and <rule> stand for their values.")
    return {
        "examples": _sentences("Sentences as customers write them; 10 to 20 are good."),
        "templates": _list("Sentence templates, expanded at training.", template),
        "tests": _sentences("Sentences held out of training, checked by `intentbot test`."),
    }


def _out_of_scope() -> _Schema:
    return _object("What the bot must not answer.", _learned())


def _intent() -> _Schema:
    slot = _object("The question that asks for it.", {"ask": _text("The question.")}) | {"type": ["object", "null"]}
    properties = {
        "title": _text('What a person sees in "Did you mean ...?".'),
        **_learned(),
        "slots": _named("Entities the intent needs.", slot),
        "responses": _responses("What the bot answers; one is chosen."),
        "context": _context(),
    }
    return _object("One thing a customer may want.", properties)


def _context() -> _Schema:
    name = {"type": "string", "pattern": _ENTITY_NAME}
    change = _object(
        "A context that is opened, for a number of turns.",
        {"name": name, "lifespan": {"type": "integer", "minimum": 1, "maximum": 1000, "description": "In turns."}},
        ("name",),
    )
    return _object(
        "When the intent is allowed, and what it opens.",
        {
            "requires": _list("Contexts that must be open.", name, least=0),
            "excludes": _list("Contexts that must not be open.", name, least=0),
            "sets": _list("Contexts that the intent opens.", {"anyOf": [name, change]}, least=0),
        },
    )


def _responses(description: str) -> _Schema:
    when = _object(
        "Conditions that must all hold.",
        {"channel": _text("Such as web or phone."), "language": _language("The language of the conversation.")},
    )
    button = _object(
        "What a person may press.",
        {"title": _text("What is shown."), "message": _text("What pressing it sends.")},
        ("title", "message"),
    )
    whole = _object(
        "A response with more than a text.",
        {
            "text": _text("The answer; {name} stands for an entity's value, {{ and }} for braces."),
            "when": when,
            "buttons": _list("Buttons under the answer.", button),
            "image": _text("The address of an image."),
        },
        ("text",),
    )
    return _list(description, {"anyOf": [_text("The answer; {name} stands for an entity's value."), whole]})


def _entity() -> _Schema:
    synonyms = {"anyOf": [_list("Other words for it.", _text("A synonym."), least=0), {"type": "null"}]}
    values = {
        "description": "The values; typos are forgiven.",
        "anyOf": [
            {"type": "object", "minProperties": 1, "additionalProperties": synonyms},
            _list("Values without synonyms.", _text("A value.")),
        ],
    }
    pattern = {"type": "string", "description": "A regular expression, best in single quotes."}
    both = _object("How the entity is found: by a pattern, or in a list.", {"pattern": pattern, "values": values})
    return both | {"minProperties": 1, "maxProperties": 1}


def _synonyms() -> _Schema:
    others = _list("What it may be exchanged for.", _text("A word or phrase."))
    return {
        "type": "object",
        "description": "Words and phrases that mean the same, for variants of examples (training.augment).",
        "additionalProperties": others,
    }


def _bot() -> _Schema:
    responses = {"responses": _responses("One is chosen.")}
    fallback = _object("What it says when it does not know.", responses, ("responses",))
    return _object(
        "The bot itself; once in all files.",
        {
            "name": _text("The bot's name."),
            "language": _language("The language of files that name none."),
            "ambiguous": _text("How it asks which is meant; {first} and {second} stand for the titles."),
            "fallback": fallback,
        },
    )


def _training() -> _Schema:
    settings = {one.name: _setting(one.default, one.metadata) for one in fields(TrainingSettings)}
    return _object("How the bot is trained.", settings)


def _setting(default: object, metadata: Mapping[str, Any]) -> _Schema:
    schema: _Schema = {"description": metadata["help"], "default": default}
    if metadata["choices"] and not metadata["is_list"]:
        return schema | {"enum": list(metadata["choices"])}
    if isinstance(default, str):
        return schema | {"type": "string"}
    kind = "integer" if isinstance(default, int) else "number"
    limits: _Schema = {"minimum": metadata["low"], "maximum": metadata["high"]}
    return schema | {"type": kind} | ({"anyOf": [{"const": 0}, limits]} if metadata["may_be_open"] else limits)
