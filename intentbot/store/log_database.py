"""The database of what a running bot keeps."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

from intentbot.store.addresses import Address
from intentbot.store.database import Database
from intentbot.store.migrating import migrate

_PATIENCE_S = 10
"""How long a lock or an answer is waited for. No customer waits here, and a month of turns takes a while to count."""


class LogDatabase:
    """The database of what a running bot keeps, with the tables of `schema`. Safe for threads and after a fork.

    It connects with the first use: a database that is down when the server starts is used as soon as it is up.

    Parameters
    ----------
    url : str
        ``sqlite:///`` and a path, or ``postgresql://user:password@host:port/database``.
    n_connections : int, default=8
        How many it opens at most.

    Raises
    ------
    StoreError
        Where the address is none.
    MissingExtra
        Where the driver of PostgreSQL is not installed.
    """

    def __init__(self, url: str, *, n_connections: int = 8) -> None:
        self._database = Database(
            Address.of(url), n_connections, make_tables=migrate, is_lasting=True, patience_s=_PATIENCE_S
        )

    def __str__(self) -> str:
        return str(self._database.address)

    @property
    def is_sqlite(self) -> bool:
        """Whether it is a file of SQLite."""
        return self._database.address.file is not None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection to read on, which waits for nobody who writes; each statement sees what is there by then.

        Raises
        ------
        StoreError
            Where the database is away, locked or full; it says what to do.
        """
        with self._database.reading() as connection:
            yield connection

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Give a connection whose statements count together or, where anything is raised, not at all.

        In SQLite one writes at a time, of all processes: leave it soon, and wait for nothing else in it.

        Raises
        ------
        StoreError
            Where the database is away, locked or full; it says what to do.
        RowsRefused
            Where it is well, and refuses what it was given.
        """
        with self._database.transaction() as connection:
            yield connection

    def close(self) -> None:
        """Close the connections; the next use opens new ones."""
        self._database.close()
