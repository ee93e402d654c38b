"""What the bot missed, and what was decided about it: the inbox of the reviewers, in the database.

A turn is decided about once. Whoever comes second is told who was first, and nothing of theirs is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Insert,
    Row,
    ScalarSelect,
    Select,
    Table,
    and_,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from intentbot.errors import ReviewConflict
from intentbot.reviews import Limits, Miss, Misses, Review, Stamp
from intentbot.store.log_database import LogDatabase
from intentbot.store.schema import DELETIONS, FEEDBACK, REVIEWED_TURNS, REVIEWS, TURNS
from intentbot.store.turn_rows import row_turn
from intentbot.turns import Feedback

MOST_MISSES = 10_000
"""How many misses are looked at: the latest."""

_CHUNK = 400
"""How many ids are named in one statement, each with another value: SQLite before 3.32 takes 999 values in all."""

_LATER = TURNS.alias("later")


class ReviewLog:
    """Misses and decisions. Safe for threads, and for several processes at once.

    Parameters
    ----------
    database : LogDatabase
    """

    def __init__(self, database: LogDatabase) -> None:
        self._database = database

    def misses(self, limits: Limits, *, limit: int = MOST_MISSES) -> Misses:
        """Return the latest misses nobody has decided about, newest first."""
        with self._database.reading() as connection:
            found = [_miss(row) for row in connection.execute(_open_misses(limits).limit(limit))]
        # What is a miss is said in one place; the statement only leaves out what cannot be one.
        return Misses(tuple(miss for miss in found if miss.reasons(limits)), len(found) == limit)

    def stamp(self) -> Stamp:
        """Return what is another one as soon as the misses may be others; indexes alone are read for it."""

        def counted(table: Table) -> ScalarSelect[Any]:
            return select(func.count()).select_from(table).scalar_subquery()

        is_fallback = TURNS.c.decided_by == "fallback"
        n_fallbacks = select(func.count()).select_from(TURNS).where(is_fallback).scalar_subquery()
        newest = [select(func.max(table.c.at)).scalar_subquery() for table in (TURNS, FEEDBACK, DELETIONS)]
        oldest = select(func.min(TURNS.c.at)).scalar_subquery()
        asked = select(
            counted(REVIEWED_TURNS),
            select(func.max(REVIEWS.c.undone_at)).scalar_subquery(),
            *(counted(FEEDBACK), counted(DELETIONS), n_fallbacks, *newest, oldest),
        )
        with self._database.reading() as connection:
            n_reviewed, *others = connection.execute(asked).one()
        return Stamp(n_reviewed, tuple(others))

    def decide(self, review: Review, turns: Sequence[str], write: Callable[[], str]) -> Review:
        """Keep a decision about some turns, and return it with its `edit`.

        Parameters
        ----------
        review : Review
        turns : sequence of str
            Their ids.
        write : callable
            Writes the files, once the turns are ours, and returns the `edit`. Where it raises, nothing is kept.

        Raises
        ------
        ReviewConflict
            Where somebody has decided about one of the turns.
        StoreError
        """
        with self._database.transaction() as connection:
            connection.execute(insert(REVIEWS).values(_review_row(review)))
            # In one order, so that two reviewers never wait for each other.
            for some in _chunks(sorted(turns)):
                rows = [{"turn": turn, "review": review.id} for turn in some]
                connection.execute(_unless_there(self._database.is_sqlite).values(rows))
            is_ours = REVIEWED_TURNS.c.review == review.id
            n_ours = connection.execute(select(func.count()).select_from(REVIEWED_TURNS).where(is_ours)).scalar()
            if n_ours != len(set(turns)):
                raise _conflict(connection, turns, review.id)
            edit = write()
            connection.execute(update(REVIEWS).where(REVIEWS.c.id == review.id).values(edit=edit))
        return replace(review, edit=edit)

    def undo(self, review: str, *, by: str, at: float, take_back: Callable[[Review], None]) -> Review:
        """Take a decision back, so that its turns are misses again, and return it.

        Parameters
        ----------
        review : str
            Its id.
        by : str
            Who takes it back.
        at : float
            In seconds since 1970.
        take_back : callable
            Takes what was written out of the files. Where it raises, the decision stands.

        Raises
        ------
        ReviewConflict
            Where it was taken back already, or there is none.
        StoreError
        """
        with self._database.transaction() as connection:
            is_it = and_(REVIEWS.c.id == review, REVIEWS.c.undone_at.is_(None))
            n_rows = connection.execute(update(REVIEWS).where(is_it).values(undone_at=at, undone_by=by)).rowcount
            row = connection.execute(select(REVIEWS).where(REVIEWS.c.id == review)).first()
            found = _review(row) if row else None
            if found is None:
                raise ReviewConflict("there is no such decision.", "Look for it in the list of decisions.")
            if not n_rows:
                raise ReviewConflict(f"{found.undone_by} has taken this back already.", "Nothing has to be done.")
            connection.execute(delete(REVIEWED_TURNS).where(REVIEWED_TURNS.c.review == review))
            take_back(found)
        return found

    def note(self, review: Review) -> None:
        """Keep what is new about what a decision wrote, such as its commit."""
        with self._database.transaction() as connection:
            connection.execute(update(REVIEWS).where(REVIEWS.c.id == review.id).values(edit=review.edit))

    def review(self, review: str) -> Review | None:
        """Return a decision by its id; None where there is none."""
        with self._database.reading() as connection:
            row = connection.execute(select(REVIEWS).where(REVIEWS.c.id == review)).first()
        return _review(row) if row else None

    def reviews(self, *, limit: int = 50, skip: int = 0) -> list[Review]:
        """Return decisions, newest first, those that were taken back too."""
        order = (REVIEWS.c.at.desc(), REVIEWS.c.id.desc())
        with self._database.reading() as connection:
            rows = connection.execute(select(REVIEWS).order_by(*order).limit(limit).offset(skip)).all()
        return [_review(row) for row in rows]

    def conflict(self, turns: Sequence[str]) -> ReviewConflict:
        """Return the error that says who has decided about some turns."""
        with self._database.reading() as connection:
            return _conflict(connection, turns)

    def decision_on(self, turn: str) -> Review | None:
        """Return what was decided about a turn; None where nobody has."""
        with self._database.reading() as connection:
            return next(iter(_reviews_of(connection, [turn])), None)


def _open_misses(limits: Limits) -> Select[Any]:
    """Return the statement for all that may be a miss, each with its feedback and how the conversation went on."""
    is_reviewed = exists().where(REVIEWED_TURNS.c.turn == TURNS.c.id)
    is_unsure = or_(TURNS.c.confidence < limits.confidence, TURNS.c.score < limits.score)
    may_be_one = or_(
        TURNS.c.decided_by == "fallback",
        and_(TURNS.c.decided_by == "model", is_unsure),
        TURNS.c.suggested != "[]",
        TURNS.c.handover != "",
        FEEDBACK.c.value < 0,
    )

    def next_turns(column: Column[Any]) -> ScalarSelect[Any]:
        return (
            select(column)
            .where(_LATER.c.conversation == TURNS.c.conversation, _LATER.c.at > TURNS.c.at)
            .order_by(_LATER.c.at)
            .limit(1)
            .scalar_subquery()
        )

    how_it_went_on = (
        next_turns(_LATER.c.intent).label("next_intent"),
        next_turns(_LATER.c.decided_by).label("next_decided_by"),
    )
    thought = (FEEDBACK.c.at.label("thought_at"), FEEDBACK.c.value, FEEDBACK.c.comment)
    return (
        select(TURNS, *thought, *how_it_went_on)
        .select_from(TURNS.outerjoin(FEEDBACK, FEEDBACK.c.turn == TURNS.c.id))
        .where(may_be_one, ~is_reviewed)
        .order_by(TURNS.c.at.desc(), TURNS.c.id.desc())
    )


def _miss(row: Row[Any]) -> Miss:
    turn = row_turn(row)
    feedback = Feedback(turn.id, row.thought_at, row.value, row.comment) if row.value is not None else None
    return Miss(turn, feedback, row.next_intent or "", row.next_decided_by or "")


def _conflict(connection: Connection, turns: Sequence[str], own: str = "") -> ReviewConflict:
    """Return the error that says who was faster, and what they did."""
    done = [one for one in _reviews_of(connection, turns) if one.id != own]
    if not done:
        return ReviewConflict("this is not in the inbox any more.", "Load the page again.")
    said = {
        "accept": "accepted it into {intent}",
        "new": "made the new intent {intent} of it",
        "out_of_scope": "put it out of scope",
        "dismiss": "dismissed it",
    }
    who = "; ".join(f"{one.author} has {said[one.kind].replace('{intent}', one.intent)}" for one in done[:3])
    return ReviewConflict(f"somebody was faster: {who}.", "Nothing of yours was written. What is left is in the inbox.")


def _reviews_of(connection: Connection, turns: Sequence[str]) -> list[Review]:
    found: dict[str, Review] = {}
    for some in _chunks(turns):
        statement = (
            select(REVIEWS)
            .where(REVIEWS.c.id.in_(select(REVIEWED_TURNS.c.review).where(REVIEWED_TURNS.c.turn.in_(some))))
            .order_by(REVIEWS.c.at)
        )
        found |= {row.id: _review(row) for row in connection.execute(statement)}
    return list(found.values())


def _unless_there(is_sqlite: bool) -> Insert:
    """Return what keeps the turns that nobody has decided about; it waits for whoever is about to."""
    if is_sqlite:
        return sqlite.insert(REVIEWED_TURNS).on_conflict_do_nothing()
    return postgresql.insert(REVIEWED_TURNS).on_conflict_do_nothing()


def _chunks(turns: Sequence[str]) -> Iterator[list[str]]:
    each = list(dict.fromkeys(turns))
    for start in range(0, len(each), _CHUNK):
        yield each[start : start + _CHUNK]


def _review_row(review: Review) -> dict[str, Any]:
    names = ("id", "at", "author", "kind", "intent", "sentence", "edit", "undone_at", "undone_by")
    return {name: getattr(review, name) for name in names}


def _review(row: Row[Any]) -> Review:
    return Review(
        id=row.id,
        at=row.at,
        author=row.author,
        kind=row.kind,
        intent=row.intent,
        sentence=row.sentence,
        edit=row.edit,
        undone_at=row.undone_at,
        undone_by=row.undone_by or "",
    )
