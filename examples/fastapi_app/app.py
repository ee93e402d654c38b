"""The bot inside a FastAPI app.

    pip install intentbot fastapi uvicorn
    MODEL=models/intents uvicorn --app-dir examples/fastapi_app app:app
    curl localhost:8000/chat -H 'content-type: application/json' -d '{"text": "where is my order?", "session": "ana"}'

The app needs no TensorFlow: it only loads the model folder that `intentbot train` wrote.
"""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request
from pydantic import BaseModel, Field

from intentbot import IntentBot


class Question(BaseModel):
    """What a customer wrote, and whose conversation it is."""

    text: str
    session: str = Field(min_length=1, max_length=100)


class Choice(BaseModel):
    """A button: what it shows, and the text to send back when it is pressed."""

    title: str
    message: str


class Answer(BaseModel):
    """What the bot says, and why."""

    text: str
    buttons: list[Choice]
    intent: str | None
    confidence: float
    decided_by: str


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Load the bot once; all requests share it."""
    app.state.bot = IntentBot.load(os.environ.get("MODEL", "models/intents"))
    yield


app = FastAPI(title="Chat", lifespan=lifespan)


@app.post("/chat")
def chat(question: Question, request: Request) -> Answer:
    """Answer one message."""
    bot: IntentBot = request.app.state.bot
    reply = bot.reply(question.text, session=question.session, channel="web")
    buttons = [button for message in reply.messages for button in message.buttons]
    return Answer(
        text=reply.text,
        buttons=[Choice(title=button.title, message=button.message) for button in buttons],
        intent=reply.intent,
        confidence=reply.confidence,
        decided_by=reply.decided_by,
    )
