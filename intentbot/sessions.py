"""What the bot remembers of a conversation, and where it is kept."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Offer:
    """A choice the bot just offered as a button: the message it sends, and the intent it stands for."""

    message: str
    intent: str


@dataclass(frozen=True, slots=True)
class Session:
    """The state of one conversation between two messages.

    Attributes
    ----------
    turns : int
        How many messages were answered so far.
    offers : tuple of Offer
        The choices of the last "Did you mean ...?", valid for one message.
    """

    turns: int = 0
    offers: tuple[Offer, ...] = ()


class MemorySessions:
    """Sessions in memory, bounded: the one unused longest is forgotten first. Safe for threads.

    Parameters
    ----------
    capacity : int, default=10,000
        How many conversations are remembered.
    """

    def __init__(self, capacity: int = 10_000) -> None:
        self.capacity = capacity
        self._sessions: OrderedDict[str, Session] = OrderedDict()
        self._lock = threading.Lock()

    def load(self, key: str) -> Session:
        """Return the session of `key`, a fresh one where there is none."""
        with self._lock:
            return self._sessions.get(key, Session())

    def save(self, key: str, session: Session) -> None:
        """Remember `session` under `key`."""
        with self._lock:
            self._sessions[key] = session
            self._sessions.move_to_end(key)
            if len(self._sessions) > self.capacity:
                self._sessions.popitem(last=False)

    def __len__(self) -> int:
        return len(self._sessions)
