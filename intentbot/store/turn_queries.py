"""What is asked of the turns by those who look through them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Boolean, ColumnElement, FromClause, Select, and_, case, func, literal, or_, select, tuple_
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from intentbot.store.schema import FEEDBACK, TURNS

MISSES = ("fallback", "ambiguous")
"""Decisions by which a message was not answered from an intent."""


class _Holds(FunctionElement[bool]):
    """Whether a text holds words, upper and lower case alike. SQLite's LIKE takes half as long as with lower()."""

    inherit_cache = True
    type = Boolean()

    def __init__(self, column: ColumnElement[str], words: str) -> None:
        plain = words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        super().__init__(column, literal(f"%{plain}%"))


@compiles(_Holds)
def _like(element: _Holds, compiler: SQLCompiler, **options: Any) -> str:
    column, pattern = (compiler.process(clause, **options) for clause in element.clauses)
    like = "ILIKE" if compiler.dialect.name == "postgresql" else "LIKE"
    return f"({column} {like} {pattern} ESCAPE '\\')"


@dataclass(frozen=True, slots=True)
class TurnFilter:
    """What must hold for a turn to be looked for; nothing given is nothing asked.

    Attributes
    ----------
    since, until : float or None
        From this moment on, and before that one.
    conversation, intent, decided_by, channel : str
        What they must be; empty for any.
    search : str
        Words that stand so in the message or in the answer, upper and lower case alike; in SQLite that goes for the
        letters of ASCII alone.
    """

    since: float | None = None
    until: float | None = None
    conversation: str = ""
    search: str = ""
    intent: str = ""
    decided_by: str = ""
    channel: str = ""

    def conditions(self, turns: FromClause = TURNS) -> list[ColumnElement[bool]]:
        """Return it as what is asked of the rows of a table."""
        columns = ("conversation", "intent", "decided_by", "channel")
        held = [turns.c[name] == value for name in columns if (value := getattr(self, name))]
        if self.since is not None:
            held.append(turns.c.at >= self.since)
        if self.until is not None:
            held.append(turns.c.at < self.until)
        if self.search:
            held.append(or_(_Holds(turns.c.message, self.search), _Holds(turns.c.answer, self.search)))
        return held


ALL_TURNS = TurnFilter()


def newest_turns(conditions: list[ColumnElement[bool]], limit: int, before: tuple[float, str] | None) -> Select[Any]:
    """Return the question for turns, newest first; `before` is the place of the last one that is known."""
    asked = select(TURNS).where(*conditions).order_by(TURNS.c.at.desc(), TURNS.c.id.desc()).limit(limit)
    return asked if before is None else asked.where(tuple_(TURNS.c.at, TURNS.c.id) < before)


def next_turns(conversation: str, limit: int, behind: tuple[float, str]) -> Select[Any]:
    """Return the question for the turns of a conversation that come behind a place, oldest first."""
    is_later = tuple_(TURNS.c.at, TURNS.c.id) > behind
    asked = select(TURNS).where(TURNS.c.conversation == conversation, is_later)
    return asked.order_by(TURNS.c.at, TURNS.c.id).limit(limit)


def newest_conversations(wanted: TurnFilter, limit: int, before: tuple[float, str] | None) -> Select[Any]:
    """Return the question for the last turn of each conversation that is looked for, newest first.

    So both the order and what is looked for are read off one index from its end, until there are enough.
    """
    later = TURNS.alias("later")
    is_later = and_(
        later.c.conversation == TURNS.c.conversation,
        later.c.at >= TURNS.c.at,
        or_(later.c.at > TURNS.c.at, later.c.id > TURNS.c.id),
    )
    is_last = ~select(later.c.id).where(is_later, *wanted.conditions(later)).exists()
    return newest_turns([*wanted.conditions(), is_last], limit, before)


def counts_of(conversations: list[str]) -> Select[Any]:
    """Return the question for what is counted of these conversations."""
    is_miss, was_handed_over = TURNS.c.decided_by.in_(MISSES), TURNS.c.handover != ""
    return (
        select(
            TURNS.c.conversation,
            func.count().label("n_turns"),
            func.sum(case((is_miss, 1), else_=0)).label("n_misses"),
            func.sum(case((was_handed_over, 1), else_=0)).label("n_handovers"),
            func.sum(case((FEEDBACK.c.value > 0, 1), else_=0)).label("n_thumbs_up"),
            func.sum(case((FEEDBACK.c.value < 0, 1), else_=0)).label("n_thumbs_down"),
        )
        .select_from(TURNS.outerjoin(FEEDBACK, FEEDBACK.c.turn == TURNS.c.id))
        .where(TURNS.c.conversation.in_(conversations))
        .group_by(TURNS.c.conversation)
    )
