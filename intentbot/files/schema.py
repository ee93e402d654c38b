"""The JSON Schema of an intent file, for editors that complete and check while one types.

The schema knows the shape of a file; what spans files or lines (unknown names, the same sentence twice) only
``intentbot validate`` finds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from intentbot.files.schema_conversation import (
    action,
    actions,
    context,
    dialogues,
    follow_ups,
    handover,
    responses,
    said,
    slots,
)
from intentbot.files.schema_parts import Schema, language, listing, mapping, named, text, whole
from intentbot.intents import BUILT_IN_ENTITIES, OUT_OF_SCOPE
from intentbot.settings import TrainingSettings


def intent_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of an intent file, as what `json.dumps` takes."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "intentbot intent file",
        **mapping(
            "Intents, and what they need. Every key may stand in any file of the folder.",
            {
                "language": language("The language of this file's intents; the bot's where left out."),
                "intents": {
                    "type": "object",
                    "description": "What customers may want, by name.",
                    "properties": {OUT_OF_SCOPE: _out_of_scope()},
                    "additionalProperties": _intent(),
                    "propertyNames": {"maxLength": 100, "minLength": 1},
                },
                "entities": named("What can be found in a message, by name.", _entity(), BUILT_IN_ENTITIES),
                "rules": named("Named parts of templates, used as <name>.", text("The part's template.")),
                "synonyms": _synonyms(),
                "actions": actions(),
                "bot": _bot(),
                "training": _training(),
                "dialogues": dialogues(),
                "known_failures": _sentences("Tests that are known to fail."),
            },
        ),
    }


def _sentences(description: str) -> Schema:
    return listing(description, text("A sentence; [words](entity) marks an entity."))


def _learned() -> dict[str, Schema]:
    template = text("(a|b) is a choice, [a] may be left out, {entity} and <rule> stand for their values.")
    return {
        "examples": _sentences("Sentences as customers write them; 10 to 20 are good."),
        "templates": listing("Sentence templates, expanded at training.", template),
        "tests": _sentences("Sentences held out of training, checked by `intentbot test`."),
    }


def _out_of_scope() -> Schema:
    return mapping("What the bot must not answer.", _learned())


def _intent() -> Schema:
    properties = {
        "title": text('What a person sees in "Did you mean ...?".'),
        **_learned(),
        "slots": slots(),
        "action": action(),
        "responses": responses("What the bot answers; one is chosen."),
        "follow_ups": follow_ups(),
        "handover": text("Why a person takes over after the answer."),
        "context": context(),
    }
    return mapping("One thing a customer may want.", properties)


def _entity() -> Schema:
    synonyms = {"anyOf": [listing("Other words for it.", text("A synonym."), least=0), {"type": "null"}]}
    values = {
        "description": "The values; typos are forgiven.",
        "anyOf": [
            {"type": "object", "minProperties": 1, "additionalProperties": synonyms},
            listing("Values without synonyms.", text("A value.")),
        ],
    }
    pattern = {"type": "string", "description": "A regular expression, best in single quotes."}
    both = mapping("How the entity is found: by a pattern, or in a list.", {"pattern": pattern, "values": values})
    return both | {"minProperties": 1, "maxProperties": 1}


def _synonyms() -> Schema:
    others = listing("What it may be exchanged for.", text("A word or phrase."))
    return {
        "type": "object",
        "description": "Words and phrases that mean the same, for variants of examples (training.augment).",
        "additionalProperties": others,
    }


def _bot() -> Schema:
    fallback = mapping(
        "What it says when it does not know.",
        {
            "responses": responses("One is chosen."),
            "suggest_after": whole(
                "From which message in a row on the nearest intents are offered; 0 for never.", 0, 100
            ),
        },
        ("responses",),
    )
    return mapping(
        "The bot itself; once in all files.",
        {
            "name": text("The bot's name."),
            "language": language("The language of files that name none."),
            "ambiguous": said("How it asks which is meant; {first} and {second} stand for the titles."),
            "fallback": fallback,
            "cancelled": said("What it says when a customer breaks off."),
            "gave_up": said("What it says when no answer to a question was accepted."),
            "resume": said("What it says before it comes back to a question."),
            "handover": handover(),
        },
    )


def _training() -> Schema:
    settings = {one.name: _setting(one.default, one.metadata) for one in fields(TrainingSettings)}
    return mapping("How the bot is trained.", settings)


def _setting(default: object, metadata: Mapping[str, Any]) -> Schema:
    schema: Schema = {"description": metadata["help"], "default": default}
    if metadata["choices"] and not metadata["is_list"]:
        return schema | {"enum": list(metadata["choices"])}
    if isinstance(default, str):
        return schema | {"type": "string"}
    kind = "integer" if isinstance(default, int) else "number"
    limits: Schema = {"minimum": metadata["low"], "maximum": metadata["high"]}
    return schema | {"type": kind} | ({"anyOf": [{"const": 0}, limits]} if metadata["may_be_open"] else limits)
