"""Sessions in a database: SQLite in a file, or PostgreSQL."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from itertools import count

from intentbot.errors import StoreError
from intentbot.sessions import LIFETIME_S, Session
from intentbot.store.addresses import Address
from intentbot.store.database import Database
from intentbot.store.session_records import pack_session, unpack_session
from intentbot.store.tables import Statements, row_key

_log = logging.getLogger("intentbot")

_DELETE_EVERY, _DELETE_AT_ONCE = 16, 32
"""After how many writes how many rows are deleted at most, of conversations that are over: twice as many as can have
been begun, so that they never pile up, and so few that nobody waits for it."""

_BITE = 500
"""How many of them at once where somebody asked for it."""


class SqlSessions:
    """Sessions in a database, which survive restarts and are shared by processes. Safe for threads.

    Parameters
    ----------
    url : str, default="sqlite:///sessions.db"
        ``sqlite:///`` and a path, or ``postgresql://user:password@host:port/database``.
    lifetime_s : float, default=1,800
        Seconds after its last message after which a conversation is over, and may be deleted.
    n_connections : int, default=8
        How many connections it opens at most. PostgreSQL lets 100 in, of all processes together, unless told otherwise.
    clock : callable, optional
        Returns the time in seconds since 1970, alike in all processes.

    Raises
    ------
    StoreError
        Where the address is none, or the database cannot be used.
    MissingExtra
        Where the driver of PostgreSQL is not installed.

    Examples
    --------
    >>> from intentbot import IntentBot
    >>> from intentbot.store import SqlSessions
    >>> bot = IntentBot.load("models/shop", sessions=SqlSessions("sqlite:///sessions.db"))  # doctest: +SKIP
    """

    def __init__(
        self,
        url: str = "sqlite:///sessions.db",
        *,
        lifetime_s: float = LIFETIME_S,
        n_connections: int = 8,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.lifetime_s = lifetime_s
        self._clock = clock
        self._database = Database(Address.of(url), n_connections)
        self._database.open()
        self._statements = Statements.of("sqlite" if self._database.address.file is not None else "postgresql")
        self._n_writes = count(1)

    def load(self, key: str) -> Session:
        """Return the session of `key`; a fresh one where there is none, or where it is over.

        One that cannot be read, as it is damaged or of another version of intentbot, is a fresh one, too; a warning
        is logged.

        Raises
        ------
        StoreError
        """
        row = self._database.read(self._statements.load, {"this_key": row_key(key), "since": self._since()})
        if row is None:
            return Session()
        try:
            return unpack_session(row.state)
        except ValueError as error:
            _log.warning("a kept conversation cannot be read, so it begins anew: %s", error)
            # It goes on counting, or what comes of it would never be kept.
            return Session(turns=row.turns)

    def save(self, key: str, session: Session, *, before: Session | None = None) -> bool:
        """Keep `session` under `key`; with `before`, only where no other one was kept meanwhile.

        Raises
        ------
        StoreError
        """
        now, row = self._clock(), row_key(key)
        values = {"turns": session.turns, "kept_at": now, "state": pack_session(session)}
        if before is None:
            written = self._database.write(self._statements.put, {**values, "key": row})
        elif before.turns == 0:
            written = self._database.write(
                self._statements.begin, {**values, "key": row, "since": now - self.lifetime_s}
            )
        else:
            same = {"this_key": row, "turns_before": before.turns, "since": now - self.lifetime_s}
            written = self._database.write(self._statements.replace, {**values, **same})
        if next(self._n_writes) % _DELETE_EVERY == 0:
            self._delete_some()
        # Where the answer to a first try got lost, it may be our own session that was in the way of the second.
        return written.n_rows > 0 or (written.is_repeated and self.load(key) == session)

    def forget(self, key: str) -> None:
        """Forget the session of `key`, where there is one.

        Raises
        ------
        StoreError
        """
        self._database.write(self._statements.forget, {"this_key": row_key(key)})

    def forget_where(self, is_meant: Callable[[str], bool]) -> None:
        """Forget the sessions whose key is meant; of a long one and one that is no plain ASCII it is told the hash.

        Raises
        ------
        StoreError
        """
        with self._database.reading() as connection:
            keys = [row.key for row in connection.execute(self._statements.keys) if is_meant(row.key)]
        for key in keys:
            self._database.write(self._statements.forget, {"this_key": key})

    def delete_expired(self) -> int:
        """Delete all conversations that are over, and return how many there were.

        A few are deleted with every now and then a message; this is for where there are none.

        Raises
        ------
        StoreError
        """
        n_deleted = 0
        while n_now := self._delete(_BITE):
            n_deleted += n_now
        return n_deleted

    def close(self) -> None:
        """Close the connections; the next message opens new ones."""
        self._database.close()

    def _since(self) -> float:
        return self._clock() - self.lifetime_s

    def _delete(self, n_most: int) -> int:
        values = {"since": self._since(), "n_most": n_most}
        return self._database.write(self._statements.delete_expired, values).n_rows

    def _delete_some(self) -> None:
        try:
            self._delete(_DELETE_AT_ONCE)
        except StoreError as error:
            _log.warning("conversations that are over stay where they are for now: %s", error)
