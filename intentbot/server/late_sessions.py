"""Conversations in a database that may not be there yet when the server starts."""

from __future__ import annotations

import threading
from collections.abc import Callable
from time import monotonic

from intentbot.errors import StoreError
from intentbot.sessions import Session
from intentbot.store.sql_sessions import SqlSessions

_PAUSE_S = 1.0
"""How long a database that is away is left alone: what comes meanwhile fails at once instead of waiting for it, too."""


class LateSessions:
    """Sessions in a database, which is opened with their first use. Safe for threads.

    Parameters
    ----------
    url : str
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._lock = threading.Lock()
        self._opened: SqlSessions | None = None
        self._failure: StoreError | None = None
        self._again_at = 0.0

    def load(self, key: str) -> Session:
        """Return the session of `key`; raises `StoreError` where it cannot be read."""
        return self._sessions().load(key)

    def save(self, key: str, session: Session, *, before: Session | None = None) -> bool:
        """Keep `session` under `key`, tell whether it was kept; raises `StoreError` where it cannot be written."""
        return self._sessions().save(key, session, before=before)

    def forget(self, key: str) -> None:
        """Forget the session of `key`; raises `StoreError` where it cannot be written."""
        self._sessions().forget(key)

    def forget_where(self, is_meant: Callable[[str], bool]) -> None:
        """Forget the sessions whose key is meant, as `SqlSessions` does; raises `StoreError` where that cannot be."""
        self._sessions().forget_where(is_meant)

    def _sessions(self) -> SqlSessions:
        if self._opened is not None:
            return self._opened
        with self._lock:
            if self._opened is None:
                if self._failure is not None and monotonic() < self._again_at:
                    raise self._failure
                try:
                    self._opened = SqlSessions(self._url)
                except StoreError as error:
                    self._failure, self._again_at = error, monotonic() + _PAUSE_S
                    raise
            return self._opened
