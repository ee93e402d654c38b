"""The address of a database: what it may be, and the engine that reaches it."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import QueuePool

from intentbot.errors import MissingExtra, StoreError

PATIENCE_S = 2
"""How long a customer may wait for a lock, a free connection or an answer of the database. The bot answers in any case;
people feel let down by an answer that takes longer than a second or two."""

_CONNECT_S = 3
"""How long a server may take to let us in: a lost packet is sent again after one second, and once more after three."""

_SQLITE = ("sqlite", "sqlite+pysqlite")
_POSTGRESQL = ("postgresql", "postgres", "postgresql+psycopg")
_EXAMPLES = "Write sqlite:///sessions.db, or postgresql://user:password@host:5432/database."

# For the driver of PostgreSQL. What the address says itself goes before. A connection that a firewall dropped without a
# word is found out within seconds instead of the quarter of an hour that TCP takes.
_POSTGRESQL_SETTINGS = {
    "connect_timeout": str(_CONNECT_S),
    "keepalives_idle": "60",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    **({"tcp_user_timeout": "5000"} if sys.platform == "linux" else {}),
    "application_name": "intentbot",
}

# What is deleted is overwritten, as it was said in confidence.
_SQLITE_SETTINGS = ("journal_mode = WAL", "secure_delete = ON")


@dataclass(frozen=True, slots=True)
class Address:
    """Where a database is.

    Attributes
    ----------
    url : URL
        With the driver, and an absolute path.
    file : Path or None
        That of SQLite.
    """

    url: URL = field(repr=False)
    file: Path | None

    @classmethod
    def of(cls, url: str) -> Address:
        """Return the address that a URL means.

        Raises
        ------
        StoreError
            Where it means none. What is wrong is said without the URL, as there may be a password in it.
        """
        try:
            parsed = make_url(url)
        except (ArgumentError, ValueError):
            raise StoreError("the address of the store of conversations is no URL.", _EXAMPLES) from None
        if parsed.drivername in _SQLITE:
            return cls._of_file(parsed)
        if parsed.drivername not in _POSTGRESQL:
            raise StoreError(
                f"conversations are kept in SQLite or PostgreSQL, not in {parsed.drivername}.",
                _EXAMPLES,
            )
        return cls(parsed.set(drivername="postgresql+psycopg"), None)

    @classmethod
    def _of_file(cls, url: URL) -> Address:
        if not url.database or url.database == ":memory:":
            raise StoreError(
                "a SQLite database needs a file to keep conversations in.",
                "Write sqlite:///sessions.db. Without a store, they are kept in memory.",
            )
        if url.query or url.host or url.database.startswith("file:") or "\0" in url.database:
            raise StoreError(
                "the address of a SQLite database is that of a file, without a host and without settings.",
                "Write sqlite:///sessions.db, or with four slashes for a whole path: sqlite:////var/lib/sessions.db.",
            )
        file = Path(url.database).absolute()
        return cls(url.set(database=str(file)), file)

    def __str__(self) -> str:
        if self.file is not None:
            return str(self.file)
        host = self.url.host or self.url.query.get("host") or "this machine"
        port = f":{self.url.port}" if self.url.port else ""
        return f'PostgreSQL at {host}{port}, database "{self.url.database or self.url.username or ""}"'

    def without_secrets(self, text: str) -> str:
        """Return a text of the driver without the passwords of this address."""
        for secret in (self.url.password, self.url.query.get("password"), self.url.query.get("sslpassword")):
            text = text.replace(str(secret), "***") if secret else text
        return text

    def engine(self, n_connections: int, *, is_lasting: bool = False, patience_s: int = PATIENCE_S) -> Engine:
        """Return what connects to it, at most so many times at once, each statement a transaction of its own.

        What is written outlives our end in any case. With `is_lasting`, it outlives a power failure too; PostgreSQL
        always waits for its disk, unless told otherwise.

        Raises
        ------
        MissingExtra
            Where the driver is not installed.
        """
        if self.file is not None:
            settings: dict[str, Any] = {"timeout": patience_s, "check_same_thread": False}
        else:
            usual = {**_POSTGRESQL_SETTINGS, "options": f"-c statement_timeout={patience_s}s"}
            settings = {name: value for name, value in usual.items() if name not in self.url.query}
        try:
            engine = create_engine(
                self.url,
                connect_args=settings,
                isolation_level="AUTOCOMMIT",
                # Of an INSERT, too: whether it found another conversation in its way.
                execution_options={"preserve_rowcount": True},
                # The parameters of a statement are what customers said.
                hide_parameters=True,
                poolclass=QueuePool,
                pool_size=n_connections,
                max_overflow=0,
                pool_timeout=patience_s,
                pool_use_lifo=True,
                pool_reset_on_return=None,
            )
        except ImportError:
            raise MissingExtra("postgres", "A store of conversations in PostgreSQL") from None
        if self.file is not None:
            waits = "FULL" if is_lasting else "NORMAL"
            event.listen(engine, "connect", partial(_set_up_sqlite, (*_SQLITE_SETTINGS, f"synchronous = {waits}")))
        return engine


def _set_up_sqlite(settings: Iterable[str], connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    for setting in settings:
        cursor.execute(f"PRAGMA {setting}")
    cursor.close()
