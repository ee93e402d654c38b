"""The turns of all conversations, and what customers thought of them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Select, Table, delete, func, select, text
from sqlalchemy.dialects import postgresql, sqlite

from intentbot.store.log_database import LogDatabase
from intentbot.store.schema import DELETIONS, FEEDBACK, REVIEWED_TURNS, TURNS
from intentbot.store.turn_queries import (
    ALL_TURNS,
    TurnFilter,
    counts_of,
    newest_conversations,
    newest_turns,
    next_turns,
)
from intentbot.store.turn_rows import feedback_row, row_feedback, row_turn, turn_row
from intentbot.turns import Conversation, Feedback, Turn

_AT_ONCE = 1_000
"""How many rows are asked for or deleted with one statement, so that nobody else waits for long."""

_LOCK = 0x1D7E_B08
"""The number of the lock in PostgreSQL that keeps turns from coming in while their conversation is deleted."""


class TurnLog:
    """The turns of all conversations, and what customers thought of them. Safe for threads.

    Every method raises a StoreError where the database is away, locked or full.

    Parameters
    ----------
    database : LogDatabase
    clock : callable, optional
        Returns the time in seconds since 1970.
    """

    def __init__(self, database: LogDatabase, *, clock: Callable[[], float] = time.time) -> None:
        self.database = database
        self._clock = clock
        make = sqlite.insert if database.is_sqlite else postgresql.insert
        self._insert_turn = make(TURNS).on_conflict_do_nothing()
        opinion, mark = make(FEEDBACK), make(DELETIONS)
        self._insert_feedback = opinion.on_conflict_do_update(
            index_elements=["turn"],
            set_={name: opinion.excluded[name] for name in ("at", "value", "comment")},
            where=opinion.excluded.at >= FEEDBACK.c.at,
        )
        self._mark_deleted = mark.on_conflict_do_update(index_elements=["conversation"], set_={"at": mark.excluded.at})

    def write(self, turns: Iterable[Turn], feedback: Iterable[Feedback] = ()) -> None:
        """Keep turns and feedback, all of them or none. One that is there already is not written again.

        A later feedback on a turn takes the place of an earlier one. A turn of a conversation that was deleted since is
        left out.
        """
        rows, opinions = [turn_row(turn) for turn in turns], [feedback_row(one) for one in feedback]
        with self.database.transaction() as connection:
            if rows:
                self._lock(connection, "pg_advisory_xact_lock_shared")
                connection.execute(self._insert_turn, rows)
                last = connection.execute(select(func.max(DELETIONS.c.at))).scalar()
                if last is not None and last >= min(row["at"] for row in rows):
                    _delete_marked(connection)
            if opinions:
                connection.execute(self._insert_feedback, opinions)

    def turn(self, id: str) -> Turn | None:
        """Return a turn; None where there is none of this id."""
        with self.database.reading() as connection:
            row = connection.execute(select(TURNS).where(TURNS.c.id == id)).first()
        return row_turn(row) if row is not None else None

    def around(self, id: str, n_turns: int) -> tuple[Turn, ...]:
        """Return a turn with `n_turns` of its conversation before and behind it, oldest first; none if it is gone."""
        turn = self.turn(id)
        if turn is None:
            return ()
        place = turn.at, turn.id
        before = self.turns(TurnFilter(conversation=turn.conversation), before=place, limit=n_turns)
        return (*reversed(before), turn, *self._turns(next_turns(turn.conversation, n_turns, place)))

    def turns(
        self, wanted: TurnFilter = ALL_TURNS, *, limit: int = 50, before: tuple[float, str] | None = None
    ) -> list[Turn]:
        """Return turns, newest first.

        Parameters
        ----------
        wanted : TurnFilter, optional
        limit : int, default=50
        before : (float, str), optional
            The `at` and the `id` of the last turn of the page before this one.
        """
        return self._turns(newest_turns(wanted.conditions(), limit, before))

    def conversations(
        self, wanted: TurnFilter = ALL_TURNS, *, limit: int = 50, before: tuple[float, str] | None = None
    ) -> list[Conversation]:
        """Return conversations that have a turn like that, the one that has the last such turn first.

        What is said of the last turn of each is said of the last one like that.

        Parameters
        ----------
        wanted : TurnFilter, optional
        limit : int, default=50
        before : (float, str), optional
            The `last_at` and the `last_turn` of the last conversation of the page before this one.
        """
        lasts = self._turns(newest_conversations(wanted, limit, before))
        with self.database.reading() as connection:
            rows = connection.execute(counts_of([turn.conversation for turn in lasts])).all()
        counts = {row.conversation: dict(row._mapping) for row in rows}
        return [_conversation(turn, counts[turn.conversation]) for turn in lasts if turn.conversation in counts]

    def feedback_of(self, ids: Iterable[str]) -> dict[str, Feedback]:
        """Return the feedback on these turns, by the id of the turn."""
        left, found = iter(ids), {}
        with self.database.reading() as connection:
            while some := list(islice(left, _AT_ONCE)):
                for row in connection.execute(select(FEEDBACK).where(FEEDBACK.c.turn.in_(some))):
                    found[row.turn] = row_feedback(row)
        return found

    def n_turns(self) -> int:
        """Return how many turns are kept."""
        with self.database.reading() as connection:
            return connection.execute(select(func.count()).select_from(TURNS)).scalar_one()

    def export_conversation(self, id: str) -> dict[str, Any]:
        """Return all that is kept of a conversation as what `json.dumps` takes, its turns oldest first."""
        with self.database.reading() as connection:
            asked = select(TURNS).where(TURNS.c.conversation == id).order_by(TURNS.c.at, TURNS.c.id)
            turns = [row_turn(row) for row in connection.execute(asked)]
        feedback = self.feedback_of(turn.id for turn in turns)
        return {"conversation": id, "turns": [exported(turn, feedback.get(turn.id)) for turn in turns]}

    def delete_conversation(self, id: str) -> int:
        """Delete all that is kept of a conversation, and what is still on its way; return how many turns there were."""
        mine = TURNS.c.conversation == id
        with self.database.transaction() as connection:
            self._lock(connection, "pg_advisory_xact_lock")
            connection.execute(self._mark_deleted, {"conversation": id, "at": self._clock()})
            n_turns = _delete_with_all(connection, select(TURNS.c.id).where(mine))
        self._forget_pages()
        return n_turns

    def delete_before(self, at: float, *, at_most: int | None = None) -> int:
        """Delete turns and feedback from before a moment, the oldest first; return how many turns there were.

        With `at_most`, so many turns at most, rounded up to whole thousands.
        """
        n_turns = 0
        old = select(TURNS.c.id).where(TURNS.c.at < at).order_by(TURNS.c.at).limit(_AT_ONCE)
        while at_most is None or n_turns < at_most:
            with self.database.transaction() as connection:
                n_now = _delete_with_all(connection, old)
                if not n_now:
                    connection.execute(delete(FEEDBACK).where(FEEDBACK.c.at < at))
                    connection.execute(delete(DELETIONS).where(DELETIONS.c.at < at))
            if not n_now:
                break
            n_turns += n_now
        if n_turns:
            self._forget_pages()
        return n_turns

    def delete_stray_feedback(self, at: float) -> int:
        """Delete feedback from before a moment on turns that are not there; return how much there was."""
        stray = FEEDBACK.c.turn.not_in(select(TURNS.c.id))
        with self.database.transaction() as connection:
            return connection.execute(delete(FEEDBACK).where(FEEDBACK.c.at < at, stray)).rowcount

    def _turns(self, asked: Select[Any]) -> list[Turn]:
        with self.database.reading() as connection:
            return [row_turn(row) for row in connection.execute(asked)]

    def _lock(self, connection: Connection, function: str) -> None:
        # SQLite lets one writer in anyway.
        if not self.database.is_sqlite:
            connection.execute(text(f"SELECT {function}(:lock)"), {"lock": _LOCK})

    def _forget_pages(self) -> None:
        """Take what was deleted out of the log of SQLite's last writes, too, unless somebody reads there just now."""
        if self.database.is_sqlite:
            with self.database.reading() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def exported(turn: Turn, feedback: Feedback | None) -> dict[str, Any]:
    """Return a turn and the feedback on it as what `json.dumps` takes."""
    record = asdict(turn)
    record["ranking"] = [{"intent": one.intent, "confidence": one.confidence} for one in turn.ranking]
    record["entities"] = [{"entity": name, "value": value} for name, value in turn.entities]
    record["feedback"] = asdict(feedback) if feedback else None
    return record


def _conversation(last: Turn, counted: Mapping[str, Any]) -> Conversation:
    counts = {name: value for name, value in counted.items() if name != "conversation"}
    return Conversation(
        last.conversation,
        last_at=last.at,
        last_turn=last.id,
        last_message=last.message,
        channel=last.channel,
        **counts,
    )


def _delete_with_all(connection: Connection, asked: Select[Any]) -> int:
    """Delete the turns of these ids and what hangs on them; return how many there were."""
    ids = list(connection.execute(asked).scalars())
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        tables: tuple[tuple[Table, str], ...] = ((FEEDBACK, "turn"), (REVIEWED_TURNS, "turn"), (TURNS, "id"))
        for table, column in tables:
            connection.execute(delete(table).where(table.c[column].in_(some)))
    return len(ids)


def _delete_marked(connection: Connection) -> None:
    """Delete turns that came in after their conversation was deleted, and are older than that."""
    same = DELETIONS.c.conversation == TURNS.c.conversation
    late = select(TURNS.c.id).where(same, TURNS.c.at <= DELETIONS.c.at)
    _delete_with_all(connection, late)
