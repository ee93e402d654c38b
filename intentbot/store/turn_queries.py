"""What is asked of the turns by those who look through them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, and_, case, func, or_, select, tuple_

from intentbot.store.schema import FEEDBACK, TURNS

MISSES = ("fallback", "ambiguous")
"""Decisions by which a message was not answered from an intent."""


def matching(
    turns: FromClause,
    *,
    since: float | None = None,
    until: float | None = None,
    conversation: str = "",
    search: str = "",
    intent: str = "",
    decided_by: str = "",
    channel: str = "",
) -> list[ColumnElement[bool]]:
    """Return what must hold for a turn to be looked for; nothing given is nothing asked.

    Parameters
    ----------
    since, until : float, optional
        From this moment on, and before that one.
    search : str
        Words that stand so in the message or in the answer, upper and lower case alike.
    """
    held = [
        turns.c[name] == value
        for name, value in {
            "conversation": conversation,
            "intent": intent,
            "decided_by": decided_by,
            "channel": channel,
        }.items()
        if value
    ]
    if since is not None:
        held.append(turns.c.at >= since)
    if until is not None:
        held.append(turns.c.at < until)
    if search:
        words = {"autoescape": True}
        held.append(or_(turns.c.message.icontains(search, **words), turns.c.answer.icontains(search, **words)))
    return held


def newest_turns(conditions: list[ColumnElement[bool]], limit: int, before: tuple[float, str] | None) -> Select[Any]:
    """Return the question for turns, newest first; `before` is the place of the last one that is known."""
    asked = select(TURNS).where(*conditions).order_by(TURNS.c.at.desc(), TURNS.c.id.desc()).limit(limit)
    return asked if before is None else asked.where(tuple_(TURNS.c.at, TURNS.c.id) < before)


def newest_conversations(limit: int, before: tuple[float, str] | None, **looked_for: Any) -> Select[Any]:
    """Return the question for the last turn of each conversation that has a turn that is looked for, newest first."""
    later, any_turn = TURNS.alias("later"), TURNS.alias("any_turn")
    is_last = ~(
        select(later.c.id)
        .where(
            later.c.conversation == TURNS.c.conversation,
            or_(later.c.at > TURNS.c.at, and_(later.c.at == TURNS.c.at, later.c.id > TURNS.c.id)),
        )
        .exists()
    )
    conditions = [is_last]
    if sought := matching(any_turn, **looked_for):
        conditions.append(
            select(any_turn.c.id).where(any_turn.c.conversation == TURNS.c.conversation, *sought).exists()
        )
    return newest_turns(conditions, limit, before)


def counts_of(conversations: list[str]) -> Select[Any]:
    """Return the question for what is counted of these conversations."""
    is_miss, was_handed_over = TURNS.c.decided_by.in_(MISSES), TURNS.c.handover != ""
    return (
        select(
            TURNS.c.conversation,
            func.count().label("n_turns"),
            func.min(TURNS.c.at).label("first_at"),
            func.sum(case((is_miss, 1), else_=0)).label("n_misses"),
            func.sum(case((was_handed_over, 1), else_=0)).label("n_handovers"),
            func.sum(case((FEEDBACK.c.value > 0, 1), else_=0)).label("n_thumbs_up"),
            func.sum(case((FEEDBACK.c.value < 0, 1), else_=0)).label("n_thumbs_down"),
        )
        .select_from(TURNS.outerjoin(FEEDBACK, FEEDBACK.c.turn == TURNS.c.id))
        .where(TURNS.c.conversation.in_(conversations))
        .group_by(TURNS.c.conversation)
    )
