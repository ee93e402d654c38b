"""A store of conversations that is locked, full, gone or away: what is said, and that it goes on by itself."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from time import monotonic, sleep

import pytest
from sqlalchemy import Engine, event

from intentbot.errors import StoreError
from intentbot.sessions import Known, Session
from intentbot.store import SqlSessions
from tests.postgres import PASSWORD, Postgres

SECRET = "4111 1111 1111 1111"
ANA = Session(turns=1, slots=(Known("card", SECRET),))

WORKER = """
import sys
from dataclasses import replace
from intentbot.store import SqlSessions
store = SqlSessions(sys.argv[1])
for number in range(int(sys.argv[2])):
    while True:
        before = store.load("ana")
        if store.save("ana", replace(before, turns=before.turns + 1), before=before):
            break
    print(before.turns + 1, flush=True)
"""

FORK = """
import os, sys
from intentbot.sessions import Session
from intentbot.store import SqlSessions
store = SqlSessions(sys.argv[1])
store.save("ana", Session(turns=1))
children = []
for number in range(4):
    child = os.fork()
    if not child:
        for turn in range(50):
            store.save(f"child {number}", Session(turns=turn + 1), before=store.load(f"child {number}"))
        os._exit(0 if store.load("ana").turns == 1 else 1)
    children.append(child)
for turn in range(50):
    store.save("parent", Session(turns=turn + 1), before=store.load("parent"))
assert [os.waitpid(child, 0)[1] for child in children] == [0, 0, 0, 0]
print(store.load("parent").turns, *(store.load(f"child {number}").turns for number in range(4)))
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return where SQLite may make a file."""
    return tmp_path / "kept" / "sessions.db"


@pytest.fixture
def store(file: Path) -> Iterator[SqlSessions]:
    """Give a store in SQLite."""
    file.parent.mkdir()
    with closing(SqlSessions(f"sqlite:///{file}")) as sessions:
        yield sessions


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'sessions.db'}"
    address: str = request.getfixturevalue("postgres_url")
    return address


def python(code: str, *arguments: str) -> subprocess.Popen[str]:
    """Start a new interpreter."""
    command = [sys.executable, "-W", "error", "-c", code, *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8")


def failure(act: Callable[[], object]) -> str:
    """Return what a person is told about a failure that must come; it holds no password and nothing customers said."""
    with pytest.raises(StoreError) as caught:
        act()
    error = caught.value
    told = str(error)
    assert error.what and error.fix
    assert PASSWORD not in told and SECRET not in told
    assert error.__cause__ is None and (error.__context__ is None or error.__suppress_context__)
    return told


def test_processes_share_a_conversation(url: str) -> None:
    """Several processes that begin at once, on a database without tables, lose no turn of a conversation."""
    workers = [python(WORKER, url, "50") for _ in range(4)]
    said = [worker.communicate(timeout=60) for worker in workers]
    assert [worker.returncode for worker in workers] == [0, 0, 0, 0], said
    assert sorted(int(line) for out, _ in said for line in out.split()) == list(range(1, 201))
    with closing(SqlSessions(url)) as store:
        assert store.load("ana").turns == 200


def test_a_killed_process_loses_nothing(url: str) -> None:
    """Every turn that was kept is there after a process was killed while it wrote."""
    for n_lines in (1, 40, 3):
        worker = python(WORKER, url, "1000000")
        assert worker.stdout is not None
        last = [int(worker.stdout.readline()) for _ in range(n_lines)][-1]
        worker.kill()
        rest = worker.stdout.read()
        worker.communicate()
        last = max([last, *(int(line) for line in rest.split("\n")[:-1])])
        with closing(SqlSessions(url)) as store:
            # It may have kept one more, and been killed before it said so.
            assert store.load("ana").turns - last in (0, 1)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork")
def test_a_store_may_be_forked(url: str) -> None:
    """A store that was opened before a fork, as by servers that load first, works in the parent and each child."""
    worker = python(FORK, url)
    said, errors = worker.communicate(timeout=60)
    assert said.split() == ["50"] * 5, errors


def test_a_newer_schema_is_refused(url: str) -> None:
    """Tables that a newer version of intentbot made are left alone."""
    with closing(SqlSessions(url)) as store:
        store.save("ana", ANA)
        with store._database._engine.connect() as connection:
            connection.exec_driver_sql("UPDATE intentbot_schema SET version = 99")
    assert "version 99" in failure(lambda: SqlSessions(url))


def test_a_database_made_anew_is_used(url: str) -> None:
    """Where the tables are gone, one turn fails, and the next makes them."""
    with closing(SqlSessions(url)) as store:
        with store._database._engine.connect() as connection:
            connection.exec_driver_sql("DROP TABLE intentbot_sessions")
            connection.exec_driver_sql("DROP TABLE intentbot_schema")
        assert "gone" in failure(lambda: store.save("ana", ANA))
        assert store.save("ana", ANA, before=Session())
        assert store.load("ana") == ANA


def test_a_locked_file_fails_in_time(store: SqlSessions, file: Path) -> None:
    """While another program holds the file, reading works, and writing fails within seconds for all; then it works."""
    store.save("ana", ANA)
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert store.load("ana") == ANA
        begun = monotonic()
        with ThreadPoolExecutor(20) as pool:
            told = list(pool.map(lambda _: failure(lambda: store.save("ana", ANA)), range(20)))
        assert monotonic() - begun < 10
        assert any("locked" in one for one in told) and all("locked" in one or "busy" in one for one in told)
        other.execute("ROLLBACK")
    assert store.save("ana", replace(ANA, turns=2), before=ANA)


def test_a_locked_row_fails_in_time(postgres: Postgres, postgres_url: str) -> None:
    """While another program holds a row of PostgreSQL, writing it fails within seconds; then it works."""
    with closing(SqlSessions(postgres_url)) as store:
        store.save("ana", ANA)
        with store._database._engine.connect() as other:
            other.exec_driver_sql("BEGIN")
            other.exec_driver_sql("SELECT * FROM intentbot_sessions FOR UPDATE")
            assert "locked" in failure(lambda: store.save("ana", replace(ANA, turns=2), before=ANA))
            assert store.load("ana") == ANA
            other.exec_driver_sql("ROLLBACK")
        assert store.save("ana", replace(ANA, turns=2), before=ANA)


def test_a_full_disk_is_told_and_got_over(tmp_path: Path) -> None:
    """When the disk is full, writing fails and reading works; when something is deleted, writing works again."""

    def limit(connection: sqlite3.Connection, _: object) -> None:
        connection.execute("PRAGMA max_page_count = 40")

    event.listen(Engine, "connect", limit)
    try:
        with closing(SqlSessions(f"sqlite:///{tmp_path / 'sessions.db'}")) as store:
            large = Session(turns=1, topic=SECRET * 1_000)
            store.save("first", large)

            def fill() -> None:
                for number in range(100):
                    store.save(str(number), large, before=Session())

            assert "full" in failure(fill)
            assert store.load("first") == large
            store.forget("first")
            assert store.save("first", large, before=Session())
    finally:
        event.remove(Engine, "connect", limit)


def test_a_deleted_file_is_made_anew(store: SqlSessions, file: Path, caplog: pytest.LogCaptureFixture) -> None:
    """When the file is deleted, conversations begin anew in a new one: nothing is written where nobody finds it."""
    store.save("ana", ANA)
    file.unlink()
    assert store.load("ana") == Session()
    assert "gone" in caplog.text
    store.save("ana", ANA)
    with closing(SqlSessions(f"sqlite:///{file}")) as other:
        assert other.load("ana") == ANA


def test_a_removed_folder_is_told_and_got_over(store: SqlSessions, file: Path) -> None:
    """While the folder is gone, it is said; when it is there again, the store works again."""
    store.save("ana", ANA)
    shutil.rmtree(file.parent)
    for act in (lambda: store.load("ana"), lambda: store.save("ana", ANA), lambda: store.forget("ana")):
        assert "gone" in failure(act)
    file.parent.mkdir()
    assert store.save("ana", ANA, before=Session())
    assert store.load("ana") == ANA


def test_another_file_in_its_place_is_read(store: SqlSessions, file: Path, tmp_path: Path) -> None:
    """A backup that is put in the place of the file is what is read from then on."""
    store.save("ana", ANA)
    backup = tmp_path / "backup.db"
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(backup)) as target:
        source.backup(target)
    store.save("ana", replace(ANA, turns=2))
    backup.replace(file)
    for rest in ("-wal", "-shm"):
        file.with_name(file.name + rest).unlink(missing_ok=True)
    assert store.load("ana") == ANA


@pytest.mark.parametrize("content", [b"This is a letter, and a long one. " * 100, b"SQLite format 3\x00" + bytes(4096)])
def test_another_file_is_left_alone(file: Path, content: bytes) -> None:
    """A file that is no database is refused and stays as it is."""
    file.parent.mkdir()
    file.write_bytes(content)
    failure(lambda: SqlSessions(f"sqlite:///{file}"))
    assert file.read_bytes() == content


def test_a_file_that_cannot_be_written_is_told() -> None:
    """Where the user who runs the bot may not write, it is said when the store is opened, and while it is open."""
    folder = Path(tempfile.mkdtemp())
    file = folder / "sessions.db"
    try:
        with as_nobody(folder):
            with closing(SqlSessions(f"sqlite:///{file}")) as store:
                store.save("ana", ANA)
            file.chmod(0o444)
            folder.chmod(0o555)
            told = failure(lambda: SqlSessions(f"sqlite:///{file}").save("ana", ANA))
            assert "may not write" in told or "gone" in told
            failure(lambda: SqlSessions(f"sqlite:///{folder / 'other.db'}"))
            folder.chmod(0o755)
    finally:
        shutil.rmtree(folder)


@contextmanager
def as_nobody(folder: Path) -> Iterator[None]:
    """Do something without the rights of root, who may write everywhere."""
    if os.geteuid() != 0:
        yield
        return
    os.chown(folder, 65_534, 65_534)
    os.seteuid(65_534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_server_that_restarts_is_not_noticed(postgres: Postgres, postgres_url: str) -> None:
    """A server that was restarted between two turns costs nothing: all connections are made anew."""
    with closing(SqlSessions(postgres_url)) as store, ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: store.save(str(number), ANA), range(64)))
        postgres.stop()
        postgres.start()
        assert list(pool.map(lambda number: store.load(str(number)), range(64))) == [ANA] * 64
        assert store.save("0", replace(ANA, turns=2), before=ANA)


def test_a_server_that_is_away_is_told_and_got_over(postgres: Postgres, postgres_url: str) -> None:
    """While the server is away, every message fails soon; when it is back, the store goes on with what it had."""
    with closing(SqlSessions(postgres_url)) as store:
        store.save("ana", ANA)
        postgres.stop()
        try:
            begun = monotonic()
            for _ in range(50):
                failure(lambda: store.load("ana"))
                failure(lambda: store.save("ana", ANA))
            assert monotonic() - begun < 5
            assert "away" in failure(lambda: SqlSessions(postgres_url))
        finally:
            postgres.start()
        sleep(1.1)
        assert store.load("ana") == ANA


def test_a_wrong_address_is_told(postgres: Postgres) -> None:
    """A wrong password, host, port or database is said as what it is when the store is opened, without the password."""
    assert "user or password" in failure(lambda: SqlSessions(postgres.url(password="wr:ong")))
    assert "no machine" in failure(lambda: SqlSessions(postgres.url(host="no-such-host.invalid")))
    assert "no such database" in failure(lambda: SqlSessions(postgres.url("nowhere")))
    assert "away" in failure(lambda: SqlSessions(f"postgresql://shop:{SECRET}@127.0.0.1:1/shop"))
    assert "user or password" in failure(lambda: SqlSessions(f"{postgres.url(password='')}?password={SECRET}"))


def test_a_database_of_another_encoding_is_no_matter(postgres: Postgres) -> None:
    """A PostgreSQL that keeps text as Latin-1 keeps every conversation all the same."""
    postgres.sql("CREATE DATABASE old ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0")
    session = Session(turns=1, topic="我的订单 😀\x00\ud800")
    with closing(SqlSessions(postgres.url("old"))) as store:
        assert store.save("😀", session, before=Session())
        assert store.load("😀") == session


@pytest.mark.parametrize(
    "url",
    [
        "",
        "sessions.db",
        f"mysql://shop:{SECRET}@localhost/shop",
        f"postgresql+nodriver://shop:{SECRET}@localhost/shop",
        f"postgresql://shop:{SECRET}@localhost:port/shop",
        f"postgresql://shop:{SECRET}@localhost/shop?no_such_setting=1",
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite:///sessions.db?mode=ro",
        "sqlite:///file:sessions.db",
        "sqlite://host/sessions.db",
        "sqlite:////",
        "sqlite:////no/such/folder/sessions.db",
        "sqlite:///a\x00b",
    ],
)
def test_what_is_no_address_is_told(url: str) -> None:
    """An address that means no database is refused with an example of one, without the password."""
    failure(lambda: SqlSessions(url))


@pytest.mark.parametrize(("library", "extra"), [("sqlalchemy", "store"), ("psycopg", "postgres")])
def test_a_missing_library_is_told(library: str, extra: str) -> None:
    """Without SQLAlchemy, or without the driver of PostgreSQL, the extra to install is named."""
    code = f"import sys; sys.modules[{library!r}] = None\nfrom intentbot.store import SqlSessions\n"
    worker = python(code + f"SqlSessions('postgresql://shop:{SECRET}@127.0.0.1/shop')")
    _, errors = worker.communicate(timeout=60)
    assert f"pip install 'intentbot[{extra}]'" in errors.splitlines()[-1]
    assert SECRET not in errors
