"""The JSON Schema of what a conversation needs: slots, contexts, responses, actions, the hand-over, dialogues."""

from __future__ import annotations

from typing import get_args

from intentbot.files.handover_nodes import LONGEST_S, RESULT_TYPES
from intentbot.files.schema_parts import (
    NAME,
    Schema,
    language,
    listing,
    mapping,
    named,
    one_or_more,
    seconds,
    text,
    whole,
    yes_or_no,
)
from intentbot.predictions import DecidedBy
from intentbot.profile import DAYS

_CONTEXT: Schema = {"type": "string", "pattern": NAME}


def said(description: str) -> Schema:
    """Return the schema of something the bot says: a text, a response, or a list of them."""
    return one_or_more(description, {"anyOf": [text("What is said."), _response()]})


def responses(description: str) -> Schema:
    """Return the schema of a list of responses."""
    return listing(description, {"anyOf": [text("The answer; {name} stands for a value."), _response()]})


def _response() -> Schema:
    button = mapping(
        "What a person may press.",
        {"title": text("What is shown."), "message": text("What pressing it sends.")},
        ("title", "message"),
    )
    link = mapping(
        "An address to open.", {"title": text("What is shown."), "url": text("The address.")}, ("title", "url")
    )
    return mapping(
        "A response with more than a text.",
        {
            "text": text("The answer; {name} stands for a value, {{ and }} for braces; a blank line parts messages."),
            "when": _conditions("Conditions that must all hold."),
            "unless": _conditions("Conditions none of which may hold."),
            "buttons": listing("Buttons under the answer.", button),
            "links": listing("Links under the answer.", link),
            "image": text("The address of an image."),
            "custom": {"type": "object", "description": "JSON for the channel.", "minProperties": 1},
        },
        ("text",),
    )


def _conditions(description: str) -> Schema:
    value = one_or_more("The value, or several of which one is enough; * is any.", text("A value."))
    return mapping(
        description,
        {
            "channel": one_or_more("Such as web or phone.", text("A channel.")),
            "language": one_or_more("The language of the conversation.", language("A language.")),
            "entities": named("What the message has, by entity.", value),
            "slots": named("What is known, by slot.", value),
            "context": one_or_more("A context that is open; of several, all.", _CONTEXT),
            "results": named("What the action gave, by name.", value),
        },
    )


def slots() -> Schema:
    """Return the schema of an intent's slots."""
    slot = mapping(
        "What an intent needs to know.",
        {
            "ask": said("The question that asks for it."),
            "entity": {**_CONTEXT, "description": "What the answer must be; the slot's name where left out."},
            "pattern": text("A regular expression that the whole value must match."),
            "values": listing("The values that are accepted.", text("A value.")),
            "min": text("The least value."),
            "max": text("The greatest value; for a date also today+14."),
            "invalid": said("What is said of an answer that is not accepted; {value}, {min}, {max}, {choices}."),
            "tries": whole("How many times it is asked before the bot gives up.", 1, 20),
            "required": yes_or_no("Whether it is asked for."),
            "remember": yes_or_no("Whether other intents of the conversation know it too."),
        },
    )
    asked = slot | {"type": ["object", "null"]}
    return named("What the intent needs to know, in the order in which it is asked.", asked)


def context() -> Schema:
    """Return the schema of an intent's contexts."""
    return mapping(
        "When the intent is allowed, and what it opens.",
        {
            "requires": listing("Contexts that must be open.", _CONTEXT, least=0),
            "excludes": listing("Contexts that must not be open.", _CONTEXT, least=0),
            "sets": _changes(),
        },
    )


def _changes() -> Schema:
    change = mapping(
        "A context that is opened, for a number of turns.",
        {"name": _CONTEXT, "lifespan": whole("In turns.", 1, 1000)},
        ("name",),
    )
    return listing("Contexts that are opened.", {"anyOf": [_CONTEXT, change]}, least=0)


def action() -> Schema:
    """Return the schema of the action of an intent."""
    whole_action = mapping(
        "An action, and when it is asked.",
        {
            "name": text("The action."),
            "when": _conditions("Conditions that must all hold."),
            "unless": _conditions("Conditions none of which may hold."),
        },
        ("name",),
    )
    return {"description": "What is asked for live data before it answers.", "anyOf": [text("Its name."), whole_action]}


def follow_ups() -> Schema:
    """Return the schema of what short answers mean."""
    follow_up = mapping(
        "What the answer means.",
        {
            "responses": responses("What is said."),
            "intent": text("The intent that goes on."),
            "sets": _changes(),
        },
    )
    return mapping("What yes, no and cancel mean right after.", {name: follow_up for name in ("yes", "no", "cancel")})


def handover() -> Schema:
    """Return the schema of when a person takes over."""
    hours = one_or_more("Such as 09:00-17:30; closed.", text("Opening and closing time."))
    return mapping(
        "When a person takes over.",
        {
            "after_misses": whole("After so many messages in a row that were not understood; 0 for never.", 0, 100),
            "responses": said("What is said then."),
            "closed": said("What is said when nobody is there; {opens} is when somebody is."),
            "hours": mapping(
                "When somebody is there.",
                {
                    "timezone": text("Such as Europe/London."),
                    **{day: hours for day in (*DAYS, "every_day")},
                    "closed_on": listing("Days on which nobody is there.", text("Such as 2026-12-25.")),
                },
            ),
            "webhook": _webhook(),
        },
    )


def actions() -> Schema:
    """Return the schema of the actions."""
    types = {"enum": list(RESULT_TYPES), "description": "How it is said."}
    result: Schema = {
        "description": "The names it gives values to, with their types or without.",
        "anyOf": [
            listing("Names.", _CONTEXT),
            {"type": "object", "propertyNames": {"pattern": NAME}, "additionalProperties": types},
        ],
    }
    action = mapping(
        "What an answer asks for live data.",
        {
            "results": result,
            "webhook": _webhook(),
            "timeout": seconds("Seconds it may take.", LONGEST_S),
            "failure": said("What is said when it cannot be had."),
        },
    )
    return named("What answers may ask for live data, by name.", action | {"type": ["object", "null"]})


def _webhook() -> Schema:
    whole_webhook = mapping(
        "A webhook with more than an address.",
        {
            "url": text("Its address."),
            "token_from": text("The environment variable with its bearer token."),
            "timeout": seconds("Seconds an attempt may take.", LONGEST_S),
            "retries": whole("Attempts after the first one that failed.", 0, 5),
        },
        ("url",),
    )
    return {"description": "Where it is asked.", "anyOf": [text("Its address."), whole_webhook]}


def _value_or_nothing() -> Schema:
    return text("A value.") | {"type": ["string", "number", "boolean", "null"]}


def dialogues() -> Schema:
    """Return the schema of the dialogues that are tests."""
    turn = mapping(
        "A message, and what must hold after it.",
        {
            "user": text("What the customer writes."),
            "bot": one_or_more("What the bot says, one of these; * is anything.", text("A text.")),
            "intent": text("What answers; none for no intent."),
            "slots": named("What is known; an empty value is not, * is anything.", _value_or_nothing()),
            "context": listing("The contexts that are open then.", _CONTEXT, least=0),
            "buttons": listing("The titles of what is offered.", text("A title."), least=0),
            "decided_by": {"enum": list(get_args(DecidedBy))},
            "language": language("The language of the answer."),
            "handover": text("Why a person takes over; * for any reason, none for not at all."),
        },
        ("user",),
    )
    turns = listing("The turns.", turn)
    results: Schema = {
        "type": "object",
        "description": "What each action gives, or fails.",
        "additionalProperties": {"anyOf": [{"const": "fails"}, {"type": "object"}]},
    }
    whole_dialogue = mapping(
        "A dialogue with more than turns.",
        {
            "turns": turns,
            "channel": text("Where it happens."),
            "language": language("What the customer chose."),
            "at": text("When, such as 2026-12-24 10:30."),
            "actions": results,
        },
        ("turns",),
    )
    return {
        "type": "object",
        "description": "Conversations that `intentbot test` plays, by name.",
        "additionalProperties": {"anyOf": [turns, whole_dialogue]},
    }
