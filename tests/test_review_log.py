"""What is a miss, and who decided what about it: in SQLite and in PostgreSQL."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from intentbot.errors import FileError, ReviewConflict
from intentbot.reviews import Limits, Review
from intentbot.store.log_database import LogDatabase
from intentbot.store.review_log import ReviewLog
from intentbot.store.turn_log import TurnLog
from intentbot.turns import Feedback
from tests.review_parts import turn

LIMITS = Limits(confidence=0.5, score=0.4)


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> LogDatabase:
    """Return an empty database of each kind."""
    if request.param == "sqlite":
        return LogDatabase(f"sqlite:///{tmp_path / 'log.db'}")
    url: str = request.getfixturevalue("postgres_url")
    return LogDatabase(url)


@pytest.fixture
def log(database: LogDatabase) -> ReviewLog:
    """Return the log of reviews."""
    return ReviewLog(database)


def review(number: int, author: str = "ana", **others: str) -> Review:
    """Return a decision."""
    return Review(f"r{number}", 5_000.0 + number, author, others.pop("kind", "accept"), "greet", **others)  # type: ignore[arg-type]


def test_what_is_a_miss(database: LogDatabase, log: ReviewLog) -> None:
    """Each kind of miss is found with its reason, newest first; sure answers that nobody minded are not."""
    down, shrugged = turn("wrong answer", "exact"), turn("right answer", "exact")
    asked = turn("this or that", "ambiguous", suggested=("greet", "track_order"), conversation="x")
    taken = turn("one or other", "ambiguous", suggested=("greet", "track_order"), conversation="y")
    rows = [
        turn("nonsense"),
        turn("low", "model", confidence=0.3, score=0.9),
        turn("just so", "model", confidence=0.9, score=0.35),
        turn("sure", "model", confidence=0.9, score=0.9),
        down,
        shrugged,
        asked,
        taken,
        turn("something else", "model", intent="opening_hours", confidence=0.9, score=0.9, conversation="x"),
        turn("Track an order", "button", intent="track_order", conversation="y"),
        turn("send a person", "model", confidence=0.9, score=0.9, handover="misses"),
        turn("agent please", "exact", handover="asked"),
    ]
    thumbs = [Feedback(down.id, 1.0, -1, "no"), Feedback(shrugged.id, 1.0, 1)]
    TurnLog(database).write(rows, thumbs)
    found = [(miss.turn.message, miss.reasons(LIMITS)) for miss in log.misses(LIMITS).found]
    assert found == [
        ("send a person", ("handover",)),
        ("just so", ("unsure",)),
        ("low", ("unsure",)),
        ("nonsense", ("fallback",)),
        ("this or that", ("not_taken",)),
        ("wrong answer", ("thumbs_down",)),
    ]


def test_what_customers_chose_is_told(database: LogDatabase, log: ReviewLog) -> None:
    """Where a fallback offered intents and the customer took one, the miss says which."""
    rows = [
        turn("hm", suggested=("greet", "return_item"), conversation="z"),
        turn("Return", "button", intent="return_item", conversation="z"),
        turn("later", "button", intent="greet", conversation="z"),
    ]
    TurnLog(database).write(rows)
    assert [miss.chosen for miss in log.misses(LIMITS).found] == ["return_item"]


def test_a_decision_takes_misses_out_and_undo_brings_them_back(database: LogDatabase, log: ReviewLog) -> None:
    """What was decided about is no miss any more; taken back it is one again, and the decision stays on record."""
    rows = [turn(f"m{number}") for number in range(3)]
    TurnLog(database).write(rows)
    before = log.stamp()
    kept = log.decide(review(1, sentence="m0"), [rows[0].id, rows[1].id], lambda: '{"diff": "x"}')
    assert kept.edit == '{"diff": "x"}' and log.review("r1") == kept == log.decision_on(rows[0].id)
    assert [miss.turn.message for miss in log.misses(LIMITS).found] == ["m2"] and log.stamp() != before
    taken: list[Review] = []
    log.undo("r1", by="ben", at=9.0, take_back=taken.append)
    assert [one.edit for one in taken] == ['{"diff": "x"}']
    assert len(log.misses(LIMITS).found) == 3 and log.decision_on(rows[0].id) is None
    assert [(one.undone_at, one.undone_by) for one in log.reviews()] == [(9.0, "ben")]
    with pytest.raises(ReviewConflict, match="ben has taken this back already"):
        log.undo("r1", by="ana", at=10.0, take_back=taken.append)
    with pytest.raises(ReviewConflict, match="no such decision"):
        log.undo("r9", by="ana", at=10.0, take_back=taken.append)


def test_the_second_reviewer_is_told_who_was_first(database: LogDatabase, log: ReviewLog) -> None:
    """Of two decisions about one miss the second is refused whole, with the name of the first and what they did."""
    rows = [turn("a"), turn("b")]
    TurnLog(database).write(rows)
    log.decide(review(1, "ana"), [rows[0].id], lambda: "")
    written: list[str] = []

    def write() -> str:
        written.append("x")
        return ""

    with pytest.raises(ReviewConflict, match="ana has accepted it into greet"):
        log.decide(review(2, "ben", kind="dismiss"), [rows[1].id, rows[0].id], write)
    assert not written and log.review("r2") is None
    assert [miss.turn.message for miss in log.misses(LIMITS).found] == ["b"]


def test_what_cannot_be_written_is_not_kept(database: LogDatabase, log: ReviewLog) -> None:
    """Where the files refuse, the log has no decision, and where they refuse to give back, it stands."""
    row = turn("a")
    TurnLog(database).write([row])

    def refuse(*_: object) -> str:
        raise FileError("no room.")

    with pytest.raises(FileError, match="no room"):
        log.decide(review(1), [row.id], refuse)
    assert log.reviews() == [] and len(log.misses(LIMITS).found) == 1
    log.decide(review(2), [row.id], lambda: "")
    with pytest.raises(FileError, match="no room"):
        log.undo("r2", by="ana", at=1.0, take_back=refuse)
    assert log.reviews()[0].undone_at is None and log.misses(LIMITS).found == ()


def test_many_turns_and_many_reviewers_at_once(database: LogDatabase, log: ReviewLog) -> None:
    """Of several reviewers who decide about the same thousand misses at once exactly one does."""
    rows = [turn(f"m{number}") for number in range(1_000)]
    TurnLog(database).write(rows)
    ids, outcomes = [row.id for row in rows], []

    def decide(number: int) -> None:
        try:
            log.decide(review(number, f"p{number}"), ids if number % 2 else ids[::-1], lambda: "")
            outcomes.append("done")
        except ReviewConflict as conflict:
            outcomes.append(conflict.what)

    threads = [threading.Thread(target=decide, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count("done") == 1 and len(outcomes) == 4, outcomes
    assert len(log.reviews()) == 1 and log.misses(LIMITS).found == ()
