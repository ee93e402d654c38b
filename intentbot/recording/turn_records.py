"""A turn as it is kept: made of a reply, without personal data, and as a line of the spool."""

from __future__ import annotations

import hashlib
import json
import os
import re
import time
from operator import attrgetter
from typing import Any

from intentbot.predictions import FoundEntity, Prediction, RankedIntent, Reply
from intentbot.redaction import looks_personal, personal_spans, redact
from intentbot.turns import Feedback, Turn

N_RANKED = 5
"""How many of the likeliest intents are kept of a turn."""

MOST_CHARACTERS = 4_000
"""How much of a message and of an answer is kept. The bot reads 2,000 characters of a message."""

_LONGEST_ID = 100
_LONGEST_SPAN = 200
"""In characters, of something personal: an address of email has 254 at most, and hardly one more than 60."""
_UUID = re.compile(r"(?:\w{1,20}:)?[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12}", re.IGNORECASE)

_FIELDS = tuple(Turn.__dataclass_fields__)
_fields_of = attrgetter(*_FIELDS)
_FEEDBACK_FIELDS = tuple(Feedback.__dataclass_fields__)
_feedback_fields_of = attrgetter(*_FEEDBACK_FIELDS)
_NUMBERS = ("at", "confidence", "score", "latency_ms", "value")
_LISTS = ("ranking", "entities", "suggested")
_KINDS: dict[str, tuple[type, ...]] = {
    name: (float, int) if name in _NUMBERS else (list,) if name in _LISTS else (str,)
    for name in (*_FIELDS, *_FEEDBACK_FIELDS)
}
_KINDS["score"] += (type(None),)
# ASCII: what is not text, such as half of a character, is kept too.
_to_json = json.JSONEncoder(separators=(",", ":")).encode


def turn_of(
    text: str,
    reply: Reply,
    *,
    id: str = "",
    conversation: str = "",
    channel: str = "",
    latency_ms: float = 0.0,
    model: str = "",
    error_id: str = "",
    at: float | None = None,
) -> Turn:
    """Return what is kept of a message and the reply to it: no personal data is in the message, answer and entities.

    Parameters
    ----------
    text : str
        What the customer wrote.
    reply : Reply
    id : str
        Of the turn; a new one where empty.
    conversation : str
        The conversation's own id; it is kept as `kept_conversation` has it. A message that stands alone is a
        conversation of its own.
    channel, latency_ms, model, error_id
        As in `Turn`.
    at : float, optional
        Now otherwise.
    """
    at, language = time.time() if at is None else at, reply.language
    id, prediction, handover = id or _new_id(at), reply.prediction, reply.handover
    personal = _personal_entities(text, reply)
    answer = _beginning(reply.text, language)
    # The bot may repeat a part of something personal, which looks harmless without the rest.
    for found, name in personal.items():
        answer = answer.replace(found.text, f"[{name}]").replace(found.value, f"[{name}]")
    return Turn(
        id=id,
        at=at,
        conversation=kept_conversation(conversation) if conversation else id,
        message=redact(_beginning(text, language), language),
        answer=redact(answer, language),
        channel=channel,
        language=language,
        intent=reply.intent or "",
        decided_by=reply.decided_by,
        confidence=round(reply.confidence, 6),
        score=round(prediction.score, 6) if prediction else None,
        ranking=_ranking(prediction) if prediction else (),
        entities=tuple(
            (found.entity, f"[{personal[found]}]" if found in personal else redact(found.value, language))
            for found in reply.entities
        ),
        suggested=reply.suggested,
        handover=handover.reason if handover else "",
        latency_ms=round(latency_ms, 3),
        model=model,
        error_id=error_id,
    )


def feedback_of(turn: str, value: int, comment: str = "", *, at: float | None = None) -> Feedback:
    """Return what is kept of a customer's opinion: no personal data is in the comment."""
    return Feedback(turn, time.time() if at is None else at, value, redact(_beginning(comment, "")))


def kept_conversation(id: str) -> str:
    """Return what a conversation is kept under: its own id, or its SHA-256 where that may tell who it is.

    Such ids are phone numbers and email addresses, which messengers give, and those of more than 100 characters.
    """
    if len(id) <= _LONGEST_ID and id.isprintable() and not (looks_personal(id) and not _UUID.fullmatch(id)):
        return id
    if re.fullmatch("sha256:[0-9a-f]{64}", id):
        return id
    return "sha256:" + hashlib.sha256(id.encode("utf-8", "surrogatepass")).hexdigest()


def line_of(kept: Turn | Feedback) -> bytes:
    """Return a turn or a feedback as a line of the spool."""
    if isinstance(kept, Turn):
        record = dict(zip(_FIELDS, _fields_of(kept), strict=True))
    else:
        record = dict(zip(_FEEDBACK_FIELDS, _feedback_fields_of(kept), strict=True))
    return _to_json(record).encode("ascii") + b"\n"


def read_line(line: bytes) -> Turn | Feedback:
    """Return the turn or the feedback that `line_of` made this of, by this or another version of intentbot.

    Raises
    ------
    ValueError
        Where it is neither, as where a crash tore it.
    """
    try:
        record: dict[str, Any] = json.loads(line)
        if any(type(value) not in _KINDS[name] for name, value in record.items() if name in _KINDS):
            raise ValueError("a field has a wrong type")
        if "turn" in record:
            return Feedback(**{name: record[name] for name in _FEEDBACK_FIELDS if name in record})
        known = {name: record[name] for name in _FIELDS if name in record}
        known["ranking"] = tuple(RankedIntent(*pair) for pair in known.get("ranking", ()))
        known["entities"] = tuple((name, value) for name, value in known.get("entities", ()))
        known["suggested"] = tuple(known.get("suggested", ()))
        return Turn(**known)
    except (TypeError, AttributeError, RecursionError) as error:
        raise ValueError(str(error)) from None


def _new_id(at: float) -> str:
    """Return a UUID of version 7: later ones sort behind earlier ones. RFC 9562, section 5.7."""
    random = int.from_bytes(os.urandom(10), "big")
    stamp, first, last = int(at * 1_000) & 0xFFFF_FFFF_FFFF, random >> 68, random & (1 << 62) - 1
    return f"{stamp << 80 | 0x7 << 76 | first << 64 | 0b10 << 62 | last:032x}"


def _beginning(text: str, language: str) -> str:
    """Return what is kept of a text; it ends before something personal that would be cut in two and not be known."""
    if len(text) <= MOST_CHARACTERS:
        return text
    spans = personal_spans(text[: MOST_CHARACTERS + _LONGEST_SPAN], language)
    cut = (start for start, end, _ in spans if start < MOST_CHARACTERS < end)
    return text[: min(cut, default=MOST_CHARACTERS)]


def _ranking(prediction: Prediction) -> tuple[RankedIntent, ...]:
    return tuple(RankedIntent(label, round(sure, 6)) for label, sure in prediction.likeliest(N_RANKED))


def _personal_entities(text: str, reply: Reply) -> dict[FoundEntity, str]:
    """Return the entities that are something personal or a part of it, and what it is."""
    if not reply.entities:
        return {}
    # The bot reads no more than this of a message, in which entities are.
    spans = personal_spans(text[: MOST_CHARACTERS + _LONGEST_SPAN], reply.language)
    return {
        found: name
        for found in reply.entities
        for start, end, name in spans
        if found.start < end and start < found.end and found.text
    }
