"""What customers and the bot said: looked for, read, taken along, and deleted."""

from __future__ import annotations

import json
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Form, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from intentbot.people import Person
from intentbot.recording.customers import Kept
from intentbot.recording.turn_records import kept_conversation
from intentbot.renderings.summary import counted
from intentbot.server.guard import require_role
from intentbot.server.late_sessions import LateSessions
from intentbot.server.live import LiveBot
from intentbot.server.logs import log
from intentbot.server.pages.looking import PAGE, Looking, place, plain
from intentbot.server.pages.responses import PageRefused, page_response, redirect
from intentbot.server.parts import live_bot, server_settings, turn_log
from intentbot.sessions import MemorySessions, Sessions
from intentbot.store.turn_log import TurnLog
from intentbot.store.turn_queries import TurnFilter

router = APIRouter(prefix="/review/conversations", include_in_schema=False)

DECISIONS = ("exact", "model", "slot", "button", "ambiguous", "fallback", "empty")
"""What `Reply.decided_by` may be."""

_TURNS = 200
"""How many turns stand on a page of one conversation."""

Viewer = Annotated[Person, Depends(require_role("viewer"))]
Admin = Annotated[Person, Depends(require_role("admin"))]
Turns = Annotated[TurnLog, Depends(turn_log)]
Live = Annotated[LiveBot, Depends(live_bot)]


@router.get("")
async def conversations(request: Request, person: Viewer, turns: Turns, live: Live, id: str = "") -> Response:
    """List conversations, the last one first; who knows the id of one gets that."""
    if id := plain(id):
        return redirect(_address(await run_in_threadpool(_known, turns, id)))
    looking = Looking.read(request)
    before = place(looking.before)
    found = await run_in_threadpool(lambda: turns.conversations(looking.wanted, limit=PAGE + 1, before=before))
    newest, older = looking.pages(found)
    return page_response(
        request,
        "conversations.html",
        looking=looking,
        found=found[:PAGE],
        newest=newest,
        older=older,
        intents=[(intent.name, intent.shown_title) for intent in live.now.bot.intents.in_scope],
        decisions=DECISIONS,
        address=_address,
    )


@router.get("/one")
async def conversation(request: Request, person: Viewer, turns: Turns, id: str = "", before: str = "") -> Response:
    """Show one conversation as it went."""
    id = plain(id)
    mine, behind = TurnFilter(conversation=id), place(plain(before))
    said = await run_in_threadpool(lambda: turns.turns(mine, limit=_TURNS + 1, before=behind))
    if not said:
        raise PageRefused(404, "There is no such conversation", "It may have been deleted, or be older than is kept.")
    shown = said[:_TURNS]
    feedback = await run_in_threadpool(turns.feedback_of, [turn.id for turn in shown])
    earlier = f"{_address(id)}&before={shown[-1].at!r}~{shown[-1].id}" if len(said) > _TURNS else ""
    return page_response(
        request, "conversation.html", id=id, turns=shown[::-1], feedback=feedback, earlier=earlier, is_latest=not before
    )


@router.get("/export")
async def export(request: Request, person: Admin, turns: Turns, id: str = "") -> Response:
    """Send all that is kept of a conversation, as a file."""
    record = await run_in_threadpool(_kept(request, turns).export, plain(id))
    if not record["turns"]:
        raise PageRefused(404, "There is no such conversation", "It may have been deleted already.")
    log.info("%s took a conversation of %s along", person.name, counted(len(record["turns"]), "turn"))
    text = json.dumps(record, ensure_ascii=False, indent=2)
    headers = {"Content-Disposition": 'attachment; filename="conversation.json"', "Cache-Control": "no-store"}
    return Response(text.encode("utf-8", "replace"), media_type="application/json", headers=headers)


@router.post("/delete")
async def delete(
    request: Request,
    person: Admin,
    turns: Turns,
    live: Live,
    id: Annotated[str, Form()] = "",
    is_sure: Annotated[str, Form()] = "",
) -> Response:
    """Delete all that is kept of a conversation, for good."""
    if not is_sure:
        return redirect(_address(id), flash="Nothing was deleted: say that you are sure.", kind="bad")
    id = plain(id)
    n_turns = await run_in_threadpool(_kept(request, turns).delete, id)
    # What the bot itself remembers of it, such as an order number.
    await run_in_threadpool(_forget, live.now.bot.sessions, id)
    log.info("%s deleted a conversation of %s", person.name, counted(n_turns, "turn"))
    return redirect("/review/conversations", flash=f"The conversation is deleted, {counted(n_turns, 'turn')}.")


def _kept(request: Request, turns: TurnLog) -> Kept:
    """Return all that is kept of customers, but what the bot itself remembers."""
    return Kept(turns, server_settings(request).data / "spool")


def _forget(sessions: Sessions, id: str) -> None:
    """Forget a conversation by what it is kept under: also where that is a hash of its own id."""
    sessions.forget(id)
    if isinstance(sessions, MemorySessions | LateSessions):
        sessions.forget_where(lambda key: kept_conversation(key) == id)


def _known(turns: TurnLog, id: str) -> str:
    """Return how a conversation is kept that a person knows by its id, in Rasa's channels too, or as it is kept."""
    kept = (id, kept_conversation(id), kept_conversation(f"rest:{id}"))
    return next((one for one in kept if turns.turns(TurnFilter(conversation=one), limit=1)), id)


def _address(id: str) -> str:
    """Return the address of the page of a conversation. Ids may hold slashes, so they stand in the query."""
    return f"/review/conversations/one?id={quote(id, safe='')}"
