"""Conversations in a database: SQLite and a real PostgreSQL alike, and memory where it can do the same."""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intentbot.recording.turn_records import kept_conversation
from intentbot.sessions import (
    Known,
    Line,
    MemorySessions,
    Offer,
    OpenContext,
    Question,
    Session,
    Sessions,
)
from intentbot.store import SqlSessions
from intentbot.store.session_records import pack_session, unpack_session
from intentbot.store.tables import row_key
from tests.postgres import Postgres

T = TypeVar("T")

ALL = Session(
    turns=7,
    offers=(Offer("where is it", "track_order", "Track an order"), Offer("none", "none")),
    slots=(Known("order_number", "84512", "order_number"), Known("words", "it’s 😠\x00\ud800", is_remembered=False)),
    contexts=(OpenContext("order", 3),),
    questions=(Question("return_item", "reason", 2),),
    topic="return_item",
    form="track_order",
    awaits_answer=True,
    language="zh",
    misses=1,
    said=(12, 4_294_967_295),
    transcript=(Line("user", "我的订单在哪里?"), Line("bot", "שלום\n\t\"'\\")),
)

ODD_KEYS = (
    *(
        "",
        " ",
        "ana",
        "Ana",
        "ana ",
        "a\x00b",
        "a\x00",
        "\x00",
        "é",
        "e\u0301",
        "😀",
        "\ud800",
        "\udfff",
        "\\",
        "\n",
        "\r",
    ),
    *("x" * 100, "x" * 101, "x" * 10_000, "'; DROP TABLE intentbot_sessions; --", "%s", ":key", "{key}"),
    *(row_key("é"), "sha256:"),
)


class Clock:
    """The one thing that is not real: time that passes when a test says so."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'sessions.db'}"
    address: str = request.getfixturevalue("postgres_url")
    return address


@pytest.fixture
def ask(url: str, request: pytest.FixtureRequest) -> Callable[[str], str]:
    """Return what asks the database of `url` past the store, and returns the first value it answers."""
    if url.startswith("postgresql"):
        server: Postgres = request.getfixturevalue("postgres")
        return partial(server.sql, database=url.rpartition("/")[2])
    return partial(ask_sqlite, url.removeprefix("sqlite:///"))


def ask_sqlite(file: str, statement: str) -> str:
    """Return the first value that SQLite answers."""
    with closing(sqlite3.connect(file)) as connection, connection:
        row = connection.execute(statement).fetchone()
        return str(row[0]) if row else ""


@pytest.fixture
def clock() -> Clock:
    """Return a clock that stands still."""
    return Clock()


@pytest.fixture
def store(url: str, clock: Clock) -> Iterator[SqlSessions]:
    """Give an empty store whose conversations live for 60 seconds."""
    with closing(SqlSessions(url, lifetime_s=60, clock=clock)) as sessions:
        yield sessions


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def sessions(request: pytest.FixtureRequest, tmp_path: Path, clock: Clock) -> Iterator[Sessions]:
    """Give a store of each kind, memory too."""
    if request.param == "memory":
        yield MemorySessions(lifetime_s=60, clock=clock)
        return
    url = f"sqlite:///{tmp_path / 'sessions.db'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres_url")
    with closing(SqlSessions(url, lifetime_s=60, clock=clock)) as kept:
        yield kept


def test_what_is_kept_comes_back(sessions: Sessions) -> None:
    """A session comes back as it was kept, every field of it; one that was never kept is a fresh one."""
    assert sessions.save("ana", ALL)
    assert sessions.load("ana") == ALL
    assert sessions.load("ben") == Session()


def test_the_last_one_kept_counts(sessions: Sessions) -> None:
    """Without `before`, a session replaces whatever was kept."""
    sessions.save("ana", ALL)
    assert sessions.save("ana", Session(turns=2, topic="greet"))
    assert sessions.load("ana") == Session(turns=2, topic="greet")


def test_only_the_first_of_two_at_once_is_kept(sessions: Sessions) -> None:
    """Of two sessions made from the same one, the second is refused and changes nothing: at first and later on."""
    for turns in range(3):
        before = sessions.load("ana")
        assert before.turns == turns
        assert sessions.save("ana", Session(turns=turns + 1, topic="first"), before=before)
        assert not sessions.save("ana", Session(turns=turns + 1, topic="second"), before=before)
        assert sessions.load("ana").topic == "first"


def test_a_forgotten_conversation_begins_anew(sessions: Sessions) -> None:
    """After `forget`, there is nothing; a turn that was under way is not kept, the next one is."""
    sessions.save("ana", ALL)
    sessions.forget("ana")
    sessions.forget("never seen")
    assert sessions.load("ana") == Session()
    assert not sessions.save("ana", replace(ALL, turns=8), before=ALL)
    assert sessions.save("ana", Session(turns=1), before=Session())


def test_those_that_are_meant_are_forgotten(sessions: MemorySessions | SqlSessions) -> None:
    """Of several conversations those are forgotten whose key is meant, whatever is in it; a long one by its hash."""
    for key in ("ana", "rest:+49 30 1234567", "rest:' OR 1=1 --", "z" * 101):
        sessions.save(key, ALL)
    hashed = kept_conversation("z" * 101)
    sessions.forget_where(lambda key: key.startswith("rest:") or hashed in (key, kept_conversation(key)))
    left = [key for key in ("ana", "rest:+49 30 1234567", "rest:' OR 1=1 --", "z" * 101) if sessions.load(key).turns]
    assert left == ["ana"]


def test_a_conversation_ends(sessions: Sessions, clock: Clock) -> None:
    """After its lifetime a session counts as none: for reading, and for what was made from it."""
    sessions.save("ana", ALL)
    clock.now += 60
    assert sessions.load("ana") == ALL
    clock.now += 1
    assert sessions.load("ana") == Session()
    assert not sessions.save("ana", replace(ALL, turns=8), before=ALL)
    assert sessions.save("ana", Session(turns=1), before=Session())
    assert sessions.load("ana") == Session(turns=1)


def test_every_text_is_a_session_id(sessions: Sessions) -> None:
    """Whatever a client sends as session id names a conversation of its own."""
    for number, key in enumerate(ODD_KEYS, start=1):
        assert sessions.save(key, Session(turns=number), before=sessions.load(key))
    assert [sessions.load(key).turns for key in ODD_KEYS] == list(range(1, len(ODD_KEYS) + 1))


TEXTS = st.text(st.characters(codec=None, categories=None, exclude_categories=()), max_size=120)


@given(TEXTS, TEXTS)
def test_no_two_session_ids_are_the_same_row(one: str, other: str) -> None:
    """A row's key is plain and short, and different for different ids; it is no id's row but its own."""
    assert len(row_key(one)) <= 100 and row_key(one).isascii() and row_key(one).isprintable()
    assert (row_key(one) == row_key(other)) == (one == other)
    assert row_key(row_key(one)) != row_key(one) or row_key(one) == one


@settings(max_examples=200)
@given(
    st.builds(
        Session,
        turns=st.integers(0, 2**40),
        offers=st.lists(st.builds(Offer, TEXTS, TEXTS, TEXTS), max_size=3).map(tuple),
        slots=st.lists(st.builds(Known, TEXTS, TEXTS, TEXTS, st.booleans()), max_size=3).map(tuple),
        questions=st.lists(st.builds(Question, TEXTS, TEXTS, st.integers(1, 9)), max_size=3).map(tuple),
        transcript=st.lists(st.builds(Line, st.sampled_from(["user", "bot"]), TEXTS), max_size=3).map(tuple),
        said=st.lists(st.integers(0, 2**32)).map(tuple),
        topic=TEXTS,
        awaits_answer=st.booleans(),
    )
)
def test_a_session_survives_being_written(session: Session) -> None:
    """Written and read again, a session is the same; what is written is plain ASCII without a NUL."""
    text = pack_session(session)
    assert unpack_session(text) == session
    assert text.isascii() and "\x00" not in text


def test_conversations_survive_a_restart(url: str) -> None:
    """Another process, or the same one started again, goes on where a conversation was."""
    with closing(SqlSessions(url)) as first:
        first.save("ana", ALL)
    with closing(SqlSessions(url)) as second:
        assert second.load("ana") == ALL


@pytest.mark.parametrize(
    "state",
    [
        "",
        "{",
        "null",
        "[]",
        '{"turns": "7"}',
        '{"turns": true}',
        '{"turns": 7, "of_the_future": 1}',
        '{"slots": [{"slot": "x"}]}',
        '{"slots": {}}',
        '{"transcript": [{"speaker": "ghost", "text": "boo"}]}',
        "[" * 100_000,
    ],
    ids=lambda state: state[:40],
)
def test_a_damaged_session_begins_anew(
    store: SqlSessions, ask: Callable[[str], str], state: str, caplog: pytest.LogCaptureFixture
) -> None:
    """A record that is damaged or of another version is a fresh session and a warning, and the next turn is kept."""
    store.save("ana", ALL)
    ask(f"UPDATE intentbot_sessions SET state = '{state}' WHERE key = 'ana'")
    with caplog.at_level(logging.WARNING, "intentbot"):
        before = store.load("ana")
    assert before == Session(turns=7)
    assert "begins anew" in caplog.text
    assert store.save("ana", Session(turns=8), before=before)
    assert store.load("ana") == Session(turns=8)


def test_what_is_over_is_deleted_as_others_talk(store: SqlSessions, ask: Callable[[str], str], clock: Clock) -> None:
    """Rows of conversations that are over go away with the turns of others, so that the table does not grow."""
    for number in range(400):
        store.save(f"old {number}", Session(turns=1))
    clock.now += 61
    for number in range(220):
        store.save(f"new {number}", Session(turns=1))
    assert int(ask("SELECT count(*) FROM intentbot_sessions")) <= 240
    assert all(store.load(f"new {number}").turns == 1 for number in range(220))


def test_what_is_over_is_deleted_on_request(store: SqlSessions, clock: Clock) -> None:
    """`delete_expired` deletes all conversations that are over, however many, and no other."""
    for number in range(700):
        store.save(f"old {number}", Session(turns=1))
    clock.now += 61
    store.save("ana", ALL)
    n_left = store.delete_expired()
    assert 600 < n_left <= 700
    assert store.delete_expired() == 0
    assert store.load("ana") == ALL


def test_a_hundred_threads_lose_nothing(store: SqlSessions) -> None:
    """A hundred conversations at once, each in its own thread, stay apart and whole."""

    def talk(number: int) -> Session:
        for turn in range(10):
            before = store.load(f"customer {number}")
            after = replace(before, turns=before.turns + 1, said=(*before.said, number * 100 + turn))
            assert store.save(f"customer {number}", after, before=before)
        return store.load(f"customer {number}")

    together = talk_together(talk, 100)
    assert [one.said for one in together] == [tuple(range(n * 100, n * 100 + 10)) for n in range(100)]


def test_a_hundred_threads_share_a_conversation(store: SqlSessions) -> None:
    """A hundred messages of one conversation at once are all kept, one after the other."""

    def say(number: int) -> None:
        add_turn(store, "ana", number)

    talk_together(say, 100)
    assert store.load("ana").turns == 100
    assert sorted(store.load("ana").said) == list(range(100))


def add_turn(store: Sessions, key: str, number: int) -> None:
    """Add a turn to a conversation as the bot does: again from the start where another one came between."""
    while True:
        before = store.load(key)
        if store.save(key, replace(before, turns=before.turns + 1, said=(*before.said, number)), before=before):
            return


def talk_together(talk: Callable[[int], T], n_threads: int) -> list[T]:
    """Return what each thread gives; all begin at once."""
    start = threading.Barrier(n_threads)

    def run(number: int) -> T:
        start.wait()
        return talk(number)

    with ThreadPoolExecutor(n_threads) as pool:
        return list(pool.map(run, range(n_threads)))
