"""What the bot remembers of a conversation, and where it is kept."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

LIFETIME_S = 1_800.0
"""Seconds after its last message after which a conversation is over: 30 minutes, as web analytics count visits."""

KEPT_LINES, KEPT_CHARACTERS = 20, 500
"""How much of a conversation is kept for the person who takes over: its last lines, each cut to so many characters."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A choice the bot just offered as a button.

    Attributes
    ----------
    message : str
        What pressing it sends.
    intent : str
        The intent it stands for; empty where its message is understood like any other, ``none`` for none of the others.
    title : str
        What is shown; the message where empty.
    """

    message: str
    intent: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """The value of a slot, as it is written in files and sent to actions, and the intent that was told it."""

    slot: str
    value: str
    entity: str = ""
    is_remembered: bool = True
    intent: str = ""


@dataclass(frozen=True, slots=True)
class OpenContext:
    """A context, and for how many more messages it is open."""

    name: str
    turns: int


@dataclass(frozen=True, slots=True)
class Question:
    """A slot that an intent asked for, and how many times."""

    intent: str
    slot: str
    n_asked: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    """Something that was said."""

    speaker: Literal["user", "bot"]
    text: str


@dataclass(frozen=True, slots=True)
class Session:
    """The state of one conversation between two messages.

    Attributes
    ----------
    turns : int
        Grows with every message, twice where an action is asked, so that a store can tell whether another message of
        the same conversation was answered meanwhile.
    offers : tuple of Offer
        The choices just offered, valid for one message.
    slots : tuple of Known
        What was learned, the latest last.
    contexts : tuple of OpenContext
    questions : tuple of Question
        What the bot still waits for: the last one was asked last, those before it were put off for it.
    topic : str
        The intent answered or asked about last, to which a yes or no belongs; empty for none.
    form : str
        The last one of those that has slots, to which a corrected value belongs; empty for none.
    awaits_answer : bool
        Whether the topic's follow-ups are open: only for one message.
    language : str
        That of the conversation; empty where nothing told it yet.
    misses : int
        How many messages in a row were not understood.
    said : tuple of int
        Which variations were used last, the latest last.
    transcript : tuple of Line
        What was said last, cut to what a person needs who takes over.
    """

    turns: int = 0
    offers: tuple[Offer, ...] = ()
    slots: tuple[Known, ...] = ()
    contexts: tuple[OpenContext, ...] = ()
    questions: tuple[Question, ...] = ()
    topic: str = ""
    form: str = ""
    awaits_answer: bool = False
    language: str = ""
    misses: int = 0
    said: tuple[int, ...] = ()
    transcript: tuple[Line, ...] = ()


class Sessions(Protocol):
    """Where conversations are kept, one session a key. Safe for threads."""

    def load(self, key: str) -> Session:
        """Return the session of `key`; a fresh one where there is none, or where it is over.

        Raises
        ------
        StoreError
            Where it cannot be read.
        """

    def save(self, key: str, session: Session, *, before: Session | None = None) -> bool:
        """Keep `session` under `key`, and return whether it was kept.

        With `before`, the session it was made from, it is kept only where no other one was kept meanwhile: two
        messages at once lose nothing, as the later one is answered anew.

        Raises
        ------
        StoreError
            Where it cannot be written.
        """

    def forget(self, key: str) -> None:
        """Forget the session of `key`, where there is one.

        Raises
        ------
        StoreError
        """


class MemorySessions:
    """Sessions in memory, bounded: the one unused longest is forgotten first. Safe for threads.

    Parameters
    ----------
    capacity : int, default=10,000
        How many conversations are remembered.
    lifetime_s : float, default=1,800
        Seconds after its last message after which a conversation is over.
    clock : callable, optional
        Returns the time in seconds.
    """

    def __init__(
        self, capacity: int = 10_000, *, lifetime_s: float = LIFETIME_S, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.capacity = capacity
        self.lifetime_s = lifetime_s
        self._clock = clock
        # The latest last, as each is put there when it is kept: so the oldest are over first.
        self._sessions: OrderedDict[str, tuple[Session, float]] = OrderedDict()
        self._lock = threading.Lock()

    def load(self, key: str) -> Session:
        """Return the session of `key`; a fresh one where there is none, or where it is over."""
        with self._lock:
            return self._current(key, self._clock())

    def save(self, key: str, session: Session, *, before: Session | None = None) -> bool:
        """Keep `session` under `key`; with `before`, only where no other one was kept meanwhile."""
        now = self._clock()
        with self._lock:
            if before is not None and self._current(key, now).turns != before.turns:
                return False
            self._sessions[key] = (session, now)
            self._sessions.move_to_end(key)
            while len(self._sessions) > self.capacity or self._oldest_is_over(now):
                self._sessions.popitem(last=False)
        return True

    def forget(self, key: str) -> None:
        """Forget the session of `key`, where there is one."""
        with self._lock:
            self._sessions.pop(key, None)

    def forget_where(self, is_meant: Callable[[str], bool]) -> None:
        """Forget the sessions whose key is meant."""
        with self._lock:
            keys = list(self._sessions)
        for key in filter(is_meant, keys):
            self.forget(key)

    def _current(self, key: str, now: float) -> Session:
        session, kept_at = self._sessions.get(key, _NONE)
        return session if now - kept_at <= self.lifetime_s else Session()

    def _oldest_is_over(self, now: float) -> bool:
        _, kept_at = next(iter(self._sessions.values()), (None, now))
        return now - kept_at > self.lifetime_s

    def __len__(self) -> int:
        return len(self._sessions)


_NONE = (Session(), float("inf"))
