"""A reply as JSON."""

from __future__ import annotations

from typing import Any

from intentbot.predictions import FoundEntity, HandOver, Message, Reply

N_RANKED = 5
"""How many of the likeliest intents are told."""


def reply_record(text: str, reply: Reply) -> dict[str, Any]:
    """Return a message and the reply to it, as what `json.dumps` takes."""
    prediction, handover = reply.prediction, reply.handover
    return {
        "message": text,
        "text": reply.text,
        "intent": reply.intent,
        "confidence": round(reply.confidence, 6),
        "decided_by": reply.decided_by,
        "score": round(prediction.score, 6) if prediction else None,
        "entities": [_entity(found) for found in reply.entities],
        "ranking": [
            {"intent": ranked.intent, "confidence": round(ranked.confidence, 6)}
            for ranked in (prediction.likeliest(N_RANKED) if prediction else ())
        ],
        "messages": [_message(message) for message in reply.messages],
        "slots": dict(reply.slots),
        "context": list(reply.context),
        "language": reply.language,
        "handover": handover_record(handover) if handover else None,
    }


def handover_record(handover: HandOver) -> dict[str, Any]:
    """Return a hand-over as what `json.dumps` takes."""
    return {
        "reason": handover.reason,
        "intent": handover.intent,
        "is_open": handover.is_open,
        "is_delivered": handover.is_delivered,
        "slots": dict(handover.slots),
        "transcript": [{"speaker": line.speaker, "text": line.text} for line in handover.transcript],
    }


# Written out, as a server does it for every reply: `dataclasses.asdict` takes ten times as long.
def _entity(found: FoundEntity) -> dict[str, Any]:
    return {
        "entity": found.entity,
        "value": found.value,
        "text": found.text,
        "start": found.start,
        "end": found.end,
        "confidence": found.confidence,
    }


def _message(message: Message) -> dict[str, Any]:
    return {
        "text": message.text,
        "buttons": [{"title": button.title, "message": button.message} for button in message.buttons],
        "links": [{"title": link.title, "url": link.url} for link in message.links],
        "image": message.image,
        "custom": dict(message.custom),
        "place": str(message.place),
    }
