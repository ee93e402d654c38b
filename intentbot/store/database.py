"""A database that may be away, locked or made anew: connections, one more try, and errors that say what is wrong."""

from __future__ import annotations

import logging
import os
import threading
import weakref
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from time import monotonic, sleep
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Connection, CursorResult, Engine, Executable, Row
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from intentbot.errors import StoreError
from intentbot.store.addresses import PATIENCE_S, Address
from intentbot.store.failures import is_gone, store_error
from intentbot.store.tables import prepare

T = TypeVar("T")

_log = logging.getLogger("intentbot")

_PAUSE_S = 1.0
"""How long a server that is away is left alone: what comes meanwhile fails at once instead of waiting for it, too."""

_PREPARING_PAUSE_S = 0.05
"""Where several processes make the tables of a new database, all but one may be refused for a moment."""


class Written(NamedTuple):
    """How many rows a statement wrote, and whether it was given twice as the first answer got lost."""

    n_rows: int
    is_repeated: bool


class Database:
    """The database at an address, with its tables. Safe for threads and after a fork.

    Parameters
    ----------
    address : Address
    n_connections : int
        How many it is given at most.
    make_tables : callable, optional
        Makes the tables where they are missing; those of sessions otherwise.
    is_lasting : bool, default=False
        Whether what was written outlives a power failure too.
    patience_s : int, optional
        How long a lock or an answer is waited for; as long as a customer would otherwise.

    Raises
    ------
    MissingExtra
    """

    def __init__(
        self,
        address: Address,
        n_connections: int,
        *,
        make_tables: Callable[[Engine], None] = prepare,
        is_lasting: bool = False,
        patience_s: int = PATIENCE_S,
    ) -> None:
        self.address = address
        self._make_tables, self._patience_s = make_tables, patience_s
        self._engine = address.engine(n_connections, is_lasting=is_lasting, patience_s=patience_s)
        self._renew_locks()
        self._opened: tuple[int, int] | None = None
        self._away_until = 0.0
        self._inherited: list[object] = []
        _databases.add(self)
        # Nobody need close it: its connections go when it goes, and with the process.
        weakref.finalize(self, self._engine.dispose)

    def open(self) -> None:
        """Connect, and make the tables; otherwise the first statement does.

        Raises
        ------
        StoreError
        """
        try:
            self._once(lambda connection: None)
        except StoreError:
            self._engine.dispose()
            raise

    def read(self, statement: Executable, values: Mapping[str, Any]) -> Row[Any] | None:
        """Return the first row that a statement gives.

        Raises
        ------
        StoreError
        """
        row, _ = self._with_one_more_try(lambda connection: connection.execute(statement, values).first())
        return row

    def write(self, statement: Executable, values: Mapping[str, Any]) -> Written:
        """Return how many rows a statement wrote.

        Raises
        ------
        StoreError
        """

        def run(connection: Connection) -> int:
            result: CursorResult[Any] = connection.execute(statement, values)
            return result.rowcount

        with self._alone():
            return Written(*self._with_one_more_try(run))

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection to read on; it waits for nobody who writes.

        Raises
        ------
        StoreError
        """
        self._with_one_more_try(_say_hello)
        with self._connected(is_last=True) as connection:
            yield connection

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Give a connection whose statements count together or, where anything is raised, not at all.

        Raises
        ------
        StoreError
        """
        with self._alone():
            self._with_one_more_try(_say_hello)
            with self._connected(is_last=True) as connection:
                connection.exec_driver_sql("BEGIN" if self.address.file is None else "BEGIN IMMEDIATE")
                try:
                    yield connection
                    connection.exec_driver_sql("COMMIT")
                except BaseException:
                    with suppress(SQLAlchemyError):
                        connection.exec_driver_sql("ROLLBACK")
                    raise

    def close(self) -> None:
        """Close the connections; the next statement opens new ones."""
        self._engine.dispose()

    def _with_one_more_try(self, work: Callable[[Connection], T]) -> tuple[T, bool]:
        """Return what some work gives, and whether it was begun twice: a server that restarted has cut the line."""
        try:
            return self._once(work), False
        except _LineCut:
            return self._once(work, is_last=True), True

    def _once(self, work: Callable[[Connection], T], *, is_last: bool = False) -> T:
        with self._connected(is_last=is_last) as connection:
            return work(connection)

    @contextmanager
    def _connected(self, *, is_last: bool) -> Iterator[Connection]:
        if monotonic() < self._away_until:
            raise StoreError(
                f"conversations cannot be kept in {self.address}: it could not be reached a moment ago.",
                "See the message before this one. It is tried again every second.",
            )
        is_connected = False
        try:
            self._open()
            with self._engine.connect() as connection:
                is_connected = True
                yield connection
        except SQLAlchemyError as error:
            is_refused = isinstance(error, DBAPIError) and not is_connected
            if is_connected and not is_last and isinstance(error, DBAPIError) and error.connection_invalidated:
                raise _LineCut from None
            if is_gone(error):
                self._opened = None
            elif is_refused and self.address.file is None:
                self._away_until = monotonic() + _PAUSE_S
            # The driver's own error stays out of it: what it says of the address may hold the password.
            raise store_error(error, self.address) from None

    def _open(self) -> None:
        """Make the tables, the first time and where the file is another one than it was."""
        if self._opened is not None and self._opened == self._file_now():
            return
        with _held(self._opening, self.address, self._patience_s):
            if self._opened is not None:
                if self._opened == self._file_now():
                    return
                _log.warning("%s is gone: conversations begin anew", self.address)
            self._engine.dispose()
            self._prepare()
            self._opened = self._file_now()

    def _prepare(self) -> None:
        if self.address.file is not None:
            # Nobody else need read what customers say; SQLite's files beside it get the same rights.
            with suppress(OSError):
                os.close(os.open(self.address.file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        until = monotonic() + self._patience_s
        while True:
            try:
                return self._make_tables(self._engine)
            except DBAPIError as error:
                if not _is_race(error) or monotonic() > until:
                    raise
                sleep(_PREPARING_PAUSE_S)

    def _file_now(self) -> tuple[int, int] | None:
        """Return which file it is; None where there is none. A server is always the same."""
        if self.address.file is None:
            return 0, 0
        try:
            found = os.stat(self.address.file)
        except OSError:
            return None
        return found.st_dev, found.st_ino

    def _alone(self) -> AbstractContextManager[None]:
        return nullcontext() if self._writing is None else _held(self._writing, self.address, self._patience_s)

    def _renew_locks(self) -> None:
        self._opening = threading.Lock()
        # SQLite lets one writer in, and whoever finds it locked sleeps before looking again. So threads queue here,
        # where the next one goes on at once, and only processes meet there.
        self._writing = None if self.address.file is None else threading.Lock()

    def after_fork(self) -> None:
        """Leave the connections to the parent: both would speak on one line. Locks may be held by threads it kept."""
        self._inherited.append(self._engine.pool)
        self._engine.dispose(close=False)
        self._renew_locks()


class _LineCut(Exception):
    """A connection that was open was closed by the other side."""


def _say_hello(connection: Connection) -> None:
    """Find out whether a line was cut while nobody used it, before anything is said on it that must be said once."""
    connection.exec_driver_sql("SELECT 1")


@contextmanager
def _held(lock: threading.Lock, address: Address, patience_s: float) -> Iterator[None]:
    if not lock.acquire(timeout=patience_s):
        raise StoreError(
            f"conversations cannot be kept in {address}: it is busy, and others wait already.",
            "See the messages before this one.",
        )
    try:
        yield
    finally:
        lock.release()


def _is_race(error: DBAPIError) -> bool:
    """Return whether another process that makes the same tables may be the reason."""
    said = str(error.orig)
    code = getattr(error.orig, "sqlstate", None) or ""
    return (
        "locked" in said or "already exists" in said or "UNIQUE" in said or code in ("23505", "42P07", "42710", "XX000")
    )


_databases: weakref.WeakSet[Database] = weakref.WeakSet()


def _after_fork() -> None:
    for database in list(_databases):
        database.after_fork()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
