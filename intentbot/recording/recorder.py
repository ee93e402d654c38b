"""Keeps turns: on the disk at once, and in the database soon after, by a thread that no customer waits for."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Protocol, TypeVar

from intentbot.errors import IntentBotError, RowsRefused
from intentbot.recording.spool import Spool, SpoolFile
from intentbot.recording.turn_records import line_of, read_line
from intentbot.turns import Feedback, Turn

_log = logging.getLogger("intentbot")
_One = TypeVar("_One")

CAPACITY = 256 << 20
"""How many bytes may wait for the database in each process: some 300,000 turns."""

_EVERY_S = 0.25
"""How long turns wait at most for the database, while it is well: so that many are written with one transaction."""

_PAUSE_S = 1.0
"""How long a database that failed is left alone."""

_ADOPT_EVERY_S = 2.0
"""How often it is looked for files of processes that are gone."""

_TIDY_EVERY_S, _TIDY_AT_ONCE = 3_600.0, 5_000
"""How often it is looked for turns that were kept long enough, and how many are deleted before others are moved."""

_STRAY_S = 86_400.0
"""How long feedback waits for its turn, which another process may not have written yet."""

_BITE = 50
"""How many turns are made ready in one go. Between them the thread lets others run for a moment."""
_BREATH_S = 0.001


class Log(Protocol):
    """Where turns are kept for good: a `TurnLog`. It raises a StoreError where it cannot take them now."""

    def write(self, turns: Iterable[Turn], feedback: Iterable[Feedback] = ()) -> None:
        """Keep them all or none; one that is there already is not written again."""

    def delete_before(self, at: float, *, at_most: int | None = None) -> int:
        """Delete what is older, at most so many turns; return how many there were."""

    def delete_stray_feedback(self, at: float) -> int:
        """Delete older feedback on turns that are not there."""


class Recorder:
    """Keeps turns and feedback, so that none is lost once `record` has returned. Safe for threads.

    Parameters
    ----------
    folder : Path
        Of the spool: where turns wait for the database. Processes may share it.
    open_log : callable
        Returns the log. It is called by the thread, and again where it raised a StoreError.
    capacity : int, optional
        How many bytes may wait.
    retention_s : float, optional
        How long turns are kept; for ever otherwise.
    clock : callable, optional
        Returns the time in seconds since 1970.
    """

    def __init__(
        self,
        folder: Path,
        open_log: Callable[[], Log],
        *,
        capacity: int = CAPACITY,
        retention_s: float | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.last_error: Exception | None = None
        self._spool = Spool(folder, capacity)
        self._open_log = open_log
        self._log: Log | None = None
        self._retention_s, self._clock = retention_s, clock
        self._moved = threading.Condition()
        self._wake, self._is_closing = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="intentbot-recorder", daemon=True)
        self._next_adoption = self._next_tidying = 0.0

    @property
    def n_waiting(self) -> int:
        """How many turns and opinions wait for the database, here and in what dead processes left."""
        return self._spool.n_lines

    def check(self) -> None:
        """Raise `RecorderFull` where a turn could not be kept now."""
        self._spool.check()

    def start(self) -> None:
        """Begin: take over what processes left that are gone, and move what comes.

        Raises
        ------
        RecorderFull
            Where the spool cannot be written, as in a folder that we may not write to.
        """
        self._spool.open()
        self._spool.adopt()
        self._thread.start()

    def record(self, turn: Turn) -> None:
        """Keep a turn: it outlives our end from now on.

        Raises
        ------
        RecorderFull
            Where too many wait, or the disk is full; the turn is not kept.
        """
        self._spool.append(turn)

    def feedback(self, feedback: Feedback) -> None:
        """Keep a customer's opinion: it outlives our end from now on.

        Raises
        ------
        RecorderFull
            As `record`.
        """
        self._spool.append(feedback)

    def flush(self, timeout_s: float = 5.0) -> bool:
        """Return whether all that was recorded before is in the database, waiting for it so long at most."""
        until = time.monotonic() + timeout_s
        with self._moved:
            while self.n_waiting and (left := until - time.monotonic()) > 0:
                self._wake.set()
                self._moved.wait(min(left, _EVERY_S))
        return not self.n_waiting

    def close(self, timeout_s: float = 5.0) -> None:
        """Move what can be moved in this time, and stop; what is left is moved at the next start."""
        until = time.monotonic() + timeout_s
        # A database that is away is not waited for.
        while self._thread.is_alive() and self.last_error is None and time.monotonic() < until:
            if self.flush(_EVERY_S):
                break
        self._is_closing.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(timeout_s)
        # A thread that waits for the database still has its files; they go with the process.
        if not self._thread.is_alive():
            self._spool.close()

    def _run(self) -> None:
        # Loading the database would keep a server that starts from answering: what waits is on the disk already.
        self._wake.wait(_EVERY_S)
        self._wake.clear()
        while not self._is_closing.is_set():
            is_well = self._turn_over()
            with self._moved:
                self._moved.notify_all()
            if is_well:
                self._wake.wait(_EVERY_S)
            else:
                self._is_closing.wait(_PAUSE_S)
            self._wake.clear()

    def _turn_over(self) -> bool:
        """Move what waits, and tidy up where it is time; return whether the database took it."""
        try:
            self._move()
            self._tidy()
        # Whatever it is: a thread that ended would let all turns wait without a word.
        except Exception as error:
            if str(error) != str(self.last_error):
                is_known = isinstance(error, (IntentBotError, OSError))
                _log.warning("turns wait in %s: %s", self._spool.folder, error, exc_info=not is_known)
            self.last_error = error
            return False
        if self.last_error is not None:
            _log.warning("turns are kept again: those that waited are in the database")
            self.last_error = None
        return True

    def _move(self) -> None:
        now = time.monotonic()
        if now >= self._next_adoption:
            self._next_adoption = now + _ADOPT_EVERY_S
            self._spool.adopt()
        # While the database is away, few large files are better than many small ones.
        if not self._spool.has_finished:
            self._spool.finish()
        for file in self._spool.finished():
            if self._is_closing.is_set():
                return
            self._move_file(file)
            self._spool.delete(file)

    def _move_file(self, file: SpoolFile) -> None:
        kept, damaged = (file.known, []) if len(file.known) == file.n_lines else _read(file)
        turns = [one for one in kept if isinstance(one, Turn)]
        self._write(turns, [one for one in kept if isinstance(one, Feedback)])
        if damaged:
            self._report(file, damaged)

    def _write(self, turns: list[Turn], opinions: list[Feedback]) -> None:
        if not turns and not opinions:
            return
        log = self._log = self._log or self._open_log()
        try:
            log.write(_in_bites(turns), opinions)
        except RowsRefused:
            for turn in turns:
                self._write_one(log, turn)
            for opinion in opinions:
                self._write_one(log, opinion)

    def _write_one(self, log: Log, kept: Turn | Feedback) -> None:
        """Write what would not be written together with others."""
        try:
            log.write([kept], []) if isinstance(kept, Turn) else log.write([], [kept])
        except RowsRefused as error:
            path = self._spool.put_aside([line_of(kept)])
            _log.error("a turn is put aside in %s, as the database refuses it: %s", path, error)

    def _report(self, file: SpoolFile, damaged: list[bytes]) -> None:
        """Say what is damaged, and keep it where it may have been acknowledged: a torn last line never was."""
        whole = [line for line in damaged if line.endswith(b"\n")]
        if len(whole) < len(damaged):
            _log.warning("%s ends within a line: its process was ended before it had answered that one", file.path)
        if whole:
            path = self._spool.put_aside(whole)
            _log.error("%s has %d damaged lines; they are put aside in %s", file.path, len(whole), path)

    def _tidy(self) -> None:
        if time.monotonic() < self._next_tidying:
            return
        log = self._log = self._log or self._open_log()
        now = self._clock()
        if self._retention_s is not None:
            n_turns = log.delete_before(now - self._retention_s, at_most=_TIDY_AT_ONCE)
            if n_turns:
                _log.info("%d turns were deleted, as they were kept long enough", n_turns)
            if n_turns == _TIDY_AT_ONCE:
                return
        log.delete_stray_feedback(now - _STRAY_S)
        self._next_tidying = time.monotonic() + _TIDY_EVERY_S


def _read(file: SpoolFile) -> tuple[list[Turn | Feedback], list[bytes]]:
    """Return what the lines of a file were made of, and those lines that are damaged."""
    kept: list[Turn | Feedback] = []
    damaged: list[bytes] = []
    for line in _in_bites(file.lines()):
        try:
            kept.append(read_line(line))
        except ValueError:
            damaged.append(line)
    return kept, damaged


def _in_bites(all_of_them: Iterable[_One]) -> Iterator[_One]:
    for place, one in enumerate(all_of_them):
        if place % _BITE == _BITE - 1:
            time.sleep(_BREATH_S)
        yield one
