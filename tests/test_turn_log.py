"""The turns in the database: written once, found again, deleted whole; on SQLite and on PostgreSQL."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import event, select

import intentbot.store
from intentbot.errors import RowsRefused, StoreError
from intentbot.predictions import RankedIntent
from intentbot.sessions import Session
from intentbot.store import SqlSessions
from intentbot.store.log_database import LogDatabase
from intentbot.store.schema import DELETIONS, HEAD, METADATA, REVIEWED_TURNS, VERSIONS
from intentbot.store.turn_log import TurnLog
from intentbot.store.turn_queries import TurnFilter
from intentbot.turns import Feedback, Turn

FIRST = Turn(
    id="1",
    at=100.0,
    conversation="ana",
    message="wher is my ordr",
    answer="It is on its way.",
    channel="web",
    language="en",
    intent="track_order",
    decided_by="model",
    confidence=0.9,
    score=0.75,
    ranking=(RankedIntent("track_order", 0.9), RankedIntent("return_item", 0.1)),
    entities=(("order_number", "84512"),),
    suggested=("track_order", "return_item"),
    handover="angry",
    latency_ms=0.25,
    model="3",
    error_id="e1",
)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'intentbot.db'}"
    address: str = request.getfixturevalue("postgres_url")
    return address


@pytest.fixture
def database(url: str) -> Iterator[LogDatabase]:
    """Give a database of turns."""
    with closing(LogDatabase(url)) as database:
        yield database


@pytest.fixture
def log(database: LogDatabase) -> TurnLog:
    """Return a log whose clock stands at 1,000."""
    return TurnLog(database, clock=lambda: 1_000.0)


def turn(number: int, **changes: object) -> Turn:
    """Return the turn of a number, said at that second."""
    return replace(FIRST, id=f"{number:04}", at=float(number), **changes)


def test_a_turn_is_found_as_it_was_written(log: TurnLog) -> None:
    """Every field of a turn and of its feedback comes back as it was."""
    opinion = Feedback("1", 101.0, -1, "no, it is not")
    log.write([FIRST], [opinion])
    assert log.turn("1") == FIRST
    assert log.turn("2") is None
    assert log.feedback_of(["1", "2"]) == {"1": opinion}


@pytest.mark.parametrize(
    "text", ["", "我的订单 😀", "a\x00b\ud800c", "'; DROP TABLE intentbot_turns; --", "x" * 20_000]
)
def test_any_text_is_kept(log: TurnLog, text: str) -> None:
    """Any text can be kept; what a database refuses is replaced by a sign for it."""
    log.write([replace(FIRST, message=text, conversation=text)], [Feedback("1", 1.0, 1, text)])
    kept = log.turns()[0].message
    assert kept == text.replace("\0", "\ufffd").encode("utf-8", "replace").decode("utf-8")
    assert log.feedback_of(["1"])["1"].comment == kept


def test_a_turn_written_twice_is_one(log: TurnLog) -> None:
    """Writing again what is there already changes nothing; of two opinions the later one stays."""
    log.write([FIRST], [Feedback("1", 5.0, 1)])
    log.write([FIRST, replace(FIRST, message="other"), turn(2)], [Feedback("1", 4.0, -1)])
    assert log.turn("1") == FIRST and log.n_turns() == 2
    assert log.feedback_of(["1"])["1"].value == 1
    log.write([], [Feedback("1", 6.0, -1)])
    assert log.feedback_of(["1"])["1"].value == -1


def test_turns_come_newest_first_in_pages(log: TurnLog) -> None:
    """Pages of turns are whole and in order, also where several were answered at one moment."""
    log.write([replace(turn(number), at=float(number // 7)) for number in range(50)])
    pages, before = [], None
    while page := log.turns(limit=8, before=before):
        pages += page
        before = (page[-1].at, page[-1].id)
    assert [one.id for one in pages] == [f"{number:04}" for number in reversed(range(50))]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (TurnFilter(since=2.0), [3, 2]),
        (TurnFilter(until=2.0), [1]),
        (TurnFilter(conversation="ben"), [2]),
        (TurnFilter(search="KETTLE 100%_"), [3]),
        (TurnFilter(search="way."), [2, 1]),
        (TurnFilter(intent="return_item"), [3]),
        (TurnFilter(decided_by="fallback"), [2]),
        (TurnFilter(channel="rest"), [3]),
        (TurnFilter(channel="rest", since=4.0), []),
    ],
)
def test_turns_are_found_by_what_they_are(log: TurnLog, wanted: TurnFilter, found: list[int]) -> None:
    """Turns are found by time, conversation, words, intent, decision and channel; words are taken as they stand."""
    log.write(
        [
            turn(1),
            turn(2, conversation="ben", decided_by="fallback"),
            turn(3, intent="return_item", channel="rest", message="the kettle 100%_", answer="Yes."),
        ]
    )
    assert [int(one.id) for one in log.turns(wanted)] == found


def test_conversations_are_told_in_a_line(log: TurnLog) -> None:
    """Conversations come with their counts, the one that spoke last first, in pages, found by any of their turns."""
    log.write(
        [
            turn(1, message="kettle", handover=""),
            turn(2, conversation="ben", handover=""),
            turn(3, message="last", decided_by="fallback", channel="rest"),
        ],
        [Feedback("0001", 9.0, 1), Feedback("0003", 9.0, -1)],
    )
    ana, ben = log.conversations()
    assert (ana.id, ana.n_turns, ana.last_at, ana.last_message) == ("ana", 2, 3.0, "last")
    assert (ana.channel, ana.n_misses, ana.n_handovers, ana.n_thumbs_up, ana.n_thumbs_down) == ("rest", 1, 1, 1, 1)
    assert (ben.id, ben.n_turns, ben.n_misses, ben.n_handovers, ben.n_thumbs_up) == ("ben", 1, 0, 0, 0)
    assert [one.id for one in log.conversations(limit=1)] == ["ana"]
    assert [one.id for one in log.conversations(before=(ana.last_at, ana.last_turn))] == ["ben"]
    assert [one.id for one in log.conversations(TurnFilter(search="kettle"))] == ["ana"]


def test_a_conversation_is_exported_whole(log: TurnLog) -> None:
    """An export has every field of every turn of the conversation, and the feedback, and nothing of another."""
    log.write([turn(2), turn(1), turn(3, conversation="ben")], [Feedback("0001", 9.0, 1, "thanks")])
    exported = log.export_conversation("ana")
    assert exported["conversation"] == "ana"
    assert [one["id"] for one in exported["turns"]] == ["0001", "0002"]
    assert exported["turns"][0]["feedback"]["comment"] == "thanks"
    assert exported["turns"][0]["entities"] == [{"entity": "order_number", "value": "84512"}]
    assert exported["turns"][1]["feedback"] is None


def test_a_deleted_conversation_is_gone_for_good(log: TurnLog, database: LogDatabase) -> None:
    """Deleting takes turns, feedback and marks of review, also what comes in late; what is said afterwards is kept."""
    log.write([turn(1), turn(2), turn(3, conversation="ben")], [Feedback("0001", 9.0, 1), Feedback("0003", 9.0, 1)])
    with database.transaction() as connection:
        connection.execute(REVIEWED_TURNS.insert(), [{"turn": "0001", "review": "r"}, {"turn": "0003", "review": "r"}])
    assert log.delete_conversation("ana") == 2
    assert log.delete_conversation("nobody") == 0
    log.write([turn(1), turn(999), turn(1_001), turn(4, conversation="ben")])
    assert [one.id for one in log.turns()] == ["1001", "0004", "0003"]
    assert list(log.feedback_of(["0001", "0003"])) == ["0003"]
    with database.reading() as connection:
        assert connection.execute(select(REVIEWED_TURNS.c.turn)).scalars().all() == ["0003"]


def test_deleted_words_are_not_in_the_files(tmp_path: Path) -> None:
    """What was deleted cannot be read from the files of SQLite any more."""
    file = tmp_path / "intentbot.db"
    with closing(LogDatabase(f"sqlite:///{file}")) as database:
        log = TurnLog(database)
        log.write([replace(FIRST, message="a very private matter"), turn(2)])
        assert any(b"very private" in path.read_bytes() for path in tmp_path.iterdir())
        log.delete_conversation("ana")
        assert not any(b"very private" in path.read_bytes() for path in tmp_path.iterdir())


def test_old_turns_are_deleted(log: TurnLog, database: LogDatabase) -> None:
    """Retention deletes what is older with its feedback, however much it is, and nothing else."""
    log.write([turn(number) for number in range(2_500)], [Feedback("0001", 1.0, 1), Feedback("2499", 2_499.0, 1)])
    log.delete_conversation("nobody")
    assert log.delete_before(2_400.0) == 2_400
    assert log.n_turns() == 100 and log.turns(limit=1_000)[-1].at == 2_400.0
    assert list(log.feedback_of(["0001", "2499"])) == ["2499"]
    with database.reading() as connection:
        assert connection.execute(select(DELETIONS)).all() == []
    assert log.delete_before(2_400.0) == 0


def test_feedback_on_nothing_is_deleted(log: TurnLog) -> None:
    """Feedback may come before its turn; where the turn never comes, it goes."""
    log.write([], [Feedback("0001", 1.0, 1), Feedback("0002", 2.0, 1), Feedback("0003", 30.0, 1)])
    log.write([turn(2)])
    assert log.delete_stray_feedback(10.0) == 1
    assert sorted(log.feedback_of(["0001", "0002", "0003"])) == ["0002", "0003"]


def test_all_or_nothing_is_written(log: TurnLog, database: LogDatabase) -> None:
    """Where anything goes wrong on the way, none of a transaction is kept."""

    class Stopped(Exception):
        pass

    log.write([turn(1)])
    with pytest.raises(Stopped), database.transaction() as connection:
        connection.exec_driver_sql("DELETE FROM intentbot_turns")
        raise Stopped
    with pytest.raises(StoreError), database.transaction() as connection:
        connection.exec_driver_sql("DELETE FROM intentbot_turns")
        connection.exec_driver_sql("SELECT no_such_column FROM intentbot_turns")
    assert log.n_turns() == 1


def test_many_write_at_once(url: str) -> None:
    """Threads and several databases at one address write at once, on tables that are not there yet; nothing is lost."""
    logs = [TurnLog(LogDatabase(url)) for _ in range(4)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: logs[number % 4].write([turn(number), turn(number + 1)]), range(200)))
    assert logs[0].n_turns() == 201
    for log in logs:
        log.database.close()


def test_processes_migrate_at_once(url: str) -> None:
    """Several processes that begin at once on an empty database all find its tables."""
    code = (
        "import sys; from intentbot.store.log_database import LogDatabase; "
        "from intentbot.store.turn_log import TurnLog; TurnLog(LogDatabase(sys.argv[1])).n_turns()"
    )
    workers = [
        subprocess.Popen([sys.executable, "-W", "error", "-c", code, url], stderr=subprocess.PIPE, encoding="utf-8")
        for _ in range(4)
    ]
    said = [worker.communicate(timeout=60)[1] for worker in workers]
    assert [worker.returncode for worker in workers] == [0] * 4, said


def test_the_tables_are_what_the_migrations_make(database: LogDatabase) -> None:
    """`schema` and the migrations say the same, and `HEAD` is the newest of them."""
    with database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": VERSIONS})
        assert compare_metadata(context, METADATA) == []
    folder = Path(intentbot.store.__file__).parent / "migrations"
    assert ScriptDirectory(str(folder)).get_heads() == [HEAD]


def test_a_newer_schema_is_refused_and_left_alone(url: str) -> None:
    """Tables that a newer version of intentbot made are left alone, and what to do is said."""
    with closing(LogDatabase(url)) as database, database.transaction() as connection:
        connection.exec_driver_sql(f"UPDATE {VERSIONS} SET version_num = '9999'")
    with closing(LogDatabase(url)) as database:
        for _ in range(2):
            with pytest.raises(StoreError, match="version 9999; this intentbot knows version 0001") as caught:
                TurnLog(database).write([FIRST])
            assert "Update intentbot" in caught.value.fix


def test_sessions_may_be_kept_beside_turns(url: str) -> None:
    """Sessions and turns may be kept in one database."""
    with closing(SqlSessions(url)) as sessions, closing(LogDatabase(url)) as database:
        TurnLog(database).write([FIRST])
        assert sessions.load("ana").turns == 0
        with database.reading() as connection:
            context = MigrationContext.configure(connection, opts={"version_table": VERSIONS})
            assert not [found for found in compare_metadata(context, METADATA) if found[0].startswith("add")]


def test_what_a_database_refuses_is_told_from_one_that_is_away(log: TurnLog, database: LogDatabase) -> None:
    """A row that a healthy database refuses is an error of its own: trying again is no use."""
    if database.is_sqlite:
        pytest.skip("SQLite takes whatever it is given")
    with pytest.raises(RowsRefused), database.transaction() as connection:
        connection.exec_driver_sql("SELECT 'a'::integer")


def test_others_may_not_read_what_customers_say(tmp_path: Path) -> None:
    """The files of SQLite can be read by the user who runs the server alone."""
    log, talk = (f"sqlite:///{tmp_path / name}" for name in ("intentbot.db", "sessions.db"))
    with closing(LogDatabase(log)) as database, closing(SqlSessions(talk)) as sessions:
        TurnLog(database).write([FIRST])
        sessions.save("ana", Session(turns=1))
        assert {path.stat().st_mode & 0o077 for path in tmp_path.iterdir()} == {0}


def test_a_row_that_breaks_a_rule_is_refused(log: TurnLog) -> None:
    """A turn without what every turn has is refused, and not called a failure of the database."""
    with pytest.raises(RowsRefused):
        log.write([replace(FIRST, message=None)])


def test_a_server_that_restarts_is_not_noticed(postgres: object, postgres_url: str) -> None:
    """A server that was restarted between two writes costs nothing."""
    with closing(LogDatabase(postgres_url)) as database:
        log = TurnLog(database)
        log.write([turn(1)])
        postgres.stop()
        postgres.start()
        log.write([turn(2)])
        assert log.n_turns() == 2


def test_a_write_is_one_transaction(log: TurnLog, database: LogDatabase) -> None:
    """A thousand turns are written with one statement."""
    log.write([turn(0)])
    said: list[str] = []
    event.listen(database._database._engine, "before_cursor_execute", lambda *about: said.append(about[2]))
    log.write([turn(number) for number in range(1_000)])
    assert len([one for one in said if one.startswith("INSERT")]) == 1


def test_what_was_said_around_a_turn_is_found_in_a_long_conversation(log: TurnLog) -> None:
    """The turns around one are the nearest to it, however much was said since."""
    log.write([replace(FIRST, id=f"{number:02}", at=float(number // 2)) for number in range(90)])
    log.write([replace(FIRST, id="zz", at=5.0, conversation="berta")])
    assert [turn.id for turn in log.around("10", 2)] == ["08", "09", "10", "11", "12"]
    assert [turn.id for turn in log.around("89", 1)] == ["88", "89"]
    assert log.around("100", 2) == ()
