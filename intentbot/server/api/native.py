"""Our own API, under ``/api/v1``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response, StreamingResponse

from intentbot.predictions import Prediction
from intentbot.renderings.reply_json import reply_record
from intentbot.server.answering import Answerer, AnswerFailed
from intentbot.server.api.native_shapes import Answered, Opinion, Predictions, Problem, Question, Texts
from intentbot.server.api.served import classified
from intentbot.server.parts import answerer, known_ids, live_bot, repeats
from intentbot.server.reading import body_docs, json_response, read_body
from intentbot.server.refusals import Refusal

chat = APIRouter(prefix="/api/v1", tags=["intentbot"])
"""What customers' browsers call."""

texts = APIRouter(prefix="/api/v1", tags=["intentbot"])
"""What other programs call."""

_PROBLEMS: dict[int | str, dict[str, Any]] = {
    400: {"model": Problem, "description": "The body is no JSON."},
    413: {"model": Problem, "description": "The body is too long."},
    422: {"model": Problem, "description": "A field is missing, wrong or unknown."},
    429: {"model": Problem, "description": "Too many requests; `Retry-After` says when to try again."},
    500: {"model": Problem, "description": "The bot failed; the log has more by `error_id`."},
    503: {"model": Problem, "description": "Nothing can be recorded at the moment; try again later."},
}
_STREAM = {
    "name": "stream",
    "in": "query",
    "description": "`true` for a line of JSON for each message and one for the whole reply, instead of one object.",
    "schema": {"type": "string", "enum": ["true", "false"]},
}


@chat.post(
    "/reply",
    summary="Answer a message",
    response_model=Answered,
    responses={**_PROBLEMS, 200: {"content": {"application/x-ndjson": {"schema": {"type": "string"}}}}},
    openapi_extra={
        **body_docs(
            Question,
            a_first_message={"text": "where is my order"},
            the_next_one={"text": "84512", "conversation": "m2Jc3...kQ.8sJ1..."},
        ),
        "parameters": [_STREAM],
    },
)
async def reply(request: Request) -> Response:
    """Answer a message in a conversation, which the server begins where none is given.

    The id of a conversation is signed: nobody can guess one, and one that the server did not make is refused.
    """
    is_streamed = _is_streamed(request)
    question = await read_body(request, Question)
    ids = known_ids(request)
    if question.conversation and not ids.is_conversation(question.conversation):
        raise Refusal(
            422,
            "This conversation was not begun here.",
            "Leave conversation out of the first message, and send the one of the reply with the next.",
        )
    answered = partial(_answer, answerer(request), question, question.conversation or ids.new_conversation())
    if question.id:
        record = await repeats(request).once(question.conversation, question.id, question.text, answered)
    else:
        record = await answered()
    if is_streamed:
        return StreamingResponse(_lines(record), media_type="application/x-ndjson")
    return json_response(record)


async def _answer(asked: Answerer, question: Question, conversation: str) -> dict[str, Any]:
    try:
        answer = await asked.answer(
            question.text, conversation=conversation, channel=question.channel, language=question.language
        )
    except AnswerFailed as failed:
        raise Refusal(
            500, "The bot failed to answer.", "The log has more by this id.", error_id=failed.error_id
        ) from None
    record = reply_record(question.text, answer.reply)
    del record["message"]
    for message in record["messages"]:
        # Where a response stands in the team's files is not for customers.
        del message["place"]
    return {"turn": answer.turn, "conversation": conversation, **record}


@chat.post(
    "/feedback",
    summary="Say what a customer thought of an answer",
    status_code=204,
    responses={**_PROBLEMS, 404: {"model": Problem, "description": "There is no such turn in the conversation."}},
    openapi_extra=body_docs(
        Opinion,
        a_thumb_down={
            "turn": "0190f3a2b4c51d2e3f4a5b6c7d8e9f00",
            "conversation": "m2Jc3...kQ.8sJ1...",
            "value": "down",
            "comment": "I asked about another order.",
        },
    ),
)
async def feedback(request: Request) -> Response:
    """Keep a thumb up or down for an answer, by its turn and its conversation."""
    opinion = await read_body(request, Opinion)
    ids = known_ids(request)
    if not ids.is_conversation(opinion.conversation) or not ids.is_turn(opinion.turn, opinion.conversation):
        raise Refusal(404, "There is no such turn in this conversation.", "Send turn and conversation of one reply.")
    answerer(request).keep_feedback(opinion.turn, 1 if opinion.value == "up" else -1, opinion.comment)
    return Response(status_code=204)


@texts.post(
    "/classify",
    summary="Classify texts",
    response_model=Predictions,
    responses=_PROBLEMS,
    openapi_extra=body_docs(
        Texts, one={"text": "wher is my ordr"}, many={"texts": ["where is my order", "tell me a joke"], "top": 3}
    ),
)
async def classify(request: Request) -> Response:
    """Return the classifier's prediction for one or many texts: no conversation, no exact matches."""
    asked = await read_body(request, Texts)
    if (asked.text is None) == (asked.texts is None):
        raise Refusal(422, "Send either text or texts.", 'One: {"text": "..."}. Many: {"texts": ["...", "..."]}.')
    wanted = [asked.text] if asked.text is not None else asked.texts or []
    found = await classified(live_bot(request).now, wanted)
    return json_response(
        {"predictions": [_record(text, one, asked.top) for text, one in zip(wanted, found, strict=True)]}
    )


def _is_streamed(request: Request) -> bool:
    if not request.scope["query_string"]:
        return False
    wanted = request.query_params.get("stream", "false")
    if wanted not in ("true", "false"):
        raise Refusal(422, "stream is neither true nor false.", "Write ?stream=true, or leave it out.")
    return wanted == "true"


def _record(text: str, prediction: Prediction, n_ranked: int) -> dict[str, Any]:
    return {
        "text": text,
        "intent": prediction.intent,
        "confidence": round(prediction.confidence, 6),
        "score": round(prediction.score, 6),
        "accepted": prediction.accepted,
        "ranking": [
            {"intent": ranked.intent, "confidence": round(ranked.confidence, 6)}
            for ranked in prediction.likeliest(n_ranked)
        ],
    }


def _lines(record: dict[str, Any]) -> Iterator[str]:
    for message in record["messages"]:
        yield f"{json.dumps({'message': message})}\n"
    yield f"{json.dumps({'reply': record})}\n"
