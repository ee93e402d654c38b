"""What goes in and out of the routes that Rasa has, as its clients send and read it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema

from intentbot.conversation.utterances import Utterance
from intentbot.predictions import Message, Reply
from intentbot.server.api.native_shapes import MOST_TEXTS, Channel, Text

FALLBACK = "nlu_fallback"
"""What Rasa calls the intent of a message that it did not understand."""

DEFAULT_SENDER = "default"

RESTART = "/restart"
"""What widgets send when their user begins anew; no answer is expected."""

_N_RANKED = 10
"""How many intents Rasa ranks unless told otherwise."""

_IN = ConfigDict(extra="ignore")

Name = Annotated[
    str,
    Field(max_length=1_000, coerce_numbers_to_str=True),
    WithJsonSchema({"anyOf": [{"type": "string", "maxLength": 1_000}, {"type": "number"}]}),
]
"""An id: some clients send a number, which Rasa takes too."""


FAILURE = {
    "description": "The request cannot be answered.",
    "content": {
        "application/json": {
            "schema": {
                "type": "object",
                "required": ["version", "status", "reason", "message", "code"],
                "properties": {
                    "version": {"type": "string"},
                    "status": {"const": "failure"},
                    "reason": {"type": "string"},
                    "message": {"type": "string"},
                    "code": {"type": "integer"},
                },
            }
        }
    },
}
FAILURES: dict[int | str, dict[str, Any]] = {400: FAILURE, 413: FAILURE, 429: FAILURE, 503: FAILURE}


class Said(BaseModel):
    """A message of a user."""

    model_config = _IN

    sender: Name | None = Field(None, description="Whose conversation this is; `default` if left out.")
    message: str | None = Field(None, max_length=60_000, description="What the user wrote.")
    input_channel: Channel | None = Field(None, description="The channel's name; `rest` if left out.")
    metadata: Any = Field(None, description="Taken, and not used.")


Texts = Annotated[list[Text], Field(max_length=MOST_TEXTS)]


class ToParse(BaseModel):
    """A text to parse, or many."""

    model_config = _IN

    text: Text | Texts = Field(description=f"A text, or up to {MOST_TEXTS:,} of them, which get a list.")
    message_id: Name | None = None


class ModelFile(BaseModel):
    """The model to serve from now on."""

    model_config = ConfigDict(extra="ignore")

    model_file: str = Field(max_length=4_000, description="A model folder on the server, or the number of a version.")


def bot_messages(reply: Reply, recipient: str) -> Iterator[dict[str, Any]]:
    """Yield a reply as the messages Rasa makes of it: texts split at blank lines, buttons not, an image by itself."""
    for message in reply.messages:
        text = _with_links(message)
        if message.buttons:
            buttons = [{"title": button.title, "payload": button.message} for button in message.buttons]
            yield {"recipient_id": recipient, "text": text, "buttons": buttons}
        else:
            for part in text.split("\n\n"):
                if part.strip():
                    yield {"recipient_id": recipient, "text": part}
        if message.custom:
            yield {"recipient_id": recipient, "custom": dict(message.custom)}
        if message.image:
            yield {"recipient_id": recipient, "image": message.image}


def parsed(text: str, said: Utterance, message_id: str | None) -> dict[str, Any]:
    """Return what is heard in a text as Rasa tells it; `nlu_fallback` comes first where the bot would not answer."""
    prediction = said.prediction
    ranking = [{"name": name, "confidence": round(sure, 6)} for name, sure in prediction.likeliest(_N_RANKED)]
    if said.exact:
        # An example word for word is sure, whatever the network makes of it.
        ranking = [one for one in ranking if one["name"] != said.exact]
        ranking.insert(0, {"name": said.exact, "confidence": 1.0})
    elif not said.meant:
        ranking.insert(0, {"name": FALLBACK, "confidence": round(1 - prediction.score, 6)})
    return {
        "text": text,
        "intent": ranking[0],
        "entities": [
            {
                "start": found.start,
                "end": found.end,
                "value": found.value,
                "entity": found.entity,
                "confidence_entity": round(found.confidence, 6),
                "extractor": "intentbot",
            }
            for found in said.entities
        ],
        "intent_ranking": ranking,
        **({"message_id": message_id} if message_id is not None else {}),
    }


def _with_links(message: Message) -> str:
    """Return a message's text with its links under it: Rasa's messages have none."""
    return "\n".join([message.text.strip(), *(f"{link.title}: {link.url}" for link in message.links)]).strip()
