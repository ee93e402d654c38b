"""The routes of Rasa that its clients and widgets call."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import PlainTextResponse, Response

from intentbot.server.answering import AnswerFailed
from intentbot.server.api.rasa_shapes import (
    DEFAULT_SENDER,
    FAILURE,
    FAILURES,
    RESTART,
    Said,
    ToParse,
    bot_messages,
    parsed,
)
from intentbot.server.callbacks import deliver
from intentbot.server.parts import answerer, live_bot, server_settings
from intentbot.server.reading import body_docs, json_response, read_body
from intentbot.server.refusals import Refusal
from intentbot.version import VERSION

AT_ONCE = 4
"""So many texts are parsed before anybody else is answered; more of them in a thread."""

health = APIRouter(tags=["Rasa"])
chat = APIRouter(tags=["Rasa"])
texts = APIRouter(tags=["Rasa"])

_SAID = body_docs(Said, a_message={"sender": "ana", "message": "where is my order"})


@chat.post(
    "/webhooks/rest/webhook",
    summary="Answer a message, as Rasa's REST channel",
    responses={**FAILURES, 200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}}},
    openapi_extra={
        **_SAID,
        "parameters": [
            {
                "name": "stream",
                "in": "query",
                "description": "`true` for the messages one a line.",
                "schema": {"type": "string"},
            }
        ],
    },
)
async def webhook(request: Request) -> Response:
    """Return the bot's messages. Where the bot fails they are none, and `X-Intentbot-Error-Id` tells the log's line."""
    said = await read_body(request, Said)
    messages, headers = await _messages(request, said, said.input_channel or "rest")
    if request.scope["query_string"] and request.query_params.get("stream", "").lower() == "true":
        lines = "".join(f"{json.dumps(message)}\n" for message in messages)
        return Response(lines, headers=headers, media_type="text/event-stream")
    return json_response(messages, headers=headers)


@health.get("/webhooks/rest/", summary="Whether the REST channel is there")
@health.get("/webhooks/callback/", summary="Whether the callback channel is there")
async def channel_health() -> Response:
    """Return that it is."""
    return json_response({"status": "ok"})


@chat.post(
    "/webhooks/callback/webhook",
    summary="Answer a message at the configured address, as Rasa's callback channel",
    response_class=PlainTextResponse,
    responses={**FAILURES, 404: FAILURE},
    openapi_extra=_SAID,
)
async def callback(request: Request) -> Response:
    """Send the bot's messages to the address of ``--callback-url``, one after another, and return `success`."""
    url = server_settings(request).callback_url
    if not url:
        raise Refusal(404, "The callback channel is off.", "Start the server with --callback-url URL.")
    said = await read_body(request, Said)
    messages, headers = await _messages(request, said, said.input_channel or "callback")
    await deliver(url, messages)
    return PlainTextResponse("success", headers=headers)


@texts.post(
    "/model/parse",
    summary="Say which intent and entities a text has",
    responses=FAILURES,
    openapi_extra=body_docs(
        ToParse, one={"text": "where is my order 84512"}, many={"text": ["where is my order", "tell me a joke"]}
    ),
)
async def parse(request: Request) -> Response:
    """Return intent, ranking and entities of a text, or a list of them for a list. No conversation, no answer.

    Where the bot would not answer, the intent is `nlu_fallback` and stands first in the ranking.
    """
    asked = await read_body(request, ToParse)
    if request.query_params.get("emulation_mode"):
        raise Refusal(400, "Other systems' shapes are not emulated.", "Leave emulation_mode out.")
    bot = live_bot(request).now.bot
    if isinstance(asked.text, str):
        return json_response(parsed(asked.text, bot.hear(asked.text), asked.message_id))
    wanted = asked.text

    def parse_all() -> list[dict[str, Any]]:
        return [parsed(text, bot.hear(text), asked.message_id) for text in wanted]

    return json_response(parse_all() if len(wanted) <= AT_ONCE else await asyncio.to_thread(parse_all))


@health.get("/version", summary="Which version this is")
async def version() -> Response:
    """Return the version of intentbot, where Rasa returns its own."""
    return json_response({"version": VERSION, "minimum_compatible_version": VERSION})


async def _messages(request: Request, said: Said, channel: str) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """Return the bot's messages and what the headers tell; a bot that fails says nothing, as with Rasa."""
    sender = DEFAULT_SENDER if said.sender is None else said.sender
    text, conversation = (said.message or "").strip(), f"rest:{sender}"
    if text == RESTART:
        await asyncio.to_thread(live_bot(request).now.bot.sessions.forget, conversation)
        return [], {}
    try:
        answer = await answerer(request).answer(text, conversation=conversation, channel=channel)
    except AnswerFailed as failed:
        return [], {"X-Intentbot-Error-Id": failed.error_id}
    return list(bot_messages(answer.reply, sender)), {}
