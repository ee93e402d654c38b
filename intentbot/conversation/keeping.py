"""Keeping conversations: whatever a store does wrong, a customer gets an answer."""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator
from dataclasses import replace
from typing import TypeVar

from intentbot.conversation.errands import Errand, in_thread
from intentbot.sessions import KEPT_LINES, MemorySessions, Session, Sessions

MOST_ATTEMPTS = 1_000
"""How many times a turn is played again because other messages of its conversation came between."""

_log = logging.getLogger("intentbot")
_Done = TypeVar("_Done")


class Keeper:
    """Reads and writes the sessions of a bot. Safe for threads.

    Parameters
    ----------
    sessions : Sessions
    known : callable
        Returns a session without what the bot does not know.
    """

    def __init__(self, sessions: Sessions, known: Callable[[Session], Session]) -> None:
        self._sessions = sessions
        self._is_memory = isinstance(sessions, MemorySessions)
        self._known = known

    def outside(self, run: Callable[[], _Done]) -> Generator[Errand, _Done, _Done]:
        """Yield an errand to where sessions are kept, or none: memory is quick enough for an event loop."""
        return run() if self._is_memory else (yield in_thread(run))

    def load(self, key: str) -> Session | None:
        """Return a session; None where it cannot be read, and the log says why."""
        try:
            return self._known(self._sessions.load(key))
        except Exception as error:
            _log.error("a conversation cannot be read, so its message is answered by itself: %s", error)
            return None

    def save(self, key: str, before: Session | None, after: Session) -> bool:
        """Return whether a session was kept, or cannot be: then the log says why, and it is not tried again."""
        try:
            return self._sessions.save(key, after, before=before)
        except Exception as error:
            _log.error("a conversation cannot be kept, so its last turn is lost: %s", error)
            return True

    def complete(self, key: str, claimed: Session, after: Session) -> None:
        """Keep what an action brought: all of it, or beside what came meanwhile what was said and opened.

        Parameters
        ----------
        key : str
        claimed, after : Session
            As it was kept before the action was asked, and with what it brought.
        """
        for _ in range(MOST_ATTEMPTS):
            now = self.load(key)
            if now is None:
                return
            is_same = now.turns == claimed.turns
            fresh = replace(after, turns=now.turns + 1) if is_same else _merged(now, claimed, after)
            if self.save(key, now, fresh):
                return


def _merged(now: Session, claimed: Session, after: Session) -> Session:
    opened = [one for one in after.contexts if one not in claimed.contexts]
    contexts = {one.name: one for one in (*opened, *now.contexts)}
    fresh = [line for line in after.transcript if line not in claimed.transcript]
    return replace(
        now,
        turns=now.turns + 1,
        contexts=tuple(contexts.values()),
        transcript=(*now.transcript, *fresh)[-KEPT_LINES:],
    )
