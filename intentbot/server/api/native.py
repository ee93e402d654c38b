"""Our own API, under ``/api/v1``."""

from __future__ import annotations

import secrets
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field

from intentbot.renderings.reply_json import reply_record
from intentbot.server.live import LiveBot
from intentbot.server.parts import live_bot

router = APIRouter(prefix="/api/v1", tags=["intentbot"])


class Question(BaseModel):
    """What a customer wrote, and in which conversation."""

    text: str = Field(max_length=10_000)
    conversation: str = ""
    language: str | None = None


@router.post("/reply")
async def reply(question: Question, live: Annotated[LiveBot, Depends(live_bot)]) -> dict[str, Any]:
    """Answer a message."""
    conversation = question.conversation or secrets.token_urlsafe(24)
    answer = await live.now.bot.areply(question.text, session=conversation, channel="web", language=question.language)
    return {"conversation": conversation, **reply_record(question.text, answer)}
