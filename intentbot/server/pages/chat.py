"""The chat page, and the widget that puts the same chat on other web pages."""

from __future__ import annotations

from functools import cache
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from intentbot.server.live import LiveBot
from intentbot.server.pages.responses import page_response
from intentbot.server.parts import live_bot
from intentbot.server.static_files import StaticFile, file_response, static_file
from intentbot.server.widget_script import widget_script

router = APIRouter(include_in_schema=False)


@router.get("/chat")
async def chat(request: Request, live: Annotated[LiveBot, Depends(live_bot)]) -> Response:
    """Return the page on which one chats with the bot, in the language that the browser asks for."""
    intents = live.now.bot.intents
    language = _preferred(request.headers.get("accept-language", ""), intents.languages)
    return page_response(request, "chat.html", name=intents.bot.name, language=language)


@router.get("/widget.js")
async def widget(request: Request) -> Response:
    """Return the script that adds the chat to a web page of any site."""
    response = file_response(_widget(), request)
    # A browser that has it does not wait for us, and has the chat while we are away; a newer one comes next time.
    response.headers["Cache-Control"] = "public, max-age=300, stale-while-revalidate=604800"
    # Sites that isolate themselves load from elsewhere only what says that it may be loaded.
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@cache
def _widget() -> StaticFile:
    return static_file(widget_script().encode(), "text/javascript; charset=utf-8")


def _preferred(accepted: str, languages: tuple[str, ...]) -> str:
    """Return the bot's language that a browser asks for first, else the bot's own."""
    asked = (part.partition(";")[0].strip().partition("-")[0].lower() for part in accepted.split(","))
    return next((language for language in asked if language in languages), languages[0])
