"""The address of a database: what it may be, and the engine that reaches it."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
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
    "options": f"-c statement_timeout={PATIENCE_S}s",
    "keepalives_idle": "60",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    **({"tcp_user_timeout": "5000"} if sys.platform == "linux" else {}),
    "application_name": "intentbot",
}

# A write is on the disk when it is answered, but for what the machine itself may lose when its power fails; what is
# deleted is overwritten, as it was said in confidence.
_SQLITE_SETTINGS = ("journal_mode = WAL", "synchronous = NORMAL", "secure_delete = ON")


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

    def engine(self, n_connections: int) -> Engine:
        """Return what connects to it, at most so many times at once, each statement a transaction of its own.

        Raises
        ------
        MissingExtra
            Where the driver is not installed.
        """
        if self.file is not None:
            settings: dict[str, Any] = {"timeout": PATIENCE_S, "check_same_thread": False}
        else:
            settings = {name: value for name, value in _POSTGRESQL_SETTINGS.items() if name not in self.url.query}
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
                pool_timeout=PATIENCE_S,
                pool_use_lifo=True,
                pool_reset_on_return=None,
            )
        except ImportError:
            raise MissingExtra("postgres", "A store of conversations in PostgreSQL") from None
        if self.file is not None:
            event.listen(engine, "connect", _set_up_sqlite)
        return engine


def _set_up_sqlite(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    for setting in _SQLITE_SETTINGS:
        cursor.execute(f"PRAGMA {setting}")
    cursor.close()
