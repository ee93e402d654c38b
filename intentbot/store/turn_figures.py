"""Turns counted by the database, for those who want to see how a bot is doing. Nothing here reads all turns at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Integer, Select, and_, case, cast, func, select

from intentbot.store.log_database import LogDatabase
from intentbot.store.schema import FEEDBACK, TURNS

DAY_S = 86_400

LATENCIES_MS = (0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0, 2000.0, 5000.0)
"""Where the classes of latencies end, of which there is one more: for what takes longer still."""

_AT_ONCE = 2_000
_DIMENSIONS = ("intent", "decided_by", "channel", "language", "model")


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which turns are counted: those of a time, and of one channel, language and model version, each empty for any."""

    since: float
    until: float
    channel: str = ""
    language: str = ""
    model: str = ""


class Cell(NamedTuple):
    """The turns of a day (in days since 1970, UTC) that share all these, added up."""

    day: int
    intent: str
    decided_by: str
    channel: str
    language: str
    model: str
    n_turns: int
    n_handovers: int
    n_scores: int
    score_sum: float
    score_squares: float


class OpinionCell(NamedTuple):
    """The thumbs on the turns of a day that share all these, added up."""

    day: int
    intent: str
    decided_by: str
    channel: str
    language: str
    model: str
    n_up: int
    n_down: int


class Said(NamedTuple):
    """A message, and in which conversation it was sent."""

    conversation: str
    message: str


class TurnFigures:
    """Counts turns. Safe for threads; every method raises a StoreError where the database fails.

    Parameters
    ----------
    database : LogDatabase
    """

    def __init__(self, database: LogDatabase) -> None:
        self.database = database

    def cells(self, chosen: Chosen) -> Iterator[Cell]:
        """Yield the turns of each day, by intent, decision, channel, language and model version."""
        turns = TURNS.c
        asked = select(
            self._day().label("day"),
            *(turns[name] for name in _DIMENSIONS),
            func.count(),
            func.sum(case((turns.handover != "", 1), else_=0)),
            func.count(turns.score),
            func.coalesce(func.sum(turns.score), 0.0),
            func.coalesce(func.sum(turns.score * turns.score), 0.0),
        )
        for row in self._rows(asked.where(_is(chosen)).group_by("day", *(turns[name] for name in _DIMENSIONS))):
            yield Cell(*row)

    def opinions(self, chosen: Chosen) -> Iterator[OpinionCell]:
        """Yield the thumbs on the turns of each day, as `cells` does for the turns."""
        turns, up, down = TURNS.c, FEEDBACK.c.value > 0, FEEDBACK.c.value < 0
        asked = (
            select(
                self._day().label("day"),
                *(turns[name] for name in _DIMENSIONS),
                func.sum(case((up, 1), else_=0)),
                func.sum(case((down, 1), else_=0)),
            )
            .select_from(FEEDBACK.join(TURNS, TURNS.c.id == FEEDBACK.c.turn))
            # Feedback comes after its turn: the index on its time leaves out all that is older.
            .where(FEEDBACK.c.at >= chosen.since, _is(chosen))
        )
        for row in self._rows(asked.group_by("day", *(turns[name] for name in _DIMENSIONS))):
            yield OpinionCell(*row)

    def latencies(self, chosen: Chosen) -> list[int]:
        """Return how many turns took so long, for each class that `LATENCIES_MS` ends, and how many took longer."""
        ends = [(TURNS.c.latency_ms <= end, place) for place, end in enumerate(LATENCIES_MS)]
        place = case(*ends, else_=len(LATENCIES_MS)).label("place")
        counts = [0] * (len(LATENCIES_MS) + 1)
        for found, n in self._rows(select(place, func.count()).where(_is(chosen)).group_by("place")):
            counts[found] = n
        return counts

    def messages(self, chosen: Chosen, limit: int) -> Iterator[Said]:
        """Yield what customers wrote, the newest first, no more than `limit`."""
        asked = select(TURNS.c.conversation, TURNS.c.message).where(_is(chosen))
        for row in self._rows(asked.order_by(TURNS.c.at.desc(), TURNS.c.id.desc()).limit(limit)):
            yield Said(*row)

    def _day(self) -> ColumnElement[int]:
        days = TURNS.c.at / DAY_S
        # A cast cuts in SQLite, and rounds in PostgreSQL.
        return cast(days if self.database.is_sqlite else func.floor(days), Integer)

    def _rows(self, asked: Select[Any]) -> Iterator[Any]:
        # A cursor of PostgreSQL lives in a transaction; in SQLite that would keep writers waiting.
        with self.database.reading() if self.database.is_sqlite else self.database.transaction() as connection:
            yield from connection.execute(asked, execution_options={"yield_per": _AT_ONCE})


def _is(chosen: Chosen) -> ColumnElement[bool]:
    held = [TURNS.c.at >= chosen.since, TURNS.c.at < chosen.until]
    for name in ("channel", "language", "model"):
        if value := getattr(chosen, name):
            held.append(TURNS.c[name] == value)
    return and_(*held)
