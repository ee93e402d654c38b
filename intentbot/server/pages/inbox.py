"""The inbox of misses, and the decisions about them."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from intentbot.errors import IntentBotError, IntentFilesError, ReviewConflict, StoreError
from intentbot.people import Person
from intentbot.review.commits import Author
from intentbot.review.decisions import Decision, Plan
from intentbot.review.inbox import Group, Overview
from intentbot.review.written import Written
from intentbot.reviews import REASONS, Review
from intentbot.server.desk import Desk
from intentbot.server.guard import require_role
from intentbot.server.live import Live, LiveBot
from intentbot.server.pages.inbox_forms import MOST_ROWS, MOST_UNSEEN, Sent
from intentbot.server.pages.inbox_views import (
    are_turns,
    choices_of,
    diff_lines,
    known_keys,
    look_at_files,
    messages_of,
    near_of,
    overview_of,
)
from intentbot.server.pages.responses import message_page, page_response, redirect
from intentbot.server.parts import live_bot, review_desk

router = APIRouter(prefix="/review", include_in_schema=False)

PAGE = 40
"""Groups on a page."""

_DECISIONS_PAGE = 30

Viewer = Annotated[Person, Depends(require_role("viewer"))]
Editor = Annotated[Person, Depends(require_role("editor"))]
TheDesk = Annotated[Desk, Depends(review_desk)]
TheBot = Annotated[LiveBot, Depends(live_bot)]


@router.get("/")
def inbox(
    request: Request,
    person: Viewer,
    desk: TheDesk,
    live: TheBot,
    turn: str = "",
    reason: str = "",
    page: int = 1,
    done: str = "",
) -> Response:
    """Show the groups of misses, the largest first."""
    if turn:
        return redirect(f"/review/inbox/group/{quote(turn, safe='')}")
    return _inbox_page(request, desk, live.now, reason=reason, page=page, done=done)


@router.get("/inbox/group/{turn}")
def group_page(request: Request, person: Viewer, desk: TheDesk, live: TheBot, turn: str, done: str = "") -> Response:
    """Show one group: the messages, why they are here, what the bot makes of them, and what can be done."""
    now = live.now
    group = overview_of(desk, now).group_of(turn)
    if group is None:
        return _gone(request, desk, turn, done=done)
    return _group_page(request, desk, now, group, done=done)


@router.post("/inbox/decide")
async def decide(request: Request, person: Editor, desk: TheDesk, live: TheBot) -> Response:
    """Carry out a decision, or show first what it will change."""
    sent = Sent.of(await request.form())
    return await run_in_threadpool(_decide, request, person, desk, live.now, sent)


@router.post("/inbox/undo")
async def undo(request: Request, person: Editor, desk: TheDesk) -> Response:
    """Take a decision back."""
    review = str((await request.form()).get("review", ""))
    return await run_in_threadpool(_undo, request, person, desk, review)


@router.get("/inbox/decisions")
def decisions(request: Request, person: Viewer, desk: TheDesk, page: int = 1) -> Response:
    """Show what was decided, newest first."""
    page = min(max(page, 1), 10_000)
    found = desk.log.reviews(limit=_DECISIONS_PAGE + 1, skip=(page - 1) * _DECISIONS_PAGE)
    return page_response(
        request,
        "decisions.html",
        reviews=[(one, Written.from_json(one.edit)) for one in found[:_DECISIONS_PAGE]],
        page=page,
        has_more=len(found) > _DECISIONS_PAGE,
    )


@router.get("/inbox/decisions/{review}")
def decision(request: Request, person: Viewer, desk: TheDesk, review: str) -> Response:
    """Show one decision with what it wrote, as a diff."""
    found = desk.log.review(review)
    if found is None:
        return message_page(request, 404, "There is no such decision", "Look for it in the list of decisions.")
    written = Written.from_json(found.edit)
    return page_response(request, "decision.html", review=found, written=written, diff=list(diff_lines(written.diff)))


def _inbox_page(
    request: Request,
    desk: Desk,
    live: Live,
    *,
    reason: str = "",
    page: int = 1,
    done: str = "",
    error: tuple[str, str] | None = None,
    status: int = 200,
) -> Response:
    overview = overview_of(desk, live)
    chosen = overview.only([reason]) if reason in REASONS else overview
    n_pages = max(1, -(-len(chosen.groups) // PAGE))
    page = min(max(page, 1), n_pages)
    groups = chosen.groups[(page - 1) * PAGE : page * PAGE]
    files = look_at_files(desk, live.bot)
    return page_response(
        request,
        "inbox.html",
        status=status,
        overview=overview,
        groups=[(one, choices_of(one, files, live.bot)) for one in groups],
        n_found=len(chosen.groups),
        counts={one: len(overview.only([one]).groups) for one in REASONS},
        reasons=REASONS,
        reason=reason if reason in REASONS else "",
        page=page,
        n_pages=n_pages,
        files=files,
        done=_done(desk, done),
        error=error,
    )


def _group_page(
    request: Request,
    desk: Desk,
    live: Live,
    group: Group,
    *,
    sent: Sent | None = None,
    done: str = "",
    error: tuple[str, str] | None = None,
    status: int = 200,
) -> Response:
    files = look_at_files(desk, live.bot)
    overview = overview_of(desk, live)
    place = overview.groups.index(group)
    return page_response(
        request,
        "inbox_group.html",
        status=status,
        group=group,
        messages=messages_of(group, desk),
        n_hidden=max(0, len(group.rows) - MOST_ROWS),
        choices=choices_of(group, files, live.bot),
        threshold=live.bot.classifier.rejection.threshold,
        near=near_of(group, desk, live.bot, files),
        files=files,
        sent=sent,
        reasons=REASONS,
        version=live.version,
        place=place,
        n_groups=len(overview.groups),
        before=overview.groups[place - 1].id if place else "",
        after=overview.groups[place + 1].id if place + 1 < len(overview.groups) else "",
        done=_done(desk, done),
        error=error,
    )


def _decide(request: Request, person: Person, desk: Desk, live: Live, sent: Sent) -> Response:
    overview = overview_of(desk, live)
    rows = sent.rows(overview)
    place = _place_of(overview, sent)
    try:
        named = [*sent.turns, *sent.groups]
        if not rows and named:
            raise desk.log.conflict(named) if are_turns(named) else ReviewConflict("there are no such messages.")
        files = look_at_files(desk, live.bot)
        if files.obstacle and sent.do != "dismiss":
            return _refused(request, desk, live, sent, (files.obstacle, ""), 409)
        decision = sent.decision(rows, files.intents)
        seen = sent.fields["seen"]
        plan = desk.reviewer.plan(decision)
        must_see = sent.is_preview or plan.doubts or len(decision.sentences) > MOST_UNSEEN
        if must_see and not seen:
            return _preview(request, sent, decision, plan)
        try:
            outcome = desk.reviewer.decide(decision, Author(person.name), seen=seen)
        except ReviewConflict as conflict:
            if not seen:
                raise
            return _preview(
                request, sent, decision, desk.reviewer.plan(decision), conflict=(conflict.sentence, conflict.fix)
            )
    except StoreError:
        raise
    except IntentFilesError as error:
        return _refused(request, desk, live, sent, ("The intent files:", str(error)), 422)
    except IntentBotError as error:
        status = 409 if isinstance(error, ReviewConflict) else 422
        return _refused(request, desk, live, sent, (error.sentence, error.fix), status)
    desk.inbox.drop(decision.turns, live.bot, lambda: known_keys(desk))
    left = overview_of(desk, live).groups
    back = "/review/" if sent.fields["from"] == "inbox" or not left else _group_path(left[min(place, len(left) - 1)])
    return redirect(f"{back}?done={outcome.review.id}")


def _preview(
    request: Request, sent: Sent, decision: Decision, plan: Plan, *, conflict: tuple[str, str] | None = None
) -> Response:
    """Show what a decision will change, and ask."""
    return page_response(
        request,
        "inbox_preview.html",
        status=409 if conflict else 200,
        sent=sent,
        decision=decision,
        plan=plan,
        diff=list(diff_lines(plan.written.diff)),
        conflict=conflict,
        digest=plan.digest,
    )


def _refused(request: Request, desk: Desk, live: Live, sent: Sent, error: tuple[str, str], status: int) -> Response:
    """Show the page the form was on again, with what went wrong and what was typed."""
    group = None
    if sent.fields["from"] != "inbox":
        overview = overview_of(desk, live)
        group = next((one for turn in sent.turns if (one := overview.group_of(turn))), None)
    if group is None:
        return _inbox_page(request, desk, live, error=error, status=status)
    return _group_page(request, desk, live, group, sent=sent, error=error, status=status)


def _undo(request: Request, person: Person, desk: Desk, review: str) -> Response:
    try:
        outcome = desk.reviewer.undo(review, Author(person.name))
    except StoreError:
        raise
    except IntentBotError as error:
        is_of_files = isinstance(error, IntentFilesError)
        why = f"It cannot be taken back as the files are now: {error}" if is_of_files else error.sentences
        return message_page(request, 409, "Not taken back", f"{why} Nothing was changed.")
    told = ["Taken back: it is in the inbox again."]
    told += [f'"{one}" was not in the files any more.' for one in outcome.gone]
    told += [f"Not committed: {outcome.written.note}"] if outcome.written.note else []
    return redirect("/review/", flash=" ".join(told))


def _gone(request: Request, desk: Desk, turn: str, *, done: str) -> Response:
    """Say why a turn is in no group."""
    found = desk.log.decision_on(turn) if are_turns([turn]) else None
    if found is not None and not done:
        return redirect(f"/review/inbox/decisions/{found.id}")
    if done:
        return redirect(f"/review/?done={quote(done, safe='')}")
    text = "It was understood, was deleted, or its words are examples by now and wait for the next training."
    return message_page(request, 404, "This message is not in the inbox", text)


def _place_of(overview: Overview, sent: Sent) -> int:
    turns = [*sent.turns, *sent.groups]
    group = next((one for turn in turns if (one := overview.group_of(turn))), None)
    return overview.groups.index(group) if group else 0


def _group_path(group: Group) -> str:
    return f"/review/inbox/group/{group.id}"


def _done(desk: Desk, review: str) -> tuple[Review, Written] | None:
    """Return the decision that was just made, to be told on the next page."""
    found: Any = desk.log.review(review) if review and are_turns([review]) else None
    return (found, Written.from_json(found.edit)) if found and found.undone_at is None else None
