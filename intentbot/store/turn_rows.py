"""A turn as a row of `schema.TURNS`, and back."""

from __future__ import annotations

import json
from operator import attrgetter
from typing import Any

from sqlalchemy import Row

from intentbot.predictions import RankedIntent
from intentbot.turns import Feedback, Turn

_PLAIN = (
    "id",
    "at",
    "conversation",
    "channel",
    "language",
    "message",
    "answer",
    "intent",
    "decided_by",
    "confidence",
    "score",
    "handover",
    "latency_ms",
    "model",
    "error_id",
)
_plain_of = attrgetter(*_PLAIN)
_to_json = json.JSONEncoder(separators=(",", ":")).encode


def storable(text: str) -> str:
    """Return a text without what databases refuse: the character zero, and halves of characters."""
    if text.isascii():
        return text.replace("\0", "\ufffd") if "\0" in text else text
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode("utf-8")


def turn_row(turn: Turn) -> dict[str, Any]:
    """Return the row of a turn."""
    values = [storable(value) if type(value) is str else value for value in _plain_of(turn)]
    row = dict(zip(_PLAIN, values, strict=True))
    row["ranking"] = _to_json(turn.ranking)
    # Most turns have none of these.
    row["entities"] = _to_json(turn.entities) if turn.entities else "[]"
    row["suggested"] = _to_json(turn.suggested) if turn.suggested else "[]"
    return row


def row_turn(row: Row[Any]) -> Turn:
    """Return the turn of a row."""
    found = row._mapping
    return Turn(
        **{name: found[name] for name in _PLAIN},
        ranking=tuple(RankedIntent(label, confidence) for label, confidence in json.loads(found["ranking"])),
        entities=tuple((name, value) for name, value in json.loads(found["entities"])),
        suggested=tuple(json.loads(found["suggested"])),
    )


def feedback_row(feedback: Feedback) -> dict[str, Any]:
    """Return the row of a feedback."""
    return {
        "turn": storable(feedback.turn),
        "at": feedback.at,
        "value": feedback.value,
        "comment": storable(feedback.comment),
    }


def row_feedback(row: Row[Any]) -> Feedback:
    """Return the feedback of a row."""
    return Feedback(row.turn, row.at, row.value, row.comment)
